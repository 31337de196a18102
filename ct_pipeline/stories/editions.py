"""Which edition of a recurring event a text tells: "4ème Conférence", "the 26th meeting"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ct_pipeline.language.folding import FoldedText
from ct_pipeline.language.numbers import Number
from ct_pipeline.stories.vocabulary import Term

NEAR_CHARACTERS = 28
_YEAR_AFTER_SERIES = re.compile(r"\s+((?:19|20)\d\d)(?!\d)")
_LONE_ROMAN = re.compile(r"(?<![\w'’.-])[IVX](?= \w)")  # "V Congreso": alone it may be a letter
# "12. Friedenslauf": German writes the ordinal with a stop and the noun at the end of a compound.
_GERMAN = re.compile(
    r"(?<![\w.,/:-])(?P<number>\d{1,3})\. (?:[A-ZÄÖÜ]\w+ |\w+(?:e|en|er|es) )?\w*(?:auflage|ausgabe"
    r"|fest|festival|festspiele|forums?|gipfels?|konferenz|kongress|lauf|marathon|marsch|meisterschaft"
    r"|messe|seminars?|sitzung|symposiums?|tagung|treffens?|turnier|versammlung|woche)\b",
    re.IGNORECASE,
)
_LONE_ROMANS = {"I": "1", "V": "5", "X": "10"}

Found = tuple[str, str, int, int]


def find_editions(
    folded: FoldedText, terms: Sequence[Term], numbers: Sequence[Number]
) -> Iterator[Found]:
    """Kind `edition`, the number or year, and the span in the original, for each edition named.

    An ordinal counts when a word for an event (session, conference, report, …) stands near it in
    the same clause; a year when it follows a series' name; in Arabic a number right after the noun.
    """
    nouns = [
        (term, *folded.span(term.start, term.end))
        for term in terms
        if term.kind in ("noun", "series")
    ]
    text = folded.original
    for number in numbers:
        near = [noun for noun in nouns if _stands_near(text, number, noun[1], noun[2])]
        is_arabic_bare = any(
            "\u0621" <= folded.text[noun.start] <= "\u064a" and 0 <= number.start - end <= 2
            for noun, _, end in near
        )
        if near and (number.is_ordinal or (is_arabic_bare and number.value < 200)):
            yield "edition", f"{number.value:g}", number.start, number.end
    for found in _GERMAN.finditer(text):
        yield "edition", f"{int(found['number'])}", *found.span("number")
    for letter in _LONE_ROMAN.finditer(text):
        if any(start - letter.end() == 1 for _, start, _ in nouns):
            yield "edition", _LONE_ROMANS[letter[0]], *letter.span()
    for term, _, end in nouns:
        if term.kind == "series" and (year := _YEAR_AFTER_SERIES.match(text, end)):
            yield "edition", year[1], *year.span(1)


def _stands_near(text: str, number: Number, start: int, end: int) -> bool:
    between = text[number.end : start] if start >= number.end else text[end : number.start]
    return (
        (start >= number.end or end <= number.start)
        and len(between) <= NEAR_CHARACTERS
        and not any(mark in between for mark in ".,;:،؛\n")
    )
