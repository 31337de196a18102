"""How rows become a file: JSONL holds everything, CSV is made for spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb

from ct_pipeline.publishing.exports.partitions import Column, Mart, Partition
from ct_pipeline.warehouse.sql import quoted

Writer = Callable[[duckdb.DuckDBPyConnection, Mart, Partition, Path], None]

# Excel takes UTF-8 for what it is only after this mark; without it Arabic turns into noise.
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# A cell of Excel holds 32,767 characters; what is longer would run into the next rows.
LONGEST_CELL = 32_000
# What begins a formula, the wide forms of Japanese keyboards included. Where the list separator is
# `;` (French, Spanish, Arabic settings) the file is split at other places than it was written: at
# each `;` or tab in a text, and at line breaks, so that a cell may begin there too.
FORMULA = "(^|[;\\t\\r\\n])([\\s\"'']*)([=+@\\-＝＋＠－])"


def write_jsonl(
    snapshot: duckdb.DuckDBPyConnection,
    mart: Mart,  # noqa: ARG001
    partition: Partition,
    file: Path,
) -> None:
    """One JSON object per line."""
    snapshot.execute(f"COPY ({partition.rows_sql}) TO {quoted(file)} (FORMAT json)")


def write_csv(
    snapshot: duckdb.DuckDBPyConnection, mart: Mart, partition: Partition, file: Path
) -> None:
    """A table that Excel opens: lists joined by `; `, times in UTC, no cell taken for a formula.

    Why commas, and an apostrophe in the text: docs/decisions/0092-exports.md.
    """
    cells = ", ".join(_cell(column) for column in mart.columns)
    plain = file.with_name(file.name + ".plain")
    try:
        snapshot.execute(
            f"COPY (SELECT {cells} FROM ({partition.rows_sql}) AS t)"
            f" TO {quoted(plain)} (FORMAT csv, HEADER)"
        )
        with plain.open("rb") as source, file.open("wb") as target:
            target.write(BYTE_ORDER_MARK)
            while block := source.read(1 << 20):
                target.write(block)
    finally:
        plain.unlink(missing_ok=True)


WRITERS: Mapping[str, Writer] = {"csv": write_csv, "jsonl": write_jsonl}


def _cell(column: Column) -> str:
    value = f"t.{column.name}"
    if column.type.startswith("TIMESTAMP"):
        return f"strftime({value}, '%Y-%m-%d %H:%M:%S') AS {column.name}"
    if column.type.endswith("[]"):
        value = f"array_to_string({value}, '; ')"
    elif column.type != "VARCHAR":
        return f"{value} AS {column.name}"
    # The apostrophe makes it text.
    harmless = f"regexp_replace({value}, '{FORMULA}', '\\1\\2''\\3', 'g')"
    return (
        f"CASE WHEN length({harmless}) > {LONGEST_CELL}"
        f" THEN left({harmless}, {LONGEST_CELL}) || '…' ELSE {harmless} END AS {column.name}"
    )
