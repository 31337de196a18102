"""The search index: where each word stands in each text, as plain tables beside the marts.

Edition and lake each have one over their own articles. Postings are made for texts that are new, so
that a pass costs what it brought; they lie by month in the lake. Those that come later are
appended; once they outgrow a share of the sorted ones in the edition, all are sorted again, which
lets a reader skip what lies between two words. The measured figures are in
docs/decisions/0093-search-in-sql.md.
"""

from __future__ import annotations

import hashlib
import logging
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import duckdb

from ct_pipeline.progress import with_progress
from ct_pipeline.warehouse.rows import read_number
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.transactions import transaction

logger = logging.getLogger(__name__)

SQL_DIR = Path(__file__).parent
WORDS_FILE = Path(__file__).parent.parent / "macros" / "10_words.sql"
TABLES = ("search_documents", "search_postings", "search_states")
BATCH_SIZE = 5_000
# Sorting again when the unsorted texts hold a quarter of the words of the sorted ones costs, over
# time, a few rewrites of each posting.
UNSORTED_SHARE = 0.25


def is_indexed(connection: duckdb.DuckDBPyConnection, marts: str) -> bool:
    """Whether a schema has an index with the words that it would have today."""
    try:
        found = connection.execute(f"SELECT words_version FROM {marts}.search_states").fetchall()
    except duckdb.Error:
        return False
    return found == [(words_version(),)]


def prepare_index(connection: duckdb.DuckDBPyConnection, marts: str = "marts") -> None:
    """Makes an empty index in a schema that has none with today's words."""
    for table in TABLES:
        connection.execute(f"DROP TABLE IF EXISTS {marts}.{table}")
    connection.execute(sql("tables", SQL_DIR, marts=marts))
    connection.execute(f"INSERT INTO {marts}.search_states VALUES (?, 0)", [words_version()])


def words_version() -> str:
    """Which words an index has of a text."""
    return hashlib.sha256(WORDS_FILE.read_bytes()).hexdigest()[:16]


def update_index(
    connection: duckdb.DuckDBPyConnection,
    marts: str = "marts",
    *,
    articles: str = "true",
    documents: str = "true",
    months: str = "true",
    in_batches: bool = False,
) -> int:
    """Brings an index up to the rows of marts.articles; how many texts were added.

    What is compared may be narrowed by conditions on the articles, and on the index's documents and
    postings. With `in_batches` each batch is one transaction, so that a killed update goes on where
    it stopped; without, all belongs to the caller's.
    """
    connection.execute(_as_temporary(WORDS_FILE.read_text("utf-8")))
    places = {"articles": articles, "documents": documents, "months": months}
    one_batch = partial(transaction, connection) if in_batches else nullcontext
    with one_batch():
        query = sql("present_documents", SQL_DIR, marts=marts, batch_size=BATCH_SIZE, **places)
        connection.execute(query)
    batches = read_number(connection, "SELECT coalesce(max(batch) + 1, 0) FROM missing_documents")
    added = 0
    for batch in with_progress(range(batches), "search index", batches, logger=logger):
        with one_batch():
            connection.execute(sql("add_documents", SQL_DIR, marts=marts, batch=batch))
            added += read_number(connection, "SELECT count(*) FROM next_documents")
    return added


def carry_index(edition: duckdb.DuckDBPyConnection) -> None:
    """Takes what the attached `former` edition has of the same articles into an empty index."""
    if not is_indexed(edition, "former.marts"):
        return
    order, sorted_before = "", "(SELECT sorted_before FROM former.marts.search_states)"
    if is_unsorted(edition, "former.marts"):
        order = "ORDER BY term_key, document_id, position"
        sorted_before = "(SELECT max(document_id) + 1 FROM former.marts.search_documents)"
    edition.execute(sql("carry_postings", SQL_DIR, order=order, sorted_before=sorted_before))


def is_unsorted(connection: duckdb.DuckDBPyConnection, marts: str) -> bool:
    """Whether so many postings of an index stand out of order that it should be sorted."""
    row = connection.execute(
        "SELECT sum(word_count) FILTER (document_id >= sorted_before)"
        " > ? * coalesce(sum(word_count) FILTER (document_id < sorted_before), 0)"
        f" FROM {marts}.search_documents, {marts}.search_states",
        [UNSORTED_SHARE],
    ).fetchone()
    return bool(row and row[0])


def _as_temporary(macros: str) -> str:
    return macros.replace("CREATE OR REPLACE MACRO", "CREATE OR REPLACE TEMP MACRO")
