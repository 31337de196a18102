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
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa

from ct_pipeline.copies import graph
from ct_pipeline.copies.lineage import find_lineage
from ct_pipeline.copies.normalise import Hashes, NormalisedText, normalise
from ct_pipeline.copies.sketch import FRACTION, LANDMARK_FRACTION, Sketch, sketch
from ct_pipeline.copies.version import ALGORITHM_VERSION
from ct_pipeline.warehouse.rows import append, read_number, registered
from ct_pipeline.warehouse.sql import sql

WINDOW_DAYS = 4
LONGEST_INTERVAL_DAYS = 45  # a longer interval (a year) is as good as no date


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article's text, and the days of its published interval."""

    text_id: str
    body: str
    day_from: date | None
    day_to: date | None


@dataclass(frozen=True, slots=True)
class Article:
    """An article with the versions of its text, oldest first; the last one is in force."""

    article_id: str
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """A row of `text_signatures`."""

    article_key: int
    article_id: str
    text_id: str
    version_ids: list[str]
    algorithm_version: str
    body_hash: str
    word_count: int
    shingle_count: int
    sketch_count: int
    day_from: date | None
    day_to: date | None


SketchPart = tuple[int, int, Hashes]  # window, article key, hashes


@dataclass(frozen=True, slots=True)
class Signed:
    """What articles leave behind to be found by: signatures, and rows of both kinds of sketch."""

    signatures: list[Signature]
    dated: pa.Table
    undated: pa.Table


@dataclass(frozen=True, slots=True)
class Windows:
    """One of the two ways in which sketches are compared: the table, which windows meet, and how
    many shingles stand for one of the whole sketch."""

    table: str
    shifts: tuple[int, ...]
    scale: int

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


BY_DATE = Windows("text_sketches", (-1, 0, 1), 1)
OVER_ALL_TIMES = Windows("text_landmarks", (0,), LANDMARK_FRACTION // FRACTION)
BOTH_WINDOWS = (BY_DATE, OVER_ALL_TIMES)


def replace_sketches(connection: duckdb.DuckDBPyConnection, articles: Sequence[Article]) -> None:
    """Exchanges the signatures and sketches of changed texts.

    Leaves temporary tables: `touched_articles`, the changed texts and those whose leadership
    changed by them, and for both kinds of windows the holders of their hashes.
    """
    _stage_sketches(connection, articles)
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


def sign(articles: Sequence[Article]) -> Signed:
    """The signatures and sketches of articles; knows nothing of any other."""
    versions = [version for article in articles for version in article.versions]
    normalised = normalise([version.body for version in versions])
    sketches = sketch(normalised)
    signatures: list[Signature] = []
    dated: list[SketchPart] = []
    undated: list[SketchPart] = []
    first = 0
    for article in articles:
        own = slice(first, first + len(article.versions))
        first = own.stop
        texts = normalised[own]
        lineage = find_lineage(
            [
                (text, version.day_from, version.day_to)
                for text, version in zip(texts, article.versions, strict=True)
            ]
        )
        key = article_key(article.article_id)
        of_lineage = [sketches[own][number] for number in lineage]
        signatures.append(_sign(article, key, lineage, texts[-1], of_lineage))
        windows = {
            window
            for number in lineage
            for window in windows_of(
                article.versions[number].day_from, article.versions[number].day_to
            )
        }
        fraction = _join([one.fraction for one in of_lineage])
        dated += [(window, key, fraction) for window in sorted(windows)]
        undated.append((0, key, _join([one.landmarks for one in of_lineage])))
    return Signed(signatures, _sketch_rows(dated), _sketch_rows(undated))


def _stage_sketches(connection: duckdb.DuckDBPyConnection, articles: Sequence[Article]) -> None:
    """Temporary tables: the batch's signatures and both kinds of sketch rows."""
    signed = sign(articles)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE staged_signatures AS FROM text_signatures LIMIT 0"
    )
    append(connection, "staged_signatures", signed.signatures)
    _create_from_arrow(connection, BY_DATE.staged, signed.dated)
    _create_from_arrow(connection, OVER_ALL_TIMES.staged, signed.undated)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE touched_articles AS"
        " SELECT article_key, true AS is_changed FROM staged_signatures"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE replaced_articles AS"
        " SELECT article_key FROM text_signatures"
        " SEMI JOIN staged_signatures USING (article_key)"
    )


def _sign(
    article: Article,
    key: int,
    lineage: Sequence[int],
    text: NormalisedText,
    sketches: Sequence[Sketch],
) -> Signature:
    current = article.versions[-1]
    return Signature(
        article_key=key,
        article_id=article.article_id,
        text_id=current.text_id,
        version_ids=[article.versions[number].text_id for number in lineage],
        algorithm_version=ALGORITHM_VERSION,
        body_hash=text.body_hash,
        word_count=len(text.words),
        shingle_count=sketches[-1].shingle_count,
        sketch_count=min(len(one.fraction) for one in sketches),
        day_from=current.day_from,
        day_to=current.day_to,
    )


def _join(hashes: Sequence[Hashes]) -> Hashes:
    return hashes[0] if len(hashes) == 1 else np.unique(np.concatenate(hashes))


def _sketch_rows(parts: Sequence[SketchPart]) -> pa.Table:
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
        sql("copies/crowded_hashes", crowded=name, holders=windows.holders, leaders=graph.LEADERS)
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
