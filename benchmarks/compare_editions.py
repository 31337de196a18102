"""Compares two DuckDB files row by row: which tables and rows differ between two editions.

For an upgrade or a redrawing that must change nothing, and to list what one did change. Every table
of every schema is compared as a bag of rows; nothing is left out but columns named on the command
line (`--ignore elapsed_ms`, or of one table: `--ignore news.polls.detail`; `*_at` is a pattern).
Run: python benchmarks/compare_editions.py BEFORE.duckdb AFTER.duckdb [--ignore COLUMN ...]
Exit status 1 where anything differs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import duckdb

SIDES = ("before", "after")
LONGEST_VALUE = 100
COLUMNS_SQL = """
SELECT schema_name || '.' || table_name, column_name, data_type
FROM duckdb_columns() SEMI JOIN duckdb_tables() USING (table_oid, database_name)
WHERE database_name = ? AND NOT internal
ORDER BY ALL
"""


@dataclass(frozen=True)
class Difference:
    """What differs in one table: columns of one side only, rows of one side only with samples."""

    table: str
    counts: tuple[int, int]
    columns: dict[str, list[str]]
    rows: dict[str, int]
    samples: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def is_none(self) -> bool:
        """Whether both sides hold the same rows in the same columns."""
        return not any(self.columns.values()) and not any(self.rows.values())


def compare(
    before: Path, after: Path, ignored: Sequence[str] = (), sample_size: int = 3
) -> list[Difference]:
    """Every table of the two files, by name, with what differs in it."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        tables = {}
        for side, file in zip(SIDES, (before, after), strict=True):
            quoted = str(file).replace("'", "''")
            connection.execute(f"ATTACH '{quoted}' AS {side} (READ_ONLY)")
            tables[side] = _columns(connection, side, ignored)
        names = sorted({*tables["before"], *tables["after"]})
        return [_difference(connection, name, tables, sample_size) for name in names]


def _columns(
    connection: duckdb.DuckDBPyConnection, side: str, ignored: Sequence[str]
) -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind in connection.execute(COLUMNS_SQL, [side]).fetchall():
        columns = tables.setdefault(table, {})
        if not any(
            fnmatchcase(column, one) or fnmatchcase(f"{table}.{column}", one) for one in ignored
        ):
            columns[column] = kind
    return tables


def _difference(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    tables: dict[str, dict[str, dict[str, str]]],
    sample_size: int,
) -> Difference:
    known = {side: tables[side].get(table) for side in SIDES}
    columns = {side: known[side] or {} for side in SIDES}
    counts = tuple(
        connection.execute(f"SELECT count(*) FROM {side}.{table}").fetchall()[0][0]
        if known[side] is not None
        else 0
        for side in SIDES
    )
    alone = {
        side: [
            "the table" if known[other] is None else f"{name} {kind}"
            for name, kind in columns[side].items()
            if columns[other].get(name) != kind
        ][: 1 if known[other] is None else None]
        for side, other in (SIDES, SIDES[::-1])
    }
    shared = [
        name for name, kind in columns["before"].items() if columns["after"].get(name) == kind
    ]
    rows: dict[str, int] = {}
    samples: dict[str, list[dict[str, Any]]] = {}
    for side, other in (SIDES, SIDES[::-1]):
        if not shared:
            rows[side] = max(counts[SIDES.index(side)] - counts[SIDES.index(other)], 0)
            continue
        listed = ", ".join(f'"{name}"' for name in shared)
        only = (
            f"(SELECT {listed} FROM {side}.{table} EXCEPT ALL SELECT {listed} FROM {other}.{table})"
        )
        rows[side] = connection.execute(f"SELECT count(*) FROM {only}").fetchall()[0][0]
        found = connection.execute(
            f"SELECT * FROM {only} ORDER BY ALL LIMIT {sample_size}"
        ).fetchall()
        samples[side] = [dict(zip(shared, row, strict=True)) for row in found]
    return Difference(table, (counts[0], counts[1]), alone, rows, samples)


def _print(difference: Difference) -> None:
    before, after = difference.counts
    mark = "=" if difference.is_none else "≠"
    print(f"{mark} {difference.table}: {before} rows before, {after} after")
    for side in SIDES:
        for column in difference.columns[side]:
            print(f"    only {side}: {column}")
        if difference.rows[side]:
            print(f"    {difference.rows[side]} rows only {side}, for example")
        other = difference.samples.get(SIDES[1 - SIDES.index(side)], [])
        for place, row in enumerate(difference.samples.get(side, [])):
            against = other[place] if place < len(other) else {}
            print(f"      {_shown(row, against)}")


def _shown(row: dict[str, Any], against: dict[str, Any]) -> str:
    """A row, the values that its neighbour does not share first."""
    names = sorted(row, key=lambda name: row[name] == against.get(name))
    values = (f"{name}={str(row[name])[:LONGEST_VALUE]!r}" for name in names)
    return "  ".join(values)


def main() -> None:
    """Compares what the command line names; exits with 1 where something differs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--ignore", nargs="*", default=[], metavar="COLUMN")
    parser.add_argument("--samples", type=int, default=3)
    chosen = parser.parse_args()
    found = compare(chosen.before, chosen.after, chosen.ignore, chosen.samples)
    for difference in found:
        _print(difference)
    different = [one.table for one in found if not one.is_none]
    print(f"{len(different)} of {len(found)} tables differ: {', '.join(different) or 'none'}")
    sys.exit(bool(different))


if __name__ == "__main__":
    main()
