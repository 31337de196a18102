"""Dates as people write them in French, Arabic, English and Spanish, found in running text.

A library reads one isolated date string well, but slowly (milliseconds each) and without the
months of the Maghreb; here whole pages are searched, so one compiled pattern does it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ct_pipeline.language.calendar import written_months, written_weekdays
from ct_pipeline.language.intervals import Interval, of_parts

# Same length in and out, so spans found in the translated text hold in the original.
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")

_MONTH = "|".join(map(re.escape, written_months()))
_PATTERN = re.compile(
    rf"""
    (?<![\w/.-])(?:
      (?P<day>\d{{1,2}})(?:er|º|°|st|nd|rd|th|ème)?[ \u00a0]+(?:de[ ]|of[ ]|من[ ])?
        (?P<month>{_MONTH})\.?(?:[ ]*[/\\][ ]*\w+)?(?:,|[ ]del?)?[ \u00a0]+(?P<year>(?:19|20)\d\d)
    | (?P<month2>{_MONTH})\.?[ \u00a0]+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?[ \u00a0]+
        (?P<year2>(?:19|20)\d\d)
    | (?P<year3>(?:19|20)\d\d)[-/.](?P<month3>\d\d?)[-/.](?P<day3>\d\d?)
    | (?P<first>\d\d?)(?P<sep>[-/.])(?P<second>\d\d?)(?P=sep)(?P<year4>(?:19|20)\d\d)
    )(?![\w/-]|\.\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: how it reads, where it starts and ends, and the day that it means."""

    text: str
    start: int
    end: int
    interval: Interval


def find_dates(text: str, *, month_first: bool = False) -> Iterator[FoundDate]:
    """The full dates (day, month and year) of a text, in order.

    `03/04/2024` is 3 April unless `month_first` is set or only the other reading exists.
    """
    for match in _PATTERN.finditer(text.translate(DIGITS)):
        interval = _read(match, month_first)
        if interval is not None:
            found = text[match.start() : match.end()]
            yield FoundDate(found, match.start(), match.end(), interval)


def _read(match: re.Match[str], month_first: bool) -> Interval | None:
    part = match.groupdict()
    for suffix in ("", "2"):
        if name := part[f"month{suffix}"]:
            month = written_months()[name.casefold()]
            return of_parts(int(part[f"year{suffix}"]), month, int(part[f"day{suffix}"]))
    if part["year3"]:
        return of_parts(int(part["year3"]), int(part["month3"]), int(part["day3"]))
    first, second, year = int(part["first"]), int(part["second"]), int(part["year4"])
    if month_first:
        return of_parts(year, first, second) or of_parts(year, second, first)
    return of_parts(year, second, first) or of_parts(year, first, second)


_WEEKDAY = "|".join(map(re.escape, written_weekdays()))
_AROUND_A_DATE = re.compile(
    rf"""^(?:publi[ée]e?|mise?|jour|modifi[ée]e?|post[ée]e?|ajout[ée]e?|créée?|posted|published|updated|publicado|actualizado
    |le|du|on|el|at|à|a\slas|by|par|the|date
    |{_WEEKDAY}
    |نشر|نُشر|في|تاريخ|النشر|بتاريخ|يوم|على|الساعة|آخر|تحديث
    |gmt|utc|[ap]m|\d{{1,2}}[:h]\d{{2}}(?::\d\d)?|\d{{1,2}}h|[-–—|,.:/•·()]+)$""",
    re.VERBOSE | re.IGNORECASE,
)


def date_line(line: str) -> FoundDate | None:
    """The date of a line that says nothing else ("Publié le mercredi 8 octobre 2025 à 10:32")."""
    if len(line) > 90:
        return None
    found = next(find_dates(line), None)
    if found is None:
        return None
    rest = line[: found.start] + " " + line[found.end :].translate(DIGITS)
    words = re.sub(r"([-–—|,•·()]|:(?!\d))", r" \1 ", rest).split()
    return found if all(_AROUND_A_DATE.match(word) for word in words) else None
