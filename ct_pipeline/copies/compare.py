"""Two normalised texts side by side: how much of each is in the other, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from ct_pipeline.copies.alignment import align
from ct_pipeline.copies.normalise import Flags, Hashes, Places
from ct_pipeline.copies.shingled import Shingled, common_places
from ct_pipeline.copies.sketch import SHINGLE_WORDS
from ct_pipeline.copies.slot_words import Kind
from ct_pipeline.copies.slots import Conflict, find_conflicts

LEAD_WORDS = 25
LEAST_CONTAINMENT = 0.1  # below, not even an edge can come of it: the alignment is spared
LONGEST_PASSAGE_WORDS = 200
TRIED_RUNS = 3  # repeated words break a run in two; the longest pieces are made whole again
CLOSED_GAP_WORDS = 3
LEAST_SPAN_WORDS = 20


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """What was measured between texts a and b; containments and coverages lie in 0 … 1.

    `containment_ab` is the share of a's shingles found in b; `side_a` the share of a that b holds,
    by shingles or by aligned words, whichever is more (noise breaks shingles, reordering breaks the
    alignment); `passages_a` counts whole passages only, `lead_a` the same within the first words.
    `own_a` and `after_a` are the words before the first such passage and after the last one.
    `has_other_nouns`: a word that may be a name, where writing does not tell, stands for another.
    Spans are these passages of twenty words and more, flat: start, end, start, end, …
    """

    is_equal: bool
    shared_shingles: int
    containment_ab: float
    containment_ba: float
    side_a: float
    side_b: float
    passages_a: float
    passages_b: float
    lead_a: float
    lead_b: float
    conflicts: tuple[Conflict, ...]
    has_other_nouns: bool
    conflict_density: float
    fresh_a: Flags
    fresh_b: Flags
    own_a: int
    own_b: int
    after_a: int
    after_b: int
    rest_a: float
    rest_b: float
    shared_passage: str
    spans_a: tuple[int, ...]
    spans_b: tuple[int, ...]

    @property
    def score(self) -> float:
        """The share of the better contained text that the other holds."""
        return max(self.side_a, self.side_b)


def compare(a: Shingled, b: Shingled) -> Comparison:
    """Measures two texts against each other; symmetric but for the names of the sides."""
    common_a, common_b = common_places(a.distinct, b.distinct)
    containment_ab = len(common_a) / max(len(a.distinct), 1)
    containment_ba = len(common_b) / max(len(b.distinct), 1)
    covered_a, covered_b = _covered(a, common_a), _covered(b, common_b)
    conflicts: list[Conflict] = []
    has_other_nouns = False
    is_equal = len(a.text.words) == len(b.text.words) and bool((a.text.words == b.text.words).all())
    if not is_equal and max(containment_ab, containment_ba) >= LEAST_CONTAINMENT:
        chains = align(a, b)
        found = find_conflicts(a.text, b.text, chains)
        conflicts = [one for one in found if one.kind != Kind.NOUN]
        has_other_nouns = len(conflicts) < len(found)
        for run in (run for chain in chains for run in chain):
            covered_a[run.a : run.a + run.size] = True
            covered_b[run.b : run.b + run.size] = True
    passages_a, passages_b = _Passages.of(covered_a), _Passages.of(covered_b)
    side_a = 1.0 if is_equal else max(containment_ab, _share(covered_a))
    side_b = 1.0 if is_equal else max(containment_ba, _share(covered_b))
    return Comparison(
        is_equal=is_equal,
        shared_shingles=len(common_a),
        containment_ab=containment_ab,
        containment_ba=containment_ba,
        side_a=side_a,
        side_b=side_b,
        passages_a=passages_a.share(),
        passages_b=passages_b.share(),
        lead_a=passages_a.share(last=LEAD_WORDS),
        lead_b=passages_b.share(last=LEAD_WORDS),
        conflicts=tuple(conflicts),
        has_other_nouns=has_other_nouns,
        conflict_density=100.0
        * sum(one.weight for one in conflicts)
        / max(min(_count(covered_a), _count(covered_b)), 1),
        fresh_a=~covered_a[: a.text.lead_end],
        fresh_b=~covered_b[: b.text.lead_end],
        own_a=passages_a.before,
        own_b=passages_b.before,
        after_a=passages_a.after,
        after_b=passages_b.after,
        rest_a=passages_a.share(first=passages_a.before),
        rest_b=passages_b.share(first=passages_b.before),
        shared_passage=_longest_passage(a, b, common_a, common_b),
        spans_a=passages_a.spans,
        spans_b=passages_b.spans,
    )


def _covered(side: Shingled, common: Places) -> Flags:
    """Which words of a text lie in shared shingles."""
    is_common = np.zeros(len(side.distinct), dtype=np.bool_)
    is_common[common] = True
    hit = is_common[side.numbers]
    covered = np.zeros(len(side.text.words), dtype=np.bool_)
    for shift in range(SHINGLE_WORDS):
        covered[shift : shift + len(hit)] |= hit
    return covered


def _longest_passage(a: Shingled, b: Shingled, common_a: Places, common_b: Places) -> str:
    """The longest run of words that both hold, as a writes it; at most two hundred words."""
    if not len(common_a):
        return ""
    places_a, places_b = a.places[common_a], b.places[common_b]
    order = np.argsort(places_a)
    places_a, places_b = places_a[order], places_b[order]
    breaks = np.flatnonzero((np.diff(places_a) != 1) | (np.diff(places_b) != 1)) + 1
    firsts = np.concatenate(([0], breaks))
    lengths = np.diff(np.concatenate((firsts, [len(places_a)])))
    runs = [
        _extended(
            a.text.words, b.text.words, int(places_a[firsts[run]]), int(places_b[firsts[run]])
        )
        for run in np.argsort(-lengths, kind="stable")[:TRIED_RUNS]
    ]
    first, words = max(runs, key=lambda run: (run[1], -run[0]))
    return a.text.passage(first, first + min(words, LONGEST_PASSAGE_WORDS))


def _extended(a: Hashes, b: Hashes, place_a: int, place_b: int) -> tuple[int, int]:
    """The run of equal words around two places: its first word in a, and its length."""
    before = min(place_a, place_b)
    unequal = np.flatnonzero(a[place_a - before : place_a] != b[place_b - before : place_b])
    first = place_a - before + (int(unequal[-1]) + 1 if len(unequal) else 0)
    after = min(len(a) - place_a, len(b) - place_b)
    unequal = np.flatnonzero(a[place_a : place_a + after] != b[place_b : place_b + after])
    last = place_a + (int(unequal[0]) if len(unequal) else after)
    return first, last - first


def _count(covered: Flags) -> int:
    return int(np.count_nonzero(covered))


def _share(covered: Flags) -> float:
    return _count(covered) / max(len(covered), 1)


@dataclass(frozen=True, slots=True)
class _Passages:
    """The shared passages of a text of so many words: small gaps closed, formulae left out."""

    spans: tuple[int, ...]
    length: int

    @classmethod
    def of(cls, covered: Flags) -> _Passages:
        """The passages of words that are covered."""
        length = len(covered)
        edges: list[int] = (np.flatnonzero(covered[1:] != covered[:-1]) + 1).tolist()
        edges = [0] * bool(length and covered[0]) + edges + [length] * bool(length and covered[-1])
        closed: list[int] = []
        for start, end in _by_two(edges):
            if closed and start - closed[-1] <= CLOSED_GAP_WORDS:
                closed[-1] = end
            else:
                closed += (start, end)
        solid = (pair for pair in _by_two(closed) if pair[1] - pair[0] >= LEAST_SPAN_WORDS)
        return cls(tuple(chain.from_iterable(solid)), length)

    @property
    def before(self) -> int:
        """The words before the first passage; all where there is none."""
        return self.spans[0] if self.spans else self.length

    @property
    def after(self) -> int:
        """The words after the last passage; all where there is none."""
        return self.length - self.spans[-1] if self.spans else self.length

    def share(self, first: int = 0, last: int | None = None) -> float:
        """The share of the words from `first` to before `last` that lie in passages."""
        end = self.length if last is None else min(last, self.length)
        held = sum(
            max(min(stop, end) - max(start, first), 0) for start, stop in _by_two(self.spans)
        )
        return held / max(end - first, 1)


def _by_two(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    return zip(places[::2], places[1::2], strict=True)
