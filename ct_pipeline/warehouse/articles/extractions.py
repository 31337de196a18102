"""Articles, their texts and the outcomes of entries and seeds: what is written, set by set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import duckdb

from ct_pipeline.articles.article import Article
from ct_pipeline.articles.outcomes import EXTRACTOR_VERSION, Extraction, Outcome, Rejection
from ct_pipeline.articles.revisions import (
    KnownText,
    changed_fields,
    is_same_article,
    revision_of,
    summary,
)
from ct_pipeline.feeds.identity import article_id_of_url
from ct_pipeline.warehouse.articles.rows import (
    KNOWN_FIELDS,
    ArticleRow,
    ExtractionRow,
    Origin,
    OutcomeRow,
    TextRow,
)
from ct_pipeline.warehouse.rows import append, registered_ids
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.transactions import transaction


@dataclass(frozen=True, slots=True)
class Change:
    """What a new extractor reads differently in a known article's raw text."""

    article_id: str
    fields: tuple[str, ...]
    summary: str


@dataclass(slots=True)
class Stored:
    """What a batch of extractions came to: counts by name, and what re-reading changed."""

    counts: Counter[str] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)

    def add(self, other: Stored) -> None:
        """Adds another batch."""
        self.counts.update(other.counts)
        self.changes += other.changes


def known_texts(
    connection: duckdb.DuckDBPyConnection, article_ids: Sequence[str]
) -> dict[str, KnownText]:
    """The text in force of each of these articles that is stored."""
    with registered_ids(connection, "wanted", article_id=article_ids):
        rows = connection.execute(
            f"""
            SELECT articles.article_id, articles.entry_id, {", ".join(KNOWN_FIELDS)}
            FROM news.articles
            INNER JOIN news.article_texts ON articles.current_text_id = article_texts.text_id
            WHERE articles.article_id IN (SELECT wanted.article_id FROM wanted)
            """
        ).fetchall()
    known = {}
    for article_id, entry_id, *columns in rows:
        values = dict(zip(KNOWN_FIELDS, columns, strict=True))
        values["agency_credits"] = tuple(values["agency_credits"])
        known[article_id] = KnownText(entry_id=entry_id, **values)
    return known


def store_extractions(
    connection: duckdb.DuckDBPyConnection,
    extractions: Sequence[tuple[Origin, Extraction]],
    now: datetime,
) -> Stored:
    """Writes what came of these raw texts, in their order, in one transaction."""
    ids = {origin.article_id for origin, _ in extractions}
    ids |= {article_id_of_url(e.canonical_url) for _, e in extractions if e.canonical_url}
    batch = _Batch(known_texts(connection, list(ids)), now)
    for origin, extraction in extractions:
        batch.decide(origin, extraction)
    with transaction(connection):
        append(connection, "news.articles", batch.articles)
        append(connection, "news.article_texts", batch.texts)
        append(connection, "news.extractions", batch.extractions)
        _point_to_current_texts(connection, batch.texts)
        _settle_outcomes(connection, batch.outcomes)
    return batch.stored


class _Batch:
    """The rows that a batch of extractions comes to; each sees what those before it decided."""

    def __init__(self, known: dict[str, KnownText], now: datetime) -> None:
        self.known = known
        self.now = now
        self.articles: list[ArticleRow] = []
        self.texts: list[TextRow] = []
        self.extractions: list[ExtractionRow] = []
        self.outcomes: list[OutcomeRow] = []
        self.stored = Stored()

    def decide(self, origin: Origin, extraction: Extraction) -> None:
        """Adds the rows of one extraction."""
        result = extraction.result
        if isinstance(result, Rejection):
            self._refuse(origin, extraction, result)
            return
        target = self._target(origin, extraction, result)
        if target.article_id != origin.article_id and target.article_id in self.known:
            rejection = Rejection(Outcome.DUPLICATE_URL, f"the page is that of {target.url}")
            self._refuse(target, extraction, rejection)
            return
        self._accept(target, extraction, result)

    def _target(self, origin: Origin, extraction: Extraction, article: Article) -> Origin:
        """The article that a page tells: the one of its canonical address, if it is its own."""
        url = extraction.canonical_url
        if url is None or origin.seed_file or origin.article_id in self.known:
            return origin
        article_id = article_id_of_url(url)
        known = self.known.get(article_id)
        if known is not None and not is_same_article(article, known):
            return origin
        return replace(origin, article_id=article_id, url=url)

    def _accept(self, origin: Origin, extraction: Extraction, article: Article) -> None:
        known = self.known.get(origin.article_id)
        revision = revision_of(article, origin.raw_id, EXTRACTOR_VERSION, known)
        text_id = change = None
        if revision.is_new_text:
            row = TextRow.of(origin, article, revision, known, self.now)
            text_id = row.text_id
            self.texts.append(row)
            self.known[origin.article_id] = row.as_known(
                known.entry_id if known else origin.entry_id
            )
            if known is None:
                self.articles.append(ArticleRow.of(origin, row))
                self.stored.counts["new_articles"] += 1
            elif revision.number > known.revision:
                self.stored.counts["new_revisions"] += 1
            else:
                change = self._note_change(origin, article, known)
        self._add(origin, extraction, Outcome.STORED, None, text_id, change)

    def _note_change(self, origin: Origin, article: Article, known: KnownText) -> str | None:
        self.stored.counts["rereads"] += 1
        fields = changed_fields(article, known)
        if not fields:
            return None
        change = "; ".join(filter(None, (", ".join(fields), summary(article, known))))
        self.stored.changes.append(Change(origin.article_id, fields, change))
        return change

    def _refuse(self, origin: Origin, extraction: Extraction, rejection: Rejection) -> None:
        self._add(origin, extraction, rejection.outcome, rejection.reason, None, None)

    def _add(
        self,
        origin: Origin,
        extraction: Extraction,
        outcome: Outcome,
        reason: str | None,
        text_id: str | None,
        change: str | None,
    ) -> None:
        self.extractions.append(
            ExtractionRow(
                raw_id=origin.raw_id,
                article_id=origin.article_id,
                extractor_version=EXTRACTOR_VERSION,
                extracted_at=self.now,
                outcome=outcome,
                reason=reason,
                text_id=text_id,
                change_summary=change,
                elapsed_ms=extraction.elapsed_ms,
            )
        )
        if origin.is_feed_text and outcome != Outcome.STORED:
            return  # what was said of the page stays said
        known = self.known.get(origin.article_id)
        if known is not None:
            # A known article stays one, whatever a later look at its page brought.
            is_owner = known.entry_id == origin.entry_id
            outcome = Outcome.STORED if is_owner else Outcome.DUPLICATE_URL
            reason = None if is_owner else reason or "another entry brought this article"
        self.outcomes.append(OutcomeRow.of(origin, outcome, reason, origin.article_id, self.now))
        self.stored.counts[outcome] += 1


def _point_to_current_texts(
    connection: duckdb.DuckDBPyConnection, texts: Sequence[TextRow]
) -> None:
    latest = {row.article_id: row.text_id for row in texts}
    with registered_ids(
        connection, "latest", article_id=list(latest), text_id=list(latest.values())
    ):
        connection.execute(
            """
            UPDATE news.articles SET current_text_id = latest.text_id
            FROM latest
            WHERE articles.article_id = latest.article_id
            """
        )


def _settle_outcomes(connection: duckdb.DuckDBPyConnection, outcomes: Sequence[OutcomeRow]) -> None:
    """Updates the entries' rows; a seed's first row is inserted."""
    if not outcomes:
        return
    latest = {row.entry_id: row for row in outcomes}
    connection.execute("CREATE OR REPLACE TEMP TABLE settled AS FROM news.entry_outcomes LIMIT 0")
    append(connection, "settled", list(latest.values()))
    connection.execute(sql("articles/settle_outcomes"))
    connection.execute("DROP TABLE settled")


def count_broken_articles(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """What breaks the invariants of articles: each count must be zero."""
    row = connection.execute(sql("articles/broken")).fetchone()
    names = ("repeated_ids", "without_text", "stored_without_article")
    return dict(zip(names, row or (), strict=True))


def quarantined_pages(
    connection: duckdb.DuckDBPyConnection, limit: int = 50
) -> list[tuple[str, str]]:
    """The pages and seeds on which the extractor failed, newest first: which and why."""
    return connection.execute(sql("articles/quarantined"), {"limit": limit}).fetchall()
