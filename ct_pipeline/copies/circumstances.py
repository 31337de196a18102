"""What headlines, days and beginnings say of two texts, beside the words that they share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ct_pipeline.copies.compare import Comparison
from ct_pipeline.copies.leads import has_moved_on, kinship
from ct_pipeline.copies.normalise import NormalisedText
from ct_pipeline.copies.relate import (
    LEAST_WORDS,
    UPDATE_SCORE,
    Circumstances,
    days_between,
    has_own_leads,
)
from ct_pipeline.copies.shingled import Shingled
from ct_pipeline.copies.slots import find_title_conflicts

LEAST_TITLE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over a text: its headline, as it is written ("" where there is none) and
    normalised, its language, the days of its published interval."""

    title: str
    words: NormalisedText
    language: str | None
    day_from: date | None
    day_to: date | None


def find_circumstances(
    found: Comparison, a: Shingled, b: Shingled, over_a: Heading, over_b: Heading
) -> Circumstances:
    """The circumstances of a comparison; what cannot matter any more is left out."""
    gap = days_between(over_a.day_from, over_a.day_to, over_b.day_from, over_b.day_to)
    shortest = min(len(a.text.words), len(b.text.words))
    if shortest < LEAST_WORDS:
        return Circumstances(gap, shortest, has_equal_title(over_a, over_b))
    if found.is_equal or found.score < UPDATE_SCORE:
        return Circumstances(gap, shortest)
    titles = over_a.title, over_b.title
    kindred = 0.0
    if has_own_leads(found):
        kindred = min(
            kinship(a.text, found.own_a, b.text, titles[1]),
            kinship(b.text, found.own_b, a.text, titles[0]),
        )
    return Circumstances(
        gap,
        shortest,
        has_equal_title(over_a, over_b),
        are_dated=over_a.day_from is not None and over_b.day_from is not None,
        title_conflicts=frozenset(find_title_conflicts(over_a.words, over_b.words)),
        has_moved_on=over_a.language == over_b.language
        and has_moved_on(a.text, b.text, titles, over_a.language or "", found),
        kinship=kindred,
    )


def has_equal_title(a: Heading, b: Heading) -> bool:
    """Whether two headlines of at least four words are the same but for writing."""
    return len(a.words.words) >= LEAST_TITLE_WORDS and a.words.body_hash == b.words.body_hash
