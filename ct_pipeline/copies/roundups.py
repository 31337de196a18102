"""Texts that hold several dispatches: they contain them, and join none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from ct_pipeline.copies.graph import REPRINT_SIDE, Edge, Text

PART_SIDE = 0.65
LEAST_PART_WORDS = 40
LARGEST_OVERLAP = 0.2


def find_roundups(texts: Mapping[str, Text], edges: Sequence[Edge]) -> frozenset[str]:
    """The articles whose parts fall into two or more unconnected groups over disjoint passages.

    A text that lost its beginning and an excerpt of that beginning also look like two dispatches.
    They are not where a text that cannot be a round-up (it came before its parts) holds both, or
    where the whole is carried more often than its parts. Shorter texts are judged first, so that a
    longer round-up that repeats a shorter one is judged by the dispatches alone. The order of input
    does not matter.
    """
    joining: dict[str, list[Edge]] = {}
    for edge in edges:
        if edge.joins:
            joining.setdefault(edge.article_id_a, []).append(edge)
            joining.setdefault(edge.article_id_b, []).append(edge)
    suspects: set[str] = set()
    for article_id in sorted(joining, key=lambda known: (texts[known].word_count, known)):
        parts = _parts(texts, joining[article_id], article_id, suspects)
        if _falls_apart(parts, joining):
            suspects.add(article_id)
    return frozenset(
        article_id
        for article_id in suspects
        if _falls_apart(
            _parts(texts, joining[article_id], article_id, suspects),
            joining,
            holders={edge.other(article_id) for edge in joining[article_id]} - suspects,
        )
    )


def _parts(
    texts: Mapping[str, Text], edges: Sequence[Edge], whole: str, suspects: set[str]
) -> dict[str, set[int]]:
    """The texts that a text seems made of, with their places in it; none for a text that is carried
    more often than they are."""
    parts = {
        edge.other(whole): edge.words(whole)
        for edge in edges
        if edge.other(whole) not in suspects and _is_part(texts, edge, whole)
    }
    reprints = sum(edge.is_reprint for edge in edges)
    return parts if reprints < len(parts) else {}


def _falls_apart(
    parts: Mapping[str, set[int]],
    joining: Mapping[str, list[Edge]],
    holders: Collection[str] = (),
) -> bool:
    """Whether parts, connected among themselves or by holders, cover disjoint passages."""
    passages: list[set[int]] = []
    for component in _components({*parts, *holders}, joining):
        words = set[int]().union(*(parts.get(article_id, set()) for article_id in component))
        if len(words) >= LEAST_PART_WORDS:
            passages.append(words)
    return any(
        len(one & two) < LARGEST_OVERLAP * min(len(one), len(two))
        for one, two in combinations(passages, 2)
    )


def _is_part(texts: Mapping[str, Text], edge: Edge, whole: str) -> bool:
    """Lies mostly inside the whole, is not all of it, and did not appear after it."""
    part = edge.other(whole)
    if edge.side(part) < PART_SIDE or edge.side(whole) >= REPRINT_SIDE:
        return False
    appeared, ended = texts[part].published_from, texts[whole].published_to
    return appeared is None or ended is None or appeared <= ended


def _components(nodes: set[str], joining: Mapping[str, list[Edge]]) -> list[list[str]]:
    """The texts, grouped by the edges among themselves."""
    left = set(nodes)
    found = []
    for start in sorted(nodes):
        if start not in left:
            continue
        left.discard(start)
        component, frontier = [start], [start]
        while frontier:
            article_id = frontier.pop()
            for edge in joining[article_id]:
                other = edge.other(article_id)
                if other in left:
                    left.discard(other)
                    component.append(other)
                    frontier.append(other)
        found.append(component)
    return found
