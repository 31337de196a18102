"""The event log that keeps its connections: Dagster's own class reads what it wrote."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from queue import Queue

import dagster as dg
import pytest
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.asset_check_execution_record import AssetCheckExecutionRecordStatus
from dagster._core.storage.event_log import SqliteEventLogStorage

from ct_pipeline.commands.home import prepare_home
from ct_pipeline.defs import event_log
from ct_pipeline.defs.event_log import MOST_OPEN, KeptEventLog
from ct_pipeline.settings import Settings

RUN = "6e1f9a52-6f0e-4b73-a0cb-3f6c3c2f5a10"
# Another process, which logs each line that it is given.
WRITER = f"""
import sys, time
import dagster as dg
from dagster._core.events.log import EventLogEntry

with dg.DagsterInstance.get() as instance:
    for line in sys.stdin:
        instance.event_log_storage.store_event(
            EventLogEntry(None, 20, line.strip(), run_id="{RUN}", timestamp=time.time())
        )
"""


@dg.asset
def headlines() -> dg.MaterializeResult[None]:
    """One asset."""
    return dg.MaterializeResult(metadata={"lines": 3})


@dg.asset_check(asset=headlines)
def they_are_few() -> dg.AssetCheckResult:
    """A check of it."""
    return dg.AssetCheckResult(passed=True)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DAGSTER_HOME", "")
    monkeypatch.delenv("DAGSTER_EVENT_BATCH_SIZE", raising=False)
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


def test_what_a_run_intends_is_stored_in_one_go_and_is_whole(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    store = KeptEventLog.store_event_batch

    def noted(log: KeptEventLog, events: Sequence[EventLogEntry]) -> None:
        sizes.append(len(events))
        store(log, events)

    monkeypatch.setattr(KeptEventLog, "store_event_batch", noted)
    with dg.DagsterInstance.get() as instance:
        run_id = dg.materialize([headlines, they_are_few], instance=instance).run_id
    assert sizes[0] == 2  # an asset and a check
    usual = SqliteEventLogStorage(str(home / "history" / "runs"))
    kinds = [one.dagster_event_type for one in usual.get_logs_for_run(run_id)]
    assert kinds.count(dg.DagsterEventType.ASSET_MATERIALIZATION_PLANNED) == 1
    assert kinds.count(dg.DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED) == 1
    (known,) = usual.get_asset_check_execution_history(they_are_few.check_key, limit=9)
    assert known.status is AssetCheckExecutionRecordStatus.SUCCEEDED


def test_a_batch_that_cannot_be_stored_leaves_nothing_behind(home: Path) -> None:
    assert home.is_dir()
    entry = EventLogEntry(None, 20, "a line", run_id=RUN, timestamp=1.0)
    with dg.DagsterInstance.get() as instance:
        log = instance.event_log_storage
        with pytest.raises(AttributeError):
            log.store_event_batch([entry, None])  # type: ignore[list-item]
        assert not log.get_logs_for_run(RUN)
        log.store_event_batch([entry, entry])
        assert len(log.get_logs_for_run(RUN)) == 2


def test_what_came_of_a_step_is_stored_together_and_found_by_who_asks(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[list[str]] = []
    store = KeptEventLog.store_event_batch

    def noted(log: KeptEventLog, events: Sequence[EventLogEntry]) -> None:
        batches.append([event.get_dagster_event().event_type_value for event in events])
        store(log, events)

    @dg.asset(deps=[headlines])
    def known(context) -> None:  # type: ignore[no-untyped-def]
        """Reads what the step before said, in a run that goes on."""
        assert context.instance.get_latest_materialization_event(headlines.key)
        steps = context.instance.get_run_step_stats(context.run.run_id)
        assert {one.step_key: one.status and one.status.value for one in steps} == {
            "headlines": "SUCCESS",
            "known": "IN_PROGRESS",
        }

    monkeypatch.setattr(KeptEventLog, "store_event_batch", noted)
    monkeypatch.setattr(event_log, "MOST_SECONDS", 60.0)  # as on a machine that is not busy
    with dg.DagsterInstance.get() as instance:
        run_id = dg.materialize([headlines, known], instance=instance).run_id
    results = ["STEP_OUTPUT", "ASSET_MATERIALIZATION", "STEP_SUCCESS", "STEP_START"]
    assert results in batches
    usual = SqliteEventLogStorage(str(home / "history" / "runs"))
    told = [e.get_dagster_event().event_type_value for e in usual.get_logs_for_run(run_id)]
    assert told[-1] == "PIPELINE_SUCCESS"
    assert sorted(told) == sorted(kind for batch in batches for kind in batch)


def test_what_no_step_says_is_stored_at_once(home: Path) -> None:
    with dg.DagsterInstance.get() as instance:
        instance.report_runless_asset_event(dg.AssetMaterialization(headlines.key))
        usual = SqliteEventLogStorage(str(home / "history" / "runs"))
        assert usual.get_latest_materialization_events([headlines.key])[headlines.key]


def test_a_run_that_was_deleted_is_gone(home: Path) -> None:
    assert home.is_dir()
    with dg.DagsterInstance.get() as instance:
        run_id = dg.materialize([headlines], instance=instance).run_id
        instance.delete_run(run_id)
        assert not instance.all_logs(run_id)


def test_who_watches_a_run_of_another_process_sees_each_line_at_once(home: Path) -> None:
    assert home.is_dir()
    seen: Queue[str] = Queue()
    with (
        dg.DagsterInstance.get() as instance,
        subprocess.Popen(
            [sys.executable, "-c", WRITER], stdin=subprocess.PIPE, text=True
        ) as writer,
    ):
        assert writer.stdin is not None
        instance.watch_event_logs(RUN, None, lambda event, _: seen.put(event.user_message))
        # The first few would be seen anyhow, while the file's own making still changes it.
        for line in (f"line {number}" for number in range(20)):
            print(line, file=writer.stdin, flush=True)
            assert seen.get(timeout=120) == line
        writer.stdin.close()
        instance.event_log_storage.dispose()
