"""Numbers in figures, words, ordinals, Roman numerals: in the pipeline's languages, and in Italian,
Portuguese and German.

The words are in `numbers.txt`. A number in words is read from left to right, as each word finds its
place beside what was read before ("deux cent mille", "quatre-vingt-dix", ثلاثة وعشرون); a word that
finds none begins the next number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ct_pipeline.language.folding import FoldedText
from ct_pipeline.language.number_words import NumberWord, Sum, number_words
from ct_pipeline.language.proclitics import starts_word

_FIGURES = re.compile(
    r"(?<![0-9a-z.,/:])"
    # No longer than what anybody counts: more digits are a code, and no number holds them.
    r"(?:\d{1,3}(?:[ .,\u066c]\d{3}){1,6}(?:[.,\u066b]\d{1,18})?|\d{1,18}(?:[.,\u066b]\d{1,18})?)"
    r"(?P<ordinal>(?:er|ere|re|e|eme|ieme|st|nd|nde|rd|th|o|a)\b|\s(?:eme|ieme|th)\b)?"
    r"(?![a-z0-9]|[/:.,]\d)"
)
_ROMAN = re.compile(
    r"(?<![\w'’.-])(?=[IVX])(X{0,3}(?:IX|IV|V?I{0,3}))(?P<suffix>[eè]\w{0,3}|º|th)?\b"
)
_DIGITS, _ROMAN_DIGITS = re.compile(r"\d+"), re.compile("[IVX]+")  # where either may begin
_REGNAL = re.compile(r"[^\W\d_a-zà-ÿ]\w{3,}\s$")  # "Mohammed VI": what stands before the numeral
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_JOINS = {"": False, **dict.fromkeys(("et", "y", "and", "e", "و"), True)}


LARGEST = 1e15  # what is more is no number that anybody counted


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: its span there, and what it says.

    `is_approximate` where the word itself is round ("une vingtaine").
    """

    start: int
    end: int
    value: float
    is_ordinal: bool = False
    is_approximate: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A word or figure with its folded span."""

    start: int
    end: int
    word: NumberWord
    is_figure: bool = False


def find_numbers(text: FoldedText, language: str | None = None) -> list[Number]:
    """The numbers of a text in reading order; words like "once" only where they are its language's.

    Years, days and clock times are numbers too: who reads dates takes them out by their spans.
    """
    words = (
        _Part(found.start, found.end, found.value)
        for found in number_words(language).find_words(text.text)
        if found.value is not None
    )
    parts = sorted((*words, *_find_figures(text)), key=lambda part: part.start)
    numbers = (*_add_up(text, parts), *_find_romans(text.original))
    return sorted(numbers, key=lambda number: number.start)


def _add_up(text: FoldedText, parts: list[_Part]) -> Iterator[Number]:
    """Numbers out of parts that stand side by side."""
    place = 0
    while place < len(parts):
        first = last = parts[place]
        total = Sum(first.word, is_figure=first.is_figure)
        place += 1
        while place < len(parts):
            part = parts[place]
            joined = _JOINS.get(text.text[last.end : part.start].strip(" "))
            if part.is_figure or joined is None or not total.add(part.word, is_joined=joined):
                break
            last = part
            place += 1
        if (first is not last or not first.word.is_part) and total.value < LARGEST:
            span = text.span(first.start, last.end)
            yield Number(*span, total.value, total.is_ordinal, first.word.is_approximate)


def _find_figures(text: FoldedText) -> Iterator[_Part]:
    last = 0
    for digits in _DIGITS.finditer(text.text):
        start = digits.start()
        found = _FIGURES.match(text.text, start) if start >= last else None
        if found is None:
            continue
        last = found.end()
        if start > 1 and text.text[start - 2].isalpha() and _is_hyphen(text, start - 1):
            continue  # COVID-19
        if starts_word(text.text, start, is_arabic=True):
            value = read_figures(found[0].removesuffix(found["ordinal"] or ""))
            word = NumberWord(value, is_ordinal=bool(found["ordinal"]))
            yield _Part(start, last, word, is_figure=True)


def _is_hyphen(text: FoldedText, place: int) -> bool:
    return text.original[text.origins[place]] in "-‐‑"


def read_figures(figures: str) -> float:
    """The value of "1.000", "1 000", "1,000.5", "1,5": groups of three digits are thousands.

    Of two kinds of marks the last is the decimal one.
    """
    plain = figures.replace(" ", "").replace("\u066c", "").replace("\u066b", ".")
    decimal = max(plain.rfind("."), plain.rfind(","))
    whole, rest = (plain[:decimal], plain[decimal + 1 :]) if decimal >= 0 else (plain, "")
    has_other_mark = any(mark in whole for mark in ".,") and plain[decimal] not in whole
    is_grouped = len(rest) == 3 and not has_other_mark and not whole.startswith("0")
    if "\u066b" not in figures and is_grouped:
        whole, rest = whole + rest, ""
    return float(f"{re.sub('[.,]', '', whole)}.{rest or 0}")


def _find_romans(original: str) -> Iterator[Number]:
    for letters in _ROMAN_DIGITS.finditer(original):
        found = _ROMAN.match(original, letters.start())
        if found is None:
            continue
        digits = [_ROMAN_VALUES[letter] for letter in found[1]]
        if len(digits) < 2 and not found["suffix"]:
            continue
        if _REGNAL.search(original, max(found.start() - 20, 0), found.start()):
            continue
        value = sum(
            -digit if digit < following else digit
            for digit, following in zip(digits, [*digits[1:], 0], strict=True)
        )
        yield Number(found.start(), found.end(), value, is_ordinal=True)
