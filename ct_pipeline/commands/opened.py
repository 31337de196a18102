"""The writer's database for a command that looks something up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
import duckdb

from ct_pipeline.settings import Settings, SettingsError
from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline.warehouse.errors import WarehouseError


@contextmanager
def opened_warehouse(
    *further_errors: type[Exception],
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database of this environment; its errors, and `further_errors`, end the command."""
    expected: tuple[type[Exception], ...] = (SettingsError, WarehouseError, *further_errors)
    try:
        with open_warehouse(Settings.read().warehouse_file) as connection:
            yield connection
    except expected as error:
        raise click.ClickException(str(error)) from error
