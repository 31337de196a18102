"""Articles, their texts and the outcomes of entries and seeds: what is written, set by set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import duckdb

from ct_pipeline.articles.article import Article
from ct_pipeline.articles.outcomes import EXTRACTOR_VERSION, Extraction, Outcome
from ct_pipeline.articles.revisions import KnownText, revision_of, summary
from ct_pipeline.warehouse.article_rows import (
    ArticleRow,
    ExtractionRow,
    Origin,
    OutcomeRow,
    TextRow,
)
from ct_pipeline.warehouse.rows import append
from ct_pipeline.warehouse.transactions import transaction


@dataclass(slots=True)
class _Batch:
    """The rows that a batch of extractions comes to."""

    known: dict[str, KnownText]
    articles: list[ArticleRow] = field(default_factory=list)
    texts: list[TextRow] = field(default_factory=list)
    extractions: list[ExtractionRow] = field(default_factory=list)
    outcomes: list[OutcomeRow] = field(default_factory=list)


def known_texts(
    connection: duckdb.DuckDBPyConnection, article_ids: Sequence[str]
) -> dict[str, KnownText]:
    """The text in force of each of these articles that is stored."""
    rows = connection.execute(
        """
        SELECT
            article_id, text_id, revision, raw_id, extractor_version, body_method, title, body,
            seen_at, change_summary
        FROM news.current_texts
        WHERE article_id IN (SELECT unnest(?))
        """,
        [list(article_ids)],
    ).fetchall()
    return {row[0]: KnownText(*row[1:]) for row in rows}


def store_extractions(
    connection: duckdb.DuckDBPyConnection,
    extractions: Sequence[tuple[Origin, Extraction]],
    now: datetime,
) -> Counter[str]:
    """Writes what came of these raw texts, in their order, in one transaction.

    Returns how many ended in each outcome, and under "new_articles", "new_revisions" and
    "rereads" what that did to the articles.
    """
    counts: Counter[str] = Counter()
    ids = [origin.article_id for origin, _ in extractions]
    batch = _Batch(known_texts(connection, ids))
    for origin, extraction in extractions:
        _decide(batch, origin, extraction, now, counts)
    with transaction(connection):
        append(connection, "news.articles", batch.articles)
        append(connection, "news.article_texts", batch.texts)
        append(connection, "news.extractions", batch.extractions)
        _point_to_current_texts(connection, batch.texts)
        _settle_outcomes(connection, batch.outcomes)
    return counts


def _decide(
    batch: _Batch, origin: Origin, extraction: Extraction, now: datetime, counts: Counter[str]
) -> None:
    known = batch.known.get(origin.article_id)
    result = extraction.result
    text_id = change = None
    if isinstance(result, Article):
        outcome, reason = Outcome.STORED, None
        revision = revision_of(result, origin.raw_id, EXTRACTOR_VERSION, known)
        if revision.is_new_text:
            row = TextRow.of(origin, result, revision, known, now)
            text_id = row.text_id
            batch.texts.append(row)
            batch.known[origin.article_id] = row.as_known()
        if known is None:
            counts["new_articles"] += 1
            batch.articles.append(ArticleRow.of(origin, row))
        elif revision.number > known.revision:
            counts["new_revisions"] += 1
        elif revision.is_new_text:
            counts["rereads"] += 1
            change = summary(result, known)
    else:
        outcome, reason = result.outcome, result.reason
    counts[outcome] += 1
    batch.extractions.append(
        ExtractionRow(
            raw_id=origin.raw_id,
            article_id=origin.article_id,
            extractor_version=EXTRACTOR_VERSION,
            extracted_at=now,
            outcome=outcome,
            reason=reason,
            text_id=text_id,
            change_summary=change,
            elapsed_ms=extraction.elapsed_ms,
        )
    )
    # A known article stays one, whatever a later look at its page brought.
    if known is None:
        batch.outcomes.append(OutcomeRow.of(origin, outcome, reason, now))


def _point_to_current_texts(
    connection: duckdb.DuckDBPyConnection, texts: Sequence[TextRow]
) -> None:
    latest = {row.article_id: row.text_id for row in texts}
    connection.execute(
        """
        UPDATE news.articles SET current_text_id = latest.text_id
        FROM (SELECT unnest(?) AS article_id, unnest(?) AS text_id) AS latest
        WHERE articles.article_id = latest.article_id
        """,
        [list(latest), list(latest.values())],
    )


def _settle_outcomes(connection: duckdb.DuckDBPyConnection, outcomes: Sequence[OutcomeRow]) -> None:
    """Updates the entries' rows; a seed's first row is inserted."""
    if not outcomes:
        return
    connection.execute("CREATE OR REPLACE TEMP TABLE settled AS FROM news.entry_outcomes LIMIT 0")
    append(connection, "settled", outcomes)
    connection.execute(
        """
        UPDATE news.entry_outcomes AS known
        SET outcome = settled.outcome,
            reason = settled.reason,
            article_id = settled.article_id,
            next_attempt_at = NULL,
            updated_at = settled.updated_at
        FROM settled
        WHERE known.entry_id = settled.entry_id
        """
    )
    connection.execute(
        """
        INSERT INTO news.entry_outcomes
        FROM settled ANTI JOIN news.entry_outcomes AS known USING (entry_id)
        """
    )
    connection.execute("DROP TABLE settled")
