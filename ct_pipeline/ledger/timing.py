"""When: the dates of a sentence as intervals of days, with what makes them a deadline or an end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ct_pipeline.language.intervals import Interval, Precision
from ct_pipeline.language.resolving import A_DAY, Leaning, resolve
from ct_pipeline.language.said_dates import SaidDate, Unit
from ct_pipeline.ledger.durations import durations
from ct_pipeline.ledger.sentence import Dated, Sentence
from ct_pipeline.ledger.tokens import Token

_JOINS = frozenset(("et", "and", "y", "e", ","))
_DAYS = {
    "week": 7,
    "semaine": 7,
    "semana": 7,
    "اسبوع": 7,
    "day": 1,
    "jour": 1,
    "dia": 1,
    "يوم": 1,
    "fortnight": 14,
}

_UNITS = {"año": Unit.YEAR, "mes": Unit.MONTH, "semana": Unit.WEEK}
_BEFORE_REACH = 9  # tokens
_SINCE = ("depuis", "since", "منذ")
_FROM_ON = ("desde", "dès")
_ENDING = ("termine", "acabe", "finalice", "concluya")


@dataclass(frozen=True, slots=True)
class When:
    """A date of a sentence: its tokens and the days from `first` to `last`, both None if unknown.

    `is_deadline`: not later than `last`; `is_until`: what it tells of lasts up to then; `is_since`:
    it began then. `pair`: two days that were named one by one, or the ends of a range of days.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    precision: str | None
    text: str
    is_deadline: bool = False
    is_until: bool = False
    is_since: bool = False
    pair: tuple[date, date] | None = None
    named: tuple[date, date, str] | None = None  # what a deadline's words name: days and precision
    tail: tuple[date, date, str] | None = None  # the last date of a range

    @property
    def is_known(self) -> bool:
        return self.first is not None or self.last is not None


def find_times(sentence: Sentence, base: Interval | None, leaning: Leaning) -> list[When]:
    """The dates that a sentence names, as days; seen from a past or a future event."""
    return sentence.once(("times", base, leaning), lambda: _find_times(sentence, base, leaning))


def _find_times(sentence: Sentence, base: Interval | None, leaning: Leaning) -> list[When]:
    times: list[When] = []
    dates = [one for one in sentence.dates if not _recurs(sentence, one)]
    index = 0
    while index < len(dates):
        one = dates[index]
        index += 1
        last = one
        while index < len(dates) and _belongs(sentence, last, dates[index]):
            last = dates[index]
            index += 1
        times.append(_read(sentence, one, last, base, leaning))
    times += _terms(sentence, base, times)
    return sorted(times, key=lambda when: when.start)


def _recurs(sentence: Sentence, one: Dated) -> bool:
    """Whether a weekday is every one: "chaque vendredi", "cada viernes", "كل جمعة"."""
    before = [token.form for token in sentence.tokens[max(one.start - 2, 0) : one.start]]
    return one.said.weekday is not None and (
        before[-1:] in (["chaque"], ["every"], ["each"], ["cada"], ["كل"])
        or before in (["tous", "les"], ["todos", "los"])
    )


def _belongs(sentence: Sentence, one: Dated, other: Dated) -> bool:
    """Whether two dates are named together: "mardi et mercredi", "9 and 10 June"."""
    if one.said.unit is not other.said.unit or one.said.until or other.said.until:
        return False
    if one.start == other.start:
        return True
    between = [
        token.form
        for token in sentence.tokens[one.end : other.start]
        if "article" not in token.tags and token.form not in ("en", "in", "on", "le", "el", "يوم")
    ]
    joined = bool(between) and all(form in _JOINS for form in between)
    return joined or (not between and sentence.tokens[other.start].form.startswith("و"))


def _read(
    sentence: Sentence, one: Dated, last: Dated, base: Interval | None, leaning: Leaning
) -> When:
    begin, is_deadline, is_before, is_until, is_since = _marked(sentence, one, leaning)
    text = sentence.surface(begin, last.end)
    pair = None
    leaning = Leaning.PAST if is_since else leaning
    found = resolve(one.said, base, leaning)
    if one.said.until and found and one.said.unit is Unit.DAY:
        pair = (found.start.date(), found.end.date())
    if last is not one:
        end = resolve(last.said, base, leaning)
        if found and end and found.start > end.start:
            found = _earlier(one.said, end)
        if found and end:
            if one.said.unit is Unit.DAY:
                pair = (found.start.date(), end.end.date())
            found = Interval(found.start, end.end, Precision.RANGE)
        else:
            found = None
    if found is None:
        return When(begin, last.end, None, None, None, text, is_deadline, is_until, is_since)
    first, final, precision = found.start.date(), found.end.date(), found.precision.value
    if is_deadline:
        final = first - timedelta(days=1) if is_before else final
        known = base is not None and final >= base.start.date()
        start = base.start.date() if known and base else None
        named = (first, found.end.date(), precision)
        return When(
            begin,
            last.end,
            start,
            final,
            "range" if known else None,
            text,
            is_deadline=True,
            is_until=is_until,
            named=named,
        )
    tail = resolve(one.said.until, base, leaning) if one.said.until else None
    last_days = (tail.start.date(), tail.end.date(), tail.precision.value) if tail else None
    return When(
        begin,
        last.end,
        first,
        final,
        precision,
        text,
        is_until=is_until,
        is_since=is_since,
        pair=pair,
        tail=last_days,
    )


def _earlier(said: SaidDate, end: Interval) -> Interval | None:
    """The first of two weekdays named together, seen from the second."""
    if said.weekday is None:
        return None
    day = end.start.date()
    back = (day.isoweekday() - said.weekday) % 7
    start = end.start - timedelta(days=back)
    return Interval(start, start + timedelta(days=1, seconds=-1), Precision.DAY)


def _marked(sentence: Sentence, one: Dated, leaning: Leaning) -> tuple[int, bool, bool, bool, bool]:
    """Where a date begins with its deadline words, and whether it is one, before it, until, since.

    "Dès janvier" tells since when, and of what is to come from when on.
    """
    tokens = sentence.tokens
    at, has_edge = one.start, any("ending" in token.tags for token in tokens[one.start : one.end])
    while at > 0 and one.start - at < 6:
        before = tokens[at - 1]
        if (
            before.surface in "'’"
            or before.tags.keys() & {"article", "of", "ending"}
            or before.form in ("يوم", "mois", "month", "mes", "شهر", "année", "year", "que", "متم")
        ):
            if before.tags.keys() & {"deadline"} and before.tags["deadline"] == at:
                break
            has_edge |= "ending" in before.tags
            at -= 1
            continue
        break
    found = next(
        (
            (begin, tokens[begin])
            for stop in (at, one.start, at + 1)
            for begin in range(max(stop - 5, 0), stop)
            if tokens[begin].tags.get("deadline", -1) == stop
        ),
        None,
    )
    if found is None and (found := _before_what_is_on(sentence, one)):
        begin, token = found
        return begin, True, True, False, False
    if found is None:
        led_by = tokens[at - 1].form if at > 0 else ""
        is_ahead = leaning is Leaning.FUTURE and one.said.weekday is None and one.said.shift is None
        since = led_by in _SINCE or (led_by in _FROM_ON and not is_ahead)
        return (at if has_edge and at < one.start else one.start), False, False, False, since
    begin, token = found
    has_edge |= any("ending" in tokens[i].tags for i in range(begin, one.end)) or (
        token.form == "antes"
        and any(
            tokens[i].form in ("acabe", "termine", "finalice", "concluya")
            for i in range(begin, one.start)
        )
    )
    is_before = "before" in token.tags and not has_edge
    return begin, True, is_before, "until" in token.tags, False


def _before_what_is_on(sentence: Sentence, one: Dated) -> tuple[int, Token] | None:
    """ "before the academy's first intake on 1 June": by the day before."""
    tokens = sentence.tokens
    if one.said.unit is not Unit.DAY or one.start < 3 or one.said.weekday is not None:
        return None
    for at in range(one.start - 2, max(one.start - _BEFORE_REACH, -1), -1):
        if tokens[at].surface in ",;" or sentence.verb_covering(at) is not None:
            return None
        if "before" in tokens[at].tags:
            return at, tokens[at]
    return None


def _terms(sentence: Sentence, base: Interval | None, known: list[When]) -> list[When]:
    """ "dans les six mois", "within ten days", "خلال ستة أشهر".

    A deadline counted from the text.
    """
    tokens, found = sentence.tokens, []
    for start, end, count in durations(sentence):
        begin = next(
            (
                at
                for at in range(start - 1, max(start - 6, -1), -1)
                if tokens[at].tags.get("within", -1) in (start, start - 1)
            ),
            None,
        )
        if begin is None:
            continue
        last = _after(base, count, tokens[end - 1].form)
        first = base.start.date() if base and last else None
        precision, text = "range" if last else None, sentence.surface(begin, end)
        found.append(When(begin, end, first, last, precision, text, is_deadline=True))
    found += _ends_of_units(sentence, base)
    for when in found:
        for other in list(known):
            if other.start < when.end and when.start < other.end:
                known.remove(other)
    return found


def _ends_of_units(sentence: Sentence, base: Interval | None) -> Iterator[When]:
    """ "antes de que termine el año": by the end of the year, month or week of the text."""
    tokens = sentence.tokens
    if base is None or sentence.language != "es":
        return
    for index in sentence.tagged("duration"):
        token = tokens[index]
        unit = _UNITS.get(token.form)
        if unit is None:
            continue
        led = [one.form for one in tokens[max(index - 5, 0) : index]]
        if led[-5:-2] != ["antes", "de", "que"] or led[-2] not in _ENDING:
            continue
        said = SaidDate(token.start, token.end, unit, shift=0)
        if found := resolve(said, base, Leaning.FUTURE):
            first, last = base.start.date(), found.end.date()
            text = sentence.surface(index - 5, index + 1)
            yield When(index - 5, index + 1, first, last, "range", text, is_deadline=True)


# Of days to years; nobody promises anything for later.
MOST_UNITS = 1_000


def _after(base: Interval | None, count: int, unit: str) -> date | None:
    """The day so many units after the text; None where the text is not dated to the day."""
    if base is None or base.end - base.start > A_DAY or count > MOST_UNITS:
        return None
    day = base.start.date()
    for stem, days in _DAYS.items():
        if unit.startswith(stem[:4]):
            return day + timedelta(days=days * count)
    months = count * (12 if unit[:2] in ("an", "ye", "añ", "سن", "عا") else 1)
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))
