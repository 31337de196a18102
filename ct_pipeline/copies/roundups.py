"""Texts that hold several dispatches: they contain them, and join none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ct_pipeline.copies.graph import Edge, Text

PART_SIDE = 0.65
WHOLE_SIDE = 0.8
LEAST_PART_WORDS = 40
LARGEST_OVERLAP = 0.2


def find_roundups(texts: Mapping[str, Text], edges: Sequence[Edge]) -> frozenset[str]:
    """The articles whose parts fall into two or more unconnected groups over disjoint passages.

    Shorter texts are judged first, so that a longer round-up that repeats a shorter one is judged
    by the dispatches alone. Order of input does not matter.
    """
    joining: dict[str, list[Edge]] = {}
    for edge in edges:
        if edge.joins:
            joining.setdefault(edge.article_id_a, []).append(edge)
            joining.setdefault(edge.article_id_b, []).append(edge)
    roundups: set[str] = set()
    for article_id in sorted(joining, key=lambda known: (texts[known].word_count, known)):
        if _is_roundup(texts, joining, article_id, roundups):
            roundups.add(article_id)
    return frozenset(roundups)


def _is_roundup(
    texts: Mapping[str, Text], joining: Mapping[str, list[Edge]], whole: str, known: set[str]
) -> bool:
    parts = {
        edge.other(whole): edge.words(whole)
        for edge in joining[whole]
        if edge.other(whole) not in known and _is_part(texts, edge, whole)
    }
    if len(parts) < 2:
        return False
    passages: list[set[int]] = []
    for component in _components(parts, joining):
        words = set().union(*(parts[article_id] for article_id in component))
        if len(words) >= LEAST_PART_WORDS:
            passages.append(words)
    return any(
        len(one & two) < LARGEST_OVERLAP * min(len(one), len(two))
        for number, one in enumerate(passages)
        for two in passages[number + 1 :]
    )


def _is_part(texts: Mapping[str, Text], edge: Edge, whole: str) -> bool:
    """Lies mostly inside the whole, is not all of it, and did not appear after it."""
    part = edge.other(whole)
    if edge.side(part) < PART_SIDE or edge.side(whole) >= WHOLE_SIDE:
        return False
    appeared, ended = texts[part].published_from, texts[whole].published_to
    return appeared is None or ended is None or appeared <= ended


def _components(
    parts: Mapping[str, set[int]], joining: Mapping[str, list[Edge]]
) -> list[list[str]]:
    """The parts, grouped by the edges among themselves."""
    left = set(parts)
    found = []
    for start in sorted(parts):
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
