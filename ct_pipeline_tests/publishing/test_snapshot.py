"""Readers may open the snapshot at any moment, and keep it as long as they like."""

from __future__ import annotations

import errno
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from ct_pipeline.publishing import described, drafting
from ct_pipeline.publishing.dbt_command import MartsError
from ct_pipeline.publishing.snapshot import publish_snapshot
from ct_pipeline_tests.publishing.newsroom import NOON, Newsroom, later, rows


@pytest.fixture
def newsroom(published: Newsroom, tmp_path: Path) -> Newsroom:
    """A newsroom of one's own, with six articles."""
    return Newsroom(shutil.copytree(published.settings.data_dir, tmp_path / "data"))


COUNT = "SELECT count(*) FROM marts.articles"


def test_a_reader_that_never_lets_go_keeps_its_view_and_stops_nobody(newsroom: Newsroom) -> None:
    file = newsroom.settings.snapshot_file
    with file.open("rb") as held:
        before = held.read()
        newsroom.add_article("new", seen_at=later(hours=1))
        assert newsroom.publish(now=later(hours=1))
        held.seek(0)
        assert held.read() == before
    assert rows(file, COUNT) == [(7,)]


def test_the_same_marts_are_published_once(newsroom: Newsroom) -> None:
    inode = newsroom.settings.snapshot_file.stat().st_ino
    assert not newsroom.publish(now=later(hours=1))
    assert newsroom.settings.snapshot_file.stat().st_ino == inode


def test_tables_and_views_survive_any_name_of_the_file(newsroom: Newsroom, tmp_path: Path) -> None:
    copy = tmp_path / "marts copy.duckdb"
    copy.write_bytes(newsroom.settings.snapshot_file.read_bytes())
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{copy}' AS elsewhere (READ_ONLY)")
        for name in ("elsewhere.marts.articles", "elsewhere.articles"):
            assert connection.execute(f"SELECT count(*) FROM {name}").fetchall() == [(6,)]
    assert rows(copy, "SELECT count(*) FROM articles") == [(6,)]


def test_a_client_shows_every_mart(newsroom: Newsroom) -> None:
    file = newsroom.settings.snapshot_file
    shown = {name for (name,) in rows(file, "SHOW TABLES")}
    marts = "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts'"
    assert shown == {name for (name,) in rows(file, marts) if not name.startswith("search_")}


def test_every_table_and_column_is_described(newsroom: Newsroom) -> None:
    undescribed = (
        "SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL"
        " AND schema_name = 'marts' UNION ALL SELECT table_name, NULL FROM duckdb_tables()"
        " WHERE comment IS NULL UNION ALL SELECT view_name, NULL FROM duckdb_views()"
        " WHERE comment IS NULL AND NOT internal"
    )
    assert rows(newsroom.settings.snapshot_file, undescribed) == []


def test_a_full_disk_leaves_the_last_snapshot(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = newsroom.settings.snapshot_file.read_bytes()

    def fail(edition: duckdb.DuckDBPyConnection, **_: object) -> None:
        edition.execute("CREATE TABLE half_of_it AS SELECT 1")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(drafting, "fill_edition", fail)
    # Other macros make another edition, so that there is something to publish.
    monkeypatch.setattr(described, "MACROS_DIR", tmp_path)
    (tmp_path / "new.sql").write_text("CREATE OR REPLACE MACRO one() AS 1")
    with pytest.raises(OSError, match="No space left"):
        newsroom.publish(now=later(hours=1))
    assert newsroom.settings.snapshot_file.read_bytes() == before
    assert list(newsroom.settings.published_dir.glob(".*")) == []


def test_a_damaged_snapshot_is_replaced(newsroom: Newsroom) -> None:
    newsroom.settings.snapshot_file.unlink()
    newsroom.settings.snapshot_file.write_bytes(b"not a database")
    assert newsroom.publish(now=NOON)
    assert rows(newsroom.settings.snapshot_file, COUNT) == [(6,)]


# A client that forgets `read_only`, takes the protection off and dies before it has closed.
CARELESS_CLIENT = """
import duckdb, os, sys
os.chmod(sys.argv[1], 0o644)
connection = duckdb.connect(sys.argv[1])
connection.execute("DELETE FROM marts.articles WHERE article_id <> 'a'")
os._exit(1)
"""


def change_carelessly(file: Path) -> None:
    """Leaves a log beside the snapshot which takes five of its six articles away."""
    subprocess.run([sys.executable, "-c", CARELESS_CLIENT, str(file)], check=False)
    assert file.with_name(file.name + ".wal").exists()
    assert rows(file, COUNT) == [(1,)]


def test_a_log_that_a_client_left_does_not_reach_the_next_snapshot(newsroom: Newsroom) -> None:
    change_carelessly(newsroom.settings.snapshot_file)
    newsroom.add_article("new", seen_at=later(hours=1))
    assert newsroom.publish(now=later(hours=1))
    assert rows(newsroom.settings.snapshot_file, COUNT) == [(7,)]


def test_a_snapshot_that_a_client_changed_is_published_anew(newsroom: Newsroom) -> None:
    change_carelessly(newsroom.settings.snapshot_file)
    assert newsroom.publish(now=later(hours=1))
    assert rows(newsroom.settings.snapshot_file, COUNT) == [(6,)]


@pytest.mark.parametrize("ending", ["", ".wal"])
def test_a_folder_in_its_place_is_named_with_the_mend(newsroom: Newsroom, ending: str) -> None:
    file = newsroom.settings.snapshot_file
    place = file.with_name(file.name + ending)
    place.unlink(missing_ok=True)
    place.mkdir()
    with pytest.raises(MartsError, match=f"{place} is a folder.*Move the folder away"):
        publish_snapshot(newsroom.settings, now=NOON)
