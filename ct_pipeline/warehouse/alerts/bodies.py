"""Bodies of texts, or their beginnings: reading them whole is what costs."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from ct_pipeline.warehouse.rows import registered_ids


def read_bodies(
    connection: duckdb.DuckDBPyConnection, text_ids: Sequence[str], length: int | None = None
) -> dict[str, str]:
    """The bodies of texts by id, or so many first characters of each."""
    if not text_ids:
        return {}
    with registered_ids(connection, "wanted", text_id=text_ids):
        rows = connection.execute(
            "SELECT text_id, coalesce(left(body, $length), body) FROM news.article_texts"
            " SEMI JOIN wanted USING (text_id)",
            {"length": length},
        ).fetchall()
    return dict(rows)
