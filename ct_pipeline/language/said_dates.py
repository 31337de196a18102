"""A date as a text says it: what is named, and nothing that is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a date names one of."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    HALF_YEAR = "half_year"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class SaidDate:
    """A date with its span in the text; what is not said is None.

    `unit`: what is named, a day, a week, a month, …; `part`: which quarter, half or season of the
    year (spring 1). `shift` counts units from the time of writing ("hier": -1 day), or says that a
    named weekday, day, month or season is the last (-1), this (0) or the next one (1); `year_shift`
    says the same of its year ("en mai de l'année dernière"). `part_of_day`: morning, noon,
    afternoon, evening or night. `is_swappable`: day and month may be the other way round
    ("03/04/2024"). `until`: the last of a range ("du 4 au 6 mai").
    """

    start: int
    end: int
    unit: Unit
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    part: int | None = None
    shift: int | None = None
    year_shift: int | None = None
    part_of_day: str | None = None
    is_hijri: bool = False
    is_swappable: bool = False
    until: SaidDate | None = None
