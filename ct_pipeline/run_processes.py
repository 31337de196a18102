"""The processes that Dagster's code server starts for runs: forked from one that has loaded all.

Dagster starts them by `spawn`, and each imports Dagster, the project and its libraries anew: half
the seconds of a pass that finds nothing (docs/decisions/0004-the-time-budget-of-a-pass.md).
"""

from __future__ import annotations

import multiprocessing
from typing import Any

LOADED = "ct_pipeline.commands.ui.loaded"


def fork_runs() -> None:
    """From now on, what this process would spawn is forked from a server that imported `LOADED`.

    That server has neither threads nor connections of this process, and ends with it.
    """
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload([LOADED])
    spawning: Any = multiprocessing.get_context("spawn")
    spawning.Process = server.Process
