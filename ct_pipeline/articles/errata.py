"""What an erratum on a page of its own sets right in a text that is known.

"64 juges et non 46": a sentence of the erratum sets a value that the known text has against one of
its kind that it has nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ct_pipeline.articles.corrections import (
    Change,
    SaidValue,
    ValueChange,
    ValueKind,
    list_corrections,
    read_sentences,
    read_values,
)
from ct_pipeline.language.errata import sets_right

FARTHEST = 80  # characters between the right value and the wrong one


@dataclass(frozen=True, slots=True)
class Telling:
    """A text with its language, as far as that is known."""

    title: str | None
    body: str
    language: str | None = None


def list_errata(known: Telling, erratum: Telling) -> list[Change]:
    """The changes of values that an erratum tells of a known text: each with the sentence of that
    text which had the wrong value, and the sentence of the erratum that sets it right.

    An erratum that tells the whole text anew is compared with it as an edit is.
    """
    held: dict[tuple[ValueKind, str], Change] = {}
    for field, place, sentence in read_sentences(known.title, known.body):
        for value in read_values(sentence, known.language):
            held.setdefault((value.kind, value.key), Change(field, place, sentence, None))
    found: dict[ValueChange, Change] = {}
    for _, _, sentence in read_sentences(erratum.title, erratum.body):
        for wrong, right in _set_right(sentence, held, erratum.language):
            change = ValueChange(
                wrong.kind, sentence[wrong.start : wrong.end], sentence[right.start : right.end]
            )
            told = held[wrong.kind, wrong.key]
            found.setdefault(change, replace(told, after=sentence, values=(change,)))
    return list(found.values()) or list_corrections(
        (known.title, known.body), (erratum.title, erratum.body), erratum.language
    )


def _set_right(
    sentence: str, held: dict[tuple[ValueKind, str], Change], language: str | None
) -> Iterator[tuple[SaidValue, SaidValue]]:
    """The wrong and right values that a sentence sets against each other, each once, nearest
    first."""
    values = read_values(sentence, language)
    named = Counter(one.key for one in values)
    values = [one for one in values if named[one.key] == 1]  # twice: a first name of both people
    wrong = [one for one in values if (one.kind, one.key) in held]
    right = [one for one in values if (one.kind, one.key) not in held]
    near = sorted(
        (max(one.start, other.start) - min(one.end, other.end), number, place)
        for number, one in enumerate(wrong)
        for place, other in enumerate(right)
        if one.kind == other.kind
    )
    told: set[SaidValue] = set()
    for distance, number, place in near:
        one, other = wrong[number], right[place]
        between = sentence[min(one.end, other.end) : max(one.start, other.start)]
        if distance <= FARTHEST and not told & {one, other} and sets_right(between):
            told |= {one, other}
            yield one, other
