"""What a command and all processes under it cost: seconds of the processor, and memory at its peak.

Memory is the sum of what each process holds for itself and its part of what several share (PSS),
looked at every fifth of a second: what a machine must have, where RSS counts libraries once a
process.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

PROJECT = Path(__file__).parent.parent
LOOK_SECONDS = 0.2


@dataclass(frozen=True)
class Cost:
    """How a command ended, its seconds of the processor, its peak in bytes, and what it said."""

    exit_code: int
    cpu_seconds: float
    peak_bytes: int
    said: str


def cost_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Cost:
    """Runs `python ARGUMENTS` in the project and measures it."""
    before = _children_seconds()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=PROJECT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    peaks = [0]
    ended = threading.Event()
    watching = threading.Thread(target=_watch, args=(process.pid, peaks, ended))
    watching.start()
    _, said = process.communicate()
    ended.set()
    watching.join()
    return Cost(process.returncode, _children_seconds() - before, max(peaks), said)


def _watch(pid: int, peaks: list[int], ended: threading.Event) -> None:
    while not ended.wait(LOOK_SECONDS):
        total = 0
        try:
            root = psutil.Process(pid)
            for one in (root, *root.children(recursive=True)):
                total += one.memory_full_info().pss
        except psutil.Error:
            continue
        peaks.append(total)


def _children_seconds() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime
