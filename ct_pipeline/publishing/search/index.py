"""The search index: where each word stands in each text, as plain tables among the marts.

Built for articles whose text is new, so that a pass costs what it brought. New postings are
appended; once they outgrow a share of the sorted ones, all are sorted again, which lets a reader
skip what lies between two terms. The measured figures are in docs/decisions/0093-search-in-sql.md.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

import duckdb

from ct_pipeline.progress import with_progress
from ct_pipeline.publishing.change_log import forget, log_everything, prepare_log
from ct_pipeline.warehouse.rows import read_number
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.transactions import transaction

logger = logging.getLogger(__name__)

SQL_DIR = Path(__file__).parent
WORDS_FILE = Path(__file__).parent.parent / "macros" / "10_words.sql"
BATCH_SIZE = 5_000
# Sorting again when the unsorted postings are a quarter of the sorted ones costs, over time, a few
# rewrites of each posting.
UNSORTED_SHARE = 0.25


def update_index(marts: duckdb.DuckDBPyConnection) -> int:
    """Brings the index up to the articles of the marts; how many texts were added.

    Each batch is one transaction, so that a killed update goes on where it stopped.
    """
    marts.execute(_as_temporary(WORDS_FILE.read_text("utf-8")))
    prepare_log(marts)
    _prepare(marts)
    batches = _find_missing(marts)
    added = 0
    for batch in with_progress(range(batches), "search index", batches, logger=logger):
        with transaction(marts):
            marts.execute(sql("add_documents", SQL_DIR, batch=batch))
            added += read_number(marts, "SELECT count(*) FROM next_documents")
    forget(marts, "unindexed")
    if _is_unsorted(marts):
        with transaction(marts):
            marts.execute(sql("sort_postings", SQL_DIR))
            _comment(marts)
    return added


def _prepare(marts: duckdb.DuckDBPyConnection) -> None:
    """The tables, emptied where other words would come out of the same texts."""
    version = hashlib.sha256(WORDS_FILE.read_bytes()).hexdigest()[:16]
    with transaction(marts):
        _comment(marts)
        known = marts.execute("SELECT words_version FROM marts.search_states").fetchall()
        if known != [(version,)]:
            for table in ("documents", "terms", "postings", "states"):
                marts.execute(f"DELETE FROM marts.search_{table}")
            marts.execute("INSERT INTO marts.search_states VALUES (?, 0)", [version])
            log_everything(marts, "unindexed")
        marts.execute(sql("changed_articles", SQL_DIR))
        marts.execute(
            "DELETE FROM marts.search_documents WHERE article_id IN (FROM changed_articles)"
            " AND (article_id, text_id) NOT IN (SELECT (article_id, text_id) FROM marts.articles"
            " WHERE article_id IN (FROM changed_articles))"
        )


def _find_missing(marts: duckdb.DuckDBPyConnection) -> int:
    marts.execute(
        "CREATE OR REPLACE TEMP TABLE missing_articles AS"
        f" SELECT article_id, (row_number() OVER () - 1) // {BATCH_SIZE} AS batch"
        " FROM marts.articles ANTI JOIN marts.search_documents USING (article_id)"
        " WHERE article_id IN (FROM changed_articles)"
    )
    return read_number(marts, "SELECT coalesce(max(batch) + 1, 0) FROM missing_articles")


def _is_unsorted(marts: duckdb.DuckDBPyConnection) -> bool:
    in_order = read_number(marts, "SELECT sorted_posting_count FROM marts.search_states")
    present = read_number(marts, "SELECT count(*) FROM marts.search_postings")
    return present - in_order > UNSORTED_SHARE * in_order


def _comment(marts: duckdb.DuckDBPyConnection) -> None:
    marts.execute(sql("tables", SQL_DIR))


def _as_temporary(macros: str) -> str:
    return macros.replace("CREATE OR REPLACE MACRO", "CREATE OR REPLACE TEMP MACRO")
