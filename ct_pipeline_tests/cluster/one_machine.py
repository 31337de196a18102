"""An archive of made texts with people's links, as one machine groups it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.copies_database import NOW, open_database, store
from benchmarks.wire_families import Document, make_documents
from ct_pipeline.inputs.overrides import Link
from ct_pipeline.warehouse.copies.archive_files import write_archive
from ct_pipeline.warehouse.copies.refreshing import refresh_edges
from ct_pipeline.warehouse.copies.regrouping import regroup
from ct_pipeline_tests.copies.test_incremental import WORDS

FAMILIES = 40  # some 440 texts of every kind that copies come in
TABLES = {
    "text_signatures": "article_id",
    "text_sketches": "ALL",
    "text_landmarks": "ALL",
    "copy_edges": "article_id_a, article_id_b",
    "dispatches": "canonical_article_id",
    "dispatch_members": "article_id",
}


def rows_of(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Any]]:
    """Every row of the copies stage, in an order of its own."""
    return {
        table: connection.execute(f"FROM news.{table} ORDER BY {order}").fetchall()
        for table, order in TABLES.items()
    }


@dataclass(frozen=True)
class OneMachine:
    """What one machine makes of the archive, the archive's database, and its files."""

    rows: dict[str, list[Any]]
    database: Path
    files: Path
    links: list[Link]


def group_on_one_machine(folder: Path, text_count: int) -> OneMachine:
    """Makes an archive of so many texts below the folder, and groups it."""
    documents = [*make_documents("tuning", FAMILIES)]
    documents += map(_filler, range(text_count - len(documents)))
    with open_database() as connection:
        store(connection, documents)
        refresh_edges(connection)
        links = _links(connection)
        regroup(connection, links, NOW)
        rows = rows_of(connection)
    with open_database(folder / "archive.duckdb") as connection:
        store(connection, documents)
        write_archive(connection, folder / "files", links)
    return OneMachine(rows, folder / "archive.duckdb", folder / "files", links)


def _filler(number: int) -> Document:
    """A text of its own; each tenth is that of the one before."""
    words = random.Random(number - (number % 10 == 9)).choices(WORDS, k=120)
    body = "\n".join(" ".join(words[first : first + 40]) for first in (0, 40, 80))
    day = NOW - timedelta(days=number % 400)
    return Document(f"filler{number:04}", "", body, "fr", day, "", "", "original")


def _links(connection: duckdb.DuckDBPyConnection) -> list[Link]:
    """A person's words: two strangers joined, and a copy kept from its text."""
    copy = connection.execute(
        "SELECT article_id_a, article_id_b FROM news.copy_edges"
        " WHERE pair_relation = 'exact_copy' ORDER BY ALL LIMIT 1"
    ).fetchone()
    ids = connection.execute(
        "SELECT article_id FROM news.articles ORDER BY hash(article_id) LIMIT 2"
    ).fetchall()
    assert copy is not None
    first, second = sorted(article_id for (article_id,) in ids)
    return [Link(first, second, "must_link"), Link(*copy, "cannot_link")]
