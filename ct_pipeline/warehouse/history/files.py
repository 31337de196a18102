"""How far each file of an archive was read, and what its records came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import duckdb

from ct_pipeline.history.captures import CUT_OFF, ReadRecord
from ct_pipeline.warehouse.rows import append, read_dicts
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.transactions import transaction

# The tables that count, and the statements that sum a file's rows.
SUMMING = {
    "history_outcomes": "history/history_outcomes",
    "history_counts": "history/history_counts",
}


@dataclass(frozen=True, slots=True)
class HistoryFile:
    """A row of `news.history_files`: a file, how it is read, how far that went."""

    file: str
    head_hash: str
    file_bytes: int
    keeps_all: bool
    extractor_version: str
    ruleset_version: str
    begun_at: datetime
    modified_at: datetime | None = None
    next_offset: int = 0
    finished_at: datetime | None = None

    def goes_on(self, before: HistoryFile) -> bool:
        """Whether it is the file that was read before, by the same rules; it may have grown."""
        is_kept = self.file_bytes == before.file_bytes and (
            self.modified_at == before.modified_at or None in (self.modified_at, before.modified_at)
        )
        return (is_kept or self.file_bytes > before.file_bytes) and all(
            getattr(self, name) == getattr(before, name)
            for name in ("head_hash", "keeps_all", "extractor_version", "ruleset_version")
        )


@dataclass(frozen=True, slots=True)
class _OutcomeRow:
    file: str
    outcome: str
    reason: str | None
    record_count: int
    first_offset: int


@dataclass(frozen=True, slots=True)
class _CountRow:
    file: str
    host: str
    day: date
    language: str | None
    outcome: str
    relevance_grade: int | None
    capture_count: int


def begin_file(connection: duckdb.DuckDBPyConnection, file: HistoryFile) -> HistoryFile:
    """Where to go on with a file; what another reading of it counted is taken back.

    A file that was read under another name is told by that name.
    """
    before = read_file(connection, file.file)
    if before is None and (before := _read_elsewhere(connection, file)):
        file = replace(file, file=before.file, modified_at=before.modified_at)
    with transaction(connection):
        begun = file
        if before is not None and file.goes_on(before):
            is_grown = file.file_bytes > before.file_bytes
            begun = _go_on(connection, file, before) if is_grown else before
        if begun.next_offset == 0:
            for table in SUMMING:
                connection.execute(f"DELETE FROM news.{table} WHERE file = ?", [file.file])
        connection.execute("DELETE FROM news.history_files WHERE file = ?", [file.file])
        append(connection, "news.history_files", [begun])
    return begun


def _read_elsewhere(connection: duckdb.DuckDBPyConnection, file: HistoryFile) -> HistoryFile | None:
    """The reading of a file of the same size and beginning: a copy, a link, or the file moved."""
    rows = read_dicts(
        connection,
        "SELECT * FROM news.history_files WHERE head_hash = ? AND file_bytes = ? ORDER BY file",
        [file.head_hash, file.file_bytes],
    )
    return HistoryFile(**rows[0]) if rows else None


def _go_on(
    connection: duckdb.DuckDBPyConnection, file: HistoryFile, before: HistoryFile
) -> HistoryFile:
    """A file that has grown; what it ended within is taken back, for it may be whole now."""
    taken_back = connection.execute(
        "DELETE FROM news.history_outcomes WHERE file = ? AND reason = ?"
        " RETURNING first_offset, record_count",
        [file.file, CUT_OFF],
    ).fetchall()
    if not taken_back:
        return replace(file, begun_at=before.begun_at, next_offset=before.next_offset)
    ((offset, count), *others) = taken_back
    # Several are what no crawler writes, and others lie between them.
    return (
        file if others or count > 1 else replace(file, begun_at=before.begun_at, next_offset=offset)
    )


def read_file(connection: duckdb.DuckDBPyConnection, file: str) -> HistoryFile | None:
    """What is known of a file; None where it was never read."""
    rows = read_dicts(connection, "SELECT * FROM news.history_files WHERE file = ?", [file])
    return HistoryFile(**rows[0]) if rows else None


def read_files(connection: duckdb.DuckDBPyConnection) -> list[HistoryFile]:
    """All files that were read or are being read, in the order in which they were begun."""
    rows = read_dicts(connection, "SELECT * FROM news.history_files ORDER BY begun_at, file")
    return [HistoryFile(**row) for row in rows]


def write_progress(
    connection: duckdb.DuckDBPyConnection, file: str, records: Sequence[ReadRecord]
) -> bool:
    """Counts records of a file, in the caller's transaction; reading goes on after the last.

    False, and nothing written, where it had not come to the first: somebody else reads the file.
    """
    moved = connection.execute(
        "UPDATE news.history_files SET next_offset = ? WHERE file = ? AND next_offset = ?"
        " RETURNING file",
        [records[-1].next_offset, file, records[0].offset],
    ).fetchone()
    if moved is None:
        return False
    append(connection, "news.history_outcomes", _outcome_rows(file, records))
    append(connection, "news.history_counts", _count_rows(file, records))
    return True


def finish_file(connection: duckdb.DuckDBPyConnection, file: str, now: datetime) -> None:
    """The whole file is read; its counts become one row for each key."""
    with transaction(connection):
        for table, summing in SUMMING.items():
            connection.execute(sql(summing), {"file": file})
            connection.execute(f"DELETE FROM news.{table} WHERE file = ?", [file])
            connection.execute(f"INSERT INTO news.{table} BY NAME FROM summed")
        connection.execute(
            "UPDATE news.history_files SET finished_at = ? WHERE file = ?", [now, file]
        )


def count_outcomes(connection: duckdb.DuckDBPyConnection, file: str) -> Counter[str]:
    """How many records of a file had which outcome."""
    rows = connection.execute(
        "SELECT outcome, sum(record_count)::BIGINT FROM news.history_outcomes WHERE file = ?"
        " GROUP BY outcome",
        [file],
    ).fetchall()
    return Counter(dict(rows))


def _outcome_rows(file: str, records: Sequence[ReadRecord]) -> list[_OutcomeRow]:
    counts: Counter[tuple[str, str | None]] = Counter()
    first: dict[tuple[str, str | None], int] = {}
    for record in records:
        key = (str(record.outcome), record.reason)
        counts[key] += 1
        first.setdefault(key, record.offset)
    return [_OutcomeRow(file, *key, count, first[key]) for key, count in counts.items()]


def _count_rows(file: str, records: Sequence[ReadRecord]) -> list[_CountRow]:
    counts = Counter(
        (one.host, one.day, one.language, str(one.outcome), one.relevance_grade)
        for one in records
        if one.host and one.day and one.is_capture
    )
    return [
        _CountRow(file, host, day, language, outcome, grade, count)
        for (host, day, language, outcome, grade), count in counts.items()
        if host is not None and day is not None
    ]
