"""The marts brought up to date without dbt, by the very SQL that dbt compiled for them.

Starting dbt costs two seconds and 20 ms a node, however little there is to do. A pass runs only the
models below what changed, and of these makes only the rows of what was touched; the tests look at
those rows. What differs is written, in one transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from pathlib import Path

import duckdb

from ct_pipeline.publishing.change_log import log_rows, prepare_log
from ct_pipeline.publishing.changes import BuildState, write_state
from ct_pipeline.publishing.compiled import Model, Test
from ct_pipeline.publishing.dbt_command import readers_file
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.connection import open_for_writing
from ct_pipeline.warehouse.rows import read_number
from ct_pipeline.warehouse.sql import quoted, sql
from ct_pipeline.warehouse.transactions import transaction

logger = logging.getLogger(__name__)

SQL_DIR = Path(__file__).parent
MARTS = "marts"


def refresh_marts(
    settings: Settings, now: BuildState, changed: Collection[str]
) -> frozenset[str] | None:
    """Brings the marts below the changed tables up to date; the names of those that differ now.

    None where rows break a test, or where the SQL fails: then nothing is changed, and dbt is to
    build everything and to say so in its own words. `now` is remembered as the build's state. The
    caller holds the writer's lock.
    """
    with open_for_writing(readers_file(settings)) as connection:
        warehouse = quoted(settings.warehouse_file)
        connection.execute(f"ATTACH {warehouse} AS warehouse (READ_ONLY)")
        connection.execute("ATTACH ':memory:' AS scratch")
        try:
            connection.execute(sql("touched", SQL_DIR))
            models = [one for one in now.compiled.models if _concerns(connection, one, changed)]
            # One transaction writes to one database: what lives in memory is made before.
            for model in models:
                if model.schema != MARTS:
                    connection.execute(
                        f"CREATE TABLE scratch.{model.schema}.{model.name} AS {model.sql}"
                    )
            with transaction(connection):
                prepare_log(connection)
                marts = [model for model in models if model.schema == MARTS]
                written = frozenset(mart.name for mart in marts if _write(connection, mart))
                _check(connection, list(now.compiled.tests.values()), {m.name for m in marts})
                write_state(connection, now.after(written))
        except (_BrokenTestError, duckdb.Error) as error:
            logger.warning("marts: dbt has to build all of them (%s)", error)
            return None
    return written


def _concerns(
    connection: duckdb.DuckDBPyConnection, model: Model, changed: Collection[str]
) -> bool:
    if not set(model.tables) & set(changed):
        return False
    return model.kind is None or bool(
        read_number(connection, f"SELECT count(*) FROM scratch.touched.{model.kind}")
    )


def _write(connection: duckdb.DuckDBPyConnection, mart: Model) -> bool:
    """Replaces the rows that differ among those that the build is about; whether any did."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE fresh_rows AS"
        f" SELECT made.*, hash(made) AS row_hash FROM ({mart.sql}) AS made"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE former_rows AS"
        " SELECT rowid AS place, hash(former) AS row_hash"
        f" FROM marts.{mart.name} AS former WHERE {mart.slice_sql}"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE gone_rows AS"
        " SELECT place FROM former_rows ANTI JOIN fresh_rows USING (row_hash)"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE new_rows AS SELECT fresh_rows.* EXCLUDE (row_hash)"
        " FROM fresh_rows ANTI JOIN former_rows USING (row_hash)"
    )
    counts = "(SELECT count(*) FROM gone_rows) + (SELECT count(*) FROM new_rows)"
    if not read_number(connection, f"SELECT {counts}"):
        return False
    gone = f"FROM marts.{mart.name} WHERE rowid IN (SELECT place FROM gone_rows)"
    log_rows(connection, mart, f"SELECT * {gone} UNION ALL BY NAME FROM new_rows")
    connection.execute(f"DELETE {gone}")
    connection.execute(f"INSERT INTO marts.{mart.name} BY NAME FROM new_rows")
    return True


class _BrokenTestError(Exception):
    """Rows break a test."""


def _check(
    connection: duckdb.DuckDBPyConnection, tests: Sequence[Test], written: Collection[str]
) -> None:
    for test in tests:
        if set(test.models) & set(written) and read_number(
            connection, f"SELECT count(*) FROM ({test.sql})"
        ):
            raise _BrokenTestError(f"a test of {', '.join(test.models)} fails")
