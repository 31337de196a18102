"""Stories from edges: a pure function of edges and of what speaks for and against each pair, so
arrival order cannot matter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cache
from itertools import chain, product
from statistics import fmean

from ct_pipeline.stories.edges import UPDATE, StoryEdge
from ct_pipeline.stories.judging import ACCEPT

LEAST_COHERENCE = ACCEPT / 2
MOST_COMPARED = 6  # strands of either group whose pairs are looked at for coherence

Pair = tuple[str, str]
# Dispatches that are one whatever the rules say: a text with its updates, or tied by people.
Strand = frozenset[str]
# Whether two dispatches cannot be one event, and how much they share.
AreApart = Callable[[str, str], bool]
Likeness = Callable[[str, str], float]


def group_dispatches(
    dispatch_ids: Iterable[str],
    edges: Iterable[StoryEdge],
    must_link: Collection[Pair] = (),
    cannot_link: Collection[Pair] = (),
    are_apart: AreApart = lambda _a, _b: False,
    likeness: Likeness = lambda _a, _b: ACCEPT,
) -> list[tuple[str, ...]]:
    """Every dispatch in exactly one group, each sorted, in the order of their smallest member.

    People's words come first: `must_link` joins whatever else, `cannot_link` pairs never meet. Then
    updates join, then the other edges from the strongest to the weakest, unless `are_apart`
    (another edition, day or place) speaks against the meeting of some strand of one group with
    some strand of the other: two near misses never meet through a third text. Nor do groups meet
    that share little as a whole: days of one wave of protests do not chain. A strand may run over
    days, so against it speaks only what speaks against all its dispatches.

    An edge other than an update says of its ends that they are not apart and how alike they are:
    `are_apart` and `likeness` are asked about the other pairs only.
    """
    strongest_first = sorted(edges, key=_by_strength)
    judged = [edge for edge in strongest_first if edge.kind != UPDATE]
    groups = _Groups(dispatch_ids, cannot_link, judged, are_apart, likeness)
    for a, b in sorted(must_link):
        groups.tie(a, b)
    for edge in strongest_first:
        a, b = edge.dispatch_id_a, edge.dispatch_id_b
        if edge.kind != UPDATE:
            groups.join(a, b)
        elif not are_apart(a, b):
            groups.tie(a, b)
    return groups.listed()


def _by_strength(edge: StoryEdge) -> tuple[bool, float, str, str]:
    """Updates first, then by score; the ids decide between equals."""
    return edge.kind != UPDATE, -edge.score, edge.dispatch_id_a, edge.dispatch_id_b


class _Groups:
    """Groups that grow by joining; each is a tuple of strands."""

    def __init__(
        self,
        dispatch_ids: Iterable[str],
        cannot_link: Collection[Pair],
        judged: Iterable[StoryEdge],
        are_apart: AreApart,
        likeness: Likeness,
    ) -> None:
        self._homes: dict[str, tuple[Strand, ...]] = {
            one: (frozenset({one}),) for one in dispatch_ids
        }
        self._forbidden = {frozenset(pair) for pair in cannot_link}
        self._scores = {(edge.dispatch_id_a, edge.dispatch_id_b): edge.score for edge in judged}
        self._are_apart = cache(are_apart)
        self._likeness = cache(likeness)

    def tie(self, a: str, b: str) -> None:
        """Makes one strand of the groups of two dispatches, unless people forbid it."""
        if self._may_meet(a, b):
            self._settle((frozenset(chain(*self._homes[a], *self._homes[b])),))

    def join(self, a: str, b: str) -> None:
        """Joins the groups of two dispatches, unless people or what they tell forbid it."""
        if not self._may_meet(a, b):
            return
        ours, theirs = self._homes[a], self._homes[b]
        is_refused = any(
            all(self._is_against(x, y) for x, y in product(one, other))
            for one, other in product(ours, theirs)
        )
        if not is_refused and self._is_coherent(ours, theirs):
            self._settle(tuple(sorted(ours + theirs, key=min)))

    def listed(self) -> list[tuple[str, ...]]:
        """All groups, sorted."""
        return sorted({tuple(sorted(chain(*strands))) for strands in self._homes.values()})

    def _is_coherent(self, ours: tuple[Strand, ...], theirs: tuple[Strand, ...]) -> bool:
        """Whether the strands of two groups share enough on average, not only at one edge."""
        pairs = product(ours[:MOST_COMPARED], theirs[:MOST_COMPARED])
        shared = [max(self._score(x, y) for x, y in product(one, other)) for one, other in pairs]
        return fmean(shared) >= LEAST_COHERENCE

    def _is_against(self, a: str, b: str) -> bool:
        pair = (min(a, b), max(a, b))
        return pair not in self._scores and self._are_apart(*pair)

    def _score(self, a: str, b: str) -> float:
        pair = (min(a, b), max(a, b))
        score = self._scores.get(pair)
        return self._likeness(*pair) if score is None else score

    def _may_meet(self, a: str, b: str) -> bool:
        known = a in self._homes and b in self._homes
        if not known or self._homes[a] is self._homes[b]:
            return False
        if not self._forbidden:
            return True
        pairs = product(chain(*self._homes[a]), chain(*self._homes[b]))
        return not any(frozenset(pair) in self._forbidden for pair in pairs)

    def _settle(self, strands: tuple[Strand, ...]) -> None:
        for member in chain(*strands):
            self._homes[member] = strands
