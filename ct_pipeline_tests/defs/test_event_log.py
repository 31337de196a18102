"""The event log that keeps its connections: Dagster's own class reads what it wrote."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage

from ct_pipeline.commands.home import prepare_home
from ct_pipeline.defs.event_log import MOST_OPEN, KeptEventLog
from ct_pipeline.settings import Settings


@dg.asset
def headlines() -> dg.MaterializeResult[None]:
    """One asset."""
    return dg.MaterializeResult(metadata={"lines": 3})


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DAGSTER_HOME", "")
    monkeypatch.setenv("PYTHONPATH", "")
    return prepare_home(Settings(data_dir=tmp_path / "data"))


def test_more_runs_than_are_kept_open_are_all_on_disk_for_dagsters_own_class(home: Path) -> None:
    with dg.DagsterInstance.get() as instance:
        assert isinstance(instance.event_log_storage, KeptEventLog)
        run_ids = [
            dg.materialize([headlines], instance=instance).run_id for _ in range(MOST_OPEN + 2)
        ]
        usual = SqliteEventLogStorage(str(home / "history" / "runs"))
        for run_id in run_ids:
            events = [one.dagster_event_type for one in usual.get_logs_for_run(run_id)]
            assert events.count(dg.DagsterEventType.ASSET_MATERIALIZATION) == 1
            assert events[-1] is dg.DagsterEventType.RUN_SUCCESS
        assert len(instance.fetch_materializations(headlines.key, limit=99).records) == len(run_ids)


def test_a_run_that_was_deleted_is_gone(home: Path) -> None:
    assert home.is_dir()
    with dg.DagsterInstance.get() as instance:
        run_id = dg.materialize([headlines], instance=instance).run_id
        instance.delete_run(run_id)
        assert not instance.all_logs(run_id)
