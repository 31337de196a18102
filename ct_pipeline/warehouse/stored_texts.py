"""Bodies of a few among very many texts, at the cost of the few."""

from __future__ import annotations

import duckdb
import pyarrow as pa

ROW_GROUP_ROWS = 122_880  # DuckDB's unit of storage: it skips those that no wanted row lies in

_SELECT_TEXTS = """
SELECT
    article_id, text_id, title, body, language,
    published_from::DATE AS day_from, published_to::DATE AS day_to
FROM news.article_texts
"""


def read_texts(connection: duckdb.DuckDBPyConnection, wanted: str) -> pa.Table:
    """The texts that table `wanted` names (column text_id), in any order.

    Columns: article_id, text_id, title, body, language, day_from, day_to. A join would read every
    body of the archive: places are looked up among the ids first, then only the row groups that
    hold one are read. What is new and what it is compared with lies in the last of them.
    """
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE text_places AS
        SELECT rowid AS place FROM news.article_texts
        SEMI JOIN {wanted} AS wanted USING (text_id)
        """
    )
    ranges = connection.execute(
        f"SELECT min(place), max(place) FROM text_places GROUP BY place // {ROW_GROUP_ROWS}"
    ).fetchall()
    return pa.concat_tables(
        connection.execute(
            f"{_SELECT_TEXTS} WHERE rowid BETWEEN {first} AND {last}"
            " AND rowid IN (SELECT place FROM text_places)"
        ).to_arrow_table()
        for first, last in ranges or [(0, -1)]
    )
