"""How many were killed, hurt or arrested: what a running story counts, and counts again later."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from ct_pipeline.copies.slot_words import are_rounded
from ct_pipeline.copies.stages import Stage, locate_stages
from ct_pipeline.language.folding import FoldedText, fold
from ct_pipeline.language.numbers import find_numbers

COUNTED = frozenset({("toll", "dead"), ("toll", "hurt"), ("justice", "held")})
MOST_WORDS_BETWEEN = 4
YEARS = range(1900, 2100)
_BREAKS = ".;:!?\n؛؟"

Tolls = dict[Stage, frozenset[float]]


def find_tolls(text: str, language: str) -> Tolls:
    """The numbers that stand nearest to the words for the dead, the hurt and the arrested."""
    folded = fold(text)
    numbers = [
        (number.start, number.end, number.value)
        for number in find_numbers(folded, language)
        if not (number.is_ordinal or number.is_approximate or number.value in YEARS)
    ]
    tolls: dict[Stage, set[float]] = {}
    for stage, first, last in locate_stages(folded.text, language):
        if stage in COUNTED:
            start, end = folded.span(first, last)
            near = [
                (words, value)
                for begins, ends, value in numbers
                if (words := _count_between(folded, (start, end), (begins, ends))) is not None
            ]
            if near:
                tolls.setdefault(stage, set()).add(min(near)[1])
    return {stage: frozenset(values) for stage, values in tolls.items()}


def tolls_differ(a: Tolls, b: Tolls, whole_a: Tolls, whole_b: Tolls) -> bool:
    """Whether two heads count the same otherwise, and neither text holds the other's count."""
    return any(
        _are_apart(a[stage], b[stage])
        and not a[stage] & _of(whole_b, stage)
        and not b[stage] & _of(whole_a, stage)
        for stage in a.keys() & b.keys()
    )


def _of(tolls: Mapping[Stage, frozenset[float]], stage: Stage) -> frozenset[float]:
    return tolls.get(stage, frozenset())


def _are_apart(ours: frozenset[float], theirs: frozenset[float]) -> bool:
    return not any(one == other or are_rounded(one, other) for one, other in product(ours, theirs))


def _count_between(
    folded: FoldedText, word: tuple[int, int], number: tuple[int, int]
) -> int | None:
    """The words between a word and a number of its clause; None where they are too many."""
    first, last = (word[1], number[0]) if word[1] <= number[0] else (number[1], word[0])
    between = folded.original[first:last]
    if first > last or any(mark in between for mark in _BREAKS):
        return None
    words = len(between.split())
    return words if words <= MOST_WORDS_BETWEEN else None
