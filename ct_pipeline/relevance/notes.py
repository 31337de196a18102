"""What was found in a text, noted sentence by sentence for the rules to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ct_pipeline.language.folding import FoldedText
from ct_pipeline.relevance.known import PERSON
from ct_pipeline.relevance.patterns import TERROR_TERMS, Role
from ct_pipeline.relevance.resolving import Candidate, cover, is_free, nothing_covered

if TYPE_CHECKING:
    from ct_pipeline.relevance.reading import SentenceReading

WORDS_OF_TERROR = TERROR_TERMS | {"attack"}  # "attentat" is both


@dataclass(frozen=True, slots=True)
class Unmeant:
    """Where words stand, by field and folded position, that tell of nothing that is there.

    `absent`: countries; `excluded` and `figures`: words of terror, ruled out or a manner of speech.
    """

    absent: Set[tuple[int, int]]
    excluded: Set[tuple[int, int]]
    figures: Set[tuple[int, int]]


def note(
    candidates: Iterable[Candidate],
    named: Iterable[Candidate],
    unmeant: Unmeant,
    readings: Sequence[SentenceReading],
    fields: Sequence[FoldedText],
    kinds: Mapping[str, str],
) -> None:
    """Notes in each sentence whom it names, and the terms, topics and signs outside of names.

    `kinds`: of every entity.
    """
    covered = nothing_covered(fields)
    for name in named:
        cover(name, covered)
        reading = readings[name.sentence]
        reading.entities.append(name.target.id)
        if kinds.get(name.target.id) == PERSON:
            reading.people.add(name.target.id)
        if name.order not in unmeant.absent:
            reading.groups.add(name.target.signal)
    noted: set[tuple[str, tuple[int, int]]] = set()
    for candidate in candidates:
        reading, target = readings[candidate.sentence], candidate.target
        if target.role is Role.TOPIC:
            reading.topics.add(target.id)
        elif target.role is Role.PART:
            reading.parts.add(target.id)
        elif _note_unmeant(candidate, unmeant, reading):
            continue
        elif target.role in (Role.TERM, Role.SIGN):
            _note_place(candidate, reading, is_named=not is_free(candidate, covered))
            mark = (target.id, candidate.order)
            if is_free(candidate, covered) and mark not in noted:
                noted.add(mark)
                _note_word(candidate, reading, fields)


def _note_unmeant(candidate: Candidate, unmeant: Unmeant, reading: SentenceReading) -> bool:
    """Notes that what was found tells of nothing that is there; whether it was so."""
    if candidate.order in unmeant.absent:
        reading.is_absent = True
    elif candidate.target.id not in WORDS_OF_TERROR:
        return False
    elif candidate.order in unmeant.excluded:
        reading.is_excluded = True
    elif candidate.order in unmeant.figures:
        reading.is_figure = True
    else:
        return False
    return True


def _note_place(candidate: Candidate, reading: SentenceReading, *, is_named: bool) -> None:
    """Notes a place; a town that is an entity too only where something happens in it."""
    place = candidate.hit.place
    if place and (not is_named or place.is_located):
        reading.places.append(place)


def _note_word(
    candidate: Candidate, reading: SentenceReading, fields: Sequence[FoldedText]
) -> None:
    target, hit = candidate.target, candidate.hit
    if target.role is Role.SIGN:
        reading.groups.add(target.signal)
    else:
        word = fields[candidate.order[0]].text[hit.start : hit.end].removeprefix("ال")
        reading.terms.setdefault(target.id, []).append(word)
