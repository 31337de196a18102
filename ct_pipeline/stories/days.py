"""When a text says that it happened: weekdays, dates, months; nothing is inferred from arrival."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from ct_pipeline.stories.vocabulary import Term

DATED_WITHIN = timedelta(hours=30)
NEAR_CHARACTERS = 6
_DAY_BEFORE = re.compile(
    r"(?<!\d)(\d{1,2})(?:er)?(?:\s+(?:et|y|and|و)\s*(\d{1,2}))?(?:\s+(?:de|of))?\s+$"
)
_DAY_AFTER = re.compile(r"\s+(\d{1,2})(?:st|nd|rd|th)?(?!\d)")
_YEAR_AFTER = re.compile(r",?\s+(?:de |del )?((?:19|20)\d\d)(?!\d)")
_TODAY = re.compile(r"\b(?:aujourd hui|today|este (?:dia|mismo dia)|hoy|اليوم)\b")
_YESTERDAY = re.compile(r"\b(?:hier|yesterday|ayer|امس)\b")


def find_days(
    text: str,
    terms: Sequence[Term],
    published_from: datetime | None,
    published_to: datetime | None,
) -> Iterator[tuple[str, str, int, int]]:
    """Kind, key and folded span of each time that a folded text names.

    A `day` key is an ISO date, or `--MM-DD` where neither text nor publication tells the year; a
    `weekday` key is the ISO number, and what it means where the publication is known to the day is
    an `implied_day`; a `month` stands alone, without a day.
    """
    published = known_day(published_from, published_to)
    for term in terms:
        if term.kind == "weekday":
            yield "weekday", term.key, term.start, term.end
            if published:
                yield "implied_day", _last(published, int(term.key)), term.start, term.end
        elif term.kind == "month":
            yield from _read_month(text, term, published)
    named = [term.start for term in terms if term.kind == "weekday"]
    if published:
        for pattern, back in ((_TODAY, 0), (_YESTERDAY, 1)):
            for found in pattern.finditer(text):
                if any(0 <= start - found.end() <= NEAR_CHARACTERS for start in named):
                    continue  # "today, Monday": the text says which day it means
                day = published - timedelta(days=back)
                yield "weekday", str(day.isoweekday()), found.start(), found.end()


def _last(published: date, weekday: int) -> str:
    """The nearest such weekday that is not after publication."""
    return (published - timedelta(days=(published.isoweekday() - weekday) % 7)).isoformat()


def known_day(published_from: datetime | None, published_to: datetime | None) -> date | None:
    """The day of publication, where it is known to the day."""
    if published_from and published_to and published_to - published_from <= DATED_WITHIN:
        return published_from.date()
    return None


def _read_month(
    text: str, term: Term, published: date | None
) -> Iterator[tuple[str, str, int, int]]:
    before = _DAY_BEFORE.search(text, max(0, term.start - 16), term.start)
    after = None if before else _DAY_AFTER.match(text, term.end)
    start = before.start() if before else term.start
    end = after.end() if after else term.end
    year = _YEAR_AFTER.match(text, end)
    found = before or after
    if found is None:
        key = f"{year[1]}-{int(term.key):02}" if year else f"--{int(term.key):02}"
        yield "month", key, start, year.end() if year else end
        return
    for number in found.groups():
        day = number and _name_day(int(number), int(term.key), year and year[1], published)
        if day:
            key, weekday = day
            yield "day", key, start, year.end() if year else end
            if weekday:
                yield "weekday", weekday, start, end


def _name_day(
    day: int, month: int, year: str | None, published: date | None
) -> tuple[str, str | None] | None:
    """The key of a day and its weekday; the nearest one where the publication tells the year."""
    years = [int(year)] if year else []
    if published and not years:
        years = [published.year - 1, published.year, published.year + 1]
    days = []
    for candidate in years:
        try:
            days.append(date(candidate, month, day))
        except ValueError:
            continue
    if days:
        nearest = min(days, key=lambda known: abs(known - (published or known)))
        return nearest.isoformat(), str(nearest.isoweekday())
    return (f"--{month:02}-{day:02}", None) if 1 <= day <= 31 and not years else None
