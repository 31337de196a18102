"""Sending through Apprise in processes that may be killed.

A service may answer for ever, one byte at a time, or with gigabytes, and Apprise reads whatever
comes. Here that costs the one message.
"""

from __future__ import annotations

import threading

from ct_pipeline.alerts.attempts import Answer
from ct_pipeline.steps.workers import Crash, Limits, Workers
from ct_pipeline.web.notifiers import Letter, send_letter

# A digest may be split into several messages, each of which may wait fifteen seconds.
SECONDS_PER_LETTER = 60.0
WORKER_BYTES = 580_000_000  # 800 MB with the libraries that a worker starts with
AT_ONCE = 4


class Notifiers:
    """Sends letters from any thread, so many at once; `close` ends the processes, not the use."""

    def __init__(self, seconds: float = SECONDS_PER_LETTER) -> None:
        limits = Limits(seconds, WORKER_BYTES, waits=1)  # a letter waits for others
        self._turns = threading.Semaphore(AT_ONCE)
        self._idle = [Workers(send_letter, 1, limits) for _ in range(AT_ONCE)]

    def send(self, letter: Letter) -> Answer:
        """One attempt; waits for its turn."""
        with self._turns:
            worker = self._idle.pop()
            try:
                (done,) = worker.map([letter])
            finally:
                self._idle.append(worker)
        if isinstance(done.result, Crash):
            return Answer(error=f"the service was given up: {done.result.reason}")
        return done.result

    def close(self) -> None:
        """Ends the processes that are idle; the next letter starts another."""
        for worker in self._idle:
            worker.stop()
