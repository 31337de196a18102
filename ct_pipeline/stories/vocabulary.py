"""What is looked for in a lead: places, what happens, series, numbers, days; one pass per text.

Texts are folded as the relevance lexicon folds them; the phrases of the YAML files beside this
module are folded the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from ahocorasick_rs import AhoCorasick, Implementation

from ct_pipeline.language.folding import FoldedText, fold
from ct_pipeline.language.proclitics import starts_word
from ct_pipeline.stories.calendar_words import month_words, weekday_words
from ct_pipeline.stories.numerals import number_words, ordinal_words

HERE = Path(__file__).parent
NESTABLE = frozenset({"country", "city", "number", "ordinal"})
ARABIC = re.compile("[\u0621-\u064a]")


@dataclass(frozen=True, slots=True)
class Term:
    """Something found: its kind (country, city, act, subject, series, …), key and folded span."""

    kind: str
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    kind: str
    key: str
    is_prefix: bool
    exact: str | None
    is_capitalised: bool


class Vocabulary:
    """The phrases as an automaton."""

    def __init__(self, patterns: Iterable[tuple[str, _Pattern]]) -> None:
        by_string: dict[str, list[_Pattern]] = {}
        for string, pattern in patterns:
            by_string.setdefault(string, []).append(pattern)
        self._patterns = list(by_string.values())
        self._is_arabic = [bool(ARABIC.search(string)) for string in by_string]
        self._automaton = AhoCorasick(list(by_string), implementation=Implementation.DFA)

    def find(self, folded: FoldedText) -> list[Term]:
        """Every term of a text, in reading order; of nested places or numbers the longest."""
        terms = sorted(self._locate(folded), key=lambda term: (term.kind, term.start, -term.end))
        return sorted(_drop_nested(terms), key=lambda term: (term.start, term.end))

    def _locate(self, folded: FoldedText) -> Iterator[Term]:
        text = folded.text
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if not starts_word(text, start, is_arabic=self._is_arabic[index]):
                continue
            ends_word = end == len(text) or not text[end].isalnum()
            for pattern in self._patterns[index]:
                if (ends_word or pattern.is_prefix) and _is_spelt(pattern, folded, start, end):
                    yield Term(pattern.kind, pattern.key, start, end)


def _is_spelt(pattern: _Pattern, folded: FoldedText, start: int, end: int) -> bool:
    if pattern.exact is None and not pattern.is_capitalised:
        return True
    first, last = folded.span(start, end)
    surface = folded.original[first:last]
    return surface == pattern.exact if pattern.exact else surface[:1].isupper()


def _drop_nested(terms: Iterable[Term]) -> Iterator[Term]:
    """Terms without those inside a longer one of their kind; sorted by kind, start, length."""
    last: Term | None = None
    for term in terms:
        nested = last and last.kind == term.kind and term.end <= last.end
        if nested and last and (term.start, term.end) != (last.start, last.end):
            continue
        last = term if term.kind in NESTABLE else None
        yield term


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary of the YAML files; read once per process, at the first call."""
    places, concepts, series = (_read(name) for name in ("places", "concepts", "series"))
    return Vocabulary(_list_patterns(places, concepts, series))


@cache
def load_countries() -> Vocabulary:
    """The countries alone: all that the background of a text is asked for."""
    places = _read("places")
    forms = places["countries"].items()
    return Vocabulary(
        p for key, names in forms for form in names for p in _spell("country", key, form)
    )


def _read(name: str) -> Any:
    return yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))


def _list_patterns(places: Any, concepts: Any, series: Any) -> Iterator[tuple[str, _Pattern]]:
    groups = {
        "country": places["countries"],
        "city": places["cities"],
        "act": concepts["acts"],
        "subject": concepts["subjects"],
        "topic": concepts["topics"],
        "body": concepts["bodies"],
        "series": series["names"],
        "noun": {"noun": [noun for nouns in series["nouns"] for noun in nouns]},
    }
    for kind, names in groups.items():
        for key, forms in names.items():
            for form in forms:
                yield from _spell(kind, key, form)
    for kind, words in (
        ("number", number_words()),
        ("ordinal", ordinal_words()),
        ("weekday", weekday_words()),
        ("month", month_words()),
    ):
        for word, value in sorted(set(words)):
            yield from _spell(kind, str(value), word)


def _spell(kind: str, key: str, form: str) -> Iterator[tuple[str, _Pattern]]:
    stem = form.removesuffix("*")
    is_arabic = bool(ARABIC.search(stem))
    exact = stem if len(stem) > 1 and stem.isupper() and not is_arabic else None
    pattern = _Pattern(kind, key, stem != form, exact, kind == "city" and not is_arabic)
    folded = fold(stem).text.strip()
    yield folded, pattern
    if is_arabic and folded.startswith("ال"):
        yield f"لل{folded[2:]}", pattern
