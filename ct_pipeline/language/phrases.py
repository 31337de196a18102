"""Every phrase of a list in a folded text, in one pass however many there are.

Aho-Corasick through ahocorasick-rs; word boundaries and Arabic proclitics are checked on what was
found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation

from ct_pipeline.language.proclitics import starts_word

T = TypeVar("T")
ARABIC = re.compile("[\u0621-\u064a]")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A phrase at the beginning of a word: its folded span, and whether it ends a word too."""

    start: int
    end: int
    ends_word: bool
    value: T


class PhraseFinder(Generic[T]):
    """Folded phrases, each with what it stands for, as an automaton."""

    def __init__(self, phrases: Mapping[str, T]) -> None:
        self._values = list(phrases.values())
        self._is_arabic = [bool(ARABIC.match(phrase)) for phrase in phrases]
        self._automaton = AhoCorasick(list(phrases), implementation=Implementation.DFA)

    def find(self, text: str) -> Iterator[Found[T]]:
        """Every occurrence that begins a word, overlapping ones included, by their ends."""
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if not text[start - 1 : start].isalnum() or (
                self._is_arabic[index] and starts_word(text, start, is_arabic=True)
            ):
                ends_word = end == len(text) or not text[end].isalnum()
                yield Found(start, end, ends_word, self._values[index])

    def find_words(self, text: str) -> list[Found[T]]:
        """Whole words only, in reading order, none inside or over one that begins before it."""
        whole = [found for found in self.find(text) if found.ends_word]
        whole.sort(key=lambda found: (found.start, -found.end))
        kept: list[Found[T]] = []
        for found in whole:
            if not kept or found.start >= kept[-1].end:
                kept.append(found)
        return kept
