"""Persons who are named and stand for no office: namesakes, and those who held it once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from ct_pipeline.language.folding import FoldedText
from ct_pipeline.relevance.known import PERSON, UN_SIGNALS, Known
from ct_pipeline.relevance.namesakes import find_namesakes, has_company
from ct_pipeline.relevance.offices import FORMER
from ct_pipeline.relevance.resolving import Candidate, overlap
from ct_pipeline.relevance.terms_of_office import are_apposed, is_over, refers_back

UNCOUNTED = "none"


def drop_namesakes(
    known: Known,
    named: Sequence[Candidate],
    candidates: Iterable[Candidate],
    fields: Sequence[FoldedText],
) -> list[Candidate]:
    """The names without those of people who only share a surname, or a name in full."""
    persons = [name for name in named if known.kind(name) == PERSON]
    found = list(candidates) if persons else []
    others = find_namesakes(persons, found, fields) if persons else set()
    officers = {person.target.id for person in persons if known.is_un_officer(person)}
    if officers and not has_company(found) and not any(map(known.is_in_office, named)):
        others |= officers
    return [name for name in named if name.target.id not in others]


def drop_former(
    known: Known,
    named: Sequence[Candidate],
    candidates: Iterable[Candidate],
    fields: Sequence[FoldedText],
    day: date | None,
) -> list[Candidate]:
    """The names; those of persons whose office is over, by the text or its day, count not."""
    persons = sorted(
        (name for name in named if known.kind(name) == PERSON), key=lambda one: one.order
    )
    chains = [name for name in named if name.target.id == FORMER]
    over = {
        person.target.id
        for person in persons
        if is_over(known.entities[person.target.id].roles, day)
        or any(are_apposed(person, chain, fields) for chain in chains)
    }
    of_un = [c for c in candidates if known.is_of_un(c)] if persons and chains else []
    for chain in chains:
        person = refers_back(chain, persons, fields)
        if person and person.target.signal in UN_SIGNALS and any(overlap(chain, c) for c in of_un):
            over.add(person.target.id)
    return [
        replace(name, target=replace(name.target, signal=UNCOUNTED))
        if name.target.id in over
        else name
        for name in named
    ]
