"""Which edition of a recurring event a text tells: "4ème Conférence", "the 26th meeting"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ct_pipeline.stories.vocabulary import Term

NEAR_CHARACTERS = 28
_DIGITS = re.compile(r"(?<![\w.,])(\d{1,3})\s?(?:e|eme|ieme|er|ere|st|nd|rd|th|a|o|ª|º)\b")
_BARE_AFTER_NOUN = re.compile(r"\s+(?:n o? ?)?(\d{1,3})(?![\w.,%])")
_YEAR_AFTER_SERIES = re.compile(r"\s+((?:19|20)\d\d)(?!\d)")


def find_editions(text: str, terms: Sequence[Term]) -> Iterator[tuple[str, str, int, int]]:
    """Kind `edition`, the number or year, and the folded span, for each edition named.

    An ordinal counts when a word for an event (session, conference, report, …) stands near it in
    the same clause; a year when it follows a series' name.
    """
    nouns = [term for term in terms if term.kind in ("noun", "series")]
    ordinals = [(int(t.key), t.start, t.end) for t in terms if t.kind == "ordinal"]
    ordinals += [(int(found[1]), *found.span()) for found in _DIGITS.finditer(text)]
    for value, start, end in ordinals:
        if any(_stands_near(text, start, end, noun) for noun in nouns):
            yield "edition", str(value), start, end
    for noun in nouns:
        if noun.kind == "noun" and text[noun.end - 1 : noun.end] and _is_arabic(text, noun):
            found = _BARE_AFTER_NOUN.match(text, noun.end)
            if found:
                yield "edition", found[1], *found.span(1)
        elif noun.kind == "series":
            found = _YEAR_AFTER_SERIES.match(text, noun.end)
            if found:
                yield "edition", found[1], *found.span(1)


def _stands_near(text: str, start: int, end: int, noun: Term) -> bool:
    between = text[end : noun.start] if noun.start >= end else text[noun.end : start]
    return (
        (noun.start >= end or noun.end <= start)
        and len(between) <= NEAR_CHARACTERS
        and not any(mark in between for mark in ".,;:\n")
    )


def _is_arabic(text: str, noun: Term) -> bool:
    return "\u0621" <= text[noun.start] <= "\u064a"
