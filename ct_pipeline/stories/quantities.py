"""How many: numbers in digits or words, as plain values, without dates, years and ordinals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ct_pipeline.stories.numerals import MULTIPLIERS
from ct_pipeline.stories.vocabulary import Term

_DIGITS = re.compile(
    r"(?<![\w.,/:-])(?:\d{1,3}(?:[ .,\u202f]\d{3})+|\d+(?:[.,]\d+)?)(?![\w/:]|[.,]\d)"
)
_GROUPED = re.compile(r"\d{1,3}(?:[ .,\u202f]\d{3})+")
_NEXT_WORD = re.compile(r"\s+(\w+)")
YEARS = range(1950, 2050)


def find_quantities(
    text: str, terms: Sequence[Term], taken: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, str, int, int]]:
    """Kind `number`, the value, and the folded span of each number outside the spans taken."""
    words = [(float(t.key), t.start, t.end) for t in terms if t.kind == "number"]
    digits = [(_value(found[0]), *found.span()) for found in _DIGITS.finditer(text)]
    for value, start, end in (*words, *digits):
        if any(start < last and first < end for first, last in taken):
            continue
        following = _NEXT_WORD.match(text, end)
        multiplier = MULTIPLIERS.get(following[1], 1) if following else 1
        if value in YEARS and multiplier == 1:
            continue
        yield "number", f"{value * multiplier:g}", start, end


def _value(digits: str) -> float:
    if _GROUPED.fullmatch(digits):
        return float(re.sub(r"\D", "", digits))
    return float(digits.replace(",", "."))
