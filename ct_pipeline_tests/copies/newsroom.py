"""A small newsroom for tests: articles into the database, passes over them, groups out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import duckdb

from ct_pipeline.inputs.overrides import Link
from ct_pipeline.warehouse.copies.refreshing import refresh_edges
from ct_pipeline.warehouse.copies.regrouping import regroup
from ct_pipeline.warehouse.rows import append
from ct_pipeline.warehouse.transactions import transaction
from ct_pipeline_tests.warehouse.filling import in_memory

NOON = datetime(2025, 3, 5, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Story:
    """What an article says."""

    article_id: str
    body: str
    title: str | None = None
    published_from: datetime | None = NOON
    published_to: datetime | None = NOON
    publisher: str | None = None
    url: str | None = None
    agency_credits: tuple[str, ...] = ()
    language: str | None = None
    first_seen_at: datetime | None = None  # when its feed named it; else when it is received


class Newsroom:
    """A database, in memory unless given; each pass is a moment later than the one before."""

    def __init__(self, connection: duckdb.DuckDBPyConnection | None = None) -> None:
        self.connection = connection or in_memory()
        self.now = NOON
        self.revisions: dict[str, int] = {}

    def receive(self, *stories: Story) -> None:
        """Stores articles, or new revisions of known ones."""
        for story in stories:
            revision = self.revisions.get(story.article_id, 0) + 1
            self.revisions[story.article_id] = revision
            with transaction(self.connection):
                self._store(story, revision)

    def _store(self, story: Story, revision: int) -> None:
        text_id = hashlib.sha256(f"{story.article_id} {revision}".encode()).hexdigest()[:16]
        append(self.connection, "news.article_texts", [_TextRow.of(story, text_id, revision)])
        if revision == 1:
            seen_at = story.first_seen_at or self.now
            row = _ArticleRow(story.article_id, text_id, story.url, seen_at)
            append(self.connection, "news.articles", [row])
        else:
            self.connection.execute(
                "UPDATE news.articles SET current_text_id = ? WHERE article_id = ?",
                [text_id, story.article_id],
            )

    def run_pass(self, links: Iterable[Link] = (), **batches: int) -> None:
        """One pass of the copies stage."""
        self.now += timedelta(minutes=10)
        refresh_edges(self.connection, **batches)
        regroup(self.connection, list(links), self.now)

    def groups(self) -> set[frozenset[str]]:
        """The dispatches as sets of article ids."""
        rows = self.connection.execute(
            "SELECT list(article_id) FROM news.dispatch_members GROUP BY dispatch_id"
        ).fetchall()
        return {frozenset(members) for (members,) in rows}

    def members(self) -> dict[str, tuple[str, bool]]:
        """Each article's relation to its canonical member, and whether it is that member."""
        rows = self.connection.execute(
            "SELECT article_id, copy_relation, is_canonical FROM news.dispatch_members"
        ).fetchall()
        return {row[0]: (row[1], row[2]) for row in rows}

    def edges(self) -> dict[tuple[str, str], tuple[str, float, float, float, str]]:
        """Each edge: relation, score, both containments, shared passage."""
        rows = self.connection.execute(
            "SELECT article_id_a, article_id_b, relation, score, containment_ab, containment_ba,"
            " shared_passage FROM news.copy_edges"
        ).fetchall()
        return {(row[0], row[1]): tuple(row[2:]) for row in rows}

    def dispatch_of(self, article_id: str) -> str:
        """The dispatch id of an article."""
        row = self.connection.execute(
            "SELECT dispatch_id FROM news.dispatch_members WHERE article_id = ?", [article_id]
        ).fetchone()
        assert row
        return str(row[0])


@dataclass(frozen=True)
class _ArticleRow:
    article_id: str
    current_text_id: str
    url: str | None
    first_seen_at: datetime
    origin: str = "feed"
    entry_id: str = "entry"


@dataclass(frozen=True)
class _TextRow:
    text_id: str
    article_id: str
    revision: int
    body: str
    title: str | None
    publisher: str | None
    agency_credits: list[str]
    published_from: datetime | None
    published_to: datetime | None
    word_count: int
    language: str | None
    extractor_version: str = "test"
    seen_at: datetime = NOON
    extracted_at: datetime = NOON
    raw_id: str = "raw"
    field_evidence: tuple[str, ...] = ()
    published_precision: str = "second"
    body_method: str = "test"
    body_hash: str = ""

    @classmethod
    def of(cls, story: Story, text_id: str, revision: int) -> _TextRow:
        return cls(
            text_id=text_id,
            article_id=story.article_id,
            revision=revision,
            body=story.body,
            title=story.title,
            publisher=story.publisher,
            agency_credits=list(story.agency_credits),
            published_from=story.published_from,
            published_to=story.published_to,
            word_count=len(story.body.split()),
            language=story.language,
        )
