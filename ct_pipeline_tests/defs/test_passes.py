"""What the last step of a pass tells: counts, and what each stage cost."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from ct_pipeline.definitions import defs
from ct_pipeline.defs import feeds, passes
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline_tests.press.papers import Paper, Story, subscriptions
from ct_pipeline_tests.press.server import Site

STORY = Story("/1", "Un titre", ("Un texte.",), datetime(2026, 1, 2, tzinfo=UTC))


@dg.asset(key=["news", "alert_retries"], deps=[feeds.POLLS], group_name="alerts")
def last_step_before() -> None:
    """Stands for everything between the polls and the end of a pass."""


def test_a_pass_tells_its_seconds_and_bytes_by_stage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Site() as site:
        paper = Paper(site, "Le Journal")
        paper.publish(STORY)
        (tmp_path / "feeds.opml").write_text(subscriptions([paper]), "utf-8")
        monkeypatch.setenv("CT_DATA_DIR", str(tmp_path / "data"))
        monkeypatch.setenv("CT_FEEDS_FILE", str(tmp_path / "feeds.opml"))
        monkeypatch.setenv("CT_ALLOWED_PRIVATE_HOSTS", site.host)
        result = dg.materialize(
            [feeds.sources, feeds.polled_feeds, last_step_before, passes.passes],
            resources={"monitor": Monitor.read()},
        )
        feed_bytes = len(site.replies["/feed"].body)

    [event] = result.asset_materializations_for_node("news__passes")
    told = {name: value.value for name, value in event.metadata.items()}
    assert told["feeds_seconds"] > 0
    assert told["feeds_bytes"] == feed_bytes
    assert told["pages_bytes"] == 0
    assert told["warehouse_disk_bytes"] > 0
    assert told["archive_disk_bytes"] > 0
    assert told["new_entries"] == 1


def test_every_table_of_the_writer_shows_its_columns_and_their_meaning() -> None:
    graph = defs().resolve_asset_graph()
    tables = [key for key in graph.materializable_asset_keys if key.path[0] == "news"]
    without = {
        key.path[-1] for key in tables if not graph.get(key).metadata.get("dagster/column_schema")
    }
    assert without == {"alert_retries"}, "a step that writes no table of its own name"
    columns = graph.get(dg.AssetKey(["news", "feed_states"])).metadata["dagster/column_schema"]
    assert "wait_until_at" in {column.name for column in columns.columns}
    described = {column.name: column.description for column in columns.columns}
    assert described["address"] == "where it is now, after permanent redirects"
