"""A database, an archive, a clock and a server whose pages are fetched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from ct_pipeline.defs.pages import result_of_fetching
from ct_pipeline.steps.fetching import fetch_due_pages
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline_tests.warehouse.filling import add
from ct_pipeline_tests.web.hostile import HostileServer

PAGE = b"<html><body>" + b"text " * 500 + b"</body></html>"


def at(hours: float) -> Monitor:
    """A monitor whose clock is some hours ahead."""
    return replace(Monitor.read(), now=lambda: datetime.now(UTC) + timedelta(hours=hours))


@dataclass
class Newsroom:
    """A server, a data directory, and entries that name the server's pages."""

    server: HostileServer
    data: Path
    entries: list[str] = field(default_factory=list)

    @contextmanager
    def database(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with open_warehouse(self.data / "warehouse" / "warehouse.duckdb") as connection:
            yield connection

    def add_feed(self, source_id: str, address: str) -> None:
        """A feed that was polled a year ago, there; its entries came since."""
        polled_at = datetime.now(UTC) - timedelta(days=365)
        row = {"polled_at": polled_at, "address": address, "final_address": address}
        self.add("polls", source_id=source_id, result="ok", **row)

    def add_entry(self, url: str | None, **values: Any) -> str:
        entry_id = f"entry{len(self.entries)}"
        self.entries.append(entry_id)
        row = {
            "entry_id": entry_id,
            "source_id": "s1",
            "url": url,
            "canonical_url": url,
            "first_seen_at": datetime.now(UTC),
            "outcome": "pending",
            "article_id": f"article{len(self.entries)}",
            "attempts": 0,
            "updated_at": datetime.now(UTC),
        } | values
        self.add("entry_outcomes", **row)
        return entry_id

    def add(self, table: str, **row: Any) -> None:
        with self.database() as connection:
            add(connection, table, **row)

    def fetch(self, hours: float = 0) -> dict[str, Any]:
        return dict(result_of_fetching(fetch_due_pages(at(hours))).metadata or {})

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self.database() as connection:
            return connection.execute(sql).fetchall()

    def outcome(self, entry_id: str) -> tuple[Any, ...]:
        (row,) = self.rows(
            "SELECT outcome, reason, next_attempt_at IS NOT NULL"
            f" FROM news.entry_outcomes WHERE entry_id = '{entry_id}'"
        )
        return row


def add_relevant_article(newsroom: Newsroom, hours_old: float) -> None:
    """An article of grade 2 whose page was fetched when it was first seen."""
    first_seen_at = datetime.now(UTC) - timedelta(hours=hours_old)
    url = newsroom.server.url("/story")
    newsroom.add_entry(url, outcome="stored", article_id="a1", attempts=1)
    newsroom.add(
        "articles",
        article_id="a1",
        origin="feed",
        entry_id=newsroom.entries[-1],
        url=url,
        first_seen_at=first_seen_at,
        current_text_id="t1",
    )
    newsroom.add(
        "dispatch_members",
        article_id="a1",
        dispatch_id="d1",
        copy_relation="original",
        is_canonical=True,
        algorithm_version="1",
    )
    newsroom.add(
        "dispatch_grades",
        dispatch_id="d1",
        relevance_grade=2,
        is_uncertain=False,
        relevance_rule="r",
        topics=[],
        ruleset_version="1",
    )
    newsroom.add(
        "fetches",
        fetch_id="f0",
        kind="page",
        article_id="a1",
        requested_url=url,
        fetched_at=first_seen_at,
        result="ok",
        body_hash="before",
    )
