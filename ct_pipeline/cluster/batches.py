"""The stages of copies as functions over Arrow tables, as `applyInArrow` takes them.

Each turns rows into a stage's values, calls the stage, and turns what it says back into rows.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from itertools import groupby
from typing import Any

import numpy as np
import pyarrow as pa

from ct_pipeline.copies.canonical import choose_canonical
from ct_pipeline.copies.carriers import find_carriers
from ct_pipeline.copies.graph import Edge, Text
from ct_pipeline.copies.group import Pair, group
from ct_pipeline.copies.relate import Relation
from ct_pipeline.copies.verify import EDGE_SCHEMA, verify
from ct_pipeline.warehouse.copies.regrouping import edges_by_group, relations_within
from ct_pipeline.warehouse.copies.sketches import Article, Version, sign

KEYS = ("article_key", "shingle_hash")
# Spark has no unsigned integers: with their first bit turned, keys keep their order.
FIRST_BIT = np.uint64(1 << 63)

_SIGNATURE_FIELDS: list[tuple[str, pa.DataType]] = [
    ("article_key", pa.int64()),
    ("article_id", pa.string()),
    ("text_id", pa.string()),
    ("version_ids", pa.list_(pa.string())),
    ("algorithm_version", pa.string()),
    ("body_hash", pa.string()),
    ("word_count", pa.int32()),
    ("shingle_count", pa.int32()),
    ("sketch_count", pa.int32()),
    ("day_from", pa.date32()),
    ("day_to", pa.date32()),
]
_SKETCH_FIELDS: list[tuple[str, pa.DataType]] = [
    ("kind", pa.string()),  # signature, dated, undated
    ("window_number", pa.int32()),
    ("shingle_hash", pa.int64()),
]
SIGNED_SCHEMA = pa.schema(_SKETCH_FIELDS + _SIGNATURE_FIELDS)
SIGNATURE_COLUMNS = [name for name, _ in _SIGNATURE_FIELDS]
_MEMBER_FIELDS: list[tuple[str, pa.DataType]] = [
    ("article_id", pa.string()),
    ("canonical_article_id", pa.string()),
    ("copy_relation", pa.string()),
]
MEMBER_SCHEMA = pa.schema(_MEMBER_FIELDS)


def sign_versions(versions: pa.Table) -> pa.Table:
    """Signatures and sketches of articles, all of whose versions are in the table.

    Columns in: article_id, place (of the version, the last one is in force), text_id, body,
    day_from, day_to. Out: SIGNED_SCHEMA.
    """
    rows = sorted(versions.to_pylist(), key=lambda row: (row["article_id"], row["place"]))
    articles = [
        Article(article_id, tuple(map(_version, of_article)))
        for article_id, of_article in groupby(rows, lambda row: str(row["article_id"]))
    ]
    signed = sign(articles)
    signatures = [
        asdict(one) | {"kind": "signature", "article_key": signed_key(one.article_key)}
        for one in signed.signatures
    ]
    return pa.concat_tables(
        [
            pa.Table.from_pylist(signatures, schema=SIGNED_SCHEMA),
            _sketches(signed.dated, "dated"),
            _sketches(signed.undated, "undated"),
        ]
    )


def verify_pairs(pairs: pa.Table) -> pa.Table:
    """The edges among pairs, all versions of each of which are in the table; see `verify`."""
    if not pairs.num_rows:
        return EDGE_SCHEMA.empty_table()
    (batch,) = pairs.combine_chunks().to_batches()
    return pa.Table.from_batches([verify(batch)])


def group_texts(
    texts: pa.Table, edges: pa.Table, must_link: Collection[Pair], cannot_link: Collection[Pair]
) -> pa.Table:
    """The dispatches of whole components: each member with its canonical one. MEMBER_SCHEMA.

    Columns in: those of `Text`, and of edges those of `Edge`, their relation as `pair_relation`.
    """
    known = {
        row["article_id"]: Text(**{**row, "agency_credits": tuple(row["agency_credits"] or ())})
        for row in texts.to_pylist()
    }
    found = find_carriers(known, [_edge(row) for row in edges.to_pylist()])
    inside_must = [pair for pair in must_link if set(pair) <= known.keys()]
    grouped = group(known, found, inside_must, cannot_link)
    edges_of = edges_by_group(grouped, found)
    rows = []
    for members in grouped.groups:
        inside = [known[member] for member in members]
        canonical = choose_canonical(inside, edges_of[members])
        relations = relations_within(canonical, inside, edges_of[members], grouped.roundups)
        rows += [
            {"article_id": member, "canonical_article_id": canonical, "copy_relation": relation}
            for member, relation in relations.items()
        ]
    return pa.Table.from_pylist(rows, schema=MEMBER_SCHEMA)


def signed_key(key: int) -> int:
    """An unsigned key as Spark can hold it, in the same order."""
    return key - (1 << 63)


def _version(row: dict[str, Any]) -> Version:
    return Version(row["text_id"], row["body"], row["day_from"], row["day_to"])


def _edge(row: dict[str, Any]) -> Edge:
    return Edge(
        row["article_id_a"],
        row["article_id_b"],
        Relation(row["pair_relation"]),
        row["score"],
        row["side_a"],
        row["side_b"],
        tuple(row["spans_a"]),
        tuple(row["spans_b"]),
    )


def _sketches(rows: pa.Table, kind: str) -> pa.Table:
    columns: dict[str, Any] = {
        name: (rows[name].to_numpy() ^ FIRST_BIT).view(np.int64) for name in KEYS
    }
    columns["window_number"] = rows["window_number"]
    columns["kind"] = [kind] * rows.num_rows
    arrays = [
        pa.array(columns[field.name], field.type)
        if field.name in columns and not isinstance(columns[field.name], pa.ChunkedArray)
        else columns.get(field.name, pa.nulls(rows.num_rows, field.type))
        for field in SIGNED_SCHEMA
    ]
    return pa.Table.from_arrays(arrays, schema=SIGNED_SCHEMA)
