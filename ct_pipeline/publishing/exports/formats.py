"""How rows become a file: Parquet and JSONL hold everything, CSV is made for spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb

from ct_pipeline.publishing.exports.partitions import Column, Mart, Partition

Writer = Callable[[duckdb.DuckDBPyConnection, Mart, Partition, Path], None]

# Excel takes UTF-8 for what it is only after this mark; without it Arabic turns into noise.
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# A cell of Excel holds 32,767 characters; what is longer would run into the next rows.
LONGEST_CELL = 32_000


def write_parquet(
    snapshot: duckdb.DuckDBPyConnection,
    mart: Mart,  # noqa: ARG001
    partition: Partition,
    file: Path,
) -> None:
    """All columns in their own types, compressed."""
    snapshot.execute(
        f"COPY ({partition.rows_sql}) TO '{_quoted(file)}' (FORMAT parquet, COMPRESSION zstd)"
    )


def write_jsonl(
    snapshot: duckdb.DuckDBPyConnection,
    mart: Mart,  # noqa: ARG001
    partition: Partition,
    file: Path,
) -> None:
    """One JSON object per line."""
    snapshot.execute(f"COPY ({partition.rows_sql}) TO '{_quoted(file)}' (FORMAT json)")


def write_csv(
    snapshot: duckdb.DuckDBPyConnection, mart: Mart, partition: Partition, file: Path
) -> None:
    """A table that Excel opens: lists joined by `; `, times in UTC, no cell taken for a formula."""
    cells = ", ".join(_cell(column) for column in mart.columns)
    plain = file.with_name(file.name + ".plain")
    try:
        snapshot.execute(
            f"COPY (SELECT {cells} FROM ({partition.rows_sql}) AS t)"
            f" TO '{_quoted(plain)}' (FORMAT csv, HEADER)"
        )
        with plain.open("rb") as source, file.open("wb") as target:
            target.write(BYTE_ORDER_MARK)
            while block := source.read(1 << 20):
                target.write(block)
    finally:
        plain.unlink(missing_ok=True)


WRITERS: Mapping[str, Writer] = {"parquet": write_parquet, "csv": write_csv, "jsonl": write_jsonl}


def _cell(column: Column) -> str:
    value = f"t.{column.name}"
    if column.type.startswith("TIMESTAMP"):
        return f"strftime({value}, '%Y-%m-%d %H:%M:%S') AS {column.name}"
    if column.type.endswith("[]"):
        value = f"array_to_string({value}, '; ')"
    elif column.type != "VARCHAR":
        return f"{value} AS {column.name}"
    shortened = (
        f"CASE WHEN length({value}) > {LONGEST_CELL}"
        f" THEN left({value}, {LONGEST_CELL}) || '…' ELSE {value} END"
    )
    # A title from the web may begin like a formula; the apostrophe makes it text.
    return f"regexp_replace({shortened}, '^([=+@\\t\\r-])', '''\\1') AS {column.name}"


def _quoted(file: Path) -> str:
    return str(file).replace("'", "''")
