"""Which runs have died: not those that wait for their turn, nor those that are just ending."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
from dagster import DagsterRunStatus

from ct_pipeline.defs.resources import fail_dead_runs
from ct_pipeline.pass_lock import noted_runs

LIVE = """
import sys, pathlib
from ct_pipeline.pass_lock import note_run
note_run(pathlib.Path(sys.argv[1]), sys.argv[2])
print("noted", flush=True)
sys.stdin.read()
"""


@dg.op
def nothing() -> None:
    """Does nothing."""


@dg.job
def a_pass() -> None:
    nothing()


def begun(instance: dg.DagsterInstance) -> str:
    """The id of a run that Dagster takes for one that goes on."""
    run = instance.create_run_for_job(a_pass, status=DagsterRunStatus.STARTING)
    event = dg.DagsterEvent("PIPELINE_START", run.job_name)
    instance.report_dagster_event(event, run.run_id)
    return run.run_id


def test_only_a_run_without_a_process_has_died(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    later = now + timedelta(minutes=2)
    with dg.DagsterInstance.ephemeral() as instance:
        waiting, dead = begun(instance), begun(instance)
        command = [sys.executable, "-c", LIVE, str(tmp_path), waiting]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "noted\n"
            assert fail_dead_runs(instance, noted_runs(tmp_path), now) == 0, "young"
            assert fail_dead_runs(instance, noted_runs(tmp_path), later) == 1
            process.kill()
        assert {run.run_id: run.status for run in instance.get_runs()} == {
            waiting: DagsterRunStatus.STARTED,
            dead: DagsterRunStatus.FAILURE,
        }
        assert fail_dead_runs(instance, noted_runs(tmp_path), now) == 1, "it had said that it lives"
        assert list((tmp_path / "runs").iterdir()) == []
