"""The edition holds what is relevant, whatever its age, and everything of the last days."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ct_pipeline.publishing.snapshot import publish_snapshot
from ct_pipeline_tests.publishing.newsroom import Newsroom, later, rows

OLD = {"seen_at": later(days=-60), "grade": 0}


@pytest.fixture
def room(published: Newsroom, tmp_path: Path) -> Newsroom:
    """Four articles of grade 3 and one of 2 in November, one of grade 0 forty days before."""
    data = shutil.copytree(published.settings.data_dir, tmp_path / "data")
    room = Newsroom(data, edition_days=30)
    room.add("copy_edges", article_id_a="old", article_id_b="z", relation="near_copy")
    room.add("copy_edges", article_id_a="a", article_id_b="z", relation="partial_reuse")
    room.add("copy_edges", article_id_a="a", article_id_b="b", relation="near_copy")
    room.add("entry_outcomes", entry_id="waits", first_seen_at=later(days=-60), outcome="pending")
    room.add_article("old", **OLD)
    return room


def ids(room: Newsroom, mart: str, column: str) -> set[str]:
    found = rows(room.settings.snapshot_file, f"SELECT {column} FROM marts.{mart}")
    return {row[0] for row in found}


def test_what_is_old_and_of_no_relevance_is_in_the_lake_alone(room: Newsroom) -> None:
    assert room.publish(now=later(days=1))
    kept = {"a", "b", "c", "u", "seed"}
    assert ids(room, "articles", "article_id") == kept
    assert ids(room, "article_revisions", "article_id") == kept
    assert ids(room, "dispatches", "dispatch_id") == {"d-a", "d-u", "d-seed"}
    assert ids(room, "stories", "story_id") == {"st-a", "st-seed"}
    assert ids(room, "copy_edges", "article_id_b") == {"b"}
    assert ids(room, "entry_outcomes", "entry_id") == {f"entry-{one}" for one in kept} | {"waits"}
    assert ids(room, "search_documents", "article_id") == kept
    counted = "SELECT sum(article_count) FROM marts.daily_coverage"
    assert rows(room.settings.snapshot_file, counted) == [(7,)]
    assert rows(room.settings.snapshot_file, "SELECT holds_all_since_at FROM marts.about") == [
        (later(days=-29),)
    ]


def test_until_the_window_is_full_and_for_ever_by_wish_it_holds_everything(room: Newsroom) -> None:
    room.publish(now=later(days=-35))
    assert len(ids(room, "articles", "article_id")) == 7
    settings = room.settings.model_copy(update={"edition_days": 0})
    assert publish_snapshot(settings, now=later(days=1))
    assert len(ids(room, "articles", "article_id")) == 7
    assert rows(room.settings.snapshot_file, "SELECT holds_all_since_at FROM marts.about") == [
        (None,)
    ]


def test_a_scheduled_pass_replaces_it_for_what_is_relevant_else_hourly(room: Newsroom) -> None:
    room.publish(now=later(days=1))

    def is_replaced(minutes: int, *, is_scheduled: bool = True) -> bool:
        room.build()
        now = later(days=1, minutes=minutes)
        return publish_snapshot(room.settings, now=now, is_scheduled=is_scheduled)

    room.add_article("dull", seen_at=later(days=1), grade=0)
    assert not is_replaced(15)
    room.add_article("relevant", seen_at=later(days=1), grade=1)
    assert is_replaced(30)
    assert "dull" in ids(room, "articles", "article_id")
    assert not is_replaced(45)
    room.add_article("another", seen_at=later(days=1), grade=0)
    assert not is_replaced(60)
    assert is_replaced(90)
    room.add_article("one more", seen_at=later(days=1), grade=0)
    assert is_replaced(91, is_scheduled=False)
    room.add_article("last", seen_at=later(days=1), grade=0)
    assert is_replaced(-60), "the clock was set back"
