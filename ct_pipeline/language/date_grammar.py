"""From words of dates to dates: patterns over a string of kinds, one letter for each word.

The letters of words are those of `date_words`, besides n a number that may be a day, y a year, z
a year of no news (9999; Z where no word follows it, so that it counts nothing), x any other number,
D a numeric date, Q a quarter or half; between them stand the letters of what joins them (g of, t
to, + and, comma, slash), | where nothing does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from ct_pipeline.language.date_phrases import LONGEST_GAP, Phrase, Token
from ct_pipeline.language.date_words import kind_between
from ct_pipeline.language.said_dates import SaidDate, Unit

LONGEST_RANGE = 30  # years
_MIDDLE = 6  # the month in which half of a year is over
_NO_BEGINNING = frozenset("|,+/txzZ")  # what no date begins with
_MORNING = ("la", "el", "una", "cada", "esta", "misma", "toda", "del", "de")


def _read_days(phrase: Phrase) -> Iterator[SaidDate]:
    month = phrase.get("m")
    unit = phrase.get("of")  # "4 du mois de mai"
    if month is None or phrase.is_plain(month) or (unit and unit.name != Unit.MONTH):
        return
    said = replace(
        phrase.said(Unit.DAY),
        month=month.number,
        day=phrase.number("n"),
        is_hijri=month.kind == "h",
    )
    for joined, day in phrase.more_days():
        other = replace(said, day=day, weekday=None)
        if "t" in joined:
            said = replace(said, until=other)
        else:
            yield said
            said = other
    yield said


def _read_english_day(phrase: Phrase) -> Iterator[SaidDate]:
    """The month first, as in English; in other languages only with its year."""
    month = phrase.get("m")
    if month and (phrase.get("y") or month.name == "en"):
        yield from _read_days(phrase)


def _read_numeric(phrase: Phrase) -> Iterator[SaidDate]:
    numeric = phrase.get("D")
    if numeric and numeric.said:
        said = phrase.said(Unit.DAY)
        yield replace(numeric.said, start=said.start, end=said.end, weekday=said.weekday)


def _read_month(phrase: Phrase) -> Iterator[SaidDate]:
    said, month = phrase.said(Unit.MONTH), phrase.get("m")
    is_placed = (said.year, said.shift, said.year_shift) != (None, None, None)
    is_led = phrase.is_led or phrase.is_after("a", "à")
    if month and (is_placed or (is_led and not phrase.is_plain(month))):
        yield replace(said, month=month.number)


def _read_weekday(phrase: Phrase) -> Iterator[SaidDate]:
    yield phrase.said(Unit.DAY)


def _read_day_word(phrase: Phrase) -> Iterator[SaidDate]:
    yield replace(phrase.said(Unit.DAY), shift=phrase.number("c"))


def _read_tomorrow(phrase: Phrase) -> Iterator[SaidDate]:
    """Spanish has one word for tomorrow and for the morning, which has an article."""
    part = phrase.get("d")
    written = phrase.surface.casefold()
    if part and written == "mañana" and not phrase.is_after(*_MORNING):
        yield replace(phrase.said(Unit.DAY), shift=1, part_of_day=None)


def _read_unit(phrase: Phrase) -> Iterator[SaidDate]:
    unit = phrase.get("u")
    if unit and Unit(unit.name) not in (Unit.MINUTE, Unit.HOUR, Unit.DAY):
        yield phrase.said(Unit(unit.name))


def _read_count(phrase: Phrase) -> Iterator[SaidDate]:
    """A number of units ago or ahead."""
    unit, count = phrase.get("u"), phrase.number("n")
    if unit and count:
        yield replace(phrase.said(Unit(unit.name)), shift=count if phrase.get("f") else -count)


def _read_part(phrase: Phrase) -> Iterator[SaidDate]:
    """A quarter or a half: which, and of what year."""
    unit = phrase.get("u") or phrase.get("Q")
    part = phrase.number("n") or phrase.number("Q") or 0
    most = {Unit.QUARTER: 4, Unit.HALF_YEAR: 2}.get(Unit(unit.name), 0) if unit else 0
    if unit and 0 < part <= most:
        yield replace(phrase.said(Unit(unit.name)), part=part)


def _read_last_part(phrase: Phrase) -> Iterator[SaidDate]:
    """ "the last quarter of 2026": of a year that is named, no quarter that has passed."""
    unit, direction = phrase.get("u"), phrase.number("last")
    part = {Unit.QUARTER: 4, Unit.HALF_YEAR: 2}.get(Unit(unit.name)) if unit else None
    if unit and part and direction == -1:
        yield replace(phrase.said(Unit(unit.name)), part=part)


def _read_bare_part(phrase: Phrase) -> Iterator[SaidDate]:
    """A quarter or half without its year: "in the first quarter", "au second semestre"."""
    count = phrase.get("n")
    if count and count.kind == "n" and count.name == "ordinal":
        yield from _read_part(phrase)


def _read_edge(phrase: Phrase) -> Iterator[SaidDate]:
    """The end (or beginning) of this month, quarter or year: "d'ici à la fin de l'année"."""
    unit = phrase.get("u")
    if unit and Unit(unit.name) in (Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.HALF_YEAR, Unit.YEAR):
        yield replace(phrase.said(Unit(unit.name)), shift=0)


def _read_led_season(phrase: Phrase) -> Iterator[SaidDate]:
    """A season alone, after a word that makes it a time: "avant l'été", "in spring"."""
    if phrase.is_led:
        yield from _read_season(phrase)


def _read_season(phrase: Phrase) -> Iterator[SaidDate]:
    yield replace(phrase.said(Unit.SEASON), part=phrase.number("s"))


def _read_year(phrase: Phrase) -> Iterator[SaidDate]:
    if phrase.is_led:
        yield phrase.said(Unit.YEAR)


def _read_edged_year(phrase: Phrase) -> Iterator[SaidDate]:
    """ "mid-2027", "fin 2026": the middle of a year is June, its ends are in it."""
    edge = phrase.get("e")
    if edge and edge.name == "mid":
        yield replace(phrase.said(Unit.MONTH), month=_MIDDLE)
    else:
        yield phrase.said(Unit.YEAR)


def _read_years(phrase: Phrase) -> Iterator[SaidDate]:
    said, last = phrase.said(Unit.YEAR), phrase.number("last")
    if said.year and last and 0 < last - said.year <= LONGEST_RANGE:
        yield replace(said, until=replace(said, year=last))


# A year, or "de l'année dernière", "of last year"; "2" marks the other place of one group.
_YEAR = r"(?:[gu,]{0,3}(?P<y>y)|(?:g?|[gu,]{1,3}(?=Z))(?P<y2>[zZ])|g?u(?P<yr>r)|g?(?P<yr2>r)u)"
_GRAMMAR: tuple[tuple[re.Pattern[str], Callable[[Phrase], Iterator[SaidDate]]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"(?P<w>[wv])?[,g]{0,6}(?P<D>D)", _read_numeric),
        (r"(?P<n>n)(?P<u>u)k", _read_count),
        (
            r"(?P<r>r)?g?(?P<w>[wv])?[,g]{0,6}(?P<n>n)(?P<more>(?:,?[t+,]g?[wv]?g?n){0,40})"
            rf"g?(?:(?P<of>u)g?)?(?P<m>[mahk])(?:/[mah])?(?:{_YEAR}|(?P<r2>r))?",
            _read_days,
        ),
        (
            r"(?P<r>r)?(?P<w>[wv])?,?(?P<m>[ma])g?(?P<n>n)(?P<more>(?:,?[t+,]n){0,40})"
            rf"(?![gt+,]{{0,9}}[nmah])(?:{_YEAR})?",
            _read_english_day,
        ),
        (rf"(?P<n>n)(?P<u>u){_YEAR}", _read_part),
        (rf"(?P<u>u)(?P<n>n){_YEAR}", _read_part),
        (rf"(?P<Q>Q){_YEAR}", _read_part),
        (r"(?P<last>r)(?P<u>u)[gu,]{0,3}(?P<y>y)", _read_last_part),
        (r"(?P<u>u)(?P<last>r)[gu,]{0,3}(?P<y>y)", _read_last_part),
        (r"bg?(?P<n>n)(?P<u>u)|(?P<f>f)g?(?P<n2>n)(?P<u2>u)", _read_count),
        (rf"e?g?(?:ug?)?(?P<m>m)(?:/m)?(?:{_YEAR}|(?P<r>r))?|(?P<r2>r)(?P<m2>m)", _read_month),
        (rf"e?g?(?P<m>a){_YEAR}", _read_month),
        (r"(?P<w>w)(?P<r>r)?(?P<d>d)?|(?P<r2>r)(?P<w2>w)(?P<d2>d)?", _read_weekday),
        (r"(?P<c>c)(?P<d>d)?(?:[,g]{0,6}(?P<w>w)(?P<d2>d)?)?", _read_day_word),
        (r"(?P<d>d)", _read_tomorrow),
        (rf"e?g?(?P<s>s)(?:{_YEAR}|(?P<r>r))|(?P<r2>r)(?P<s2>s)", _read_season),
        (r"e?g?(?:(?P<r>r)(?P<u>u)|(?P<u2>u)g?(?P<r2>r))", _read_unit),
        (r"(?P<n>n)(?P<u>u)|(?P<u2>u)(?P<n2>n)", _read_bare_part),
        (r"(?:eg?(?P<u>u)|(?P<u2>U))", _read_edge),
        (r"e?g?(?P<s>s)", _read_led_season),
        (r"(?P<e>e)[tgu]{0,3}(?P<y>y)", _read_edged_year),
        (rf"et(?P<m>m)(?:{_YEAR}|(?P<r>r))?", _read_month),
        (r"(?P<y>y)t(?P<last>y)", _read_years),
        (r"[eu]?g?(?P<y>y)", _read_year),
    )
)


def read_tokens(original: str, tokens: Sequence[Token]) -> Iterator[SaidDate]:
    """The dates that the words of a text make, in reading order."""
    kinds, written = _write_down(original, tokens)
    last: SaidDate | None = None
    place = last_place = 0
    while place < len(kinds):
        if kinds[place] in _NO_BEGINNING:
            place += 1
            continue
        said, end = _read_at(original, kinds, written, place)
        if not said:
            place += 1
            continue
        if last and kinds[last_place:place] in ("t", "tg") and _are_ends(last, said[0]):
            last = replace(last, end=said[0].end, until=said[0])
            said = said[1:]
        elif last:
            yield last
            last = None
        if said:
            yield from said[:-1]
            last = said[-1]
        place = last_place = end
    if last:
        yield last


@lru_cache(maxsize=20_000)
def _fitting(
    kinds: str,
) -> tuple[tuple[re.Pattern[str], Callable[[Phrase], Iterator[SaidDate]]], ...]:
    """The patterns that fit the words from one on up to the next that belongs to none of them."""
    return tuple(one for one in _GRAMMAR if one[0].match(kinds))


def _read_at(
    original: str, kinds: str, written: Sequence[Token | None], place: int
) -> tuple[list[SaidDate], int]:
    end = kinds.find("|", place)
    for pattern, read in _fitting(kinds[place:] if end < 0 else kinds[place:end]):
        if match := pattern.match(kinds, place):
            said = list(read(Phrase(original, match, written)))
            if said:
                return said, match.end()
    return [], place


def _write_down(original: str, tokens: Sequence[Token]) -> tuple[str, list[Token | None]]:
    """The kinds of the tokens with what stands between them, and the token of each letter."""
    kinds: list[str] = []
    written: list[Token | None] = []
    end = -LONGEST_GAP - 1
    for token in tokens:
        gap = original[end : token.start] if token.start - end <= LONGEST_GAP else "|"
        between = "|" if "\n" in gap else kind_between(gap)
        kinds += [between, token.kind]
        written += [*([None] * len(between)), token]
        end = token.end
    return "".join(kinds), written


def _are_ends(first: SaidDate, last: SaidDate) -> bool:
    """Whether two dates are the ends of one range: "du 30 avril au 2 mai", "de mai à juin"."""
    is_named = first.day is not None or first.unit is not Unit.DAY
    return first.unit is last.unit and first.until is None and is_named
