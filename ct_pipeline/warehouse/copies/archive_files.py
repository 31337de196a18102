"""The archive as files for whoever groups it elsewhere, and what comes back as the generation in
force: values out of the writer's database and into it, a folder between."""

from __future__ import annotations

from pathlib import Path

import duckdb

from ct_pipeline.copies.version import ALGORITHM_VERSION
from ct_pipeline.errors import UserError
from ct_pipeline.inputs.overrides import Link
from ct_pipeline.warehouse.copies.components import queue_changed_links
from ct_pipeline.warehouse.copies.generations import TABLES, put_in_force
from ct_pipeline.warehouse.rows import read_number
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.transactions import transaction

FILES = {
    "versions": "copies/archive_versions",
    "articles": "copies/archive_articles",
    "links": "copies/archive_links",
}
RESULTS = {
    "text_signatures": "copies/found_signatures",
    "text_sketches": "copies/found_sketches",
    "text_landmarks": "copies/found_landmarks",
    "copy_edges": "copies/found_edges",
}


class StaleResultsError(UserError):
    """What was grouped elsewhere is not this archive any more: the mend."""


def write_archive(connection: duckdb.DuckDBPyConnection, folder: Path, links: list[Link]) -> int:
    """Lays texts, articles and people's links into a folder as Parquet; returns how many texts."""
    folder.mkdir(parents=True, exist_ok=True)
    with transaction(connection):
        queue_changed_links(connection, links)
    connection.execute(sql("copies/all_texts"))
    count = read_number(connection, "SELECT count(*) FROM stale_texts")
    connection.execute(sql("copies/batch_versions"), {"first": 0, "last": count})
    for name, statement in FILES.items():
        connection.execute(f"COPY ({sql(statement)}) TO '{folder}/{name}.parquet'")
    return count


def put_results_in_force(connection: duckdb.DuckDBPyConnection, folder: Path) -> int:
    """Replaces sketches and edges by those found elsewhere; every article is grouped anew.

    Texts that came in the meantime are compared by the next pass. Returns how many edges. Raises
    StaleResultsError where another version of the algorithm found them.
    """
    version = connection.execute(
        "SELECT any_value(algorithm_version), count(*) FROM read_parquet(?)"
        " WHERE kind = 'signature' AND algorithm_version <> ?",
        [f"{folder}/signed/*.parquet", ALGORITHM_VERSION],
    ).fetchone()
    if version and version[1]:
        raise StaleResultsError(
            f"{folder} was made by version {version[0]} of the algorithm, this is "
            f"{ALGORITHM_VERSION}. Run the job regroup_archive again into an empty folder."
        )
    with transaction(connection):
        for table in TABLES:
            connection.execute(f"DELETE FROM rebuilt.{table}")
            found = sql(RESULTS[table], results=folder)
            connection.execute(f"INSERT INTO rebuilt.{table} BY NAME {found}")
    put_in_force(connection)
    return read_number(connection, "SELECT count(*) FROM news.copy_edges")
