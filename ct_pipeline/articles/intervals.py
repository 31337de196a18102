"""When a text appeared, as an interval: what the evidence allows and not a second less."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Precision(StrEnum):
    """How finely a date is known."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        """0 for a second, growing as the date gets vaguer."""
        return list(Precision).index(self)


@dataclass(frozen=True, slots=True)
class Interval:
    """From the first to the last second of a moment, day, month or year; aware, UTC."""

    start: datetime
    end: datetime
    precision: Precision

    def agrees_with(self, other: Interval) -> bool:
        """Whether both can be true at once, a day of grace for time zones where one is a day."""
        days = Precision.DAY in (self.precision, other.precision)
        grace = timedelta(days=1 if days else 0)
        return self.start - grace <= other.end and other.start - grace <= self.end


@dataclass(frozen=True, slots=True)
class Published:
    """The interval of publication, if any, and the evidence in words."""

    interval: Interval | None
    evidence: str | None

    @property
    def precision(self) -> Precision:
        """The interval's precision; UNKNOWN without one."""
        return self.interval.precision if self.interval else Precision.UNKNOWN


UNKNOWN = Published(None, None)


def of_parts(year: int, month: int | None = None, day: int | None = None) -> Interval | None:
    """The year, month or day in UTC; None where no calendar has it or it is not a news date."""
    if not 1900 <= year <= 2100:
        return None
    if month is None:
        return Interval(_midnight(year, 1, 1), _last_second(year, 12, 31), Precision.YEAR)
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    if day is None:
        return Interval(_midnight(year, month, 1), _last_second(year, month, last), Precision.MONTH)
    if not 1 <= day <= last:
        return None
    return Interval(_midnight(year, month, day), _last_second(year, month, day), Precision.DAY)


def of_moment(moment: datetime, *, to_the_minute: bool = False) -> Interval:
    """The second (or minute) of an aware datetime."""
    start = moment.astimezone(UTC).replace(microsecond=0)
    if to_the_minute:
        start = start.replace(second=0)
        return Interval(start, start + timedelta(seconds=59), Precision.MINUTE)
    return Interval(start, start, Precision.SECOND)


def _midnight(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def _last_second(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 23, 59, 59, tzinfo=UTC)
