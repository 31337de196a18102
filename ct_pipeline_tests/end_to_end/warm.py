"""Commands in processes that have everything imported already: most of a small pass is imports.

Each command is a process of its own, forked from a server that has only imported modules: it reads
its environment, opens its files and ends as one that a user starts. That commands also start from
nothing is for the tests that start them so (`test_smoke`, `test_survival`, `test_dev`).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path
from tempfile import TemporaryDirectory

from ct_pipeline.__main__ import main

IMPORTED = (
    "dagster",
    "dbt.cli.main",
    "dbt.adapters.duckdb",
    "ct_pipeline.commands.run",
    "ct_pipeline.definitions",
    "ct_pipeline_tests.end_to_end.whole_package",
)


@cache
def _server() -> ForkServerContext:
    context = get_context("forkserver")
    context.set_forkserver_preload(list(IMPORTED))
    return context


def run_command(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float
) -> subprocess.CompletedProcess[str]:
    """`python -m ct_pipeline ARGUMENTS` to its end, at most so many seconds."""
    with TemporaryDirectory() as kept:
        out, err = Path(kept, "stdout"), Path(kept, "stderr")
        process = _server().Process(
            target=_serve, args=(list(arguments), folder, dict(environment), out, err)
        )
        process.start()
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(list(arguments), seconds)
        return subprocess.CompletedProcess(
            list(arguments), process.exitcode, out.read_text("utf-8"), err.read_text("utf-8")
        )


def _serve(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], out: Path, err: Path
) -> None:
    for file, descriptor in ((out, 1), (err, 2)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), descriptor)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["ct_pipeline", *arguments]
    main(arguments, prog_name="ct_pipeline")
