"""Which text of an article is in force, for every station that brings texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

from ct_pipeline.articles.revisions import KnownText
from ct_pipeline.warehouse.rows import registered_ids
from ct_pipeline.warehouse.touches import touch


def known_text(row: Mapping[str, Any]) -> KnownText:
    """A stored text as the next one is compared with, from its columns."""
    return KnownText(**{**row, "agency_credits": tuple(row["agency_credits"])})


def point_to_texts(connection: duckdb.DuckDBPyConnection, texts: Mapping[str, str]) -> None:
    """Puts a text in force for each of these articles: text ids by article id."""
    with registered_ids(connection, "latest", article_id=list(texts), text_id=texts.values()):
        connection.execute(
            "UPDATE news.articles SET current_text_id = latest.text_id FROM latest"
            " WHERE articles.article_id = latest.article_id"
        )
        touch(connection, "articles", "SELECT article_id FROM latest")
