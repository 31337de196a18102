"""What a pass costs that a running Dagster launches, as its schedule does: CPU of all processes.

Dagster's code server is started as `make dev` starts it, and runs are launched there. Counted is
the CPU of the server and of whatever it started, from the launch until nothing of it is at work.
Run: python benchmarks/bench_launched_pass.py [ROUNDS]
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import psutil

from benchmarks.bench_pass import FURTHER, PROJECT, Press
from ct_pipeline.commands.home import prepare_home
from ct_pipeline.settings import Settings

JOB = "monitor_news"
# As the schedule marks its runs: the edition is then replaced when something relevant changed.
TAGS = {"dagster/schedule_name": "monitor_news_schedule"}


def cpu_seconds(server: psutil.Process) -> float:
    """What a process, its descendants and those that they waited for have used."""
    total = 0.0
    for process in [server, *server.children(recursive=True)]:
        with suppress(psutil.Error):
            total += sum(process.cpu_times()[:4])
    return total


def wait_until_still(server: psutil.Process) -> None:
    """Returns when nothing was started, ended or at work for two seconds."""
    before, now = None, (0, 0.0)
    while now != before:
        time.sleep(2)
        before, now = now, (len(server.children(recursive=True)), round(cpu_seconds(server), 1))


class CodeServer:
    """Dagster with its code server, launching runs there."""

    def __init__(self, stack: ExitStack) -> None:
        import dagster as dg
        from dagster._core.workspace.context import WorkspaceProcessContext
        from dagster._core.workspace.load_target import WorkspaceFileTarget

        self._instance = stack.enter_context(dg.DagsterInstance.get())
        target = WorkspaceFileTarget([str(PROJECT / "workspace.yaml")])
        self._workspace = stack.enter_context(WorkspaceProcessContext(self._instance, target))
        (self._server,) = (
            child for child in psutil.Process().children() if "grpc" in " ".join(child.cmdline())
        )

    def run(self) -> tuple[float, float, int]:
        """One pass: CPU seconds, seconds from the launch to its end, events."""
        from dagster import DagsterRunStatus

        context = self._workspace.create_request_context()
        location = context.get_code_location("ct_pipeline")
        (repository,) = location.get_repositories().values()
        job = repository.get_full_job(JOB)
        plan = location.get_execution_plan(job, {}, step_keys_to_execute=None, known_state=None)
        run = self._instance.create_run(
            job_name=JOB,
            run_id=None,
            run_config={},
            status=DagsterRunStatus.NOT_STARTED,
            tags=TAGS,
            root_run_id=None,
            parent_run_id=None,
            step_keys_to_execute=None,
            execution_plan_snapshot=plan.execution_plan_snapshot,
            job_snapshot=job.job_snapshot,
            parent_job_snapshot=job.parent_job_snapshot,
            asset_selection=None,
            asset_check_selection=None,
            resolved_op_selection=None,
            op_selection=None,
            remote_job_origin=job.get_remote_origin(),
            job_code_origin=job.get_python_origin(),
            asset_graph=repository.asset_graph,
        )
        used, began = cpu_seconds(self._server), time.perf_counter()
        self._instance.launch_run(run.run_id, context)
        while not (state := self._instance.get_run_by_id(run.run_id)).is_finished:
            time.sleep(0.05)
        took = time.perf_counter() - began
        if not state.is_success:
            raise SystemExit(f"the pass broke: {run.run_id}")
        wait_until_still(self._server)
        return (
            cpu_seconds(self._server) - used,
            took,
            len(self._instance.all_logs(run.run_id)),
        )


def main() -> None:
    """Passes with nothing new and with twenty new articles, by turns."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        press = Press(stack)
        os.environ.update(press.settings(folder / "launched"))
        os.chdir(PROJECT)
        prepare_home(Settings.read())
        dagster = CodeServer(stack)
        press.retract()
        press.publish(range(1000, 1000 + FURTHER))
        for _ in range(2):  # the first one fills an empty monitor and makes the marts
            dagster.run()
        measured: dict[str, list[tuple[float, float, int]]] = {"nothing new": [], "20 new": []}
        for number in range(rounds):
            measured["nothing new"].append(dagster.run())
            press.publish(range(number * FURTHER, (number + 1) * FURTHER))
            measured["20 new"].append(dagster.run())
    print(f"load {os.getloadavg()[0]:.0f}, {rounds} rounds")
    print("| launched | CPU: least | median | seconds: median | events |\n|---|---|---|---|---|")
    for name, passes in measured.items():
        cpu, wall = ([one[place] for one in passes] for place in (0, 1))
        print(
            f"| {name} | {min(cpu):.1f} | {statistics.median(cpu):.1f}"
            f" | {statistics.median(wall):.1f} | {passes[-1][2]} |"
        )


if __name__ == "__main__":
    main()
