"""Candidate pairs in, edges out: a function over Arrow batches, without state of its own.

It is what Spark's `mapInArrow` or a process pool takes, should the archive outgrow one machine.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from ct_pipeline.copies.compare import Comparison, Shingled, compare
from ct_pipeline.copies.normalise import normalise
from ct_pipeline.copies.relate import LEAST_WORDS, Circumstances, days_between, relate
from ct_pipeline.copies.version import ALGORITHM_VERSION

LEAST_TITLE_WORDS = 4

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
    pa.field("algorithm_version", pa.string()),
]
EDGE_SCHEMA = pa.schema(_EDGE_FIELDS)


def verify(pairs: pa.RecordBatch) -> pa.RecordBatch:
    """The edges among candidate pairs; pairs that share too little give none.

    Columns in, each with the endings `_a` and `_b`: article_id, title, body, day_from, day_to;
    `article_id_a` is the smaller. Out: EDGE_SCHEMA.
    """
    rows = pairs.to_pylist()
    texts = _shingled(rows, "body")
    edges = [edge for row in rows if (edge := _edge(row, texts)) is not None]
    return pa.RecordBatch.from_pylist(edges, schema=EDGE_SCHEMA)


def _shingled(rows: list[dict[str, Any]], field: str) -> dict[str, Shingled]:
    """Each distinct text of a batch, prepared once."""
    values = {row[f"{field}_{side}"] or "" for row in rows for side in "ab"}
    texts = sorted(values)
    return dict(zip(texts, map(Shingled.of, normalise(texts)), strict=True))


def _edge(row: dict[str, Any], texts: dict[str, Shingled]) -> dict[str, Any] | None:
    a, b = texts[row["body_a"]], texts[row["body_b"]]
    found = compare(a, b)
    shortest = min(len(a.text.words), len(b.text.words))
    relation = relate(
        found,
        Circumstances(
            gap_days=days_between(
                row["day_from_a"], row["day_to_a"], row["day_from_b"], row["day_to_b"]
            ),
            shortest_words=shortest,
            has_equal_title=shortest < LEAST_WORDS
            and has_equal_title(row["title_a"], row["title_b"]),
        ),
    )
    return None if relation is None else _row(row, str(relation), found)


def has_equal_title(a: str | None, b: str | None) -> bool:
    """Whether two headlines of at least four words are the same but for writing."""
    if not a or not b:
        return False
    first, second = normalise([a, b])
    return len(first.words) >= LEAST_TITLE_WORDS and first.body_hash == second.body_hash


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
        "algorithm_version": ALGORITHM_VERSION,
    }
