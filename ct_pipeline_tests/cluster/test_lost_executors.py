"""An executor that dies in the middle of a job; Spark has one session, so no other test is here."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from ct_pipeline.cluster.regroup_archive import regroup_archive
from ct_pipeline.cluster.session import open_session
from ct_pipeline_tests.cluster.comparing import (
    FEW_PARTITIONS,
    JAVA_SECONDS,
    LOCAL_CLUSTER,
    assert_same,
    files_of,
)
from ct_pipeline_tests.cluster.one_machine import OneMachine

FIND_SECONDS = 300.0
pytestmark = pytest.mark.timeout(JAVA_SECONDS)


def test_a_killed_executor_costs_its_task(one_machine: OneMachine, tmp_path: Path) -> None:
    folder = files_of(one_machine, tmp_path)
    with open_session("killed", LOCAL_CLUSTER, FEW_PARTITIONS) as session:
        killed: list[int] = []
        killer = threading.Thread(target=kill_an_executor, args=(killed,))
        killer.start()
        regroup_archive(session, str(folder))
        killer.join()
        assert killed
        assert_same(one_machine, session, tmp_path)


def kill_an_executor(killed: list[int]) -> None:
    """Kills one executor of this process's cluster once it works on Python code."""
    deadline = time.monotonic() + FIND_SECONDS
    while time.monotonic() < deadline:
        for process in psutil.Process().children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                if is_executor_at_work(process):
                    process.kill()
                    killed.append(process.pid)
                    return
        time.sleep(0.2)


def is_executor_at_work(process: psutil.Process) -> bool:
    children = (" ".join(child.cmdline()) for child in process.children())
    is_executor = "CoarseGrainedExecutorBackend" in " ".join(process.cmdline())
    return is_executor and any("pyspark.daemon" in child for child in children)
