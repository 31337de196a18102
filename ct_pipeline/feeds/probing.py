"""What polling an address would bring, for a person who wants to know before subscribing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ct_pipeline.feeds.answers import read_answer
from ct_pipeline.feeds.documents import Feed, Item
from ct_pipeline.feeds.exchange import Kind, Request, Response
from ct_pipeline.feeds.identity import canonical_url
from ct_pipeline.feeds.polling import permanent_address
from ct_pipeline.feeds.rhythm import rate_of_items
from ct_pipeline.feeds.states import FeedState, State
from ct_pipeline.feeds.troubles import Trouble
from ct_pipeline.language.counting import counted

STALE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Probe:
    """What one address answered; `problems` are sentences for a person."""

    address: str
    state: State
    status: int | None
    format: str | None = None
    entry_count: int = 0
    newest_at: datetime | None = None
    entries_per_day: float | None = None
    language: str | None = None
    problems: tuple[str, ...] = ()


def probe_request(key: str, url: str) -> Request:
    """The question: the whole feed, unconditionally."""
    return Request(key, url, Kind.FEED)


def probe_of(response: Response, now: datetime, *, asked_url: str | None = None) -> Probe | Request:
    """What an answer tells; for a page that announces a feed, the request for that feed.

    `asked_url` is the page by which the address of this answer was found.
    """
    request = response.request
    state = FeedState(request.key, request.url)
    reading = read_answer(state, response, follows_pages=asked_url is None)
    if isinstance(reading, Request):
        return reading
    notes = _notes_on_address(response, asked_url)
    if isinstance(reading, Trouble):
        return Probe(request.url, reading.state, response.status, problems=(reading.detail, *notes))
    assert isinstance(reading, Feed), "a feed without a past cannot be unchanged"
    dates = [item.published_at for item in reading.items if item.published_at]
    return Probe(
        address=permanent_address(response),
        state=State.HEALTHY if reading.items else State.SILENT,
        status=response.status,
        format=reading.format,
        entry_count=len(reading.items),
        newest_at=max((date for date in dates if date <= now), default=None),
        entries_per_day=rate_of_items(reading.items, now),
        language=reading.language,
        problems=(*notes, *_notes_on_feed(reading, now)),
    )


def _notes_on_address(response: Response, asked_url: str | None) -> list[str]:
    notes = []
    if asked_url is not None:
        notes.append(f"found through the page {asked_url}")
    moved_to = permanent_address(response)
    if moved_to != response.request.url:
        notes.append(f"moved for good to {moved_to}")
    elif response.final_url and response.redirects:
        notes.append(f"redirects for now to {response.final_url}")
    if response.status == 200 and not {"etag", "last-modified"} & response.headers.keys():
        notes.append("the server offers no validators: every poll loads the whole feed")
    return notes


def _notes_on_feed(feed: Feed, now: datetime) -> list[str]:
    notes = [] if feed.items else ["the feed has no entries"]
    if feed.problem:
        notes.append(f"not well-formed: {feed.problem}")
    if feed.left_out:
        notes.append(feed.left_out)
    notes += [
        f"{count} of {len(feed.items)} entries {what}"
        for what, count in _counts(feed.items, now).items()
        if count
    ]
    dates = [item.published_at for item in feed.items if item.published_at]
    if dates and now - max(dates) > STALE:
        notes.append(f"the newest entry is {counted((now - max(dates)).days, 'day')} old")
    return notes


def _counts(items: Sequence[Item], now: datetime) -> dict[str, int]:
    guids = Counter(item.guid for item in items if item.guid)
    return {
        "have no usable link": sum(not item.link or not canonical_url(item.link) for item in items),
        "have no date that can be read": sum(item.published_at is None for item in items),
        "are dated in the future": sum(
            item.published_at is not None and item.published_at > now for item in items
        ),
        "have no title": sum(item.title is None for item in items),
        "share their GUID with another": sum(count for count in guids.values() if count > 1),
    }
