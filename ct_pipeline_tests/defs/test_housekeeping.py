"""Housekeeping and the jobs for the usual wishes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from ct_pipeline.definitions import defs
from ct_pipeline.defs.housekeeping import forget_runs, housekeeping
from ct_pipeline.defs.resources import Monitor
from ct_pipeline.warehouse.backups import list_backups
from ct_pipeline.warehouse.connection import open_warehouse


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@dg.job
def nothing() -> None:
    """A job without steps."""


def test_a_night_leaves_a_backup(data: Path) -> None:
    with open_warehouse(data / "warehouse" / "warehouse.duckdb"):
        pass
    with dg.DagsterInstance.ephemeral() as instance:
        assert housekeeping.execute_in_process(
            instance=instance, resources={"monitor": Monitor()}
        ).success
    assert len(list_backups(data / "backups")) == 1


def test_old_runs_are_forgotten_and_young_ones_stay() -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        run_id = nothing.execute_in_process(instance=instance).run_id
        now = datetime.now(UTC)
        assert forget_runs(instance, now - timedelta(days=1)) == 0
        assert instance.has_run(run_id)
        assert forget_runs(instance, now + timedelta(minutes=1), "another_job") == 0
        assert forget_runs(instance, now + timedelta(minutes=1)) == 1
        assert not instance.has_run(run_id)


def test_a_forgotten_run_gives_its_disk_back(tmp_path: Path) -> None:
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        old, young = (nothing.execute_in_process(instance=instance).run_id for _ in range(2))
        made_at = instance.get_run_record_by_id(young).create_timestamp
        assert list(tmp_path.rglob(f"{old}.db"))

        assert forget_runs(instance, made_at) == 1

        assert not list(tmp_path.rglob(f"{old}.db*"))
        assert list(tmp_path.rglob(f"{young}.db"))
        assert instance.all_logs(young)


def test_the_definitions_load_with_every_job_and_schedule() -> None:
    repository = defs().get_repository_def()
    jobs = {job.name for job in repository.get_all_jobs()}
    assert {
        "monitor_news",
        "poll_one_feed",
        "reread_articles",
        "regroup_dispatches",
        "regrade_articles",
        "replay_alerts",
        "rebuild_snapshot",
        "housekeeping",
        "deliver_alerts",
    } <= jobs
    running = {
        schedule.name
        for schedule in repository.schedule_defs
        if schedule.default_status is dg.DefaultScheduleStatus.RUNNING
    }
    assert {"monitor_news_schedule", "deliver_alerts_schedule", "housekeeping_schedule"} <= running


def test_every_asset_says_what_it_is_whose_it_is_and_where_it_stands() -> None:
    graph = defs().resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        if node.is_external:
            continue
        assert node.description, key
        assert node.owners, key
        assert node.group_name != "default", key
        assert node.kinds, key
