"""Rows of several texts that are one: the surest pairs first, never two rows of one text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from ct_pipeline.ledger.joining.told import R, Told

LARGEST_BUCKET = 400  # rows that share a key; of more of them the newest are compared


def join_rows(
    rows: Sequence[Told[R]],
    keys: Callable[[Told[R]], Iterable[object]],
    similarity: Callable[[Told[R], Told[R]], float],
) -> list[list[Told[R]]]:
    """The rows in groups, each in the order of its texts; alone where nothing is like them.

    Only rows that share a key are compared; `similarity` gives 0 to what is not the same.
    """
    pairs = sorted(_likely(rows, keys, similarity), key=lambda pair: (-pair[0], pair[1], pair[2]))
    home = {one.row_id: [one] for one in rows}
    for _, a, b in pairs:
        first, second = home[a], home[b]
        if first is second or _articles(first) & _articles(second):
            continue
        first += second
        for one in second:
            home[one.row_id] = first
    groups = {id(group): group for group in home.values()}
    return [
        sorted(group, key=lambda one: (one.text.order, one.row_id)) for group in groups.values()
    ]


def _likely(
    rows: Sequence[Told[R]],
    keys: Callable[[Told[R]], Iterable[object]],
    similarity: Callable[[Told[R], Told[R]], float],
) -> set[tuple[float, str, str]]:
    buckets: dict[object, list[Told[R]]] = {}
    for one in sorted(rows, key=lambda one: one.text.order, reverse=True):
        for key in set(keys(one)):
            bucket = buckets.setdefault(key, [])
            if len(bucket) < LARGEST_BUCKET:
                bucket.append(one)
    found = set()
    for bucket in buckets.values():
        for one, other in combinations(bucket, 2):
            if one.text.article_id != other.text.article_id:
                a, b = sorted((one, other), key=lambda each: (each.text.order, each.row_id))
                if score := similarity(a, b):
                    found.add((score, a.row_id, b.row_id))
    return found


def _articles(group: Iterable[Told[R]]) -> set[str]:
    return {one.text.article_id for one in group}
