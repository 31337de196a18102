"""A writer's database filled by hand: what the earlier stations would have stored."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from ct_pipeline.publishing.marts import Build, build_marts
from ct_pipeline.publishing.snapshot import publish_snapshot
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline_tests.warehouse.filling import add

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)

TEXT = {
    "revision": 1,
    "extractor_version": "e1",
    "title": "Rabat accueille une réunion de l'ONU",
    "title_method": "og:title",
    "author": None,
    "publisher": "Le Matin",
    "agency_credits": ["MAP"],
    "dateline_place": "Rabat",
    "language": "fr",
    "language_confidence": 0.99,
    "published_precision": "second",
    "published_evidence": "article:published_time",
    "body": "Rabat accueille une réunion.\nElle porte sur la lutte contre le terrorisme.",
    "body_method": "trafilatura",
    "word_count": 11,
    "body_hash": "b",
    "raw_id": "raw",
    "field_evidence": [],
}


class Newsroom:
    """Fills a fresh writer's database, builds the marts, publishes all of them."""

    def __init__(self, folder: Path, *, edition_days: int = 0, **settings: Any) -> None:
        self.settings = Settings(data_dir=folder, edition_days=edition_days, **settings)
        self._open: ExitStack | None = None
        self._connection: duckdb.DuckDBPyConnection

    def run(self, sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
        """One statement on the writer's database, which stays open until the next build."""
        if self._open is None:
            self._open = ExitStack()
            warehouse = open_warehouse(self.settings.warehouse_file)
            self._connection = self._open.enter_context(warehouse)
        return self._connection.execute(sql, parameters or []).fetchall()

    def build(self) -> Build:
        """Closes the writer's database and builds the marts."""
        self.run("SELECT 1")
        self.close()
        return build_marts(self.settings)

    def close(self) -> None:
        """Lets go of the writer's database."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def publish(self, *, now: datetime) -> bool:
        """Builds and publishes; whether the snapshot is a new one."""
        self.build()
        return publish_snapshot(self.settings, now=now)

    def add(self, table: str, **row: Any) -> None:
        """One row; what it has to have and is not told is 0, empty, or noon. It is touched."""
        self.run("SELECT 1")
        add(self._connection, table, at=NOON, **row)
        if article_id := row.get("article_id") or row.get("article_id_a"):
            self.touch(article_id)
        if entry_id := row.get("entry_id"):
            self.run("INSERT INTO news.touched_entries VALUES (?)", [entry_id])

    def touch(self, *article_ids: str) -> None:
        """Says that these articles changed, as every station does."""
        for article_id in article_ids:
            self.run("INSERT INTO news.touched_articles VALUES (?)", [article_id])

    def add_source(self, source_id: str = "s1", **changes: Any) -> None:
        row = {
            "name": "Le Matin",
            "feed_url": "https://lematin.test/rss",
            "category": "publisher",
            "enabled": True,
            "is_listed": True,
        }
        self.add("sources", source_id=source_id, **{**row, **changes})

    def add_article(
        self,
        article_id: str,
        *,
        copy_of: str | None = None,
        story_of: str | None = None,
        seen_at: datetime = NOON,
        source_id: str | None = "s1",
        grade: int = 3,
        copy_relation: str = "near_copy",
        **text: Any,
    ) -> None:
        """An article that came through a feed, in its own dispatch and story unless told."""
        text_id = f"{article_id}-1"
        feed = f"https://lematin.test/{article_id}" if source_id else None
        seed = None if source_id else f"{article_id}.txt"
        entry_id = f"entry-{article_id}"
        self.add(
            "articles",
            article_id=article_id,
            origin="feed" if source_id else "seed",
            source_id=source_id,
            entry_id=entry_id,
            url=feed,
            seed_file=seed,
            first_seen_at=seen_at,
            current_text_id=text_id,
        )
        published = {"published_from": seen_at, "published_to": seen_at}
        self.add_text(article_id, text_id, seen_at=seen_at, **{**published, **text})
        self.add(
            "entry_outcomes",
            entry_id=entry_id,
            source_id=source_id,
            url=feed,
            seed_file=seed,
            first_seen_at=seen_at,
            outcome="stored",
            article_id=article_id,
            attempts=1,
            updated_at=seen_at,
        )
        self._group(article_id, copy_of, story_of, seen_at, grade, copy_relation)
        self.add_verdict(text_id, article_id, grade=grade, graded_at=seen_at)

    def add_text(self, article_id: str, text_id: str, **changes: Any) -> None:
        row = {**TEXT, "seen_at": NOON, "extracted_at": NOON, **changes}
        self.add("article_texts", text_id=text_id, article_id=article_id, **row)

    def add_verdict(
        self,
        text_id: str,
        article_id: str,
        *,
        grade: int = 3,
        ruleset: str = "r1",
        evidence: str | None = None,
        graded_at: datetime = NOON,
    ) -> None:
        self.add(
            "verdicts",
            text_id=text_id,
            article_id=article_id,
            ruleset_version=ruleset,
            relevance_grade=grade,
            is_uncertain=False,
            relevance_rule="3-lead",
            relevance_evidence=evidence,
            topics=["policy"],
            graded_at=graded_at,
        )

    def add_mention(self, article_id: str, entity_id: str, *, start: int = 0, **row: Any) -> None:
        given = {
            "text_id": f"{article_id}-1",
            "surface": "Rabat",
            "field": "title",
            "sentence": "Rabat accueille une réunion de l'ONU",
            "ruleset_version": "r1",
        }
        self.add(
            "mentions",
            article_id=article_id,
            entity_id=entity_id,
            char_start=start,
            char_end=start + 5,
            **{**given, **row},
        )

    def _group(
        self,
        article_id: str,
        copy_of: str | None,
        story_of: str | None,
        seen_at: datetime,
        grade: int,
        copy_relation: str,
    ) -> None:
        dispatch_id = f"d-{copy_of or article_id}"
        self.add(
            "dispatch_members",
            article_id=article_id,
            dispatch_id=dispatch_id,
            copy_relation=copy_relation if copy_of else "original",
            is_canonical=copy_of is None,
            algorithm_version="c1",
        )
        if copy_of:
            return
        self.add(
            "dispatches",
            dispatch_id=dispatch_id,
            canonical_article_id=article_id,
            first_seen_at=seen_at,
        )
        self.add(
            "dispatch_grades",
            dispatch_id=dispatch_id,
            relevance_grade=grade,
            is_uncertain=False,
            relevance_rule="3-lead",
            relevance_evidence="Rabat accueille une réunion.",
            topics=["policy"],
            ruleset_version="r1",
        )
        story_id = f"st-{story_of or article_id}"
        self.add("story_members", dispatch_id=dispatch_id, story_id=story_id)
        if not story_of:
            self.add(
                "stories",
                story_id=story_id,
                canonical_article_id=article_id,
                first_seen_at=seen_at,
            )


def later(**span: float) -> datetime:
    """A moment so much after NOON."""
    return NOON + timedelta(**span)


def rows(file: Path, sql: str) -> list[tuple[Any, ...]]:
    """What a reader gets who opens a file read-only."""
    with duckdb.connect(str(file), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return connection.execute(sql).fetchall()


def two_days(folder: Path) -> Newsroom:
    """Two days' work, built and published: an agency text with two copies, an update, a seed."""
    room = Newsroom(folder)
    room.add_source("s1")
    room.add_source("s2", name="Hespress", feed_url="https://hespress.test/rss", enabled=False)
    room.add("entities", entity_id="rabat", name="Rabat", kind="place", ruleset_version="r1")
    room.add_article("a", publisher="MAP")
    room.add_article("b", copy_of="a", seen_at=later(hours=1), publisher=None)
    later_at = later(hours=2)
    room.add_article("c", copy_of="a", seen_at=later_at, language="ar", copy_relation="excerpt")
    room.add_article("u", story_of="a", seen_at=later(days=1), grade=2)
    room.add_article("seed", source_id=None, publisher=None, title=None, agency_credits=[])
    room.add_article("z", publisher="Le Matin", agency_credits=[], grade=0, seen_at=later(days=-40))
    room.add_mention("a", "rabat")
    room.publish(now=later(days=1))
    return room
