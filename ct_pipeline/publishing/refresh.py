"""Two small marts brought up to date without dbt, by the very SQL that dbt compiled for them.

Every poll changes the state of its feed, so that each pass that finds nothing new would start dbt
for one small table: a second of it, four from the command line. Its SQL alone takes 20 ms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from ct_pipeline.publishing.dbt_command import readers_file
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.connection import open_for_writing
from ct_pipeline.warehouse.transactions import transaction

# The writer's tables that lead to one plain mart, from which no other is made.
MARTS = {"feed_states": "feed_health", "alert_deliveries": "alert_deliveries"}


@dataclass(frozen=True, slots=True)
class Compiled:
    """A mart as dbt compiled it: the query of its rows; by test, the query of those that fail."""

    rows: str
    tests: Mapping[str, str]


def compiled_marts(results: Sequence[Any]) -> dict[str, Compiled]:
    """What a run of dbt compiled for the marts that are refreshed here, by name."""
    nodes = [result.node for result in results]
    tests = [node for node in nodes if node.resource_type == "test"]
    return {
        mart.name: Compiled(
            mart.compiled_code,
            {
                test.unique_id: test.compiled_code
                for test in tests
                if mart.unique_id in test.depends_on.nodes
            },
        )
        for mart in nodes
        if mart.resource_type == "model" and mart.name in MARTS.values()
    }


def refresh_marts(settings: Settings, compiled: Mapping[str, Compiled]) -> bool:
    """Replaces the rows of these marts; whether all their tests pass, else nothing is changed.

    The caller holds the writer's lock.
    """
    with open_for_writing(readers_file(settings)) as connection:
        warehouse = str(settings.warehouse_file).replace("'", "''")
        connection.execute(f"ATTACH '{warehouse}' AS warehouse (READ_ONLY)")
        try:
            with transaction(connection):
                for name, mart in compiled.items():
                    connection.execute(f"DELETE FROM marts.{name}")
                    connection.execute(f"INSERT INTO marts.{name} BY NAME {mart.rows}")
                for mart in compiled.values():
                    _check(connection, mart)
        except (_TestFailedError, duckdb.Error):
            return False
    return True


class _TestFailedError(Exception):
    """Rows break a test: dbt is to say so in its own words."""


def _check(connection: duckdb.DuckDBPyConnection, mart: Compiled) -> None:
    for sql in mart.tests.values():
        row = connection.execute(f"SELECT count(*) FROM ({sql})").fetchone()
        if row is None or row[0]:
            raise _TestFailedError
