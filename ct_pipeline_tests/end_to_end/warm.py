"""Commands in processes that have everything imported already: most of a small pass is imports.

Each command is a process of its own, forked from a server that has only imported modules: it reads
its environment, opens its files and ends as one that a user starts. So are the workers that a pass
starts to read pages. That commands also start from nothing is for the tests that start them so
(`test_smoke`, `test_dev`).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from multiprocessing import forkserver, get_context, resource_tracker
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory

from ct_pipeline.__main__ import main
from ct_pipeline.articles.pages import extract_raw

IMPORTED = (
    "dagster",
    "dbt.cli.main",
    "dbt.adapters.duckdb",
    "ct_pipeline.commands.run",
    "ct_pipeline.definitions",
    "ct_pipeline_tests.end_to_end.whole_package",
)
LOOK_SECONDS = 0.02


@cache
def _server() -> ForkServerContext:
    context = get_context("forkserver")
    context.set_forkserver_preload(list(IMPORTED))
    return context


@cache
def _workers_server() -> forkserver.ForkServer:
    """What `steps/workers.py` would start in each pass anew."""
    server = forkserver.ForkServer()
    server.set_forkserver_preload([extract_raw.__module__])
    server.ensure_running()
    return server


class Running:
    """`python -m ct_pipeline ARGUMENTS`, in a process group of its own, while it runs."""

    def __init__(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str]
    ) -> None:
        self._arguments = list(arguments)
        self._kept = TemporaryDirectory()
        self._out, self._err = (Path(self._kept.name, name) for name in ("stdout", "stderr"))
        for file in (self._out, self._err):
            file.touch()
        workers = _workers_server()._forkserver_address
        said = (self._out, self._err)
        self.process: BaseProcess = _server().Process(
            target=_serve, args=(self._arguments, folder, dict(environment), said, workers)
        )
        self.process.start()

    def lines(self) -> Iterator[str]:
        """Each line of standard error as soon as it is whole, until the command ends."""
        with self._err.open(encoding="utf-8") as written:
            line = ""
            while True:
                ended = not self.process.is_alive()
                while part := written.readline():
                    line += part
                    if line.endswith("\n"):
                        yield line
                        line = ""
                if ended:
                    return
                time.sleep(LOOK_SECONDS)

    def signal(self, number: int, *, group: bool = False) -> None:
        """Sends a signal to the command, or to all that it started as well."""
        (os.killpg if group else os.kill)(self.process.pid, number)

    def end(self, seconds: float) -> subprocess.CompletedProcess[str]:
        """Waits for the end, at most so many seconds; what it said and its exit code."""
        self.process.join(seconds)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
            raise subprocess.TimeoutExpired(self._arguments, seconds)
        said = [file.read_text("utf-8") for file in (self._out, self._err)]
        self._kept.cleanup()
        return subprocess.CompletedProcess(self._arguments, self.process.exitcode, *said)


def _serve(
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    said: tuple[Path, Path],
    workers: str,
) -> None:
    os.setsid()
    for descriptor, file in enumerate(said, start=1):
        os.dup2(os.open(file, os.O_WRONLY), descriptor)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    # Python lets no process ask the forkserver of another; this one is asked for workers only.
    forkserver._forkserver._forkserver_address = workers
    forkserver._forkserver.ensure_running = resource_tracker.ensure_running
    sys.argv = ["ct_pipeline", *arguments]
    main(arguments, prog_name="ct_pipeline")
