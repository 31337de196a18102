"""Keeps the services of `dev`: they end with it, all of them, and say nothing while they do."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import IO

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SECONDS_TO_END = 15.0
CHUNK = 65_536
STDERR = 2


class Keeper:
    """The services as one process group, of which the first process is told to end the others.

    What is interrupted while it loads shows where that happened, a hundred lines for each process:
    from the moment of the signal on, nothing of what they write to stderr is passed on.
    """

    def __init__(self) -> None:
        """Nothing is started yet; what tells it to stop before is heeded then."""
        self._services: subprocess.Popen[bytes] | None = None
        self._is_stopping = False

    def run(self, command: Sequence[str], folder: Path) -> int:
        """Starts the services there and waits until the last of them has ended.

        Returns the exit code of the first, 0 where they were told to stop.
        """
        services = subprocess.Popen(  # noqa: S603 - one fixed program, no shell
            command, cwd=folder, stderr=subprocess.PIPE, process_group=0
        )
        self._services = services
        if self._is_stopping:
            services.terminate()
        assert services.stderr is not None
        lines = threading.Thread(target=self._pass_on, args=(services.stderr,), daemon=True)
        lines.start()
        code = services.wait()
        # All of them write there: once nobody can, nobody is left.
        for ending in (signal.SIGTERM, signal.SIGKILL):
            self._tell_all(services, ending)
            lines.join(SECONDS_TO_END)
        return 0 if self._is_stopping else code

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        """Tells the services to end; told a second time, ends them at once."""
        was_told, self._is_stopping = self._is_stopping, True
        if self._services is None:
            return
        if was_told:
            self._tell_all(self._services, signal.SIGKILL)
        else:
            self._services.terminate()

    def _tell_all(self, services: subprocess.Popen[bytes], ending: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(services.pid, ending)

    def _pass_on(self, written: IO[bytes]) -> None:
        while chunk := os.read(written.fileno(), CHUNK):
            if not self._is_stopping:
                os.write(STDERR, chunk)


def keep(command: Sequence[str], folder: Path) -> int:
    """Runs the services until they end or this process is told to; returns the exit code.

    A shell may leave signals ignored for what it puts aside: what ends is heeded all the same, but
    for the terminal's closing, as `nohup` asks.
    """
    keeper = Keeper()
    before = {
        ending: signal.signal(ending, keeper.stop)
        for ending in ENDINGS
        if ending != signal.SIGHUP or signal.getsignal(ending) != signal.SIG_IGN
    }
    try:
        return keeper.run(command, folder)
    finally:
        for ending, handler in before.items():
            signal.signal(ending, handler)
