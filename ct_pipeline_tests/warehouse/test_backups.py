"""Backup and restore of the writer's database: the drill."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from ct_pipeline.warehouse.backups import back_up, list_backups, restore
from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline.warehouse.errors import WarehouseError

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ADD = (
    "INSERT INTO news.sources (source_id, name, feed_url, enabled, is_listed)"
    " VALUES (?, ?, 'http://a.example/feed', true, true)"
)


def names(file: Path) -> list[str]:
    with open_warehouse(file) as connection:
        rows = connection.execute("SELECT name FROM news.sources ORDER BY name").fetchall()
    return [name for (name,) in rows]


def test_a_restored_database_holds_what_the_backup_held(tmp_path: Path) -> None:
    file, folder = tmp_path / "w.duckdb", tmp_path / "backups"
    with open_warehouse(file) as connection:
        connection.execute(ADD, ["1", "avant"])
    copy = back_up(file, folder, NOW)
    with open_warehouse(file) as connection:
        connection.execute(ADD, ["2", "après"])

    aside = restore(copy, file, NOW)

    assert names(file) == ["avant"]
    assert aside is not None
    assert names(aside) == ["après", "avant"]


def test_a_backup_stays_whose_clock_was_set_back(tmp_path: Path) -> None:
    file, folder = tmp_path / "w.duckdb", tmp_path / "backups"
    names(file)
    for days in (3, 2, 1):
        back_up(file, folder, NOW + timedelta(days=days), keep=2)
    copy = back_up(file, folder, NOW, keep=2)
    assert copy.exists()
    assert len(list_backups(folder)) == 2


def test_a_damaged_database_is_replaced_and_set_aside(tmp_path: Path) -> None:
    file, folder = tmp_path / "w.duckdb", tmp_path / "backups"
    with open_warehouse(file) as connection:
        connection.execute(ADD, ["1", "avant"])
    copy = back_up(file, folder, NOW)
    file.write_bytes(b"damaged" * 5000)

    aside = restore(copy, file, NOW)

    assert names(file) == ["avant"]
    assert aside is not None
    assert aside.read_bytes().startswith(b"damaged")


def test_only_the_newest_copies_are_kept(tmp_path: Path) -> None:
    file, folder = tmp_path / "w.duckdb", tmp_path / "backups"
    with open_warehouse(file):
        pass
    copies = [back_up(file, folder, NOW + timedelta(hours=n), keep=2) for n in range(4)]
    assert list_backups(folder) == copies[-2:]


def other_database(file: Path) -> None:
    with duckdb.connect(str(file)) as connection:
        connection.execute("CREATE TABLE of_something_else AS SELECT 1 AS a")


def database_of_views(file: Path) -> None:
    """Looks like ours by its names alone."""
    with open_warehouse(file) as connection:
        connection.execute("ALTER TABLE news.sources RENAME TO hidden")
        connection.execute("CREATE VIEW news.sources AS SELECT * FROM news.hidden")


def newer_database(file: Path) -> None:
    with open_warehouse(file) as connection:
        connection.execute("INSERT INTO news.schema_versions VALUES (999, 'later', now())")


def database_with_a_log(file: Path) -> None:
    with open_warehouse(file):
        pass
    file.with_name(file.name + ".wal").write_bytes(b"what was not put into the file")


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda file: file.write_bytes(b"x" * 9000), "no readable backup"),
        (lambda file: file.mkdir(), "is no file"),
        (os.mkfifo, "is no file"),
        (other_database, r"no backup of this program: it has no news\.schema_versions"),
        (database_of_views, r"no backup of this program: it has no news\.sources"),
        (newer_database, "written by a newer ct_pipeline"),
        (database_with_a_log, "copied while it was written to"),
    ],
)
def test_what_is_no_backup_changes_nothing(
    tmp_path: Path, make: Callable[[Path], object], problem: str
) -> None:
    file, bad = tmp_path / "w.duckdb", tmp_path / "bad.duckdb"
    with open_warehouse(file) as connection:
        connection.execute(ADD, ["1", "avant"])
    make(bad)
    with pytest.raises(WarehouseError, match=problem):
        restore(bad, file, NOW)
    assert names(file) == ["avant"]
    assert not list(tmp_path.glob("*aside*"))
