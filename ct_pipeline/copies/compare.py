"""Two normalised texts side by side: how much of each is in the other, and where they differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ct_pipeline.copies.alignment import align
from ct_pipeline.copies.normalise import Flags, Hashes, Places
from ct_pipeline.copies.shingled import Shingled, common_places
from ct_pipeline.copies.sketch import SHINGLE_WORDS
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
    is_equal = len(a.text.words) == len(b.text.words) and bool((a.text.words == b.text.words).all())
    if not is_equal and max(containment_ab, containment_ba) >= LEAST_CONTAINMENT:
        chains = align(a, b)
        conflicts = find_conflicts(a.text, b.text, chains)
        for run in (run for chain in chains for run in chain):
            covered_a[run.a : run.a + run.size] = True
            covered_b[run.b : run.b + run.size] = True
    spans_a, spans_b = _spans(covered_a), _spans(covered_b)
    solid_a, solid_b = _filled(spans_a, len(covered_a)), _filled(spans_b, len(covered_b))
    side_a = 1.0 if is_equal else max(containment_ab, _share(covered_a))
    side_b = 1.0 if is_equal else max(containment_ba, _share(covered_b))
    return Comparison(
        is_equal=is_equal,
        shared_shingles=len(common_a),
        containment_ab=containment_ab,
        containment_ba=containment_ba,
        side_a=side_a,
        side_b=side_b,
        passages_a=_share(solid_a),
        passages_b=_share(solid_b),
        lead_a=_share(solid_a[:LEAD_WORDS]),
        lead_b=_share(solid_b[:LEAD_WORDS]),
        conflicts=tuple(conflicts),
        conflict_density=100.0
        * sum(one.weight for one in conflicts)
        / max(int(min(covered_a.sum(), covered_b.sum())), 1),
        fresh_a=~covered_a[: a.text.lead_end],
        fresh_b=~covered_b[: b.text.lead_end],
        own_a=_own(solid_a),
        own_b=_own(solid_b),
        after_a=_own(solid_a[::-1]),
        after_b=_own(solid_b[::-1]),
        rest_a=_share(solid_a[_own(solid_a) :]),
        rest_b=_share(solid_b[_own(solid_b) :]),
        shared_passage=_longest_passage(a, b, common_a, common_b),
        spans_a=spans_a,
        spans_b=spans_b,
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


def _share(covered: Flags) -> float:
    return float(covered.mean()) if len(covered) else 0.0


def _own(solid: Flags) -> int:
    """How many words stand before the first shared passage."""
    return int(solid.argmax()) if solid.any() else len(solid)


def _filled(spans: tuple[int, ...], length: int) -> Flags:
    """Word ranges as one flag per word."""
    flags = np.zeros(length, dtype=np.bool_)
    for start, end in zip(spans[::2], spans[1::2], strict=True):
        flags[start:end] = True
    return flags


def _spans(covered: Flags) -> tuple[int, ...]:
    """Shared passages as flat word ranges: small gaps closed, formulae left out."""
    padded: npt.NDArray[np.int8] = np.concatenate(([0], covered.astype(np.int8), [0]))
    edges = np.flatnonzero(np.diff(padded))
    if not len(edges):
        return ()
    apart = np.flatnonzero(edges[2::2] - edges[1:-1:2] > CLOSED_GAP_WORDS)
    starts = edges[::2][np.concatenate(([0], apart + 1))]
    ends = edges[1::2][np.concatenate((apart, [len(edges) // 2 - 1]))]
    solid = ends - starts >= LEAST_SPAN_WORDS
    return tuple(np.column_stack((starts[solid], ends[solid])).ravel().tolist())
