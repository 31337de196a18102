"""The documented queries run, on a snapshot with articles and on an empty one."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from ct_pipeline_tests.publishing.documented import (
    documented_queries,
    rows_of_documented_queries,
)
from ct_pipeline_tests.publishing.newsroom import NOON, Newsroom


@pytest.mark.parametrize("query", documented_queries())
def test_a_documented_query_runs(published: Newsroom, query: str) -> None:
    with duckdb.connect(str(published.settings.snapshot_file), read_only=True) as connection:
        connection.execute(query)


def test_there_are_enough_of_them_and_most_find_something(published: Newsroom) -> None:
    counts = rows_of_documented_queries(published.settings.snapshot_file)
    assert len(counts) >= 15
    assert sum(count > 0 for count in counts) >= 12


def test_who_was_first_and_how_long_after(published: Newsroom) -> None:
    with duckdb.connect(str(published.settings.snapshot_file), read_only=True) as connection:
        carriers = connection.execute(
            "SELECT article_id, place, minutes_after_first, minutes_after_agency, is_agency"
            " FROM marts.dispatch_carriers ORDER BY place"
        ).fetchall()
        timeline = connection.execute("SELECT article_id FROM story_timeline('st-a')").fetchall()
    assert carriers == [("a", 1, 0, 0, True), ("b", 2, 60, 60, False), ("c", 3, 120, 120, False)]
    assert timeline == [("a",), ("b",), ("c",), ("u",)]


def test_originality_counts_neither_copies_nor_agency_texts(published: Newsroom) -> None:
    with duckdb.connect(str(published.settings.snapshot_file), read_only=True) as connection:
        shares = connection.execute(
            "SELECT article_count, own_text_count, agency_text_count, originality"
            " FROM marts.publisher_originality WHERE publisher = 'Le Matin'"
        ).fetchall()
    assert shares == [(4, 2, 3, 0.25)]


def test_they_run_on_an_empty_snapshot(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    build = room.build()
    assert set(build.row_counts.values()) == {0}
    assert all(test.has_passed for test in build.tests.values())
    room.publish(now=NOON)
    assert sum(rows_of_documented_queries(room.settings.snapshot_file)) == 2
