"""One pass over a folded text finds every phrase, however many there are.

Aho-Corasick through ahocorasick-rs, all overlapping occurrences; word boundaries, Arabic prefixes
and exact case are checked on the few that were found.
"""

from __future__ import annotations

from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation

from ct_pipeline.language.folding import FoldedText
from ct_pipeline.language.places.found import FoundPlace
from ct_pipeline.language.proclitics import starts_word
from ct_pipeline.relevance.patterns import ARABIC, Patterns, Target


@dataclass(frozen=True, slots=True)
class Hit:
    """One phrase found: its folded span and what it may stand for."""

    start: int
    end: int
    targets: tuple[Target, ...]
    place: FoundPlace | None = None  # of a place, which the gazetteer knows and not the lexicon

    @property
    def length(self) -> int:
        """Characters of the folded text."""
        return self.end - self.start


class Matcher:
    """Phrases as an automaton."""

    def __init__(self, patterns: Patterns) -> None:
        self._targets = [tuple(targets) for targets in patterns.values()]
        self._is_arabic = [bool(ARABIC.match(pattern)) for pattern in patterns]
        self._may_go_on = [any(target.is_prefix for target in ts) for ts in self._targets]
        self._has_spelling = [any(t.exact or t.is_capitalised for t in ts) for ts in self._targets]
        self._automaton = AhoCorasick(list(patterns), implementation=Implementation.DFA)

    def find(self, folded: FoldedText) -> list[Hit]:
        """Every whole-word occurrence, overlapping ones included, in reading order."""
        text = folded.text
        hits = []
        for index, start, end in self.pass_over(folded):
            ends_word = end == len(text) or not text[end].isalnum()
            if not ends_word and not self._may_go_on[index]:
                continue
            if not starts_word(text, start, is_arabic=self._is_arabic[index]):
                continue
            targets = self._select(index, folded, start, end, ends_word=ends_word)
            if targets:
                hits.append(Hit(start, end, targets))
        hits.sort(key=lambda hit: (hit.start, -hit.end))
        return hits

    def pass_over(self, folded: FoldedText) -> list[tuple[int, int, int]]:
        """Every occurrence of a pattern, within words too: its number, start and end."""
        found: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(
            folded.text, overlapping=True
        )
        return found

    def _select(
        self, index: int, folded: FoldedText, start: int, end: int, *, ends_word: bool
    ) -> tuple[Target, ...]:
        targets = self._targets[index]
        if ends_word and not self._has_spelling[index]:
            return targets
        first, last = folded.span(start, end)
        surface = folded.original[first:last]
        return tuple(
            target
            for target in targets
            if (ends_word or target.is_prefix)
            and target.exact in (None, surface)
            and not (target.is_capitalised and surface[:1].islower())
        )
