"""Dates as machines write them in structured data, feeds and addresses."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from ct_pipeline.articles.dates import find_dates
from ct_pipeline.articles.intervals import Interval, of_moment, of_parts

_ISO = re.compile(
    r"""^(?P<year>\d{4})-?(?P<month>\d\d)-?(?P<day>\d\d)
    (?:[T ]+(?P<time>\d\d:?\d\d(?P<second>:?\d\d)?)(?:[.,]\d+)?\s*
      (?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?$""",
    re.VERBOSE | re.IGNORECASE,
)
_IN_PATH = re.compile(
    r"/(?P<year>(?:19|20)\d\d)(?P<sep>[/-]?)(?P<month>0[1-9]|1[0-2])(?P=sep)"
    r"(?P<day>0[1-9]|[12]\d|3[01])(?=\D|\d{4}\D)"
)
_EPOCH = re.compile(r"^1\d{9}(?:\d{3})?$")


def read_moment(text: str) -> Interval | None:
    """The moment or day that a machine-made date means; None where it means none.

    A clock time counts only with its zone; without one, or at midnight in its own zone, which is
    how programs write a bare day, it is that day.
    """
    text = text.strip()
    if match := _ISO.match(text):
        return _read_iso(match)
    if _EPOCH.match(text):
        return of_moment(datetime.fromtimestamp(int(text[:10]), UTC))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        found = next(find_dates(text[:100]), None)
        return found.interval if found else None
    return _of_aware(moment) if moment.tzinfo else of_parts(moment.year, moment.month, moment.day)


def date_in_path(url: str) -> Interval | None:
    """The day that an address carries in its path ("/2024/09/26/…", "/20240926…")."""
    match = _IN_PATH.search(urlsplit(url).path)
    return of_parts(int(match["year"]), int(match["month"]), int(match["day"])) if match else None


def _read_iso(match: re.Match[str]) -> Interval | None:
    day = of_parts(int(match["year"]), int(match["month"]), int(match["day"]))
    if day is None or not match["time"] or not match["zone"]:
        return day
    clock = match["time"].replace(":", "").ljust(6, "0")
    zone = "+00:00" if match["zone"].isalpha() else match["zone"]
    if len(zone) == 3:
        zone += ":00"
    try:
        moment = datetime.fromisoformat(
            f"{match['year']}-{match['month']}-{match['day']}T{clock}{zone}"
        )
    except ValueError:
        return day
    return _of_aware(moment, to_the_minute=not match["second"])


def _of_aware(moment: datetime, *, to_the_minute: bool = False) -> Interval | None:
    if not 1900 <= moment.year <= 2100:
        return None
    if moment.time() == time(0):
        return of_parts(moment.year, moment.month, moment.day)
    return of_moment(moment, to_the_minute=to_the_minute)
