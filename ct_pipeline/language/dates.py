"""Dates in running text: what they say, not what they mean.

"du 4 au 6 mai", "mardi dernier", "premier semestre 2026", "4 تشرين الثاني/نوفمبر": the words of
dates are found in one pass, numbers beside them; `date_grammar` reads them. Which days are meant is
for `resolving` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ct_pipeline.language.date_grammar import read_tokens
from ct_pipeline.language.date_phrases import Token
from ct_pipeline.language.date_words import date_words
from ct_pipeline.language.folding import FoldedText
from ct_pipeline.language.numbers import Number, find_numbers
from ct_pipeline.language.said_dates import SaidDate, Unit

YEARS = range(1900, 2101)
_YEAR_DIGITS = 4

_NUMERIC = re.compile(
    r"(?<![\w/.-])(?:(?P<y>\d{4})(?P<a>[-/.])(?P<m>\d\d?)(?P=a)(?P<d>\d\d?)"
    r"|(?P<first>\d\d?)(?P<b>[-/.])(?P<second>\d\d?)(?P=b)(?P<year>\d{4}))(?![\w/-]|\.\d)"
)
# A year behind a hyphen, which is no number of its own ("COVID-19"): "mid-2027", "fin-2026".
_EDGED = re.compile(
    r"(?<!\w)(?:(?P<end>end)|mid|mi|fin|early|late|début)"
    r"[-\u2010\u2011\u2013](?P<year>\d{4})(?!\w)",
    re.I,
)
_QUARTER = re.compile(r"(?<!\w)(?:[TQ]([1-4])|[SH]([12]))(?!\w)")
_YEAR_LIKE = re.compile(r"\d{4}")
_COUNTED = re.compile(r"\s+[^\W\d]")  # a word after a number, which it may count


def find_dates(
    text: FoldedText, language: str | None = None, numbers: Sequence[Number] | None = None
) -> list[SaidDate]:
    """The dates of a text in reading order; two days of one month are two ("les 4 et 5 mai").

    `numbers`: those of the text, where they have been found already. A day that no calendar has is
    a date here.
    """
    fixed = [
        *_find_words(text),
        *_find_numeric(text.original),
        *_find_quarters(text.original),
        *_find_edged(text.original),
    ]
    if numbers is None:
        is_needed = fixed or _YEAR_LIKE.search(text.text)
        numbers = find_numbers(text, language) if is_needed else ()
    taken = {place for token in fixed for place in range(token.start, token.end)}
    free = (n for n in numbers if n.start not in taken and n.end - 1 not in taken)
    tokens = [*fixed, *(_read_number(text.original, number) for number in free)]
    return list(read_tokens(text.original, sorted(tokens, key=lambda token: token.start)))


def _find_words(text: FoldedText) -> Iterator[Token]:
    for found in date_words().find_words(text.text):
        if word := found.value:
            has_article = text.text.startswith("ال", found.start - 2) and found.start > 1
            start, end = text.span(found.start - 2 * has_article, found.end)
            yield Token(start, end, word.kind, word.number, word.name)


def _find_numeric(original: str) -> Iterator[Token]:
    for found in _NUMERIC.finditer(original):
        names = ("y", "m", "d") if found["y"] else ("year", "second", "first")
        year, month, day = (int(found[name]) for name in names)
        if year in YEARS:
            said = SaidDate(*found.span(), Unit.DAY, year, month, day, is_swappable=not found["y"])
            yield Token(*found.span(), "D", said=said)


def _find_quarters(original: str) -> Iterator[Token]:
    for found in _QUARTER.finditer(original):
        unit = Unit.QUARTER if found[1] else Unit.HALF_YEAR
        yield Token(*found.span(), "Q", int(found[1] or found[2]), unit)


def _find_edged(original: str) -> Iterator[Token]:
    for found in _EDGED.finditer(original):
        if found["end"]:
            yield Token(*found.span("end"), "e", name="late")
        if int(found["year"]) in YEARS:
            yield Token(*found.span("year"), "y", int(found["year"]))


def _read_number(original: str, number: Number) -> Token:
    """A number as what it may be in a date: a day or quarter, a year or none."""
    kind = "x"
    if number.value == int(number.value) and not number.is_approximate:
        written = original[number.start : number.end]
        if 1 <= number.value <= 31:
            kind = "n"
        elif written.isdecimal() and len(written) == _YEAR_DIGITS:
            is_counting = _COUNTED.match(original, number.end)
            kind = "y" if int(number.value) in YEARS else "z" if is_counting else "Z"
    name = "ordinal" if number.is_ordinal else ""
    return Token(number.start, number.end, kind, int(number.value), name)
