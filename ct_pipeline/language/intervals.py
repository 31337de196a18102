"""When something is, as an interval: what the evidence allows and not a second less."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

# At the beginning (ISO 8601), or as a word that a clock or a month follows (RFC 822).
_BEFORE_YEARS = re.compile(r"^\s*(?:-\d{4}|0\d{3})-|\s(?:-\d{4}|0\d{3})(?=[ -]\d\d(?:\D|$))")


class Precision(StrEnum):
    """How finely a date is known."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    HALF_YEAR = "half_year"
    YEAR = "year"
    RANGE = "range"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        """0 for a second, growing as the date gets vaguer."""
        return list(Precision).index(self)


@dataclass(frozen=True, slots=True)
class Interval:
    """From the first to the last second of a moment, day, month, …; aware, UTC."""

    start: datetime
    end: datetime
    precision: Precision

    def agrees_with(self, other: Interval) -> bool:
        """Whether both can be true at once, a day of grace for time zones where one is a day."""
        days = Precision.DAY in (self.precision, other.precision)
        grace = timedelta(days=1 if days else 0)
        return self.start - grace <= other.end and other.start - grace <= self.end


def is_before_years(text: str) -> bool:
    """Whether a program wrote a moment that it does not have: a year below 1000, or below zero."""
    return _BEFORE_YEARS.search(text) is not None


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


def of_days(first: date, last: date, precision: Precision) -> Interval:
    """From the first second of a day to the last one of another."""
    return Interval(
        _midnight(first.year, first.month, first.day),
        _last_second(last.year, last.month, last.day),
        precision,
    )


def of_months(year: int, month: int, count: int, precision: Precision) -> Interval:
    """So many months from the first of a month; a month beyond December is one of the next year."""
    last = month + count - 1
    first_year, last_year = year + (month - 1) // 12, year + (last - 1) // 12
    month, last = (month - 1) % 12 + 1, (last - 1) % 12 + 1
    end = date(last_year, last, monthrange(last_year, last)[1])
    return of_days(date(first_year, month, 1), end, precision)


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
