"""Running the program as a user does, and reading what it published."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from ct_pipeline_tests.end_to_end.warm import Running

PROJECT = Path(__file__).parents[2]
COMMAND_SECONDS = 300.0


@dataclass
class Workplace:
    """A data directory of its own, with the settings under which passes run there."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.folder / "data"

    def write(self, name: str, text: str) -> str:
        """Writes a file beside the data directory; returns its path for a setting."""
        file = self.folder / name
        file.write_text(text, "utf-8")
        return str(file)

    def environment(self) -> dict[str, str]:
        """The environment of a command run here."""
        return {**os.environ, "CT_DATA_DIR": str(self.data), **self.settings}

    def start(self, *arguments: str) -> Running:
        """Begins `python -m ct_pipeline …`."""
        return Running(arguments, PROJECT, self.environment())

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs `python -m ct_pipeline …` to its end."""
        return self.start(*arguments).end(COMMAND_SECONDS)

    def command_from_nothing(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The same in a new interpreter, as a user starts it."""
        return subprocess.run(
            [sys.executable, "-m", "ct_pipeline", *arguments],
            cwd=PROJECT,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )

    def run_pass(self) -> subprocess.CompletedProcess[str]:
        """One pass that must succeed."""
        completed = self.command("run")
        assert completed.returncode == 0, completed.stdout + completed.stderr
        assert "✗" not in completed.stderr, completed.stderr
        return completed

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a query of an analyst answers from the published snapshot."""
        snapshot = self.data / "published" / "ct_news.duckdb"
        with duckdb.connect(str(snapshot), read_only=True) as connection:
            return connection.execute(sql).fetchall()
