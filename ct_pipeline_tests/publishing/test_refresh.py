"""Marts that are refreshed without dbt say the same as dbt would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from ct_pipeline.publishing import marts
from ct_pipeline.publishing.dbt_command import MartsError, readers_file
from ct_pipeline.publishing.manifest import mart_nodes, read_manifest
from ct_pipeline.publishing.refresh import MARTS
from ct_pipeline.settings import Settings
from ct_pipeline_tests.publishing.newsroom import NOON, Newsroom, later, rows


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    room = Newsroom(tmp_path)
    room.add_source("s1")
    room.add_source("s2")
    room.add("feed_states", source_id="s1", state="healthy", last_polled_at=NOON)
    room.build()
    return room


def no_dbt(_: Settings, arguments: Sequence[str]) -> list[Any]:
    raise AssertionError(f"dbt was started: {arguments}")


def health(room: Newsroom) -> list[tuple[Any, ...]]:
    return rows(readers_file(room.settings), "SELECT * FROM marts.feed_health ORDER BY ALL")


def test_a_poll_and_a_delivery_reach_readers_without_dbt(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.publish(now=NOON)
    room.run(
        "UPDATE news.feed_states SET state = 'failing', detail = '404', last_polled_at = ?,"
        " consecutive_failures = 1",
        [later(hours=1)],
    )
    room.add(
        "alert_deliveries",
        delivery_id="d",
        alert_id="a",
        channel="webhook",
        status="delivered",
        created_at=NOON,
    )
    with monkeypatch.context() as patched:
        patched.setattr(marts, "invoke_dbt", no_dbt)
        build = room.build()
        assert build.rebuilt == {"feed_health", "alert_deliveries"}
        assert build.row_counts["alert_deliveries"] == 1
        assert room.build().rebuilt == frozenset()
    assert room.publish(now=later(hours=1))
    shown = rows(room.settings.snapshot_file, "SELECT * FROM marts.feed_health ORDER BY ALL")
    assert shown == health(room)
    assert [row[:3] for row in shown] == [("s1", "failing", "404"), ("s2", "never_polled", None)]

    marts.forget_marts(room.settings)
    room.build()
    assert shown == health(room)


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


def test_a_new_source_is_for_dbt(room: Newsroom) -> None:
    room.add_source("s3")
    room.run("UPDATE news.feed_states SET detail = 'x'")
    assert {"feed_health", "sources"} <= room.build().rebuilt


def test_nothing_else_is_made_from_what_is_refreshed() -> None:
    manifest = read_manifest()
    for table, mart in MARTS.items():
        assert marts_below(manifest, f"source.ct_pipeline.news.{table}") == {mart}
        assert mart_nodes(manifest)[mart]["config"]["materialized"] == "table"


def marts_below(manifest: Mapping[str, Any], unique_id: str) -> set[str]:
    found: set[str] = set()
    for child in manifest["child_map"][unique_id]:
        if child.startswith("model."):
            node = manifest["nodes"][child]
            assert node["schema"] == "marts" or node["config"]["materialized"] == "ephemeral"
            found |= {node["name"]} if node["schema"] == "marts" else set()
            found |= marts_below(manifest, child)
    return found
