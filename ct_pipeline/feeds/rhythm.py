"""How often a feed speaks: learnt from its entries, it says when to ask again and when to worry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from ct_pipeline.feeds.documents import Item

DAY_SECONDS = 86_400
UNKNOWN_INTERVAL_SECONDS = 3_600  # for a feed that has told nothing of its rhythm yet
JITTER = 0.1
LEARNING_TIME = timedelta(days=14)
FIRST_IMPRESSION = timedelta(days=3)
MISSED_ENTRIES = 10  # by chance once in 22,000 times: exp(-10)
LONGEST_GAP_FACTOR = 1.5


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What was observed of a feed since `since`: when its new entries came, oldest first."""

    since: datetime
    arrivals: tuple[datetime, ...]

    @property
    def usual_rate(self) -> float | None:
        """New entries a day until the last one, None while that was less than 14 days."""
        if not self.arrivals or self.arrivals[-1] - self.since < LEARNING_TIME:
            return None
        return len(self.arrivals) / _days(self.arrivals[-1] - self.since)

    def present_rate(self, now: datetime) -> float | None:
        """New entries a day in the last 14 days, None while fewer than three were observed."""
        observed = min(now - self.since, LEARNING_TIME)
        if observed < FIRST_IMPRESSION:
            return None
        return sum(now - at <= observed for at in self.arrivals) / _days(observed)

    def is_broken(self, now: datetime) -> bool:
        """Whether the feed has been still for much longer than it ever was.

        Both must hold: ten or more entries are missing at its usual rate, and the silence is
        half as long again as the longest one before (so that free weekends do not count).
        """
        rate = self.usual_rate
        if rate is None:
            return False
        silence = now - self.arrivals[-1]
        longest = max(later - earlier for earlier, later in pairwise((self.since, *self.arrivals)))
        return _days(silence) * rate >= MISSED_ENTRIES and silence > longest * LONGEST_GAP_FACTOR


def rate_of_items(items: Sequence[Item], now: datetime) -> float | None:
    """Entries a day as the dates in one body tell it; for a feed that is new to us."""
    dates = [item.published_at for item in items if item.published_at and item.published_at <= now]
    if len(dates) < 2:
        return None
    recent = [date for date in dates if now - date <= LEARNING_TIME] or [max(dates)]
    span = min(now - min(dates), LEARNING_TIME) if len(recent) > 1 else now - min(dates)
    return len(recent) / max(_days(span), 1 / 24)


def poll_interval(
    entries_per_day: float | None, asked_seconds: int, floor: int, jitter: float = 0.0
) -> float:
    """Seconds until the next poll: half the time between two entries, or what the feed asks.

    Between `floor` and a day; a floor of 0 means at once. `jitter`, a fraction from 0 to 1,
    adds up to a tenth, so that feeds that were added together drift apart.
    """
    if floor == 0:
        return 0
    if entries_per_day is None:
        wanted: float = UNKNOWN_INTERVAL_SECONDS
    else:
        wanted = DAY_SECONDS / 2 / max(entries_per_day, 0.01)
    jittered = max(wanted, asked_seconds, floor) * (1 + JITTER * jitter)
    return max(floor, min(jittered, DAY_SECONDS))


def _days(span: timedelta) -> float:
    return span.total_seconds() / DAY_SECONDS
