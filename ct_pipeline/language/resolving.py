"""Which days a said date means, given when its text appeared; None where more than one may."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from ct_pipeline.language.intervals import Interval, Precision, of_days, of_months, of_parts
from ct_pipeline.language.said_dates import SaidDate, Unit

A_DAY = timedelta(hours=30)  # how long the publication may last that is known to the day
T = TypeVar("T", bound=Hashable)

# Months from the beginning of a part of the year to its end, and the month that it begins with.
_PARTS: dict[Unit, tuple[int, tuple[int, ...], Precision]] = {
    Unit.QUARTER: (3, (1, 4, 7, 10), Precision.QUARTER),
    Unit.HALF_YEAR: (6, (1, 7), Precision.HALF_YEAR),
    Unit.SEASON: (3, (3, 6, 9, 0), Precision.SEASON),  # winter begins in December before
}


class Leaning(StrEnum):
    """Where a day without its year lies: what the tense of its sentence says."""

    PAST = "past"
    NEAREST = "nearest"
    FUTURE = "future"


def resolve(
    said: SaidDate,
    base: Interval | None = None,
    leaning: Leaning = Leaning.NEAREST,
    *,
    month_first: bool = False,
) -> Interval | None:
    """The interval that a date means in a text that appeared in the interval `base`.

    Without a base, only what names its year is known. `month_first`: how "03/04/2024" is read,
    unless only the other reading exists.
    """
    if said.is_hijri:
        return None
    if said.until:
        return _resolve_range(said, said.until, base, leaning)
    if said.is_swappable and said.year and said.month and said.day:
        day_first = of_parts(said.year, said.month, said.day)
        swapped = of_parts(said.year, said.day, said.month)
        return (swapped or day_first) if month_first else (day_first or swapped)
    year = said.year
    if year is None and said.year_shift is not None:
        shift = said.year_shift
        year = _agree(base, lambda day: day.year + shift)
    if year is not None:
        return _in_year(said, year)
    if base is None or said.year_shift is not None:
        return None
    return _resolve_without_year(said, base, leaning)


def _in_year(said: SaidDate, year: int) -> Interval | None:
    if of_parts(year) is None:
        return None
    if said.unit in _PARTS and said.part:
        count, firsts, precision = _PARTS[said.unit]
        return of_months(year, firsts[said.part - 1], count, precision)
    if said.unit in (Unit.DAY, Unit.MONTH) and said.month:
        return of_parts(year, said.month, said.day)
    return of_parts(year) if said.unit is Unit.YEAR else None


def _resolve_without_year(said: SaidDate, base: Interval, leaning: Leaning) -> Interval | None:
    if said.month or said.part:
        year = _agree(base, lambda day: _choose_year(said, day, leaning))
        return _in_year(said, year) if year else None
    if said.unit is Unit.DAY:
        if base.end - base.start > A_DAY:
            return None
        day = _find_day(said, base.start.date(), leaning)
        return of_days(day, day, Precision.DAY)
    if said.shift is None or said.unit in (Unit.MINUTE, Unit.HOUR):
        return None
    shift = said.shift
    found = _agree(base, lambda day: _shift(said.unit, day, shift))
    return found and of_days(*found)


def _find_day(said: SaidDate, today: date, leaning: Leaning) -> date:
    """A weekday, or a number of days from today. A bare weekday is the last one, or today."""
    shift = said.shift or 0
    if said.weekday is None:
        return today + timedelta(days=shift)
    back = timedelta(days=(today.isoweekday() - said.weekday) % 7)
    ahead = timedelta(days=(said.weekday - today.isoweekday()) % 7)
    week = timedelta(days=7)
    if shift < 0:
        return today - (back or week)
    if shift > 0:
        return today + (ahead or week)
    return today + ahead if leaning is Leaning.FUTURE else today - back


def _choose_year(said: SaidDate, day: date, leaning: Leaning) -> int | None:
    """The year of a day, month or season that names none, seen from a day."""
    years = (day.year - 1, day.year, day.year + 1, day.year + 2)
    intervals = {year: found for year in years if (found := _in_year(said, year))}
    if said.weekday:  # a Tuesday the 4th of May is of few years
        fitting = {
            year: interval
            for year, interval in intervals.items()
            if interval.start.isoweekday() == said.weekday
        }
        intervals = fitting or intervals
    ended = [year for year, interval in intervals.items() if interval.end.date() < day]
    begun = [year for year, interval in intervals.items() if interval.start.date() <= day]
    to_come = [year for year in intervals if year not in begun]
    if said.shift == 0:
        return day.year if day.year in intervals else None
    if said.shift:
        return min(to_come, default=None) if said.shift > 0 else max(ended, default=None)
    if leaning is Leaning.PAST:
        return max(begun, default=None)
    if leaning is Leaning.FUTURE:
        return min((year for year in intervals if year not in ended), default=None)
    return min(
        intervals,
        key=lambda year: abs((intervals[year].start.date() - day).days),
        default=None,
    )


def _shift(unit: Unit, day: date, shift: int) -> tuple[date, date, Precision]:
    """The week, month, quarter, half or year so many after the one of a day."""
    if unit is Unit.WEEK:
        monday = day - timedelta(days=day.weekday()) + timedelta(days=7 * shift)
        return monday, monday + timedelta(days=6), Precision.WEEK
    count = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.SEASON: 3, Unit.HALF_YEAR: 6}.get(unit, 12)
    month = (day.month - 1) // count * count + 1 + count * shift
    found = of_months(day.year, month, count, Precision(unit.value))
    return found.start.date(), found.end.date(), found.precision


def _resolve_range(
    first: SaidDate, last: SaidDate, base: Interval | None, leaning: Leaning
) -> Interval | None:
    """From the first to the last of a range; the first takes month and year from the last."""
    end = resolve(last, base, leaning)
    opening = replace(
        first,
        until=None,
        month=first.month or last.month,
        year=first.year or last.year or (end.start.year if end and last.month else None),
        year_shift=first.year_shift if first.year_shift is not None else last.year_shift,
    )
    start = resolve(opening, base, leaning)
    if leaning is Leaning.PAST and last.year is None and last.month and last.shift is None:
        begun = resolve(replace(opening, year=None), base, leaning)
        end = resolve(last, begun, Leaning.FUTURE) if begun else end  # it has begun, not ended
        start = begun or start
    if start and end and start.start > end.start and first.year is None and opening.year:
        start = resolve(replace(opening, year=opening.year - 1), base, leaning)
    if start is None or end is None or start.start > end.end:
        return None
    return Interval(start.start, end.end, Precision.RANGE)


def _agree(base: Interval | None, read: Callable[[date], T]) -> T | None:
    """What both ends of the base say, where they say the same."""
    if base is None:
        return None
    first, last = read(base.start.date()), read(base.end.date())
    return first if first == last else None
