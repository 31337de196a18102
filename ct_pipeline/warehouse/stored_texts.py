"""Bodies of a few among very many texts, at the cost of the few."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from ct_pipeline.warehouse.rows import registered

# Bytes of bodies that are held at once, where ordinary texts come to a tenth of it.
MOST_BYTES = 64_000_000
ROW_GROUP_ROWS = 122_880  # DuckDB's unit of storage: it skips those that no wanted row lies in


def read_texts(connection: duckdb.DuckDBPyConnection, wanted: str, columns: str) -> pa.Table:
    """Columns of `news.article_texts` for the texts that a table names (text_id), in any order.

    A join would read every body of the archive: places are looked up among the ids first, then
    only the row groups that hold one are read. What is new and what it is compared with lies in
    the last of them.
    """
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE text_places AS
        SELECT rowid AS place FROM news.article_texts
        SEMI JOIN {wanted} AS wanted USING (text_id)
        """
    )
    return read_places(connection, "text_places", columns)


def read_places(connection: duckdb.DuckDBPyConnection, places: str, columns: str) -> pa.Table:
    """The same for the rows that a table names by their place (`rowid`) in `news.article_texts`."""
    ranges = connection.execute(
        f"SELECT min(place), max(place) FROM {places} GROUP BY place // {ROW_GROUP_ROWS}"
    ).fetchall()
    return pa.concat_tables(
        connection.execute(
            f"""
            SELECT {columns} FROM news.article_texts
            WHERE rowid BETWEEN {first} AND {last} AND rowid IN (SELECT place FROM {places})
            """
        ).to_arrow_table()
        for first, last in ranges or [(0, -1)]
    )


def write_sizes(connection: duckdb.DuckDBPyConnection, places: str) -> None:
    """Temporary table `text_sizes`: the bytes of the bodies that a table names by their place."""
    sizes = read_places(connection, places, "rowid AS place, strlen(body) AS byte_count")
    with registered(connection, "read_sizes", sizes):
        connection.execute("CREATE OR REPLACE TEMP TABLE text_sizes AS FROM read_sizes")
