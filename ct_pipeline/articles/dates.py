"""Dates as people write them in French, Arabic, English and Spanish, found in running text.

A library reads one isolated date string well, but slowly (milliseconds each) and without the
months of the Maghreb; here whole pages are searched, so one compiled pattern does it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cache

from ct_pipeline.articles.zones import ZONES, zone_named
from ct_pipeline.language.calendar import written_months, written_weekdays
from ct_pipeline.language.intervals import Interval, of_moment, of_parts

# Same length in and out, so spans found in the translated text hold in the original.
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


# A quarter of a second: compiled when the first page comes.
@cache
def _full_date() -> re.Pattern[str]:
    month = "|".join(map(re.escape, written_months()))
    return re.compile(
        rf"""
        (?<![\w/.-])(?:
          (?P<day>\d{{1,2}})(?:er|º|°|st|nd|rd|th|ème)?[ \u00a0]+(?:de[ ]|of[ ]|من[ ])?
            (?P<month>{month})\.?(?:[ ]*[/\\][ ]*\w+(?:[ ](?:الأول|الثاني))?)?
            (?:,|،|[ ]del?)?[ \u00a0]+(?P<year>(?:19|20)\d\d)
        | (?P<month2>{month})\.?[ \u00a0]+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?[ \u00a0]+
            (?P<year2>(?:19|20)\d\d)
        | (?P<day3b>\d{{1,2}})[/.-](?P<month3b>{month})[/.-](?P<year3b>(?:19|20)\d\d)
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
    otherwise: Interval | None = None  # what it means where the month comes first, or the day
    is_update: bool = False


def find_dates(text: str, *, month_first: bool = False) -> Iterator[FoundDate]:
    """The full dates (day, month and year) of a text, in order.

    `03/04/2024` is 3 April unless `month_first` is set or only the other reading exists.
    """
    for match in _full_date().finditer(text.translate(DIGITS)):
        interval = _read(match, month_first)
        if interval is not None:
            other = _read(match, not month_first)
            found = text[match.start() : match.end()]
            otherwise = other if other != interval else None
            yield FoundDate(found, match.start(), match.end(), interval, otherwise)


def _read(match: re.Match[str], month_first: bool) -> Interval | None:
    part = match.groupdict()
    for suffix in ("", "2", "3b"):
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
_ZONE = "|".join(ZONES)
# A clock whose zone is said; without one nobody knows the moment.
_CLOCK = re.compile(
    rf"""(?<![\d:.])(?P<hour>\d{{1,2}})\s?[:.hH]\s?(?P<minute>\d\d)(?:[:.]\d\d)?
    \s*+(?P<half>[ap]\.?\s?m\b\.?)?\s*+(?:h(?:rs|eures)?\b\.?)?\s*+\(?\s*+
    (?P<zone>(?:GMT|UTC)\s?[+-]\d{{1,2}}(?::?\d\d)?|[+-]\d\d:?\d\d|(?:{_ZONE})\b)""",
    re.VERBOSE | re.IGNORECASE,
)
# What stands around a date in a line that says nothing else.
_AROUND_A_DATE = re.compile(
    rf"""^(?:publi[ée]e?|mise?|jour|modifi[ée]e?|post[ée]e?|ajout[ée]e?|créée?|posted|published|updated
    |modified|last|first|publicado|actualizado|modificado|veröffentlicht|stand|aktualisiert
    |datum|fecha|data|le|du|on|el|at|à|a|las?|by|par|the|date|et|and|y
    |(?:{_WEEKDAY})\.?|(?:lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom)\.?
    |نشر|نُشر|في|تاريخ|النشر|بتاريخ|يوم|على|الساعة|آخر|تحديث|الموافق|لـ|صباحا|مساء|و|م
    |(?:gmt|utc)[+-]\d{{1,2}}(?::?\d\d)?|{_ZONE}|[ap]\.?m\.?|[ecmp]t|uhr|h(?:rs|eure)?s?\.?
    |\d{{1,2}}[:.h]\d{{2}}(?::\d\d)?(?:h|[ap]\.?m\.?)?|\d{{1,2}}h|[+-]\d{{1,2}}(?::?\d\d)?
    |[-–—|,،.:/•·()]+)$""",
    re.VERBOSE | re.IGNORECASE,
)
_UPDATED = re.compile(
    r"""mis(?:e)?\sà\sjour|modifi|actualis|updat|modified|edited|actualizad|modificad|aktualisiert
    |güncelle|تحديث|تعديل|عُ?دّ?ل""",
    re.VERBOSE | re.IGNORECASE,
)
_HIJRI = re.compile(
    r"""\d{1,2}\s+(?:محرم|صفر|ربيع\s(?:الأول|الآخر|الثاني)
    |جماد[ىي]\s(?:الأولى|الآخرة|الثانية|الأول|الثاني)
    |رجب|شعبان|رمضان|شوال|ذ[وي]\s(?:القعدة|الحجة))\s*[،,]?\s*\d{4}\s*(?:هـ?|ه)?""",
    re.VERBOSE,
)
LONGEST_DATE_LINE = 110


def date_line(line: str, *, month_first: bool = False) -> FoundDate | None:
    """The date of a line that says nothing else ("Publié le mercredi 8 octobre 2025 à 10:32").

    Of several it is the one of publication; `is_update` where the line only says when it changed.
    """
    if len(line) > LONGEST_DATE_LINE:
        return None
    bare = _HIJRI.sub(lambda match: " " * len(match[0]), line.translate(DIGITS))
    found = list(find_dates(bare, month_first=month_first))
    if not found:
        return None
    rest, at = [], 0
    for date in found:
        rest.append(bare[at : date.start])
        at = date.end
    words = re.sub(r"([-–—|,،•·()]|:(?!\d))", r" \1 ", " ".join((*rest, bare[at:]))).split()
    if not all(_AROUND_A_DATE.match(word) for word in words):
        return None
    updated = [_UPDATED.search(before) is not None for before in rest]
    chosen = updated.index(False) if False in updated else 0
    date = found[chosen]
    shown = line[date.start : date.end]
    clock = _CLOCK.search(rest[chosen + 1] if chosen + 1 < len(rest) else bare[date.end :])
    interval = _at(date.interval, clock) if clock else date.interval
    return replace(date, text=shown, interval=interval, is_update=updated[chosen])


def _at(day: Interval, clock: re.Match[str]) -> Interval:
    """The minute of a day that a clock shows; the day where no clock shows that."""
    zone = zone_named(clock["zone"].replace(" ", ""))
    hour, minute = int(clock["hour"]), int(clock["minute"])
    if half := clock["half"]:
        if not 1 <= hour <= 12:
            return day
        hour = hour % 12 + 12 * half.casefold().startswith("p")
    if zone is None or hour > 23 or minute > 59:
        return day
    moment = datetime.combine(day.start.date(), time(hour, minute), zone)
    return of_moment(moment, to_the_minute=True)


_AGO = re.compile(
    r"""\W*+(?:publi[ée]e?|posted|published|publicado|نشر|نُشر)?\W*+(?:
      (?:il\sy\sa|depuis|hace|منذ|قبل)\s(?P<count>\d{1,2}|une?|un[ao]?)?\s?
        (?P<unit>minutes?|mins?|min|heures?|h|jours?|minutos?|horas?|días?
        |دقائق|دقيقة|ساعات|ساعة|ساعتين|أيام|يوم|يومين)
    | (?P<count2>\d{1,2}|an?)\s(?P<unit2>minutes?|mins?|hours?|hrs?|days?)\sago
    | (?P<day>hier|aujourd['’]hui|yesterday|today|ayer|hoy|أمس|اليوم)
    )(?:[\s,،]+(?:à|at|a\slas|الساعة|على\sالساعة)?\s*\d{1,2}\s?[:.hH]\s?\d{0,2}
      (?:\s?(?:[ap]\.?m\.?|h(?:rs|oras)?))?)?\W*""",
    re.VERBOSE | re.IGNORECASE,
)
_YESTERDAY = frozenset({"hier", "yesterday", "ayer", "أمس"})
_TWO = frozenset({"ساعتين", "يومين"})


def days_ago(line: str, seen_at: datetime) -> Interval | None:
    """The day that a line means which counts from now: "il y a 3 heures", "hier à 18:05"."""
    if len(line) > LONGEST_DATE_LINE:
        return None
    match = _AGO.fullmatch(line.translate(DIGITS).strip())
    if match is None:
        return None
    if day := match["day"]:
        moment = seen_at - timedelta(days=1 if day.casefold() in _YESTERDAY else 0)
        return of_parts(moment.year, moment.month, moment.day)
    unit = (match["unit"] or match["unit2"]).casefold()
    count = match["count"] or match["count2"] or "1"
    number = int(count) if count.isdecimal() else 2 if unit in _TWO else 1
    if unit.startswith(("min", "دق")):
        moment = seen_at - timedelta(minutes=number)
    elif unit.startswith(("h", "سا")):
        moment = seen_at - timedelta(hours=number)
    else:
        moment = seen_at - timedelta(days=number)
    return of_parts(moment.year, moment.month, moment.day)
