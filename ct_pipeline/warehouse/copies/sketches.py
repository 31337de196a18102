"""Sketches of texts and who leads their hashes.

A pair of texts is compared when its sketches share enough hashes, within four-day windows for the
whole sketch and over all times for the landmarks. A hash that very many texts hold (a formula, a
cookie notice, a dispatch that a thousand sites carry) would make a square of pairs, so only its
leaders, the texts with the smallest keys, pair with all others: the cost stays linear and a large
group stays connected. Whenever a text enters or leaves, those whose leadership changed are looked
at again; that makes incremental equal to batch.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa

from ct_pipeline.copies.normalise import normalise
from ct_pipeline.copies.sketch import sketch
from ct_pipeline.copies.version import ALGORITHM_VERSION
from ct_pipeline.warehouse.rows import read_number, registered
from ct_pipeline.warehouse.sql import sql

WINDOW_DAYS = 4
LONGEST_INTERVAL_DAYS = 45  # a longer interval (a year) is as good as no date
LEADERS = 32


@dataclass(frozen=True, slots=True)
class Windows:
    """One of the two ways in which sketches are compared: the table, and which windows meet."""

    table: str
    shifts: tuple[int, ...]

    @property
    def staged(self) -> str:
        """The temporary table of the batch's own rows."""
        return f"staged_{self.table}"

    @property
    def holders(self) -> str:
        """The temporary table of all that hold a hash of the batch."""
        return f"holders_of_{self.table}"

    @property
    def shift_rows(self) -> str:
        """The shifts as rows of a VALUES list."""
        return ", ".join(f"({shift})" for shift in self.shifts)


BY_DATE = Windows("text_sketches", (-1, 0, 1))
OVER_ALL_TIMES = Windows("text_landmarks", (0,))
BOTH_WINDOWS = (BY_DATE, OVER_ALL_TIMES)


def replace_sketches(connection: duckdb.DuckDBPyConnection, texts: pa.Table) -> None:
    """Exchanges the signatures and sketches of changed texts.

    Leaves temporary tables: `touched_articles`, the changed texts and those whose leadership
    changed by them, and for both kinds of windows the holders of their hashes.
    """
    _stage_sketches(connection, texts)
    for windows in BOTH_WINDOWS:
        _replace_rows(connection, windows)
    connection.execute("DELETE FROM text_signatures WHERE article_key IN (FROM replaced_articles)")
    connection.execute("INSERT INTO text_signatures FROM staged_signatures")
    if read_number(connection, "SELECT count(*) FROM touched_articles WHERE NOT is_changed"):
        for windows in BOTH_WINDOWS:
            _find_holders_of_touched(connection, windows)


def article_key(article_id: str) -> int:
    """A 64-bit name for an article, to keep the sketches narrow."""
    return int.from_bytes(hashlib.blake2b(article_id.encode(), digest_size=8).digest(), "little")


def windows_of(day_from: date | None, day_to: date | None) -> range:
    """The four-day windows that a published interval reaches into; none where it is unknown."""
    if day_from is None or day_to is None or (day_to - day_from).days > LONGEST_INTERVAL_DAYS:
        return range(0)
    epoch = date(1970, 1, 1)
    return range((day_from - epoch).days // WINDOW_DAYS, (day_to - epoch).days // WINDOW_DAYS + 1)


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
    _create_from_arrow(connection, BY_DATE.staged, _sketch_rows(dated))
    _create_from_arrow(connection, OVER_ALL_TIMES.staged, _sketch_rows(undated))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE touched_articles AS"
        " SELECT article_key, true AS is_changed FROM staged_signatures"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE replaced_articles AS"
        " SELECT article_key FROM text_signatures"
        " SEMI JOIN staged_signatures USING (article_key)"
    )


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
    with registered(connection, "arrow_rows", table):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM arrow_rows")


def _replace_rows(connection: duckdb.DuckDBPyConnection, windows: Windows) -> None:
    """Exchanges the changed texts' rows and touches the texts whose leadership changed by it."""
    replaced = "WHERE article_key IN (FROM replaced_articles)"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE wanted_hashes AS
        SELECT window_number, shingle_hash FROM {windows.staged}
        UNION ALL
        SELECT window_number, shingle_hash FROM {windows.table} {replaced}
        """
    )
    _find_holders(connection, windows)
    _find_crowded(connection, windows, "crowded_before")
    for table in (windows.table, windows.holders):
        connection.execute(f"DELETE FROM {table} {replaced}")
        connection.execute(f"INSERT INTO {table} FROM {windows.staged}")
    _find_crowded(connection, windows, "crowded_after")
    connection.execute(sql("copies/displaced_leaders", holders=windows.holders))


def _find_crowded(connection: duckdb.DuckDBPyConnection, windows: Windows, name: str) -> None:
    """A temporary table of the hashes that so many texts hold that only their leaders pair."""
    connection.execute(
        sql("copies/crowded_hashes", crowded=name, holders=windows.holders, leaders=LEADERS)
    )


def _find_holders_of_touched(connection: duckdb.DuckDBPyConnection, windows: Windows) -> None:
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE wanted_hashes AS
        SELECT DISTINCT window_number, shingle_hash FROM {windows.table}
        SEMI JOIN touched_articles USING (article_key)
        """
    )
    _find_holders(connection, windows)


def _find_holders(connection: duckdb.DuckDBPyConnection, windows: Windows) -> None:
    """The one look through the archive; with bounds, so that DuckDB skips all other windows."""
    row = connection.execute(
        "SELECT min(window_number), max(window_number) FROM wanted_hashes"
    ).fetchone()
    first, last = row if row and row[0] is not None else (0, 0)
    connection.execute(
        sql(
            "copies/sketch_holders",
            sketches=windows.table,
            holders=windows.holders,
            shifts=windows.shift_rows,
            first_window=first + windows.shifts[0],
            last_window=last + windows.shifts[-1],
        )
    )
