"""How often a feed speaks: learnt from its entries, it says when to ask again and when to worry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ct_pipeline.feeds.documents import Item

DAY_SECONDS = 86_400
UNKNOWN_INTERVAL_SECONDS = 3_600  # for a feed that has told nothing of its rhythm yet
# What a feed asks says more of its software than of its rhythm: so far it is believed.
MOST_UNKNOWN_SECONDS = 4 * UNKNOWN_INTERVAL_SECONDS
PATIENT_ENTRIES = 2
JITTER = 0.1
LEARNING_TIME = timedelta(days=14)
FIRST_IMPRESSION = timedelta(days=3)
MISSED_ENTRIES = 10  # by chance once in 22,000 times: exp(-10)
LONGEST_GAP_FACTOR = 1.5


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What was observed of a feed's new entries since `since`.

    `recent_count` of them came in the last 14 days, the last one at `last_at`;
    `longest_gap_seconds` is the longest time without any before it.
    """

    since: datetime
    last_at: datetime | None = None
    arrival_count: int = 0
    recent_count: int = 0
    longest_gap_seconds: float = 0.0

    @property
    def usual_rate(self) -> float | None:
        """New entries a day until the last one, None while that was less than 14 days."""
        if self.last_at is None or self.last_at - self.since < LEARNING_TIME:
            return None
        return self.arrival_count / _days(self.last_at - self.since)

    def present_rate(self, now: datetime) -> float | None:
        """New entries a day in the last 14 days, None while fewer than three were observed."""
        observed = min(now - self.since, LEARNING_TIME)
        return None if observed < FIRST_IMPRESSION else self.recent_count / _days(observed)

    def broken_for(self, now: datetime) -> timedelta | None:
        """For how long the feed has been still where that is much longer than ever, else None.

        Both must hold: ten or more entries are missing at its usual rate, and the silence is
        half as long again as the longest one before (so that free weekends do not count).
        """
        if self.last_at is None or self.usual_rate is None:
            return None
        silence = now - self.last_at
        is_missed = _days(silence) * self.usual_rate >= MISSED_ENTRIES
        longest = timedelta(seconds=self.longest_gap_seconds)
        return silence if is_missed and silence > longest * LONGEST_GAP_FACTOR else None


def rate_of_items(items: Sequence[Item], now: datetime) -> float | None:
    """Entries a day as the dates in one body tell it; for a feed that is new to us."""
    dates = [item.published_at for item in items if item.published_at and item.published_at <= now]
    if len(dates) < 2:
        return None
    recent = [date for date in dates if now - date <= LEARNING_TIME] or [max(dates)]
    span = min(now - min(dates), LEARNING_TIME) if len(recent) > 1 else now - min(dates)
    return len(recent) / max(_days(span), 1 / 24)


def poll_interval(
    entries_per_day: float | None,
    asked_seconds: int,
    floor: int,
    jitter: float = 0.0,
    *,
    entry_count: int = 0,
) -> float:
    """Seconds until the next poll: half the time between two entries, or what the feed asks.

    What it asks counts as far as its rhythm bears it: at most `PATIENT_ENTRIES` may come
    meanwhile, and at most half of the `entry_count` that a body shows. Between `floor` and a day;
    a floor of 0 means at once. `jitter`, a fraction from 0 to 1, adds up to a tenth, so that
    feeds that were added together drift apart.
    """
    if floor == 0:
        return 0
    if entries_per_day is None:
        wanted: float = UNKNOWN_INTERVAL_SECONDS
        bearable: float = MOST_UNKNOWN_SECONDS
    else:
        entry_seconds = DAY_SECONDS / max(entries_per_day, 0.01)
        wanted = entry_seconds / 2
        bearable = entry_seconds * min(PATIENT_ENTRIES, entry_count / 2 or PATIENT_ENTRIES)
    asked = min(asked_seconds, bearable)
    jittered = max(wanted, asked, floor) * (1 + JITTER * jitter)
    return max(floor, min(jittered, DAY_SECONDS))


def _days(span: timedelta) -> float:
    return span.total_seconds() / DAY_SECONDS
