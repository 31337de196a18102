"""Marts that are refreshed without dbt say the same as dbt would."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ct_pipeline.publishing import marts
from ct_pipeline.publishing.dbt_command import MartsError, readers_file
from ct_pipeline.settings import Settings
from ct_pipeline_tests.publishing.newsroom import NOON, Newsroom, later, rows


@pytest.fixture
def room(settled_data: Path) -> Newsroom:
    room = Newsroom(settled_data)
    room.add_source("s1")
    room.add_source("s2")
    room.add_article("a")
    room.add("feed_states", source_id="s1", state="healthy", last_polled_at=NOON)
    room.build()
    return room


def no_dbt(_: Settings, arguments: Sequence[str]) -> list[Any]:
    raise AssertionError(f"dbt was started: {arguments}")


def health(room: Newsroom) -> list[tuple[Any, ...]]:
    return rows(readers_file(room.settings), "SELECT * FROM marts.feed_health ORDER BY ALL")


def test_a_pass_starts_no_dbt_and_writes_what_differs(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marts, "invoke_dbt", no_dbt)
    room.run("UPDATE news.feed_states SET state = 'failing', detail = '404'")
    assert room.build().rebuilt == {"feed_health"}
    assert [row[:3] for row in health(room)] == [
        ("s1", "failing", "404"),
        ("s2", "never_polled", None),
    ]

    room.add_article("b", copy_of="a", seen_at=later(hours=1), publisher="MAP")
    build = room.build()
    assert build.row_counts["articles"] == 2
    assert {"articles", "dispatches", "stories", "daily_coverage"} <= build.rebuilt
    assert not {"mentions", "copy_edges", "entities", "sources", "feed_health"} & build.rebuilt

    room.touch("a", "b")
    assert room.build().rebuilt == frozenset()
    assert room.run("SELECT count(*) FROM news.touched_articles") == [(0,)]


def test_what_breaks_a_test_is_left_to_dbt_to_report(room: Newsroom) -> None:
    before = health(room)
    room.run("UPDATE news.feed_states SET state = 'tired'")
    build = room.build()
    failed = [test for test in build.tests.values() if not test.has_passed]
    assert [test.failures for test in failed] == [1]
    with pytest.raises(MartsError):
        room.publish(now=NOON)
    room.run("UPDATE news.feed_states SET state = 'healthy'")
    assert room.publish(now=NOON)
    assert health(room) == before


def test_a_touched_row_that_breaks_a_test_is_reported_too(room: Newsroom) -> None:
    room.add_article("b", source_id="unknown")
    failed = [test for test in room.build().tests.values() if not test.has_passed]
    assert {test.failures for test in failed} == {1}


def test_an_article_of_history_comes_of_no_entry_and_one_of_a_feed_does(room: Newsroom) -> None:
    room.add_article("old")
    room.run("DELETE FROM news.entry_outcomes WHERE article_id = 'old'")
    room.run(
        "UPDATE news.articles SET origin = 'history', source_id = NULL WHERE article_id = 'old'"
    )
    assert all(test.has_passed for test in room.build().tests.values())
    room.run("UPDATE news.articles SET origin = 'feed', source_id = 's1' WHERE article_id = 'old'")
    room.touch("old")
    assert [one.failures for one in room.build().tests.values() if not one.has_passed] == [1]
