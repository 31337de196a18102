"""What an edit of a text changed: sentence by sentence, and which figures, names, dates and places.

Sentences that stand in both texts are left out; of those between them the likest stand for each
other. Within a pair, what stands in the place of other words is compared by what it says, so that
"vingt" for "20" or a comma more is no change of a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from rapidfuzz import fuzz

from ct_pipeline.language.calendar import (
    LANGUAGES,
    OTHER_LANGUAGES,
    month_names,
    weekday_names,
)
from ct_pipeline.language.folding import fold, fold_key
from ct_pipeline.language.numbers import find_numbers
from ct_pipeline.language.places.finding import find_places
from ct_pipeline.language.sentences import split_text

LEAST_LIKENESS = 50.0  # of two sentences of which one was made of the other
SAME_NAME_LIKENESS = 75.0  # a name whose spelling was mended is still the same name
MOST_SENTENCES = 400  # of a text; what stands after them is not compared
LEAD_SENTENCES = 2
LONGEST_COMPARED = 2_000  # characters of a sentence: comparing grows with their square
_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:؟…«“\"])\s*$")


class ValueKind(StrEnum):
    """What a changed value is."""

    NUMBER = "number"
    NAME = "name"
    DATE = "date"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value that another stands for now, either as it is written."""

    kind: ValueKind
    before: str
    after: str


class SaidValue(NamedTuple):
    """A value that a sentence names: its kind, a key (equal for equal values), and its span."""

    kind: ValueKind
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that was changed, added (`before` is None) or taken out (`after` is None).

    `place` is the number of the sentence in its field, counted from 0, of the later text where it
    has one.
    """

    field: str  # title, body
    place: int
    before: str | None
    after: str | None
    values: tuple[ValueChange, ...] = ()

    @property
    def is_in_lead(self) -> bool:
        """Whether it stands in the headline or the first sentences."""
        return self.field == "title" or self.place < LEAD_SENTENCES


def list_changes(
    before: tuple[str | None, str], after: tuple[str | None, str], language: str | None = None
) -> list[Change]:
    """What changed from one title and body to another, in reading order of the later text."""
    changes = []
    if before[0] != after[0] and (before[0] or after[0]):
        values = list(find_values(before[0] or "", after[0] or "", language))
        changes.append(Change("title", 0, before[0], after[0], tuple(values)))
    old, new = (_sentences(body) for body in (before[1], after[1]))
    keys_old, keys_new = ([_key(one) for one in side] for side in (old, new))
    matcher = SequenceMatcher(None, keys_old, keys_new, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            changes += _compare(old[i:j], new[k:m], k, language)
    return changes


def list_corrections(
    before: tuple[str | None, str], after: tuple[str | None, str], language: str | None = None
) -> list[Change]:
    """The changes of values in headline and lead, which every reader of the earlier text had."""
    changes = list_changes(before, after, language)
    return [change for change in changes if change.is_in_lead and change.values]


def read_values(sentence: str, language: str | None) -> list[SaidValue]:
    """The values that a sentence names."""
    return _Words.of(sentence[:LONGEST_COMPARED], language).said


def read_sentences(title: str | None, body: str) -> list[tuple[str, int, str]]:
    """The sentences of a text, each with its field and its number within that."""
    titled = [("title", 0, title)] if title else []
    return titled + [("body", place, one) for place, one in enumerate(_sentences(body))]


def find_values(before: str, after: str, language: str | None = None) -> Iterator[ValueChange]:
    """The values of one sentence that others stand for in another one.

    Of a sentence without end the first 2,000 characters are compared.
    """
    old, new = (_Words.of(one[:LONGEST_COMPARED], language) for one in (before, after))
    matcher = SequenceMatcher(None, old.keys, new.keys, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "replace":
            yield from _pair_values(old.values(i, j), new.values(k, m))


def _pair_values(
    before: Sequence[tuple[ValueKind, str, str]], after: Sequence[tuple[ValueKind, str, str]]
) -> Iterator[ValueChange]:
    for kinds in ((ValueKind.NUMBER,), (ValueKind.DATE,), (ValueKind.PLACE, ValueKind.NAME)):
        old = [one for one in before if one[0] in kinds]
        new = [one for one in after if one[0] in kinds]
        kept = {key for _, key, _ in old} & {key for _, key, _ in new}
        old = [one for one in old if one[1] not in kept]
        new = [one for one in new if one[1] not in kept]
        for (kind, _, was), (other, _, now) in zip(old, new, strict=False):
            # A place that the gazetteer lacks is read as a name.
            is_place = ValueKind.PLACE in (kind, other)
            if (
                kind in (ValueKind.NUMBER, ValueKind.DATE)
                or fuzz.ratio(was, now) < SAME_NAME_LIKENESS
            ):
                yield ValueChange(ValueKind.PLACE if is_place else kind, was, now)


def _compare(old: list[str], new: list[str], first: int, language: str | None) -> Iterator[Change]:
    """The changes of a stretch that differs: each new sentence beside the likest old one."""
    left = list(old)
    pairs: list[tuple[str | None, str]] = []
    for sentence in new:
        likest = max(left, key=lambda one: _likeness(one, sentence), default=None)
        if likest is not None and _likeness(likest, sentence) >= LEAST_LIKENESS:
            left.remove(likest)
            pairs.append((likest, sentence))
        else:
            pairs.append((None, sentence))
    for place, (was, now) in enumerate(pairs, start=first):
        values = tuple(find_values(was, now, language)) if was else ()
        yield Change("body", place, was, now, values)
    for was in left:
        yield Change("body", first, was, None)


def _likeness(one: str, other: str) -> float:
    return fuzz.ratio(one[:LONGEST_COMPARED], other[:LONGEST_COMPARED])


def _sentences(body: str) -> list[str]:
    return [body[start:end] for start, end in islice(split_text(body), MOST_SENTENCES)]


def _key(sentence: str) -> str:
    return " ".join(sentence.split())


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a sentence, and what each says."""

    text: str
    keys: list[str]
    spans: list[tuple[int, int]]
    said: list[SaidValue]

    @classmethod
    def of(cls, text: str, language: str | None) -> _Words:
        spans = [found.span() for found in _WORD.finditer(text)]
        keys = [fold_key(text[start:end]) for start, end in spans]
        return cls(text, keys, spans, list(_read_values(text, spans, keys, language)))

    def values(self, first: int, last: int) -> list[tuple[ValueKind, str, str]]:
        """Kind, key and writing of what the words from `first` to before `last` say."""
        if first >= last:
            return []
        start, end = self.spans[first][0], self.spans[last - 1][1]
        return [
            (kind, key, self.text[since:till])
            for kind, key, since, till in self.said
            if since < end and start < till
        ]


def _read_values(
    text: str, spans: Sequence[tuple[int, int]], keys: Sequence[str], language: str | None
) -> Iterator[SaidValue]:
    folded = fold(text)
    taken: list[tuple[int, int]] = []
    for span, key in zip(spans, keys, strict=True):
        if key in _calendar(language):
            taken.append(span)
            yield SaidValue(ValueKind.DATE, key, *span)
    for place in find_places(folded, language):
        start, end = folded.span(place.start, place.end)
        taken.append((start, end))
        yield SaidValue(ValueKind.PLACE, f"{place.city or place.country}", start, end)
    for number in find_numbers(folded, language):
        taken.append((number.start, number.end))
        key = f"{number.value:g} {number.is_ordinal}"
        yield SaidValue(ValueKind.NUMBER, key, number.start, number.end)
    for (start, end), key in zip(spans, keys, strict=True):
        is_taken = any(start < last and first < end for first, last in taken)
        begins = bool(_SENTENCE_START.search(text, 0, start))
        if text[start].isupper() and end - start > 2 and not is_taken and not begins:
            yield SaidValue(ValueKind.NAME, key, start, end)


def _calendar(language: str | None) -> frozenset[str]:
    known = language if language in (*LANGUAGES, *OTHER_LANGUAGES) else None
    languages = (known,) if known else LANGUAGES
    return frozenset(month_names(*languages)) | frozenset(weekday_names(*languages))
