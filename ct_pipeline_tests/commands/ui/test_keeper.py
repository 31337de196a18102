"""The services of `dev` end with it, all of them, and what they say while they do is not shown."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from ct_pipeline.commands.ui.keeper import keep

# A service that is interrupted while it loads says where, and leaves one that it started.
SERVICE = """
import signal, subprocess, sys, time
def interrupted(*_):
    print("Traceback (most recent call last):", file=sys.stderr, flush=True)
    sys.exit(1)
signal.signal(signal.SIGTERM, interrupted)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print("child", child.pid, file=sys.stderr, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_every_service_quietly(
    ending: signal.Signals, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shown: list[str] = []

    def end_it() -> None:
        until = time.monotonic() + 30
        while "\n" not in "".join(shown) and time.monotonic() < until:
            shown.append(capfd.readouterr().err)
            time.sleep(0.02)
        os.kill(os.getpid(), ending)

    threading.Thread(target=end_it).start()
    assert keep([sys.executable, "-c", SERVICE], tmp_path) == 0
    ended_at = time.monotonic()
    with suppress(psutil.NoSuchProcess):
        child = psutil.Process(int("".join(shown).split()[1]))
        while child.status() != psutil.STATUS_ZOMBIE:
            assert time.monotonic() - ended_at < 5, "it was told to end, and has let go of stderr"
            time.sleep(0.02)
    assert capfd.readouterr().err == ""


def test_services_that_break_show_why_and_give_their_code(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = "import sys; sys.exit('the port is taken')"
    assert keep([sys.executable, "-c", broken], tmp_path) == 1
    assert capfd.readouterr().err == "the port is taken\n"
