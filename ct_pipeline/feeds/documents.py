"""What a feed's body turns out to be: values that the parsers give and polling decides on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Item:
    """One entry as the feed states it; addresses are absolute, title and author plain text."""

    guid: str | None = None
    link: str | None = None
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    language: str | None = None
    published_at: datetime | None = None
    published_text: str | None = None
    summary: str | None = None
    content_html: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A body that is a feed. `dropped_count` entries were over the limit; `problem` is for people.

    `is_cut`: more may follow beyond what is read of a body, uncounted.

    `known_count` items were left out because they were read before, `known_guids` are theirs;
    `item_hashes` are of all.
    `update_seconds` is how long the feed itself asks to be left alone (ttl, sy:updatePeriod).
    `hub_link` and `self_link` are as they stand in the feed.
    """

    format: str
    items: tuple[Item, ...]
    title: str | None = None
    language: str | None = None
    update_seconds: int | None = None
    dropped_count: int = 0
    is_cut: bool = False
    problem: str | None = None
    known_count: int = 0
    item_hashes: tuple[int, ...] = ()
    known_guids: tuple[str, ...] = ()
    hub_link: str | None = None
    self_link: str | None = None

    @property
    def left_out(self) -> str | None:
        """What was not read because the body is too large, for people."""
        if self.is_cut:
            return f"the feed is too large: {self.entry_count} of its entries were read"
        if self.dropped_count:
            return f"{self.dropped_count} entries over the limit were not read"
        return None

    @property
    def entry_count(self) -> int:
        """Items in the body, known ones included."""
        return len(self.items) + self.known_count


class Flaw(StrEnum):
    """Why a body is no feed."""

    EMPTY = "empty_body"
    HTML = "html_page"
    CHALLENGE = "challenge_page"
    CONSENT = "consent_page"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class NotAFeed:
    """A body that is no feed, and the feeds that it names, best first."""

    flaw: Flaw
    detail: str
    alternates: tuple[str, ...] = ()
