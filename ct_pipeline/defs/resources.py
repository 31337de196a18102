"""What the assets share: the settings, the writer's database, the clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime

import dagster as dg
import duckdb

from ct_pipeline.pass_lock import hold_pass_lock
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.connection import open_warehouse

# Jobs that may go on beside a pass: they take the database only for moments.
JOBS_BESIDE_A_PASS = frozenset({"deliver_alerts", "reconcile_alerts"})
PASS_WAIT_SECONDS = 3600.0


class Monitor(dg.ConfigurableResource["Monitor"]):
    """One monitor: its settings, its database and the time."""

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Monitor]:
        """For the length of a run, holds the right to be the one pass; a later run waits."""
        with self._exclusively(context.run.job_name if context.run else None):
            yield self

    def _exclusively(self, job_name: str | None) -> AbstractContextManager[None]:
        if job_name in JOBS_BESIDE_A_PASS:
            return nullcontext()
        return hold_pass_lock(self.settings.data_dir, wait_seconds=PASS_WAIT_SECONDS)

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
