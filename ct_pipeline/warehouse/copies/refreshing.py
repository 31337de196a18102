"""Sketches, candidate pairs and edges: kept exactly as a batch over everything would make them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import duckdb

from ct_pipeline.copies.version import ALGORITHM_VERSION
from ct_pipeline.process import uncollected
from ct_pipeline.progress import with_progress
from ct_pipeline.warehouse.copies.candidates import find_candidates
from ct_pipeline.warehouse.copies.edges import DAYS, add_edges, drop_edges
from ct_pipeline.warehouse.copies.generations import (
    Generation,
    adopt_edges_of_new_texts,
    generation,
    is_outdated,
    put_in_force,
)
from ct_pipeline.warehouse.copies.sketches import Article, Version, replace_sketches
from ct_pipeline.warehouse.isolation import store_each
from ct_pipeline.warehouse.quarantine import Station, put_in_quarantine, release
from ct_pipeline.warehouse.rows import read_number
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.stored_texts import MOST_BYTES, read_places, write_sizes
from ct_pipeline.warehouse.transactions import transaction

logger = logging.getLogger(__name__)

BATCH_TEXTS = 10_000
REBUILT_TEXTS = 20_000  # in one pass, when the algorithm has another version: about ten seconds


@dataclass(frozen=True, slots=True)
class EdgeCounts:
    """What a refresh did: new texts, pairs compared, edges found; texts rebuilt, and still left."""

    text_count: int
    pair_count: int
    edge_count: int
    rebuilt_count: int = 0
    left_count: int = 0


def refresh_edges(
    connection: duckdb.DuckDBPyConnection,
    *,
    batch_texts: int = BATCH_TEXTS,
    rebuilt_texts: int = REBUILT_TEXTS,
) -> EdgeCounts:
    """Brings sketches and edges up to date with the texts in force; one transaction per batch.

    New and revised texts count at once. What another version of the algorithm made is rebuilt
    beside it, some texts a pass, and replaced when all are done. Safe to kill and run
    again: a text is stale until its signature names it.
    """
    with generation(connection, Generation.IN_FORCE):
        text_count = _list_stale_texts(connection, "copies/new_texts")
        pairs, edges = _refresh(connection, text_count, batch_texts)
    if not is_outdated(connection):
        return EdgeCounts(text_count, pairs, edges)
    with generation(connection, Generation.REBUILT):
        stale_count = _list_stale_texts(
            connection, "copies/texts_to_rebuild", {"version": ALGORITHM_VERSION}
        )
        rebuilt_count = min(stale_count, rebuilt_texts)
        more_pairs, more_edges = _refresh(connection, rebuilt_count, batch_texts)
    if rebuilt_count == stale_count:
        put_in_force(connection)
    else:
        adopt_edges_of_new_texts(connection)
    left_count = stale_count - rebuilt_count
    return EdgeCounts(text_count, pairs + more_pairs, edges + more_edges, rebuilt_count, left_count)


def _list_stale_texts(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, str] | None = None
) -> int:
    connection.execute(sql(name), parameters)
    return read_number(connection, "SELECT count(*) FROM stale_texts")


def _refresh(
    connection: duckdb.DuckDBPyConnection, text_count: int, batch_texts: int
) -> tuple[int, int]:
    """The first of the stale texts, in batches; returns pairs verified and edges found."""
    batches = _batches(connection, text_count, batch_texts)
    pair_count = edge_count = 0
    for first, end in with_progress(batches, "copies: batches", len(batches), logger=logger):
        articles = _read_stale_articles(connection, first, end)
        release(connection, Station.COPIES, (article.article_id for article in articles))
        compare = partial(_compare, connection)
        for pairs, edges in store_each(articles, compare, partial(_without_text, connection)):
            pair_count, edge_count = pair_count + pairs, edge_count + edges
    return pair_count, edge_count


def _batches(
    connection: duckdb.DuckDBPyConnection, text_count: int, batch_texts: int
) -> list[tuple[int, int]]:
    """Places of the stale texts that are looked at together: so many, or fewer very long ones."""
    write_sizes(
        connection, f"(SELECT text_place AS place FROM stale_texts WHERE place < {text_count})"
    )
    batches: list[tuple[int, int]] = connection.execute(
        sql("copies/batches"),
        {"text_count": text_count, "batch_texts": batch_texts, "most_bytes": MOST_BYTES},
    ).fetchall()
    return batches


@uncollected()
def _compare(connection: duckdb.DuckDBPyConnection, articles: Sequence[Article]) -> tuple[int, int]:
    with transaction(connection):
        replace_sketches(connection, articles)
        find_candidates(connection)
        drop_edges(connection)
        return add_edges(connection)


def _without_text(connection: duckdb.DuckDBPyConnection, article: Article, reason: str) -> Article:
    """The article as one that shares nothing with any other, noted with the reason."""
    put_in_quarantine(connection, Station.COPIES, article.article_id, reason)
    return Article(
        article.article_id, tuple(replace(version, body="") for version in article.versions)
    )


def _read_stale_articles(
    connection: duckdb.DuckDBPyConnection, first: int, end: int
) -> list[Article]:
    """A batch of the stale texts' articles with all versions up to the one in force."""
    connection.execute(sql("copies/batch_versions"), {"first": first, "last": end - 1})
    rows = read_places(
        connection, "batch_versions", f"rowid AS place, article_id, text_id, body, {DAYS}"
    ).to_pylist()
    texts = {row["place"]: row for row in rows}
    order = connection.execute(
        "SELECT place FROM batch_versions ORDER BY article_place, revision"
    ).fetchall()
    versions: dict[str, list[Version]] = {}
    for (place,) in order:
        row = texts[place]
        version = Version(row["text_id"], row["body"], row["day_from"], row["day_to"])
        versions.setdefault(row["article_id"], []).append(version)
    return [Article(article_id, tuple(known)) for article_id, known in versions.items()]
