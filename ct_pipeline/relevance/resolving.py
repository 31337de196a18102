"""Which of the phrases found in a text count as names: on their conditions, longest first.

Names come first; then short forms ("le Bureau"), after what they refer to. Every step is linear in
what was found, however often a text repeats a name.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ct_pipeline.language.folding import FoldedText
from ct_pipeline.relevance.lexicon import Requirement
from ct_pipeline.relevance.matching import Hit
from ct_pipeline.relevance.patterns import Role, Target

SILENT = frozenset({Role.TOPIC, Role.PART, Role.OF_ANY})  # no company for anybody
LONGEST_WORD = 24  # characters; how far the words of a distance may reach


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hit within a sentence; `order` places it in the whole text, title first."""

    order: tuple[int, int]
    hit: Hit
    target: Target
    sentence: int


class Company:
    """What stands in a text, by label (entity, group or term) and place."""

    def __init__(self, candidates: Iterable[Candidate], fields: Sequence[FoldedText]) -> None:
        self._fields = fields
        self._in_text: dict[str, list[Candidate]] = defaultdict(list)
        self._in_sentence: dict[tuple[str, int], list[Candidate]] = defaultdict(list)
        self._starts: dict[tuple[str, int], list[int]] = defaultdict(list)
        self._by_start: dict[tuple[str, int], list[Candidate]] = defaultdict(list)
        # Two that need company do not keep each other company.
        able = (c for c in candidates if c.target.role not in SILENT and not c.target.requirements)
        for candidate in sorted(able, key=lambda one: one.order):
            for label in {candidate.target.id, candidate.target.signal}:
                self._in_text[label].append(candidate)
                self._in_sentence[label, candidate.sentence].append(candidate)
                self._starts[label, candidate.order[0]].append(candidate.hit.start)
                self._by_start[label, candidate.order[0]].append(candidate)

    def meets(self, requirement: Requirement, name: Candidate) -> bool:
        """Whether a name has the company that it needs, and none that forbids it."""
        return (
            not requirement.near
            or any(self._has(label, requirement, name) for label in requirement.near)
        ) and not any(self._has(label, requirement, name) for label in requirement.not_near)

    def _has(self, label: str, requirement: Requirement, name: Candidate) -> bool:
        if requirement.within == "text":
            return any(not overlap(name, other) for other in self._in_text.get(label, ()))
        if requirement.within == "sentence":
            others = self._in_sentence.get((label, name.sentence), ())
            return any(not overlap(name, other) for other in others)
        return self._is_within(label, requirement.words or 0, name)

    def _is_within(self, label: str, words: int, name: Candidate) -> bool:
        key = (label, name.order[0])
        starts, others = self._starts.get(key, []), self._by_start.get(key, [])
        reach = words * LONGEST_WORD
        first = bisect_left(starts, name.hit.start - 2 * reach)
        last = bisect_right(starts, name.hit.end + reach)
        text = self._fields[name.order[0]].text
        for other in others[first:last]:
            before, after = sorted((name.hit, other.hit), key=lambda hit: hit.start)
            if not overlap(name, other) and len(text[before.end : after.start].split()) < words:
                return True
        return False


def take_names(
    candidates: Iterable[Candidate], company: Company, fields: Sequence[FoldedText]
) -> list[Candidate]:
    """The names that count: longest first, each on its conditions, none over another."""
    names = [candidate for candidate in candidates if candidate.target.role is Role.NAME]
    names.sort(key=lambda candidate: (-candidate.hit.length, candidate.order))
    taken: list[Candidate] = []
    covered = nothing_covered(fields)
    for name in names:
        if is_free(name, covered) and all(
            company.meets(requirement, name) for requirement in name.target.requirements
        ):
            taken.append(name)
            cover(name, covered)
    return taken


def take_short_forms(
    candidates: Iterable[Candidate],
    named: Sequence[Candidate],
    follows: Mapping[str, set[str]],
    company: Company,
    fields: Sequence[FoldedText],
) -> list[Candidate]:
    """The short forms that refer back to what was named before, in reading order.

    `follows`: which entities and groups must have been named, by the short form's entity. A short
    form may lie over a shorter name ("bureau à Rabat").
    """
    found = list(candidates)
    rivals: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
    for candidate in found:
        if candidate.target.role is Role.SHORT_FORM and all(
            company.meets(requirement, candidate) for requirement in candidate.target.requirements
        ):
            rivals[candidate.order].append(candidate)
    signs = [candidate for candidate in found if candidate.target.role is Role.SIGN]
    antecedents = sorted([*named, *signs], key=lambda candidate: candidate.order)
    placed = _Placed(named)
    last_named: dict[str, tuple[int, int]] = {}
    chosen: list[Candidate] = []
    passed = 0
    for order in sorted(rivals):
        while passed < len(antecedents) and antecedents[passed].order < order:
            target = antecedents[passed].target
            last_named[target.id] = last_named[target.signal] = antecedents[passed].order
            passed += 1
        best = max(
            (
                (last, short.hit.length, short)
                for short in rivals[order]
                if placed.is_longer(short) and (last := _last_named(short, last_named, follows))
            ),
            key=lambda ranked: ranked[:2],
            default=None,
        )
        if best:
            chosen.append(best[2])
    return _take_longest(chosen, fields)


def _take_longest(candidates: Iterable[Candidate], fields: Sequence[FoldedText]) -> list[Candidate]:
    covered = nothing_covered(fields)
    taken = []
    for candidate in sorted(candidates, key=lambda one: (-one.hit.length, one.order)):
        if is_free(candidate, covered):
            taken.append(candidate)
            cover(candidate, covered)
    return taken


class _Placed:
    """Names that do not overlap, by where they begin."""

    def __init__(self, names: Iterable[Candidate]) -> None:
        self._names = sorted(names, key=lambda name: name.order)
        self._orders = [name.order for name in self._names]

    def is_longer(self, short: Candidate) -> bool:
        """Whether a short form is longer than each name that it lies over."""
        place = bisect_left(self._orders, short.order)
        for name in self._names[max(place - 1, 0) :]:
            if name.order >= (short.order[0], short.hit.end):
                return True
            if overlap(name, short) and name.hit.length >= short.hit.length:
                return False
        return True


def _last_named(
    short: Candidate,
    last_named: Mapping[str, tuple[int, int]],
    follows: Mapping[str, set[str]],
) -> tuple[bool, tuple[int, int]] | None:
    """Whether by its own name, and where; its own name goes before those it may follow."""
    own = last_named.get(short.target.id)
    if own:
        return True, own
    others = [last_named[label] for label in follows[short.target.id] if label in last_named]
    return (False, max(others)) if others else None


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
