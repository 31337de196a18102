"""What the assets share: the monitor, and the right to be the one pass."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeAlias

import dagster as dg

from ct_pipeline.pass_lock import hold_pass_lock
from ct_pipeline.steps.monitor import Monitor

# Jobs that may go on beside a pass: they take the database only for moments.
JOBS_BESIDE_A_PASS = frozenset({"deliver_alerts", "reconcile_alerts", "import_history"})
PASS_WAIT_SECONDS = 3600.0

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
        with hold_pass_lock(monitor.settings.data_dir, wait_seconds=PASS_WAIT_SECONDS):
            if context.instance is not None:
                fail_dead_runs(context.instance, run)
            yield monitor


def fail_dead_runs(instance: dg.DagsterInstance, living: dg.DagsterRun) -> int:
    """Marks runs as failed that began and have no process any more; returns how many.

    Only whoever holds the right to run a pass may say so: no other run of that kind is alive.
    """
    begun = instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED]))
    dead = [
        run
        for run in begun
        if run.run_id != living.run_id and run.job_name not in JOBS_BESIDE_A_PASS
    ]
    for run in dead:
        instance.report_run_failed(run, "its process died; the next pass goes on from there")
    return len(dead)


@dg.definitions
def resources() -> dg.Definitions:
    """The resources under the names that assets ask for."""
    return dg.Definitions(resources={"monitor": MonitorResource()})
