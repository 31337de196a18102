"""What the assets share: the settings, the writer's database, the clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import dagster as dg
import duckdb

from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.connection import open_warehouse


class Monitor(dg.ConfigurableResource["Monitor"]):
    """One monitor: its settings, its database and the time."""

    @property
    def settings(self) -> Settings:
        """The settings of this process's environment; raises SettingsError."""
        return Settings.read()

    @contextmanager
    def open(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The writer's database, for as long as the block runs; never hold it while fetching."""
        with open_warehouse(self.settings.warehouse_file) as connection:
            yield connection

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return datetime.now(UTC)


@dg.definitions
def resources() -> dg.Definitions:
    """The resources under the names that assets ask for."""
    return dg.Definitions(resources={"monitor": Monitor()})
