"""Backup and restore of the writer's database: the drill."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

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


def test_an_unreadable_backup_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "w.duckdb"
    with open_warehouse(file) as connection:
        connection.execute(ADD, ["1", "avant"])
    bad = tmp_path / "bad.duckdb"
    bad.write_bytes(b"x" * 9000)
    with pytest.raises(WarehouseError, match="no readable backup"):
        restore(bad, file, NOW)
    assert names(file) == ["avant"]
