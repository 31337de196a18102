"""Two editions side by side: every row and column that differs is shown, nothing else is."""

from __future__ import annotations

from pathlib import Path

import duckdb

from benchmarks.compare_editions import compare


def edition(file: Path, *statements: str) -> Path:
    with duckdb.connect(str(file)) as connection:
        for statement in ("CREATE SCHEMA marts", *statements):
            connection.execute(statement)
    return file


def test_a_row_more_or_fewer_is_seen_also_among_equals(tmp_path: Path) -> None:
    before = edition(tmp_path / "a", "CREATE TABLE marts.t AS FROM (VALUES (1), (1), (2)) AS v (n)")
    after = edition(tmp_path / "b", "CREATE TABLE marts.t AS FROM (VALUES (2), (1)) AS v (n)")
    [found] = compare(before, after)
    assert (found.table, found.counts, found.rows) == ("marts.t", (3, 2), {"before": 1, "after": 0})
    assert found.samples["before"] == [{"n": 1}]


def test_columns_named_on_the_command_line_are_left_out(tmp_path: Path) -> None:
    before = edition(
        tmp_path / "a", "CREATE TABLE marts.t AS SELECT 1 AS n, 'x' AS a, 1 AS seen_at"
    )
    after = edition(tmp_path / "b", "CREATE TABLE marts.t AS SELECT 1 AS n, 'y' AS a, 2 AS seen_at")
    [seen] = compare(before, after, ["*_at"])
    assert not seen.is_none
    [found] = compare(before, after, ["*_at", "marts.t.a"])
    assert found.is_none


def test_tables_and_columns_of_one_side_are_named(tmp_path: Path) -> None:
    before = edition(
        tmp_path / "a", "CREATE TABLE marts.t AS SELECT 1 AS n", "CREATE TABLE u (i INT)"
    )
    after = edition(tmp_path / "b", "CREATE TABLE marts.t AS SELECT 1 AS n, 2 AS m")
    other, same = compare(before, after)
    assert other.columns == {"before": ["the table"], "after": []}
    assert same.columns == {"before": [], "after": ["m INTEGER"]}
    assert not same.is_none
