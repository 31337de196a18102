"""Edits in a feed: which are versions of an entry, and when its page is looked at because of them.

Some feeds change their words all the time without a change of the article: "read 371 times, 2 hours
ago". Whether an edit is of that kind shows when the page is looked at; after looks that found
nothing the next one waits longer and longer, and a change of mere numbers is no version any more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from ct_pipeline.feeds.entries import Entry
from ct_pipeline.feeds.plain_text import plain_text

SHORTEST_WAIT = timedelta(hours=1)
LONGEST_WAIT = timedelta(days=1)
TRUSTED_EDITS = 3  # edits of words that may be in vain before they wait too

_NUMBER = re.compile(r"\d+(?:[\s.,:]\d+)*")


@dataclass(frozen=True, slots=True)
class History:
    """What is known of an entry before an edit.

    Its last words; since when the article's text is as it is (None where there is no article);
    when its page was last looked at, and how many edits since then had led to that.
    """

    entry_id: str
    title: str | None
    summary: str | None
    content_html: str | None
    text_seen_at: datetime | None = None
    looked_at: datetime | None = None
    fruitless_count: int = 0


@dataclass(frozen=True, slots=True)
class Weighed:
    """Whether an edit is kept as a version, and when the page is looked at because of it."""

    is_kept: bool
    look_at: datetime | None


def weigh(edit: Entry, before: History | None, now: datetime) -> Weighed:
    """What an edit is worth."""
    if before is None or before.text_seen_at is None:
        return Weighed(is_kept=True, look_at=None)  # its page is still to be had
    is_of_numbers = _shape(edit) == _shape(before)
    if before.fruitless_count < (1 if is_of_numbers else TRUSTED_EDITS) or not before.looked_at:
        return Weighed(is_kept=True, look_at=now)
    still_for = before.looked_at - before.text_seen_at
    wait = min(max(still_for, SHORTEST_WAIT), LONGEST_WAIT)
    return Weighed(is_kept=not is_of_numbers, look_at=max(before.looked_at + wait, now))


def _shape(version: Entry | History) -> str:
    words = plain_text(version.content_html) or plain_text(version.summary) or ""
    return _NUMBER.sub("#", f"{version.title or ''}\n{words}")
