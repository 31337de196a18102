"""What waits to be read: archived pages, and the texts that feeds carry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from ct_pipeline.articles.outcomes import EXTRACTOR_VERSION
from ct_pipeline.articles.records import LEAST_FEED_TEXT, Origin
from ct_pipeline.articles.witnesses import FeedWitness, RawPage
from ct_pipeline.feeds.identity import article_id_of_url, canonical_url
from ct_pipeline.warehouse.articles.profiles import profiles_for
from ct_pipeline.warehouse.rows import registered_ids
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.web.archive_files import ArchiveFiles
from ct_pipeline.web.warc import ArchiveError


@dataclass(frozen=True, slots=True)
class Unread:
    """What waits to be read: how many texts, and each in turn, fetched from the archive then."""

    count: int
    texts: Iterator[tuple[Origin, RawPage]]


def unread_pages(
    archive: ArchiveFiles,
    connection: duckdb.DuckDBPyConnection,
    limit: int,
    given: Sequence[str] = (),
) -> Unread:
    """Archived pages to read, at most `limit` new and `limit` stale ones, each article's in order.

    Those that this pass was given before are not listed: they are at work, or were passed over.

    A page that the archive no longer holds comes with `unreadable` set.
    """
    with registered_ids(connection, "given_texts", raw_id=given):
        rows = connection.execute(
            sql("articles/unread_pages"), {"version": EXTRACTOR_VERSION, "limit": limit}
        ).fetchall()
    witnesses = _witnesses(connection, (row[8] for row in rows))
    profiles = profiles_for(connection, [(row[0], row[5] or row[4]) for row in rows])

    def page(row: tuple[Any, ...]) -> tuple[Origin, RawPage]:
        origin, raw = _page(row, witnesses, archive)
        return origin, replace(raw, profile=profiles.get(origin.article_id))

    return Unread(len(rows), map(page, reversed(rows)))


def unread_feed_texts(
    connection: duckdb.DuckDBPyConnection, limit: int, given: Sequence[str] = ()
) -> Unread:
    """Texts that feeds carry for pages that cannot be had, at most `limit`, newest first."""
    with registered_ids(connection, "given_texts", raw_id=given):
        rows = connection.execute(
            sql("articles/unread_feed_texts"),
            {"version": EXTRACTOR_VERSION, "limit": limit, "least_length": LEAST_FEED_TEXT},
        ).fetchall()
    witnesses = _witnesses(connection, (row[2] for row in rows))
    texts = []
    for article_id, raw_id, entry_id, first_seen_at, source_id, url in rows:
        origin = Origin(raw_id, article_id, entry_id, first_seen_at, source_id, url)
        feed = witnesses.get(entry_id, FeedWitness())
        texts.append((origin, RawPage(raw_id, None, first_seen_at, final_url=url, feed=feed)))
    return Unread(len(texts), iter(texts))


def archived_page(
    connection: duckdb.DuckDBPyConnection, archive: ArchiveFiles, url: str
) -> RawPage | None:
    """The page last fetched under an address, or under one that names the same article."""
    canonical = canonical_url(url)
    row = connection.execute(
        sql("articles/archived_page"),
        {"url": url, "article_id": article_id_of_url(canonical) if canonical else url},
    ).fetchone()
    if row is None:
        return None
    witnesses = _witnesses(connection, [row[8]] if row[8] else [])
    return _page(row, witnesses, archive)[1]


def _page(
    row: tuple[Any, ...], witnesses: dict[str, FeedWitness], archive: ArchiveFiles
) -> tuple[Origin, RawPage]:
    article_id, fetch_id, fetched_at, content_type, requested_url, final_url = row[:6]
    archive_file, archive_offset, entry_id, first_seen_at, source_id = row[6:]
    url = canonical_url(requested_url)
    origin = Origin(fetch_id, article_id, entry_id, first_seen_at, source_id, url, None, fetch_id)
    body, unreadable = b"", None
    try:
        body = archive.read(archive_file, archive_offset).body
    except ArchiveError as error:
        unreadable = str(error)
    page = RawPage(
        raw_id=fetch_id,
        body=body,
        seen_at=fetched_at,
        content_type=content_type,
        requested_url=requested_url,
        final_url=final_url or requested_url,
        feed=witnesses.get(entry_id, FeedWitness()),
        unreadable=unreadable,
    )
    return origin, page


def _witnesses(
    connection: duckdb.DuckDBPyConnection, entry_ids: Iterable[str]
) -> dict[str, FeedWitness]:
    with registered_ids(connection, "wanted_entries", entry_id=set(entry_ids)):
        rows = connection.execute(sql("articles/entry_witnesses")).fetchall()
    return {
        entry_id: FeedWitness(
            source_name=name,
            is_outlet=category != "aggregator",
            title=title,
            author=author,
            publisher=publisher,
            published_at=published_at,
            published_text=published_text,
            content_html=content_html,
        )
        for (
            entry_id,
            name,
            category,
            title,
            author,
            publisher,
            published_at,
            published_text,
            content_html,
        ) in rows
    }
