"""Sketches, candidate pairs and edges: kept exactly as a batch over everything would make them.

A pair of texts is compared when its sketches share enough hashes, within four-day windows for the
whole sketch and over all times for the landmarks. A hash that very many texts hold (a formula, a
cookie notice, a dispatch that a thousand sites carry) would make a square of pairs, so only its
leaders, the texts with the smallest keys, pair with all others: the cost stays linear and a large
group stays connected. Whenever a text enters or leaves, those whose leadership changed are looked
at again; that makes incremental equal to batch.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from ct_pipeline.copies.normalise import normalise
from ct_pipeline.copies.sketch import sketch
from ct_pipeline.copies.version import ALGORITHM_VERSION
from ct_pipeline.progress import with_progress
from ct_pipeline.warehouse.copy_edges import add_edges, drop_edges
from ct_pipeline.warehouse.transactions import transaction

logger = logging.getLogger(__name__)

SQL_DIR = Path(__file__).parent / "sql"
WINDOW_DAYS = 4
LONGEST_INTERVAL_DAYS = 45  # a longer interval (a year) is as good as no date
LEADERS = 32
LEAST_SHARE = 0.05
BATCH_TEXTS = 4000


@dataclass(frozen=True, slots=True)
class Windows:
    """One of the two ways in which sketches are compared: the table, and which windows meet."""

    table: str
    shifts: tuple[int, ...]


BY_DATE = Windows("news.text_sketches", (-1, 0, 1))
OVER_ALL_TIMES = Windows("news.text_landmarks", (0,))


@dataclass(frozen=True, slots=True)
class EdgeCounts:
    """What a refresh did."""

    text_count: int
    pair_count: int
    edge_count: int


def refresh_edges(
    connection: duckdb.DuckDBPyConnection, *, batch_texts: int = BATCH_TEXTS
) -> EdgeCounts:
    """Brings sketches and edges up to date with the texts in force; one transaction per batch.

    Safe to kill and run again: a text is stale until its signature names it.
    """
    stale_count = _list_stale_texts(connection)
    batches = range(0, stale_count, batch_texts)
    pair_count = edge_count = 0
    for first in with_progress(batches, "copies: batches", len(batches), logger=logger):
        texts = _read_stale_texts(connection, first, batch_texts)
        with transaction(connection):
            pairs, edges = _refresh_batch(connection, texts)
        pair_count, edge_count = pair_count + pairs, edge_count + edges
    return EdgeCounts(stale_count, pair_count, edge_count)


def _list_stale_texts(connection: duckdb.DuckDBPyConnection) -> int:
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE stale_texts AS
        SELECT
            article_id,
            row_number() OVER (ORDER BY published_from NULLS FIRST, article_id) - 1 AS place
        FROM news.current_texts AS texts
        WHERE NOT EXISTS (
            SELECT 1 FROM news.text_signatures AS signatures
            WHERE
                signatures.article_id = texts.article_id
                AND signatures.text_id = texts.text_id
                AND signatures.algorithm_version = ?
        )
        """,
        [ALGORITHM_VERSION],
    )
    row = connection.execute("SELECT count(*) FROM stale_texts").fetchone()
    return int(row[0]) if row else 0


def _read_stale_texts(connection: duckdb.DuckDBPyConnection, first: int, count: int) -> pa.Table:
    return connection.execute(
        """
        SELECT
            article_id, text_id, body,
            published_from::DATE AS day_from, published_to::DATE AS day_to
        FROM news.current_texts
        INNER JOIN stale_texts USING (article_id)
        WHERE place >= ? AND place < ?
        ORDER BY place
        """,
        [first, first + count],
    ).to_arrow_table()


def _refresh_batch(connection: duckdb.DuckDBPyConnection, texts: pa.Table) -> tuple[int, int]:
    """Sketches, candidates and edges for changed texts; returns pairs verified and edges found."""
    _stage_sketches(connection, texts)
    for windows in (BY_DATE, OVER_ALL_TIMES):
        _replace_sketches(connection, windows)
    _replace_signatures(connection)
    _find_candidates(connection)
    drop_edges(connection)
    return add_edges(connection)


def article_key(article_id: str) -> int:
    """A 64-bit name for an article, to keep the sketches narrow."""
    return int.from_bytes(hashlib.blake2b(article_id.encode(), digest_size=8).digest(), "little")


def _stage_sketches(connection: duckdb.DuckDBPyConnection, texts: pa.Table) -> None:
    """Temporary tables: the batch's signatures and both kinds of sketch rows."""
    rows = texts.to_pylist()
    normalised = normalise([row["body"] for row in rows])
    sketches = sketch(normalised)
    keys = np.array([article_key(row["article_id"]) for row in rows], dtype=np.uint64)
    signatures = pa.table(
        {
            "article_key": keys,
            "article_id": texts["article_id"],
            "text_id": texts["text_id"],
            "algorithm_version": [ALGORITHM_VERSION] * len(rows),
            "body_hash": [text.body_hash for text in normalised],
            "word_count": [len(text.words) for text in normalised],
            "shingle_count": [one.shingle_count for one in sketches],
            "sketch_count": [len(one.fraction) for one in sketches],
            "day_from": texts["day_from"],
            "day_to": texts["day_to"],
        }
    )
    dated = [
        (window, key, one.fraction)
        for row, key, one in zip(rows, keys, sketches, strict=True)
        for window in windows_of(row["day_from"], row["day_to"])
    ]
    undated = [(0, key, one.landmarks) for key, one in zip(keys, sketches, strict=True)]
    _create_from_arrow(connection, "staged_signatures", signatures)
    _create_from_arrow(connection, "staged_text_sketches", _sketch_rows(dated))
    _create_from_arrow(connection, "staged_text_landmarks", _sketch_rows(undated))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE touched_articles AS"
        " SELECT article_key, true AS is_changed FROM staged_signatures"
    )


def windows_of(day_from: date | None, day_to: date | None) -> range:
    """The four-day windows that a published interval reaches into; none where it is unknown."""
    if day_from is None or day_to is None or (day_to - day_from).days > LONGEST_INTERVAL_DAYS:
        return range(0)
    epoch = date(1970, 1, 1)
    return range((day_from - epoch).days // WINDOW_DAYS, (day_to - epoch).days // WINDOW_DAYS + 1)


def _sketch_rows(parts: list[tuple[int, np.uint64, np.ndarray]]) -> pa.Table:
    lengths = [len(hashes) for _, _, hashes in parts]
    hashes = [hashes for _, _, hashes in parts]
    return pa.table(
        {
            "window_number": np.repeat(
                np.array([window for window, _, _ in parts], dtype=np.int32), lengths
            ),
            "shingle_hash": np.concatenate(hashes) if parts else np.empty(0, dtype=np.uint64),
            "article_key": np.repeat(
                np.array([key for _, key, _ in parts], dtype=np.uint64), lengths
            ),
        }
    )


def _create_from_arrow(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    connection.register("arrow_rows", table)
    try:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM arrow_rows")
    finally:
        connection.unregister("arrow_rows")


def _replace_sketches(connection: duckdb.DuckDBPyConnection, windows: Windows) -> None:
    """Exchanges the changed texts' rows and touches the texts whose leadership changed by it."""
    staged = f"staged_{windows.table.removeprefix('news.')}"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE changed_hashes AS
        SELECT window_number, shingle_hash FROM {staged}
        UNION
        SELECT window_number, shingle_hash FROM {windows.table}
        WHERE article_key IN (
            SELECT article_key FROM news.text_signatures
            SEMI JOIN staged_signatures USING (article_key)
        )
        """
    )
    if not _run(connection, "SELECT count(*) FROM changed_hashes"):
        return
    reach = _reach(connection, "changed_hashes")
    crowded = _sql("crowded_hashes", sketches=windows.table, **reach)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE crowded_before AS {crowded}")
    connection.execute(
        f"""
        DELETE FROM {windows.table}
        WHERE article_key IN (
            SELECT article_key FROM news.text_signatures
            SEMI JOIN staged_signatures USING (article_key)
        )
        """
    )
    connection.execute(f"INSERT INTO {windows.table} SELECT * FROM {staged}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE crowded_after AS {crowded}")
    connection.execute(_sql("displaced_leaders", sketches=windows.table, **reach))


def _replace_signatures(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "DELETE FROM news.text_signatures WHERE article_key IN"
        " (SELECT article_key FROM staged_signatures)"
    )
    connection.execute("INSERT INTO news.text_signatures SELECT * FROM staged_signatures")


def _find_candidates(connection: duckdb.DuckDBPyConnection) -> None:
    """Temporary table: every pair with a touched text that shares enough of its sketch."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE shared_counts"
        " (key_a UBIGINT, key_b UBIGINT, shared_count BIGINT)"
    )
    for windows in (BY_DATE, OVER_ALL_TIMES):  # one after the other: each needs its memory
        own = f"(SELECT * FROM {windows.table} SEMI JOIN touched_articles USING (article_key))"
        if _run(connection, f"SELECT count(*) FROM {own}"):
            shifts = ", ".join(f"({shift})" for shift in windows.shifts)
            reach = _reach(connection, own)
            connection.execute(
                _sql("shared_hashes", sketches=windows.table, shifts=shifts, **reach)
            )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE candidate_pairs AS
        SELECT
            least(a.article_id, b.article_id) AS article_id_a,
            greatest(a.article_id, b.article_id) AS article_id_b
        FROM (
            SELECT key_a, key_b, max(shared_count) AS shared_count
            FROM shared_counts GROUP BY key_a, key_b
        ) AS pairs
        INNER JOIN news.text_signatures AS a ON pairs.key_a = a.article_key
        INNER JOIN news.text_signatures AS b ON pairs.key_b = b.article_key
        WHERE shared_count >= {LEAST_SHARE} * least(a.sketch_count, b.sketch_count, {1 << 20})
        """
    )


def _reach(connection: duckdb.DuckDBPyConnection, source: str) -> dict[str, int]:
    """The first and last window of some sketch rows; lets DuckDB skip all others."""
    row = connection.execute(
        f"SELECT min(window_number), max(window_number) FROM {source}"
    ).fetchone()
    first, last = row if row else (0, 0)
    return {"first_window": first, "last_window": last, "leaders": LEADERS}


def _sql(name: str, **values: object) -> str:
    return (SQL_DIR / f"{name}.sql").read_text("utf-8").format(**values)


def _run(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
