"""Edges to dispatches: a pure function, so that the order of arrival cannot matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ct_pipeline.copies.graph import Edge, Text
from ct_pipeline.copies.relate import Relation
from ct_pipeline.copies.roundups import find_roundups

# Two texts that differ in their slots speak against a group as a copy speaks for it.
OPPOSING = frozenset({Relation.UPDATE, Relation.TEMPLATE})

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Groups:
    """The dispatches, as sorted tuples of article ids, and the round-ups (each stands alone)."""

    groups: tuple[tuple[str, ...], ...]
    roundups: frozenset[str]


def group(
    texts: Mapping[str, Text],
    edges: Sequence[Edge],
    must_link: Collection[Pair] = (),
    cannot_link: Collection[Pair] = (),
) -> Groups:
    """Every text in exactly one group.

    People's words come first: `must_link` pairs are joined whatever else, `cannot_link` pairs never
    meet. Then edges join from the strongest to the weakest, unless more pairs across the two groups
    are opposed (update, template) than joined, or no text of both stands for all the others: what a
    third text shares with each of two makes no copies of these. Round-ups join nothing.
    """
    linked = {article_id for pair in must_link for article_id in pair}
    roundups = frozenset(find_roundups(texts, edges) - linked)
    known = [edge for edge in edges if not {edge.article_id_a, edge.article_id_b} & roundups]
    clusters = _Clusters(texts, known, cannot_link)
    for a, b in sorted(must_link):
        if a in texts and b in texts:
            clusters.join(a, b)
    strongest = sorted(
        (edge for edge in known if edge.joins),
        key=lambda edge: (
            edge.relation != Relation.EXACT_COPY,
            -edge.score,
            -min(edge.side_a, edge.side_b),
            edge.article_id_a,
            edge.article_id_b,
        ),
    )
    for edge in strongest:
        if clusters.may_join(edge.article_id_a, edge.article_id_b):
            clusters.join(edge.article_id_a, edge.article_id_b)
    return Groups(clusters.groups(), roundups)


class _Clusters:
    """Clusters that grow by joining, with the votes between each two of them."""

    def __init__(
        self, texts: Mapping[str, Text], edges: Sequence[Edge], cannot_link: Collection[Pair]
    ) -> None:
        self._home = {article_id: article_id for article_id in texts}
        self._members = {article_id: [article_id] for article_id in texts}
        self._votes: dict[str, Counter[str]] = {article_id: Counter() for article_id in texts}
        self._apart: dict[str, set[str]] = {article_id: set() for article_id in texts}
        self._heads = {article_id: {article_id} for article_id in texts}  # each stands for all
        self._stands_for: dict[str, set[str]] = {article_id: set() for article_id in texts}
        for edge in edges:
            vote = 1 if edge.joins else -1 if edge.relation in OPPOSING else 0
            self._votes[edge.article_id_a][edge.article_id_b] += vote
            self._votes[edge.article_id_b][edge.article_id_a] += vote
            for article_id in (edge.article_id_a, edge.article_id_b):
                if edge.stands_for_other(article_id):
                    self._stands_for[article_id].add(edge.other(article_id))
        for a, b in cannot_link:
            if a in texts and b in texts:
                self._apart[a].add(b)
                self._apart[b].add(a)

    def may_join(self, a: str, b: str) -> bool:
        """Whether nothing forbids it, more pairs are joined than opposed, and a text stands for all
        of both clusters."""
        home, other = self._home[a], self._home[b]
        return (
            home != other
            and other not in self._apart[home]
            and self._votes[home][other] > 0
            and bool(self._common_heads(home, other))
        )

    def join(self, a: str, b: str) -> None:
        """Puts the clusters of two articles together; where no text stands for all of both, and
        people say that they are one, those of either go on."""
        if self._home[a] == self._home[b]:
            return
        home, other = sorted(
            (self._home[a], self._home[b]), key=lambda key: (-len(self._members[key]), key)
        )
        heads = self._common_heads(home, other)
        self._heads[home] = heads or self._heads[home] | self._heads[other]
        del self._heads[other]
        for article_id in self._members[other]:
            self._home[article_id] = home
        self._members[home] += self._members.pop(other)
        for third, votes in self._votes.pop(other).items():
            if third != home:
                self._votes[home][third] += votes
                self._votes[third][home] += votes
            del self._votes[third][other]
        for third in self._apart.pop(other):
            self._apart[third].discard(other)
            if third != home:
                self._apart[home].add(third)
                self._apart[third].add(home)

    def _common_heads(self, home: str, other: str) -> set[str]:
        """The texts that stand for all of two clusters."""
        return {
            head
            for one, rest in ((home, other), (other, home))
            for head in self._heads[one]
            if self._stands_for[head].issuperset(self._members[rest])
        }

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """All clusters, sorted."""
        return tuple(sorted(tuple(sorted(members)) for members in self._members.values()))
