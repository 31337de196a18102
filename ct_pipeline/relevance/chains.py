"""Offices and bodies by the words that their names are made of, in whatever order these stand.

"secrétaire général adjoint des Nations Unies à la lutte contre le terrorisme", "the UN's top
counterterrorism official": parts in one breath, with nothing but joints between them, are a chain;
what a chain stands for is written in the lexicon (`parts`, `joints`, `compositions`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ct_pipeline.relevance.lexicon import Composition, Lexicon, comparable

LONGEST_GAP = 6  # joints between two parts
LONGEST_CHAIN = 14  # parts
LOOSE_GAP = 3  # words of any kind, where a composition allows them
TOUCHING_GAP = 2  # joints between parts that stand next to each other

# What Arabic writes together with a joint.
_ARABIC_JOINED = ("", "ب", "ل", "و")
_PLAIN = re.compile(r'[\w "]*')  # no mark that ends a breath


@dataclass(frozen=True, slots=True)
class Part:
    """A word of a name: its folded span and what it is."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Chain:
    """The span of a text that stands for an entity by its parts."""

    start: int
    end: int
    entity_id: str
    is_short: bool  # refers back to the entity named before


class Grammar:
    """The compositions of a lexicon, ready to be looked for."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._compositions = lexicon.compositions
        self._joints: dict[str, frozenset[str]] = {
            language: frozenset(
                proclitic + word
                for word in comparable(words).split()
                for proclitic in (_ARABIC_JOINED if language == "ar" else ("",))
            )
            for language, words in lexicon.joints.items()
        }
        self._all_joints = frozenset[str]().union(*self._joints.values())

    def find(self, parts: Sequence[Part], text: str, language: str | None) -> Iterator[Chain]:
        """The chains of a folded text that stand for something, in reading order.

        `parts`: all of the text, in reading order.
        """
        joints = self._joints.get(language or "", self._all_joints)
        for chain in _link(parts, text, joints):
            yield from self._name(chain, text)

    def _name(self, chain: Sequence[Part], text: str) -> Iterator[Chain]:
        labels = frozenset(part.label for part in chain)
        for composition in self._compositions:
            window = _find_window(composition, chain, labels, text)
            if window:
                start, end = window
                yield Chain(start, end, composition.entity, composition.is_short)
                return


def _link(parts: Sequence[Part], text: str, joints: frozenset[str]) -> Iterator[list[Part]]:
    chain: list[Part] = []
    end = 0
    for part in parts:
        if chain and (
            len(chain) == LONGEST_CHAIN
            or not _is_joined(text[end : part.start], part, chain, joints)
        ):
            yield chain
            chain = []
        chain.append(part)
        end = max(end, part.end) if len(chain) > 1 else part.end
    if chain:
        yield chain


def _is_joined(gap: str, part: Part, chain: Sequence[Part], joints: frozenset[str]) -> bool:
    if not _PLAIN.fullmatch(gap):
        return False
    words = gap.replace('"', " ").split()
    if chain[-1].label == "kunya" or part.label == "kunya":
        return len(words) <= LOOSE_GAP
    return len(words) <= LONGEST_GAP and joints.issuperset(words)


def _find_window(
    composition: Composition, chain: Sequence[Part], labels: frozenset[str], text: str
) -> tuple[int, int] | None:
    """The shortest span of a chain with every part that a composition asks for."""
    needed = set(composition.parts)
    if not needed <= labels or labels.intersection(composition.without):
        return None
    if composition.needs and labels.isdisjoint(composition.needs):
        return None
    if composition.needs:  # all that was held goes with the office
        return min(part.start for part in chain), max(part.end for part in chain)
    best: tuple[int, int] | None = None
    for start in range(len(chain)):
        seen: set[str] = set()
        for end in range(start, len(chain)):
            seen.add(chain[end].label)
            if needed <= seen:
                window = chain[start].start, max(part.end for part in chain[start : end + 1])
                if _touches(composition, chain[start : end + 1], text) and (
                    best is None or window[1] - window[0] < best[1] - best[0]
                ):
                    best = window
                break
    return best


def _touches(composition: Composition, window: Sequence[Part], text: str) -> bool:
    """Whether the parts that must stand next to each other do."""
    if not composition.next_to:
        return True
    first, second = composition.next_to
    return any(
        {one.label, other.label} == {first, second}
        and len(text[one.end : other.start].split()) <= TOUCHING_GAP
        for one, other in pairwise(window)
    )


def sort_parts(parts: Iterable[Part]) -> list[Part]:
    """Parts in reading order, without one that lies within another of its label."""
    kept: list[Part] = []
    ends: dict[str, int] = {}
    for part in sorted(parts, key=lambda one: (one.start, -one.end)):
        if part.end > ends.get(part.label, -1):
            kept.append(part)
            ends[part.label] = part.end
    return kept
