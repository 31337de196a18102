"""To which country a text gives the forms that every country has: its ministries, "the Kingdom"."""

from __future__ import annotations

from collections.abc import Sequence

from ct_pipeline.language.folding import FoldedText
from ct_pipeline.relevance.belonging import (
    Witness,
    find_kingdom,
    find_office_country,
    named_with,
    own_country,
)
from ct_pipeline.relevance.known import Known
from ct_pipeline.relevance.patterns import Role
from ct_pipeline.relevance.resolving import Candidate, cover, is_free, nothing_covered


def give_to_countries(
    known: Known,
    candidates: Sequence[Candidate],
    named: Sequence[Candidate],
    fields: Sequence[FoldedText],
    told_from: str | None,
) -> tuple[list[Candidate], list[Candidate]]:
    """Of the forms that every country has: those of their entity's country, and nobody's."""
    forms = [candidate for candidate in candidates if candidate.target.role is Role.OF_ANY]
    given: list[Candidate] = []
    unowned: list[Candidate] = []
    if not forms:
        return given, unowned
    witnesses = _find_witnesses(known, candidates, named, fields)
    covered = nothing_covered(fields)
    for name in (*named, *(candidate for candidate in candidates if candidate.hit.place)):
        cover(name, covered)
    for form in sorted(forms, key=lambda one: (-one.hit.length, one.order)):
        if not is_free(form, covered):
            continue
        country = _find_owner(known, form, witnesses, fields, told_from)
        if country is None:
            unowned.append(form)
        elif own_country(country) == known.country(form):
            given.append(form)
            cover(form, covered)
    return given, unowned


def _find_owner(
    known: Known,
    form: Candidate,
    witnesses: Sequence[Witness],
    fields: Sequence[FoldedText],
    told_from: str | None,
) -> str | None:
    country = named_with(form, witnesses, fields)
    if country is None:
        find = find_kingdom if form.target.of_any == "kingdom" else find_office_country
        country = find(form.order, form.sentence, witnesses, told_from)
    if country is None and form.target.exact:  # an acronym of its own
        country = known.country(form)
    return country


def _find_witnesses(
    known: Known,
    candidates: Sequence[Candidate],
    named: Sequence[Candidate],
    fields: Sequence[FoldedText],
) -> list[Witness]:
    covered = nothing_covered(fields)
    for name in named:
        if known.spoken_country(name) is None:
            cover(name, covered)
    witnesses = []
    for candidate in candidates:
        place = candidate.hit.place
        if place and is_free(candidate, covered):
            text = fields[candidate.order[0]].text[place.start : place.end]
            witnesses.append(
                Witness(
                    candidate.order,
                    candidate.sentence,
                    own_country(place.country),
                    place.is_located,
                    place.is_name,
                    text.startswith(("المملكه", "royaume", "kingdom", "reino")),
                )
            )
    for name in named:
        country = known.spoken_country(name)
        if country:
            witnesses.append(
                Witness(name.order, name.sentence, country, is_located=False, is_name=True)
            )
    return sorted(witnesses, key=lambda witness: witness.order)
