"""A feed's items to entries: the ids under which each may be known, the outcome it begins with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from ct_pipeline.feeds.documents import Item
from ct_pipeline.feeds.google_news import is_google_news
from ct_pipeline.feeds.identity import (
    article_id_of_url,
    canonical_url,
    hash_id,
    unwrapped_url,
)
from ct_pipeline.feeds.plain_text import plain_text

FIRST_PLAUSIBLE = datetime(1990, 1, 1, tzinfo=UTC)
CLOCK_SKEW = timedelta(days=1)
MAX_SHORT, MAX_SUMMARY, MAX_CONTENT = 2_000, 100_000, 1_000_000  # characters


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of an entry; the columns of `news.entries`."""

    entry_id: str
    version: int
    source_id: str
    guid: str | None
    url: str | None
    canonical_url: str | None
    title: str | None
    author: str | None
    publisher: str | None
    language: str | None
    published_at: datetime | None
    published_text: str | None
    summary: str | None
    content_html: str | None
    content_hash: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class EntryOutcome:
    """What became of an entry; the columns of `news.entry_outcomes`."""

    entry_id: str
    source_id: str
    url: str | None
    canonical_url: str | None
    first_seen_at: datetime
    outcome: str
    reason: str | None
    article_id: str | None
    attempts: int
    next_attempt_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item with the ids under which it may be known, the likeliest first."""

    item: Item
    url: str | None
    canonical_url: str | None
    content_hash: str
    ids: tuple[str, ...] = ()
    is_guid_reused: bool = False

    @property
    def place(self) -> str:
        """What it is known by where its ids are not: its address, else its words."""
        return self.canonical_url or self.content_hash


def candidates_of(source_id: str, items: Iterable[Item]) -> tuple[Candidate, ...]:
    """The items of one body with their possible ids, repetitions left out."""
    drafts = [_draft(item) for item in items]
    places: dict[str, set[str | None]] = defaultdict(set)
    for draft in drafts:
        if draft.item.guid:
            places[draft.item.guid].add(draft.canonical_url)
    found: dict[str, Candidate] = {}
    for draft in drafts:
        is_reused = len(places[draft.item.guid]) > 1 if draft.item.guid else False
        ids = _ids(source_id, draft, is_reused=is_reused)
        found.setdefault(ids[0], replace(draft, ids=ids, is_guid_reused=is_reused))
    return tuple(found.values())


def first_outcomes(entries: Iterable[Entry], taken: AbstractSet[str]) -> tuple[EntryOutcome, ...]:
    """The outcome each new entry begins with; `taken` are the articles that other entries name.

    `article_id` is what the link leads to as far as one can say before fetching it.
    """
    seen = set(taken)
    outcomes = []
    for entry in entries:
        article_id = article_id_of_url(entry.canonical_url) if entry.canonical_url else None
        if entry.url is None:
            outcome, reason = "not_an_article", "the entry has no link"
        elif article_id is None:
            outcome, reason = "blocked", "the link is not an http(s) address"
        elif is_google_news(entry.url):
            outcome, reason = "not_an_article", _hidden(entry)
        elif article_id in seen:
            outcome, reason = "duplicate_url", "another entry has the same address"
        else:
            outcome, reason = "pending", None
            seen.add(article_id)
        outcomes.append(
            EntryOutcome(
                entry_id=entry.entry_id,
                source_id=entry.source_id,
                url=entry.url,
                canonical_url=entry.canonical_url,
                first_seen_at=entry.seen_at,
                outcome=outcome,
                reason=reason,
                article_id=article_id,
                attempts=0,
                next_attempt_at=None,
                updated_at=entry.seen_at,
            )
        )
    return tuple(outcomes)


def _hidden(entry: Entry) -> str:
    whose = f"the feed of {entry.publisher} itself" if entry.publisher else "the publisher's feed"
    return f"Google News hides the publisher's address in this link: follow {whose}"


def _draft(item: Item) -> Candidate:
    url = unwrapped_url(item.link) if item.link else None
    words = plain_text(item.content_html) or plain_text(item.summary) or ""
    content_hash = hash_id("content", item.title or "", words)
    return Candidate(item, url, canonical_url(url) if url else None, content_hash)


def _ids(source_id: str, draft: Candidate, *, is_reused: bool) -> tuple[str, ...]:
    place = article_id_of_url(draft.canonical_url) if draft.canonical_url else draft.url or ""
    if draft.item.guid:
        by_guid = hash_id(source_id, "guid", draft.item.guid)
        words = "" if place else draft.content_hash
        by_both = hash_id(source_id, "guid and url", draft.item.guid, place, words)
        return (by_both, by_guid) if is_reused else (by_guid, by_both)
    if place:
        return (hash_id(source_id, "url", place),)
    return (hash_id(source_id, "content", draft.content_hash),)


def entry_of(
    source_id: str, candidate: Candidate, entry_id: str, version: int, now: datetime
) -> Entry:
    """A version of an entry as it is stored."""
    item = candidate.item
    return Entry(
        entry_id=entry_id,
        version=version,
        source_id=source_id,
        guid=_cut(item.guid, MAX_SHORT),
        url=candidate.url,
        canonical_url=candidate.canonical_url,
        title=_cut(item.title, MAX_SHORT),
        author=_cut(item.author, MAX_SHORT),
        publisher=_cut(item.publisher, MAX_SHORT),
        language=_cut(item.language, MAX_SHORT),
        published_at=_plausible(item.published_at, now),
        published_text=_cut(item.published_text, MAX_SHORT),
        summary=_cut(item.summary, MAX_SUMMARY),
        content_html=_cut(item.content_html, MAX_CONTENT),
        content_hash=candidate.content_hash,
        seen_at=now,
    )


def _cut(text: str | None, limit: int) -> str | None:
    return text[:limit] if text else None


def _plausible(moment: datetime | None, now: datetime) -> datetime | None:
    """A date that cannot be right is no date; the feed's own words are kept beside it."""
    return moment if moment and FIRST_PLAUSIBLE <= moment <= now + CLOCK_SKEW else None
