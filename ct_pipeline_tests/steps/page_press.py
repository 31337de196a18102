"""Pages in an archive, read as a pass reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Self

from ct_pipeline.articles.outcomes import Extraction
from ct_pipeline.articles.pages import extract_raw
from ct_pipeline.articles.witnesses import RawPage
from ct_pipeline.feeds.exchange import Kind, Request, Response
from ct_pipeline.feeds.identity import article_id_of_url, canonical_url
from ct_pipeline.steps.extraction import read_articles
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.steps.workers import Done
from ct_pipeline.warehouse.fetches import FetchRow
from ct_pipeline.warehouse.rows import append
from ct_pipeline.web.archive import open_archive
from ct_pipeline.web.archive_files import ArchiveFiles
from ct_pipeline_tests.warehouse.filling import add

START = datetime(2024, 9, 27, 8, tzinfo=UTC)
TEXT = (
    "Le Maroc et le Bureau des Nations Unies de lutte contre le terrorisme ont tenu, jeudi à New"
    " York, la première session de leur dialogue stratégique de haut niveau, en marge de"
    " l'Assemblée générale.",
    "Les deux parties ont convenu de tenir ce dialogue chaque année et d'élargir le champ d'action"
    " du bureau de programme à Rabat, qui forme des agents de toute l'Afrique.",
)


def html(*paragraphs: str, title: str = "Dialogue Maroc-ONUCT", head: str = "") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<html lang=fr><head><meta charset=utf-8><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


@dataclass
class Press:
    """What feeds and the archive hold, and the asset that reads it."""

    monitor: Monitor
    now: datetime = START

    def announce(self, url: str, *, content: str | None = None, outcome: str = "pending") -> str:
        """A feed's entry, new in the database; returns the id of its article."""
        self.now += timedelta(minutes=1)
        article_id = article_id_of_url(canonical_url(url) or "")
        with self.monitor.open() as connection:
            entry = {
                "entry_id": f"e:{url}",
                "source_id": "s",
                "url": url,
                "canonical_url": canonical_url(url),
            }
            add(
                connection,
                "entries",
                **entry,
                version=1,
                title="Dialogue Maroc-ONUCT",
                published_at=START,
                content_html=content,
                content_hash=f"h:{url}",
                seen_at=self.now,
            )
            add(
                connection,
                "entry_outcomes",
                **entry,
                first_seen_at=self.now,
                outcome=outcome,
                article_id=article_id,
                attempts=1,
                next_attempt_at=None if outcome == "pending" else self.now + timedelta(days=1),
                updated_at=self.now,
            )
        return article_id

    def fetch(self, url: str, page: str, *, final_url: str | None = None) -> None:
        """The page's answer, archived."""
        self.now += timedelta(minutes=1)
        response = Response(
            request=Request(f"e:{url}", url, Kind.PAGE),
            fetched_at=self.now,
            elapsed_ms=5,
            status=200,
            headers={"content-type": "text/html; charset=utf-8"},
            body=page.encode(),
            final_url=final_url or url,
        )
        with open_archive(ArchiveFiles(self.monitor.settings.archive_dir)) as archive:
            kept = archive.keep(response, {})
        article_id = article_id_of_url(canonical_url(url) or "")
        row = FetchRow.of(replace(response, archived=kept), "ok", None, article_id)
        with self.monitor.open() as connection:
            append(connection, "news.fetches", [row])

    def read(self) -> None:
        """One run of the step."""
        read_articles(self.monitor)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with self.monitor.open() as connection:
            return connection.execute(sql).fetchall()


class SameProcess:
    """Stands in for the pool where a test is not about it: starting processes takes a second."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def map(self, pages: Iterable[RawPage]) -> Iterator[Done[RawPage, Extraction]]:
        for page in pages:
            yield Done(page, extract_raw(page), 0.001)
