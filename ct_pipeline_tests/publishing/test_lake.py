"""The lake holds every mart in full, whatever passes, kills, regrades and merges made of them."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest

from ct_pipeline.publishing import change_log, drafting, marts, refresh
from ct_pipeline.publishing.lake import publish, search
from ct_pipeline.publishing.lake.publish import publish_lake, tidy_lake
from ct_pipeline.publishing.marts import forget_marts
from ct_pipeline.publishing.snapshot import publish_snapshot
from ct_pipeline.storage import LAKE
from ct_pipeline.warehouse.backups import back_up, restore
from ct_pipeline_tests.publishing.happenings import HAPPENINGS
from ct_pipeline_tests.publishing.newsroom import NOON, Newsroom, later, rows
from ct_pipeline_tests.publishing.whole import (
    attached,
    edition_rows,
    fresh_index_rows,
    index_rows,
    lake_rows,
    mart_rows,
    rebuilt_rows,
)

STEPS = 8
DEATHS = [
    (marts, "_forget_touches"),
    (refresh, "_check"),
    (publish, "write_change"),
    (search, "index_everything"),
    (search, "index_changes"),
    (publish, "_publish_catalog"),
    (drafting, "update_index"),
    (drafting, "fill_edition"),
    (drafting, "follow_marts"),
    (change_log, "follow"),
]


@pytest.fixture
def room(published: Newsroom, tmp_path: Path) -> Newsroom:
    """A newsroom of one's own, with six articles in a lake."""
    data = shutil.copytree(published.settings.data_dir, tmp_path / "data")
    room = Newsroom(data, edition_days=30)
    publish_lake(room.settings, now=later(days=1))
    return room


def count(room: Newsroom, at: str = "") -> int:
    with attached(room.settings) as connection:
        found = connection.execute(f"SELECT count(*) FROM marts.articles {at}").fetchone()
    return int(found[0]) if found else 0


def test_it_is_what_the_marts_are_and_written_once(room: Newsroom) -> None:
    assert lake_rows(room.settings) == mart_rows(room.settings)
    published = Path(room.settings.storage.address(LAKE))
    catalog = published.read_bytes()
    assert not publish_lake(room.settings, now=later(days=2))
    assert published.read_bytes() == catalog


def test_a_reader_keeps_what_it_attached_and_may_ask_how_it_was(room: Newsroom) -> None:
    with attached(room.settings) as reader:
        (before,) = reader.execute(
            "SELECT max(snapshot_id) FROM ducklake_snapshots('archive')"
        ).fetchone() or (0,)
        room.add_article("new", seen_at=later(days=2))
        room.run("UPDATE news.dispatch_grades SET relevance_grade = 1 WHERE dispatch_id = 'd-z'")
        room.touch("z")
        room.build()
        assert publish_lake(room.settings, now=later(days=2))
        assert reader.execute("SELECT count(*) FROM marts.articles").fetchone() == (6,)
    assert lake_rows(room.settings) == mart_rows(room.settings)
    assert count(room) == 7
    assert count(room, f"AT (VERSION => {before})") == 6


def test_a_pass_writes_only_the_months_that_changed(room: Newsroom) -> None:
    folder = room.settings.published_dir / "parquet" / "articles"
    before = set(folder.iterdir())
    room.add_article("new", seen_at=later(days=2))
    room.build()
    publish_lake(room.settings, now=later(days=2))
    assert len(set(folder.iterdir()) - before) == 1
    plain = rows(room.settings.snapshot_file, f"SELECT count(*) FROM '{folder}/*.parquet'")
    assert plain == [(7,)]


def test_questions_and_meanings_are_in_it(room: Newsroom) -> None:
    with attached(room.settings) as reader:
        assert len(reader.execute("FROM story_timeline('st-a')").fetchall()) == 4
        undescribed = (
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'archive'"
            " AND comment IS NULL"
        )
        assert reader.execute(undescribed).fetchall() == []


def test_a_search_finds_what_the_edition_does_not_hold(room: Newsroom) -> None:
    room.add_article("old", seen_at=later(days=-60), grade=0)
    room.run("UPDATE news.article_texts SET body = 'Un phare.' WHERE article_id = 'old'")
    room.build()
    publish_lake(room.settings, now=later(days=2))
    room.publish(now=later(days=2))
    query = "SELECT article_id, snippet FROM search('phares')"
    assert rows(room.settings.snapshot_file, query) == []
    with attached(room.settings) as reader:
        assert reader.execute(query).fetchall() == [("old", "Un **phare**.")]
        assert reader.execute(query.replace(")", ", min_grade := 1)")).fetchall() == []


def test_tidying_leaves_every_row(room: Newsroom) -> None:
    for day in range(2, 5):
        room.add_article(f"n{day}", seen_at=later(days=day))
        room.build()
        publish_lake(room.settings, now=later(days=day))
    files = len(list(room.settings.published_dir.rglob("*.parquet")))
    tidy_lake(room.settings, now=later(days=400))
    assert lake_rows(room.settings) == mart_rows(room.settings)
    assert len(list(room.settings.published_dir.rglob("*.parquet"))) < files


def test_it_follows_its_data_directory(room: Newsroom, tmp_path: Path) -> None:
    moved = Newsroom(Path(shutil.move(room.settings.data_dir, tmp_path / "elsewhere")))
    moved.add_article("new", seen_at=later(days=2))
    moved.build()
    publish_lake(moved.settings, now=later(days=2))
    assert lake_rows(moved.settings) == mart_rows(moved.settings)


def lose_catalog(room: Newsroom) -> None:
    for file in room.settings.warehouse_file.parent.glob("archive.ducklake*"):
        file.unlink()


def lose_published(room: Newsroom) -> None:
    shutil.rmtree(room.settings.published_dir)


def lose_a_file(room: Newsroom) -> None:
    next(room.settings.published_dir.rglob("articles/*.parquet")).unlink()


@pytest.mark.parametrize("lose", [lose_catalog, lose_published, lose_a_file])
def test_what_is_lost_is_made_again(room: Newsroom, lose: Callable[[Newsroom], None]) -> None:
    lose(room)
    assert publish_lake(room.settings, now=later(days=2))
    assert lake_rows(room.settings) == mart_rows(room.settings)


def test_it_follows_a_restored_database_and_remembers_how_it_was(room: Newsroom) -> None:
    room.close()
    backup = back_up(room.settings.warehouse_file, room.settings.data_dir / "backups", NOON)
    room.add_article("later", seen_at=later(days=2))
    room.build()
    publish_lake(room.settings, now=later(days=2))
    restore(backup, room.settings.warehouse_file, later(days=3))
    forget_marts(room.settings)
    room.build()
    publish_lake(room.settings, now=later(days=3))
    assert lake_rows(room.settings) == mart_rows(room.settings)
    assert count(room) == 6
    with attached(room.settings) as reader:
        (newest,) = reader.execute(
            "SELECT max(snapshot_id) FROM ducklake_snapshots('archive')"
        ).fetchone() or (0,)
    assert count(room, f"AT (VERSION => {newest - 1})") == 7


class KilledError(Exception):
    """What takes the place of SIGKILL."""


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_happens_it_is_what_a_full_build_gives(
    room: Newsroom, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice, alive = random.Random(seed), ["a", "b", "c", "u", "z"]
    room.add_article("old", seen_at=later(days=-90), grade=0)
    for step in range(STEPS):
        for happen in dice.choices(HAPPENINGS, k=2):
            happen(room, dice, alive)
        with monkeypatch.context() as patched:
            if dice.random() < 0.5:
                module, name = dice.choice(DEATHS)
                patched.setattr(module, name, kill)
            with suppress(KilledError):
                room.build()
                publish_lake(room.settings, now=later(days=2 + step))
                publish_snapshot(room.settings, now=later(days=2 + step))
        assert count(room) > 0
        assert edition_rows(room.settings)["articles"]
    room.build()
    publish_lake(room.settings, now=later(days=30))
    publish_snapshot(room.settings, now=later(days=30))
    made_bit_by_bit, edition = mart_rows(room.settings), edition_rows(room.settings)
    assert lake_rows(room.settings) == made_bit_by_bit
    with attached(room.settings) as lake:
        assert index_rows(lake) == fresh_index_rows(lake)
    with duckdb.connect() as reader:
        reader.execute(f"ATTACH '{room.settings.snapshot_file}' AS ct (READ_ONLY); USE ct")
        assert index_rows(reader) == fresh_index_rows(reader)
    assert rebuilt_rows(room.settings) == made_bit_by_bit
    publish_lake(room.settings, now=later(days=31))
    assert lake_rows(room.settings) == made_bit_by_bit
    assert publish_snapshot(room.settings, now=later(days=30))
    assert edition_rows(room.settings) == edition
    assert len(edition["articles"]) < len(made_bit_by_bit["articles"])


def kill(*_: object, **__: object) -> None:
    raise KilledError
