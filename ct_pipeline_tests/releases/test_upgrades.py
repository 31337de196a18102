"""From every released version to this one: nothing lost, nothing told twice."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ct_pipeline.warehouse.migrate import MIGRATIONS_DIR
from ct_pipeline_tests.press import texts
from ct_pipeline_tests.press.papers import Story
from ct_pipeline_tests.press.server import Reply, Site
from ct_pipeline_tests.releases.newsroom import MORNING, PROJECT, RELEASES, Newsroom, newsroom
from ct_pipeline_tests.releases.record import HASHES, hash_of

VERSIONS = sorted(folder.name for folder in RELEASES.iterdir())

IDS = """
SELECT articles.article_id, dispatch_members.dispatch_id, story_members.story_id
FROM news.articles
INNER JOIN news.dispatch_members USING (article_id)
INNER JOIN news.story_members USING (dispatch_id)
"""
PUBLISHED_IDS = "SELECT article_id, dispatch_id, story_id FROM marts.articles"
ALERTS = "SELECT DISTINCT alert_id, consumer_id, story_id FROM news.alert_deliveries"
PUBLISHED_ALERTS = "SELECT DISTINCT alert_id, consumer_id, story_id FROM marts.alert_deliveries"
OUTCOMES = "SELECT entry_id, first_seen_at, outcome FROM news.entry_outcomes"
PUBLISHED_OUTCOMES = "SELECT entry_id, first_seen_at, outcome FROM marts.entry_outcomes"

MOMENTS_OF_THE_MACHINE = """
SELECT table_name, column_name FROM duckdb_columns() SEMI JOIN duckdb_tables() USING (table_oid)
WHERE data_type = 'TIMESTAMP WITH TIME ZONE' AND column_name SIMILAR TO '.*_at'
    AND column_name != 'published_at'
"""


@pytest.mark.parametrize("version", VERSIONS)
def test_a_released_migration_never_changes(version: str) -> None:
    for line in (RELEASES / version / HASHES).read_text("utf-8").splitlines():
        frozen, name = line.split()
        assert hash_of(MIGRATIONS_DIR / name) == frozen, (
            f"{name} was released with {version}: write a new migration instead of editing it"
        )


@pytest.fixture
def press(tmp_path: Path) -> Iterator[Newsroom]:
    with newsroom(tmp_path) as opened:
        yield opened


def unpack(version: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the database that this version left, as if its last pass had been an hour ago."""
    monkeypatch.chdir(PROJECT)
    file.parent.mkdir(parents=True)
    with duckdb.connect(str(file)) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"IMPORT DATABASE '{(RELEASES / version).relative_to(PROJECT)}'")
        connection.execute(
            "SET VARIABLE later ="
            " (SELECT now() - INTERVAL 1 HOUR - max(finished_at) FROM news.passes)"
        )
        for table, column in connection.execute(MOMENTS_OF_THE_MACHINE).fetchall():
            connection.execute(
                f"UPDATE news.{table} SET {column} = {column} + getvariable('later')"
            )


def rows_of(file: Path, sql: str) -> set[tuple[Any, ...]]:
    with duckdb.connect(str(file), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return set(connection.execute(sql).fetchall())


def titles(receiver: Site) -> list[str]:
    return [json.loads(request.body)["data"]["title"] for request in receiver.received]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_pass_over_a_released_database_loses_nothing_and_tells_nothing_twice(
    version: str, press: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, database = press.here, press.here.data / "warehouse" / "warehouse.duckdb"
    unpack(version, database, monkeypatch)
    stored = {sql: rows_of(database, sql) for sql in (IDS, ALERTS, OUTCOMES)}
    [pending] = rows_of(
        database, "SELECT alert_id FROM news.alert_deliveries WHERE status = 'pending'"
    )
    assert all(stored.values())
    press.out_of_order.posted = Reply(status=204)
    later = MORNING + timedelta(hours=6)
    press.two.publish(
        Story("/c", "Plateforme de Marrakech à Tanger", texts.PLATFORM, later, credit="MAP"),
        Story("/d", "استقبال مسؤول أممي", texts.MEETING_AR, later, "ar"),
    )

    here.run_pass()

    assert stored[IDS] < set(here.rows(PUBLISHED_IDS))
    assert stored[ALERTS] < set(here.rows(PUBLISHED_ALERTS))
    assert stored[OUTCOMES] < set(here.rows(PUBLISHED_OUTCOMES))
    for paper in (press.one, press.two):
        [poll] = paper.site.requests_of("/feed")
        assert "if-none-match" in poll.headers, "the feed's validators were forgotten"
    assert {request.path for request in press.one.site.received} == {"/feed"}
    assert titles(press.desk) == ["استقبال مسؤول أممي"]
    late = [request.headers["webhook-id"] for request in press.out_of_order.received]
    assert len(late) == len(set(late)) == 2
    assert pending[0] in late
    assert set(here.rows("SELECT DISTINCT status FROM marts.alert_deliveries")) == {("delivered",)}


def test_a_second_newsroom_opens_when_the_first_has_closed(tmp_path: Path) -> None:
    # The press of a release has fixed ports; in one file, so that no process waits for another.
    opened = threading.Event()

    def open_another() -> None:
        with newsroom(tmp_path / "second"):
            opened.set()

    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    other = threading.Thread(target=open_another)
    with newsroom(tmp_path / "first"):
        other.start()
        assert not opened.wait(0.3)
    other.join(60)
    assert opened.is_set()
