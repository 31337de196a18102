"""Dates as machines write them in structured data, feeds and addresses."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from ct_pipeline.articles.dates import find_dates
from ct_pipeline.articles.zones import zone_named, zone_of
from ct_pipeline.language.intervals import Interval, is_before_years, of_moment, of_parts

_ISO = re.compile(
    r"""^(?P<year>\d{4})(?P<sep>[-/.]?)(?P<month>\d\d?)(?P=sep)(?P<day>\d\d?)
    (?:[T ,]+(?P<hour>\d\d?)(?P<colon>:?)(?P<minute>\d\d)(?:(?P=colon)(?P<second>\d\d?))?
      (?:[.,]\d+)?\s*(?P<half>[ap]\.?m\.?)?\s*
      (?P<zone>[A-Z]{1,5}(?![A-Z/])|[+-]\d\d(?::?\d\d)?|(?:UTC|GMT)[+-]\d\d?(?::?\d\d)?)?
      (?:\[?(?P<place>[A-Z]\w+/[\w/+-]+)\]?)?(?:\[[\w+-]+\])?(?:\s*\([\w /+-]+\))?)?$""",
    re.VERBOSE | re.IGNORECASE,
)
_IN_PATH = re.compile(
    r"/(?P<year>(?:19|20)\d\d)(?P<sep>[/-]?)(?P<month>0[1-9]|1[0-2])(?P=sep)"
    r"(?P<day>0[1-9]|[12]\d|3[01])(?=\D|\d{4}\D)"
)
# As JavaScript prints a moment.
_PRINTED = re.compile(
    r"^[A-Z][a-z]{2} (?P<month>[A-Z][a-z]{2}) (?P<day>\d\d) (?P<year>\d{4})"
    r" (?P<clock>\d\d:\d\d:\d\d) GMT(?P<zone>[+-]\d{4})"
)
_DAY_FIRST = re.compile(r"^(?P<day>\d{4}-\d\d-\d\d)(?=[T ])")
_EMPTY = date(1970, 1, 1)  # what programs write for a moment that they do not have
_EPOCH = re.compile(r"^1\d{9}(?:\d{3})?$")
_COMPACT = re.compile(r"^((?:19|20)\d{6})(?:\d{4}|\d{6})$")
_SECONDS = re.compile(r"\d[:.]\d\d[:.]\d\d")
_MONTH_OR_YEAR = re.compile(r"^(?P<year>(?:19|20)\d\d)(?:-(?P<month>\d\d))?$")
# What follows the day of an RFC 822 date whose names are not English ones.
_CLOCK = re.compile(
    r"^[ ,]*(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
    r"[ ]*(?P<zone>[+-]\d{4}|Z|GMT|UTC)$",
    re.IGNORECASE,
)


def read_moment(text: str) -> Interval | None:
    """The moment, day, month or year that a machine-made date means; None where it means none.

    A clock time counts only with its zone; without one, or at midnight in its own zone, which is
    how programs write a bare day, it is that day.
    """
    if is_before_years(text):
        return None
    interval = _read(text.strip())
    is_empty = interval and interval.start.date() == interval.end.date() == _EMPTY
    return None if is_empty else interval


def _read(text: str) -> Interval | None:
    if match := _ISO.match(text):
        return _read_iso(match)
    if match := _MONTH_OR_YEAR.match(text):
        return of_parts(int(match["year"]), int(match["month"]) if match["month"] else None)
    if match := _PRINTED.match(text):
        return _read(
            f"{match['day']} {match['month']} {match['year']} {match['clock']} {match['zone']}"
        )
    if match := _COMPACT.match(text):
        return _read(match[1])
    if match := _DAY_FIRST.match(text):
        return _read(match["day"])
    if _EPOCH.match(text):
        return of_moment(datetime.fromtimestamp(int(text[:10]), UTC))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return _read_words(text[:100])
    if moment.tzinfo is None:
        zone = zone_named(text.rpartition(" ")[2])
        if zone is None:
            return of_parts(moment.year, moment.month, moment.day)
        moment = moment.replace(tzinfo=zone)
    return _of_aware(moment, to_the_minute=not _SECONDS.search(text))


def date_in_path(url: str) -> Interval | None:
    """The day that an address carries in its path ("/2024/09/26/…", "/20240926…")."""
    match = _IN_PATH.search(urlsplit(url).path)
    return of_parts(int(match["year"]), int(match["month"]), int(match["day"])) if match else None


def _read_iso(match: re.Match[str]) -> Interval | None:
    day = of_parts(int(match["year"]), int(match["month"]), int(match["day"]))
    if day is None or not match["hour"] or not (match["zone"] or match["place"]):
        return day
    zone = zone_named(match["zone"]) if match["zone"] else zone_of(match["place"])
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower().startswith("p") else 0)
    if zone is None or hour > 23 or int(match["minute"]) > 59 or int(match["second"] or 0) > 60:
        return day
    clock = time(hour, int(match["minute"]), min(int(match["second"] or 0), 59))
    moment = datetime.combine(day.start.date(), clock, zone)
    return _of_aware(moment, to_the_minute=not match["second"])


def _read_words(text: str) -> Interval | None:
    """The date that stands in the words, to the second where a clock with its zone follows it."""
    found = next(find_dates(text), None)
    clock = _CLOCK.match(text[found.end :]) if found else None
    if found is None or clock is None:
        return found.interval if found else None
    zone = "+0000" if clock["zone"].isalpha() else clock["zone"]
    second = clock["second"] or "00"
    try:
        moment = datetime.fromisoformat(
            f"{found.interval.start:%Y-%m-%d}T{clock['hour']}:{clock['minute']}:{second}{zone}"
        )
    except ValueError:
        return found.interval
    return _of_aware(moment, to_the_minute=not clock["second"])


def _of_aware(moment: datetime, *, to_the_minute: bool = False) -> Interval | None:
    if not 1900 <= moment.year <= 2100:
        return None
    if moment.time() == time(0):
        return of_parts(moment.year, moment.month, moment.day)
    return of_moment(moment, to_the_minute=to_the_minute)
