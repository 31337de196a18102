"""What a process of ours leaves and shows: files of its user alone, log lines that do nothing; and
when it looks for garbage."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

from ct_pipeline.language.inert import shortened, shown
from ct_pipeline.language.masking import masked

OWNER_ALONE = 0o077
LONGEST_REASON = 300


class Line(logging.LogRecord):
    """A log line without control characters and secrets, whoever wrote it."""

    def getMessage(self) -> str:  # noqa: N802 - the library's name
        """The line as it is shown."""
        return masked(shown(super().getMessage()))


def keep_to_itself() -> None:
    """From now on files are readable by their owner alone, and log lines are inert."""
    os.umask(OWNER_ALONE)
    logging.setLogRecordFactory(Line)


@contextmanager
def uncollected() -> Iterator[None]:
    """For as long as a block or function runs nothing looks for values that hold each other.

    Among the many small values of a batch of texts there are none, and to look at all of them again
    and again takes a sixth of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def reason_of(error: Exception) -> str:
    """An error in one line for people: inert, without secrets, cut."""
    words = " ".join(masked(shown(f"{type(error).__name__}: {error}")).split())
    return shortened(words, LONGEST_REASON)
