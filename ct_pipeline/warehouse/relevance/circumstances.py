"""What the writer's database knows of texts besides their words: their day and their feed."""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from ct_pipeline.language.places.gazetteer import load_countries
from ct_pipeline.relevance.reading import Circumstances
from ct_pipeline.warehouse.rows import registered_ids
from ct_pipeline.warehouse.sql import sql


def read_circumstances(
    connection: duckdb.DuckDBPyConnection, text_ids: Collection[str]
) -> dict[str, Circumstances]:
    """The circumstances of texts by their id.

    No day where the text has no date; no country of a feed that is not one country's.
    """
    with registered_ids(connection, "wanted_circumstances", text_id=sorted(text_ids)):
        rows = connection.execute(sql("relevance/circumstances")).fetchall()
    countries = load_countries()
    return {
        text_id: Circumstances(day, told_from if told_from in countries else None)
        for text_id, day, told_from in rows
    }
