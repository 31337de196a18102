"""What every step of a pass works with: the settings, the writer's database, the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

import duckdb

from ct_pipeline.errors import UserError
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.connection import open_warehouse

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Monitor:
    """One monitor. Its database is opened for moments, never held while fetching or sending."""

    settings: Settings
    now: Clock = utc_now

    @classmethod
    def read(cls) -> Self:
        """The monitor of this process's environment. Raises SettingsError."""
        return cls(Settings.read())

    @contextmanager
    def open(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The writer's database, for as long as the block runs."""
        with open_warehouse(self.settings.warehouse_file) as connection:
            yield connection

    @contextmanager
    def open_filled(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The writer's database of a monitor that has run; nothing is made where there is none.

        Raises UserError.
        """
        if not self.settings.warehouse_file.is_file():
            raise UserError(
                f"CT_DATA_DIR={self.settings.data_dir} holds no articles: there is no "
                f"{self.settings.warehouse_file}. Run `python -m ct_pipeline run` first, or "
                "correct CT_DATA_DIR."
            )
        with self.open() as connection:
            yield connection
