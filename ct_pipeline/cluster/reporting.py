"""What a job says: to Dagster where it was started by Dagster Pipes, else to the terminal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

from dagster_pipes import DAGSTER_PIPES_CONTEXT_ENV_VAR, PipesContext, open_dagster_pipes


class Report(Protocol):
    """Where a job's lines and its figures go."""

    def say(self, line: str) -> None:
        """One line for people."""

    def metadata(self, values: Mapping[str, int | float | str]) -> None:
        """What the job came to, once, at its end."""


class _Terminal:
    def say(self, line: str) -> None:
        sys.stderr.write(f"{line}\n")

    def metadata(self, values: Mapping[str, int | float | str]) -> None:
        sys.stdout.write(f"{json.dumps(values)}\n")


class _Dagster:
    def __init__(self, context: PipesContext) -> None:
        self._context = context

    def say(self, line: str) -> None:
        self._context.log.info(line)

    def metadata(self, values: Mapping[str, int | float | str]) -> None:
        self._context.report_custom_message(dict(values))


@contextmanager
def reporting() -> Iterator[Report]:
    """The report of this process."""
    if DAGSTER_PIPES_CONTEXT_ENV_VAR not in os.environ:
        yield _Terminal()
        return
    with open_dagster_pipes() as context:
        yield _Dagster(context)
