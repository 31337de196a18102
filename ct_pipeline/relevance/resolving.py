"""Which of the phrases found in a text count as names: on their conditions, longest first.

Names come first; then short forms ("le Bureau", "the Kingdom"), after what they refer to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ct_pipeline.language.folding import FoldedText
from ct_pipeline.relevance.lexicon import Requirement
from ct_pipeline.relevance.matching import Hit
from ct_pipeline.relevance.patterns import Role, Target


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hit within a sentence; `order` places it in the whole text, title first."""

    order: tuple[int, int]
    hit: Hit
    target: Target
    sentence: int


def take_names(candidates: list[Candidate], fields: Sequence[FoldedText]) -> list[Candidate]:
    """The names that count: longest first, each on its conditions, none over another."""
    names = [candidate for candidate in candidates if candidate.target.role is Role.NAME]
    names.sort(key=lambda candidate: (-candidate.hit.length, candidate.order))
    taken: list[Candidate] = []
    covered = nothing_covered(fields)
    for name in names:
        if is_free(name, covered) and all(
            _is_met(requirement, name, candidates, fields)
            for requirement in name.target.requirements
        ):
            taken.append(name)
            cover(name, covered)
    return taken


def take_short_forms(
    candidates: list[Candidate], named: list[Candidate], follows: Mapping[str, set[str]]
) -> list[Candidate]:
    """The short forms that refer back to what was named before, in reading order.

    `follows`: which entities and groups must have been named, by the short form's entity. A short
    form may lie over a shorter name ("bureau à Rabat").
    """
    shorts = [candidate for candidate in candidates if candidate.target.role is Role.SHORT_FORM]
    signs = [candidate for candidate in candidates if candidate.target.role is Role.SIGN]
    antecedents = sorted([*named, *signs], key=lambda candidate: candidate.order)
    taken: list[Candidate] = []
    shorts.sort(key=lambda candidate: (-candidate.hit.length, candidate.order))
    for order in dict.fromkeys(candidate.order for candidate in shorts):
        rivals = [short for short in shorts if short.order == order]
        before = [candidate for candidate in antecedents if candidate.order < order]
        chosen = max(
            (
                (last, short.hit.length, short)
                for short in rivals
                if not any(
                    overlap(short, other) and other.hit.length >= short.hit.length
                    for other in (*named, *taken)
                )
                and (last := _last_named(short.target.id, before, follows))
            ),
            key=lambda ranked: ranked[:2],
            default=None,
        )
        if chosen:
            taken.append(chosen[2])
    return taken


def _last_named(
    entity_id: str, before: list[Candidate], follows: Mapping[str, set[str]]
) -> tuple[bool, tuple[int, int]] | None:
    """Whether by its own name, and where; its own name goes before those it may follow."""
    for is_own in (True, False):
        for candidate in reversed(before):
            target = candidate.target
            if (
                target.id == entity_id
                if is_own
                else {target.id, target.signal} & follows[entity_id]
            ):
                return is_own, candidate.order
    return None


def nothing_covered(fields: Sequence[FoldedText]) -> tuple[bytearray, ...]:
    """A mark for each character of each field, none set."""
    return tuple(bytearray(len(folded.text)) for folded in fields)


def cover(candidate: Candidate, covered: Sequence[bytearray]) -> None:
    """Marks the characters of a candidate."""
    hit = candidate.hit
    covered[candidate.order[0]][hit.start : hit.end] = b"\x01" * hit.length


def is_free(candidate: Candidate, covered: Sequence[bytearray]) -> bool:
    """Whether none of its characters is marked."""
    return covered[candidate.order[0]].find(1, candidate.hit.start, candidate.hit.end) < 0


def overlap(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates share a character."""
    return (
        one.order[0] == other.order[0]
        and one.hit.start < other.hit.end
        and other.hit.start < one.hit.end
    )


def _is_met(
    requirement: Requirement,
    name: Candidate,
    candidates: Sequence[Candidate],
    fields: Sequence[FoldedText],
) -> bool:
    near, not_near = set(requirement.near), set(requirement.not_near)
    present = {
        label
        for other in candidates
        if other.target.role is not Role.TOPIC
        and not other.target.requirements  # two that need company do not keep each other company
        and not overlap(name, other)
        and _is_within(requirement, name, other, fields)
        for label in (other.target.id, other.target.signal)
    }
    return (not near or bool(present & near)) and not present & not_near


def _is_within(
    requirement: Requirement, name: Candidate, other: Candidate, fields: Sequence[FoldedText]
) -> bool:
    if requirement.within == "text":
        return True
    if requirement.within == "sentence":
        return name.sentence == other.sentence
    if name.order[0] != other.order[0]:
        return False
    first, last = sorted((name.hit, other.hit), key=lambda hit: hit.start)
    between = fields[name.order[0]].text[first.end : last.start]
    return len(between.split()) < (requirement.words or 0)
