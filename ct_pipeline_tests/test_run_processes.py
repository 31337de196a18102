"""Runs that Dagster's code server starts are forked from a process that has everything loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parent.parent
# As Dagster's code server does it: a queue, an event and a process of its context.
SERVER = """
import multiprocessing, sys

def run(found, told):
    told.wait(60)
    found.put("ct_pipeline.steps.streaming" in sys.modules)

if __name__ == "__main__":
    from ct_pipeline.run_processes import fork_runs
    context = multiprocessing.get_context("spawn")
    fork_runs()
    found, told = context.Queue(), context.Event()
    process = context.Process(target=run, args=[found, told])
    process.start()
    told.set()
    print(found.get(timeout=120))
    process.join()
    print(process.exitcode, "ct_pipeline.steps.streaming" in sys.modules)
"""


def started_a_run(tmp_path: Path, **settings: str) -> str:
    script = tmp_path / "server.py"
    script.write_text(SERVER, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "CT_DATA_DIR": str(tmp_path / "data")}
    ran = subprocess.run(
        [sys.executable, str(script)],
        env=environment | settings,
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout


def test_a_run_begins_with_everything_loaded_that_its_server_has_not(tmp_path: Path) -> None:
    assert started_a_run(tmp_path) == "True\n0 False\n"


def test_a_run_begins_even_where_the_definitions_do_not_load(tmp_path: Path) -> None:
    ran = started_a_run(tmp_path, CT_DATA_DIR="", CT_HOST_DELAY_SECONDS="soon")
    assert ran.endswith("\n0 False\n")
