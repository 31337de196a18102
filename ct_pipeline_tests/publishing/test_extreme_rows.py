"""No value that the writer's tables permit makes the SQL of a mart fail.

Marts isolate no row (docs/decisions/0008): one that raised would keep everything from being
published.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from ct_pipeline.publishing import refresh
from ct_pipeline.publishing.change_log import prepare_log
from ct_pipeline.publishing.changes import read_state
from ct_pipeline.publishing.dbt_command import readers_file
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.connection import open_for_writing, open_warehouse
from ct_pipeline.warehouse.sql import quoted, sql
from ct_pipeline_tests.publishing.newsroom import Newsroom

EXTREMES = {
    "INTEGER": ("-2147483648", "2147483647", "0"),
    "BIGINT": ("-9223372036854775808", "9223372036854775807", "0"),
    "UBIGINT": ("0", "18446744073709551615", "1"),
    "UINTEGER": ("0", "4294967295", "1"),
    "FLOAT": ("'-inf'", "'inf'", "'nan'"),
    "DOUBLE": ("'-inf'", "'inf'", "'nan'"),
    "BOOLEAN": ("false", "true", "NULL"),
    "DATE": ("'-infinity'", "'infinity'", "'5881580-07-10'"),
    "TIMESTAMP WITH TIME ZONE": ("'-infinity'", "'infinity'", "'294246-12-31 00:00:00+00'"),
    "VARCHAR": ("''", "'{\"a\": '", "'9e999'"),
    "VARCHAR[]": ("[]", "['', NULL, 'id1']", "['(', '%', chr(0)]"),
}
ROWS = 3
# Without one of these nothing comes into most marts.
TOLD = {"outcome": "'stored'", "origin": "'feed'", "relevance_grade": "3", "is_listed": "true"}


def value(column: str, kind: str, row: int) -> str:
    """What a column holds in a row: ids meet, all else is as far out as the type goes."""
    if kind == "VARCHAR" and (column.endswith("_id") or "_id_" in column):
        return f"'id{(row + column.endswith('_b')) % ROWS}'"
    if column in TOLD:
        return TOLD[column]
    if kind in EXTREMES:
        return EXTREMES[kind][row]
    return "[]" if kind.endswith("]") else "MAP {}" if kind.startswith("MAP") else "NULL"


def fill(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Rows for every table; the names of those that took none."""
    columns = connection.execute(
        "SELECT table_name, list(column_name ORDER BY column_index),"
        " list(data_type ORDER BY column_index), list(is_nullable ORDER BY column_index)"
        " FROM duckdb_columns() SEMI JOIN duckdb_tables() USING (table_oid)"
        " WHERE schema_name = 'news' GROUP BY ALL"
    ).fetchall()
    empty = set()
    for table, names, kinds, nullable in columns:
        count = 0
        for row in range(ROWS):
            values = [value(*column, row) for column in zip(names, kinds, strict=True)]
            told = [
                one if one != "NULL" or may_be_null else "false"
                for one, may_be_null in zip(values, nullable, strict=True)
            ]
            try:
                connection.execute(f"INSERT INTO news.{table} VALUES ({', '.join(told)})")
                count += 1
            except duckdb.ConstraintException:
                continue
        if not count:
            empty.add(table)
    return empty


@pytest.fixture
def marts(published: Newsroom, tmp_path: Path) -> Settings:
    """Built marts beside a writer's database of extreme rows."""
    settings = Settings(data_dir=tmp_path)
    readers_file(settings).parent.mkdir(parents=True)
    shutil.copy(readers_file(published.settings), readers_file(settings))
    with open_warehouse(settings.warehouse_file) as connection:
        assert fill(connection) == set()
    return settings


def test_every_mart_is_made_of_whatever_the_tables_permit(marts: Settings) -> None:
    state = read_state(readers_file(marts))
    assert state is not None
    counts: dict[str, int] = {}
    with open_for_writing(readers_file(marts)) as connection:
        connection.execute(f"ATTACH {quoted(marts.warehouse_file)} AS warehouse (READ_ONLY)")
        connection.execute("ATTACH ':memory:' AS scratch")
        connection.execute(sql("touched", refresh.SQL_DIR))
        prepare_log(connection)
        for model in state.compiled.models:
            if model.schema == refresh.MARTS:
                refresh._write(connection, model)
                counts[model.name] = len(connection.execute("FROM fresh_rows").fetchall())
            else:
                connection.execute(
                    f"CREATE TABLE scratch.{model.schema}.{model.name} AS {model.sql}"
                )
    assert sum(count > 0 for count in counts.values()) > len(counts) / 2, counts
