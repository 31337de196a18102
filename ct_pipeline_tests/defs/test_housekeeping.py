"""Housekeeping and the jobs for the usual wishes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage

from ct_pipeline.commands.home import prepare_home
from ct_pipeline.definitions import defs
from ct_pipeline.defs.event_log import KeptEventLog
from ct_pipeline.defs.housekeeping import forget_runs, housekeeping, remove_orphans
from ct_pipeline.settings import Settings
from ct_pipeline.steps.monitor import Monitor
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
            instance=instance, resources={"monitor": Monitor.read()}
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


@pytest.fixture(params=[SqliteEventLogStorage, KeptEventLog])
def instance(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dg.DagsterInstance]:
    """With Dagster's own event log, and with the one that is configured."""
    monkeypatch.setenv("DAGSTER_HOME", "")
    monkeypatch.setenv("PYTHONPATH", "")
    home = prepare_home(Settings(data_dir=tmp_path / "data"))
    if request.param is SqliteEventLogStorage:
        (home / "dagster.yaml").write_text("telemetry: {enabled: false}\n", "utf-8")
    with dg.DagsterInstance.get() as opened:
        assert type(opened.event_log_storage) is request.param
        yield opened


def test_dagster_tells_its_makers_nothing(instance: dg.DagsterInstance) -> None:
    assert instance.telemetry_enabled is False


def files_of(instance: dg.DagsterInstance, run_id: str) -> list[Path]:
    return list(Path(instance.root_directory, "history", "runs").glob(f"{run_id}.db*"))


def test_a_forgotten_run_gives_its_disk_back(instance: dg.DagsterInstance) -> None:
    old, young = (nothing.execute_in_process(instance=instance).run_id for _ in range(2))
    record = instance.get_run_record_by_id(young)
    assert record is not None
    assert files_of(instance, old)

    assert forget_runs(instance, record.create_timestamp) == 1

    assert not files_of(instance, old)
    assert files_of(instance, young)
    assert instance.all_logs(young)


def test_files_that_a_killed_process_or_an_old_version_left_go_after_a_day(
    instance: dg.DagsterInstance,
) -> None:
    left, kept = (nothing.execute_in_process(instance=instance).run_id for _ in range(2))
    instance.report_runless_asset_event(dg.AssetMaterialization("headlines"))
    instance.delete_run(left)  # Dagster empties the file and leaves it
    now = datetime.now(UTC)

    assert remove_orphans(instance, now - timedelta(days=1)) == 0
    assert files_of(instance, left)
    assert remove_orphans(instance, now + timedelta(minutes=1)) >= 1

    assert not files_of(instance, left)
    assert instance.all_logs(kept)
    assert files_of(instance, "index")
    assert files_of(instance, ""), "events of no run are nobody's to remove"


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
