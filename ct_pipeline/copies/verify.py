"""Candidate pairs in, edges out: a function over Arrow batches, without state of its own.

It is what Spark's `mapInArrow` or a process pool takes, should the archive outgrow one machine.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from ct_pipeline.copies.circumstances import Heading, find_circumstances
from ct_pipeline.copies.compare import Comparison, compare
from ct_pipeline.copies.normalise import NormalisedText, normalise
from ct_pipeline.copies.relate import Relation, relate
from ct_pipeline.copies.shingled import Shingled
from ct_pipeline.copies.version import ALGORITHM_VERSION

_EDGE_FIELDS: list[pa.Field[Any]] = [
    pa.field("article_id_a", pa.string()),
    pa.field("article_id_b", pa.string()),
    pa.field("pair_relation", pa.string()),
    pa.field("relation", pa.string()),
    pa.field("score", pa.float64()),
    pa.field("containment_ab", pa.float64()),
    pa.field("containment_ba", pa.float64()),
    pa.field("side_a", pa.float64()),
    pa.field("side_b", pa.float64()),
    pa.field("shared_passage", pa.string()),
    pa.field("spans_a", pa.list_(pa.int32())),
    pa.field("spans_b", pa.list_(pa.int32())),
    pa.field("revision_a", pa.int32()),
    pa.field("revision_b", pa.int32()),
    pa.field("algorithm_version", pa.string()),
]
EDGE_SCHEMA = pa.schema(_EDGE_FIELDS)


def verify(pairs: pa.RecordBatch) -> pa.RecordBatch:
    """The edges among candidate pairs; pairs that share too little give none.

    Columns in, each with the endings `_a` and `_b`: article_id, revision, title, body, language,
    day_from, day_to; `article_id_a` is the smaller. A pair of articles may come several times, by
    their versions; the strongest tie of these is its edge, and names of each side the version that
    is nearest to what the other side says now. Out: EDGE_SCHEMA.
    """
    rows = pairs.to_pylist()
    texts = {text: Shingled.of(words) for text, words in _normalised(rows, "body").items()}
    titles = _normalised(rows, "title")
    ties: dict[tuple[str, str], list[dict[str, Any]]] = {}
    newest: dict[str, int] = {}
    for row in rows:
        for side in "ab":
            article_id, revision = row[f"article_id_{side}"], row[f"revision_{side}"]
            newest[article_id] = max(revision, newest.get(article_id, revision))
        edge = _edge(row, texts, titles)
        if edge is not None:
            ties.setdefault((edge["article_id_a"], edge["article_id_b"]), []).append(edge)
    edges = [
        max(known, key=_strength)
        | {
            "revision_a": _nearest(known, "a", newest[b]),
            "revision_b": _nearest(known, "b", newest[a]),
        }
        for (a, b), known in ties.items()
    ]
    return pa.RecordBatch.from_pylist(edges, schema=EDGE_SCHEMA)


def _strength(edge: dict[str, Any]) -> tuple[int, float, int, int]:
    """The closest relation first, then the highest score, then the newest versions."""
    rank = -list(Relation).index(edge["pair_relation"])
    return rank, edge["score"], edge["revision_a"], edge["revision_b"]


def _nearest(ties: list[dict[str, Any]], side: str, revision: int) -> int:
    """The version of a side that is nearest to that revision of the other side."""
    other = "b" if side == "a" else "a"
    present = [tie for tie in ties if tie[f"revision_{other}"] == revision]
    return int(max(present or ties, key=_strength)[f"revision_{side}"])


def _normalised(rows: list[dict[str, Any]], field: str) -> dict[str, NormalisedText]:
    """Each distinct text of a batch, prepared once."""
    texts = sorted({row[f"{field}_{side}"] or "" for row in rows for side in "ab"})
    return dict(zip(texts, normalise(texts), strict=True))


def _edge(
    row: dict[str, Any], texts: dict[str, Shingled], titles: dict[str, NormalisedText]
) -> dict[str, Any] | None:
    a, b = texts[row["body_a"]], texts[row["body_b"]]
    found = compare(a, b)
    headings = (_heading(row, side, titles) for side in "ab")
    relation = relate(found, find_circumstances(found, a, b, *headings))
    return None if relation is None else _row(row, str(relation), found)


def _heading(row: dict[str, Any], side: str, titles: dict[str, NormalisedText]) -> Heading:
    title = row[f"title_{side}"] or ""
    rest = (row[f"{name}_{side}"] for name in ("language", "day_from", "day_to"))
    return Heading(title, titles[title], *rest)


def _row(row: dict[str, Any], relation: str, found: Comparison) -> dict[str, Any]:
    return {
        "article_id_a": row["article_id_a"],
        "article_id_b": row["article_id_b"],
        "pair_relation": relation,
        "relation": relation,
        "score": round(found.score, 4),
        "containment_ab": round(found.containment_ab, 4),
        "containment_ba": round(found.containment_ba, 4),
        "side_a": round(found.side_a, 4),
        "side_b": round(found.side_b, 4),
        "shared_passage": found.shared_passage,
        "spans_a": found.spans_a,
        "spans_b": found.spans_b,
        "revision_a": row["revision_a"],
        "revision_b": row["revision_b"],
        "algorithm_version": ALGORITHM_VERSION,
    }
