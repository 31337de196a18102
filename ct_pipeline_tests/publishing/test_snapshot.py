"""Readers may open the snapshot at any moment, and keep it as long as they like."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import duckdb
import pytest

from ct_pipeline.publishing import snapshot
from ct_pipeline.publishing.marts import build_marts
from ct_pipeline.publishing.snapshot import publish_snapshot
from ct_pipeline_tests.publishing.newsroom import NOON, Newsroom, later, rows


@pytest.fixture(scope="module")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a newsroom with one article, built and published; each test gets a copy."""
    room = Newsroom.open(tmp_path_factory.mktemp("data"))
    room.add_source()
    room.add_article("a")
    build_marts(room.settings)
    publish_snapshot(room.settings, now=NOON)
    return room.settings.data_dir


@pytest.fixture
def newsroom(first_day: Path, tmp_path: Path) -> Newsroom:
    """A newsroom of one's own."""
    return Newsroom.open(shutil.copytree(first_day, tmp_path / "data"))


COUNT = "SELECT count(*) FROM marts.articles"


def test_a_reader_that_never_lets_go_keeps_its_view_and_stops_nobody(newsroom: Newsroom) -> None:
    file = newsroom.settings.snapshot_file
    with file.open("rb") as held:
        before = held.read()
        newsroom.add_article("b", seen_at=later(hours=1))
        build_marts(newsroom.settings)
        assert publish_snapshot(newsroom.settings, now=later(hours=1))
        held.seek(0)
        assert held.read() == before
    assert rows(file, COUNT) == [(2,)]


def test_the_same_marts_are_published_once(newsroom: Newsroom) -> None:
    inode = newsroom.settings.snapshot_file.stat().st_ino
    assert not publish_snapshot(newsroom.settings, now=later(hours=1))
    assert newsroom.settings.snapshot_file.stat().st_ino == inode


def test_the_tables_survive_any_name_of_the_file(newsroom: Newsroom, tmp_path: Path) -> None:
    copy = tmp_path / "marts copy.duckdb"
    copy.write_bytes(newsroom.settings.snapshot_file.read_bytes())
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{copy}' AS elsewhere (READ_ONLY)")
        assert connection.execute("SELECT count(*) FROM elsewhere.marts.articles").fetchall() == [
            (1,)
        ]
        views = "SELECT * FROM duckdb_views() WHERE database_name = 'elsewhere' AND NOT internal"
        assert connection.execute(views).fetchall() == []


def test_every_table_and_column_is_described(newsroom: Newsroom) -> None:
    undescribed = (
        "SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL"
        " AND schema_name = 'marts' UNION ALL SELECT table_name, NULL FROM duckdb_tables()"
        " WHERE comment IS NULL"
    )
    assert rows(newsroom.settings.snapshot_file, undescribed) == []


def test_a_full_disk_leaves_the_last_snapshot(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = newsroom.settings.snapshot_file.read_bytes()

    def fail(source: Path, target: Path) -> None:
        target.write_bytes(b"half of it")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(snapshot, "copy_file", fail)
    newsroom.add_article("b", seen_at=later(hours=1))
    build_marts(newsroom.settings)
    with pytest.raises(OSError, match="No space left"):
        publish_snapshot(newsroom.settings, now=later(hours=1))
    assert newsroom.settings.snapshot_file.read_bytes() == before
    published = newsroom.settings.published_dir
    assert [file.name for file in published.iterdir()] == ["ct_news.duckdb"]


def test_a_damaged_snapshot_is_replaced(newsroom: Newsroom) -> None:
    newsroom.settings.snapshot_file.unlink()
    newsroom.settings.snapshot_file.write_bytes(b"not a database")
    assert publish_snapshot(newsroom.settings, now=NOON)
    assert rows(newsroom.settings.snapshot_file, COUNT) == [(1,)]
