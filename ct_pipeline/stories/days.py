"""When a text says that it happened: weekdays, dates, months; nothing is inferred from arrival."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from ct_pipeline.language.calendar import (
    LANGUAGES,
    OTHER_LANGUAGES,
    hijri_months,
    month_names,
    short_months,
    weekday_names,
)
from ct_pipeline.language.folding import FoldedText
from ct_pipeline.language.phrases import Found, PhraseFinder

DATED_WITHIN = timedelta(hours=30)
NEAR_CHARACTERS = 6
CLAUSE_CHARACTERS = 40
HIJRI = 100  # added to the numbers of its months
_DAY_BEFORE = re.compile(
    r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th|o|\.)?"
    r"(?:\s+(?:et|y|and|e|und|au|al|a|to|و)\s*(\d{1,2})\.?)?(?:\s+(?:de|of|من|شهر))?\s+$"
)
_DAY_AFTER = re.compile(r"\.?\s+(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)?(?![\d:])")
_YEAR_AFTER = re.compile(r"\.?,?\s+(?:de |del |of )?((?:19|20)\d\d)(?!\d)")
_DAY_AFTER_IT = re.compile(
    r"(?<!\w)(?:(?:a|one) day after|un jour apres|(?:au|le) lendemain d(?:e|u|es)?(?!\w)"
    r"|un dia despues|al dia siguiente de|il giorno dopo|um dia depois|no dia seguinte a"
    r"|einen tag nach|غداه|بعد يوم من)"
)
_NEAR_DAYS = {
    **dict.fromkeys(("aujourd hui", "today", "hoy", "oggi", "hoje", "heute", "اليوم"), 0),
    **dict.fromkeys(("hier", "yesterday", "ayer", "ieri", "ontem", "gestern", "امس"), 1),
}
# Ordinary words too: months only with a capital, or in Arabic beside a number.
_WORDS_TOO = {
    "en": frozenset(("march", "may")),
    "de": frozenset(("marz",)),
    "ar": frozenset(("اب",)),
}


@dataclass(frozen=True, slots=True)
class Day:
    """A time that a text names, by its span in the original.

    `is_before`: it is the day before the one that is told, of another event ("a day after …").
    `kind` is `day` (key: an ISO date, or `--MM-DD` where neither text nor publication tells the
    year), `weekday` (its ISO number) or `month` (`YYYY-MM`, `--MM`). `means` is the date that a day
    or weekday stands for, where the publication is known to the day.
    """

    kind: str
    key: str
    start: int
    end: int
    means: date | None = None
    is_before: bool = False


def find_days(folded: FoldedText, language: str | None, published: date | None) -> Iterator[Day]:
    """Each time that a text names; a weekday is the last one before publication."""
    text = folded.text
    found = _finder(language if language in (*LANGUAGES, *OTHER_LANGUAGES) else None).find_words(
        text
    )
    weekdays = [one.start for one in found if one.value[0] == "weekday"]
    for one in found:
        kind, number = one.value
        if kind == "weekday":
            means = _last(published, number) if published else None
            yield Day(kind, str(number), *folded.span(one.start, one.end), means)
        elif kind == "near":
            is_named = any(
                -NEAR_CHARACTERS <= place - one.end <= NEAR_CHARACTERS for place in weekdays
            )
            if published and not is_named:  # "today, Monday": the text says which day it means
                day = published - timedelta(days=number)
                yield Day("weekday", str(day.isoweekday()), *folded.span(one.start, one.end), day)
        else:
            yield from _read_month(folded, one, published, language)
    yield from _read_days_before(folded, found, published)


def _read_days_before(
    folded: FoldedText, found: Sequence[Found[tuple[str, int]]], published: date | None
) -> Iterator[Day]:
    """The day that "a day after" looks back on: from the weekday named before it, else from the day
    of publication."""
    for after in _DAY_AFTER_IT.finditer(folded.text):
        named = [
            one.value[1]
            for one in found
            if one.value[0] == "weekday" and 0 <= after.start() - one.end <= CLAUSE_CHARACTERS
        ]
        day = published and _last(published, named[-1] if named else published.isoweekday())
        number = named[-1] if named else day and day.isoweekday()
        if number:
            means = day - timedelta(days=1) if day else None
            key = str((number - 2) % 7 + 1)
            yield Day("weekday", key, *folded.span(*after.span()), means, is_before=True)


def known_day(published_from: datetime | None, published_to: datetime | None) -> date | None:
    """The day of publication, where it is known to the day."""
    if published_from and published_to and published_to - published_from <= DATED_WITHIN:
        return published_from.date()
    return None


def _last(published: date, weekday: int) -> date:
    """The nearest such weekday that is not after publication."""
    return published - timedelta(days=(published.isoweekday() - weekday) % 7)


def _read_month(
    folded: FoldedText, found: Found[tuple[str, int]], published: date | None, language: str | None
) -> Iterator[Day]:
    text, (kind, month) = folded.text, found.value
    before = _DAY_BEFORE.search(text, max(0, found.start - 18), found.start)
    after = None if before else _DAY_AFTER.match(text, found.end)
    start = before.start() if before else found.start
    end = after.end() if after else found.end
    year = _YEAR_AFTER.match(text, end)
    named = before or after
    first, last = folded.span(start, year.end() if year else end)
    if named is None:
        is_word = text[found.start : found.end] in _WORDS_TOO.get(language or "", ())
        is_capital = folded.original[folded.span(found.start, found.end)[0]].isupper()
        if kind == "month" and (not is_word or is_capital or year):
            yield Day("month", f"{year[1]}-{month:02}" if year else f"--{month:02}", first, last)
        return
    for number in filter(None, named.groups()):
        for key, means in _name_day(int(number), month, int(year[1]) if year else None, published):
            yield Day("day", key, first, last, means)


def _name_day(
    day: int, month: int, year: int | None, published: date | None
) -> Iterator[tuple[str, date | None]]:
    """The key of a day and the day; the nearest one where the publication tells the year."""
    if month > HIJRI or not 1 <= day <= 31:
        return
    years = [year] if year else []
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
        yield nearest.isoformat(), nearest
    elif not years:
        yield f"--{month:02}-{day:02}", None


@cache
def _finder(language: str | None) -> PhraseFinder[tuple[str, int]]:
    """The words for times of a language; of the four of the pipeline where it is not known."""
    languages = (language,) if language else LANGUAGES
    words: dict[str, tuple[str, int]] = {}
    for kind, names in (
        ("near", _NEAR_DAYS),
        ("weekday", weekday_names(*languages)),
        ("month", month_names(*languages)),
        ("short", short_months(*languages)),
        ("month", {name: HIJRI + number for name, number in hijri_months().items()}),
    ):
        for name, number in names.items():
            words.setdefault(name, (kind, number))
    return PhraseFinder(words)
