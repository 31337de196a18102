"""What the assets share: the monitor, and the right to be the one pass."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TypeAlias

import dagster as dg

from ct_pipeline.pass_lock import Runs, hold_pass_lock, note_run, noted_runs
from ct_pipeline.steps.monitor import Monitor

# Jobs that may go on beside a pass: they take the database only for moments.
JOBS_BESIDE_A_PASS = frozenset(
    {"deliver_alerts", "reconcile_alerts", "import_history", "read_archive", "regroup_archive"}
)
PASS_WAIT_SECONDS = 3600.0
TO_SAY_SO = timedelta(minutes=1)  # a process loads the project before it takes its place

# What an asset or op asks for by the parameter `monitor`.
MonitorParam: TypeAlias = dg.ResourceParam[Monitor]


class MonitorResource(dg.ConfigurableResource[Monitor]):
    """The monitor of this process's environment."""

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Monitor]:
        """For the length of a run, holds the right to be the one pass; a later run waits."""
        monitor, run = Monitor.read(), context.run
        if run is None or run.job_name in JOBS_BESIDE_A_PASS:
            yield monitor
            return
        data_dir = monitor.settings.data_dir
        note_run(data_dir, run.run_id)
        with hold_pass_lock(data_dir, wait_seconds=PASS_WAIT_SECONDS):
            if context.instance is not None:
                fail_dead_runs(context.instance, noted_runs(data_dir), monitor.now())
            yield monitor


def fail_dead_runs(instance: dg.DagsterInstance, noted: Runs, now: datetime) -> int:
    """Marks runs as failed that began and have no process any more; returns how many.

    Those that wait for their turn live, and so do those that write their last words. One that said
    that it lives and whose process ended is dead; of one that said nothing that is sure only after
    a minute.
    """
    begun = instance.get_run_records(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED]))
    latest = (now - TO_SAY_SO).timestamp()
    dead = [
        run
        for run, began in ((record.dagster_run, record.start_time or 0) for record in begun)
        if run.job_name not in JOBS_BESIDE_A_PASS
        and run.run_id not in noted.living
        and (run.run_id in noted.ended or began < latest)
    ]
    for run in dead:
        instance.report_run_failed(run, "its process died; the next pass goes on from there")
    return len(dead)


@dg.definitions
def resources() -> dg.Definitions:
    """The resources under the names that assets ask for."""
    return dg.Definitions(resources={"monitor": MonitorResource()})
