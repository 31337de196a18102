"""A verb as it stands in a sentence, with its auxiliaries, and how to look around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ct_pipeline.ledger.tokens import Token


class Tense(StrEnum):
    """What a verb tells of its time and its certainty."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"
    CONDITIONAL = "conditional"  # would, could, might, should
    MUST = "must"  # is bound to: "doit rassembler"
    WAS_GOING = "was_going"  # "devait se tenir", "iban a dar"
    INFINITIVE = "infinitive"
    GERUND = "gerund"
    PARTICIPLE = "participle"  # a past participle without auxiliary: "prévue en mai"

    @property
    def is_finite(self) -> bool:
        """Whether a clause can rest on it."""
        return self not in _NOT_FINITE


# "Ouvrir la voie": a phrase that means something else than its verb.
_IDIOM = frozenset(("idiom",))
# Looked up once: the grammar asks it of every verb of a sentence for every word.
_NOT_FINITE = (Tense.INFINITIVE, Tense.GERUND, Tense.PARTICIPLE)


@dataclass(frozen=True, slots=True)
class Verb:
    """A group of tokens around a verb: its classes, its tense, and who is spliced into it."""

    start: int
    end: int
    head: int
    tags: frozenset[str]
    tense: Tense
    negated: bool = False
    passive: bool = False
    reflexive: bool = False
    pronoun: str | None = None  # of "a-t-il ajouté": il, elle, ils, on

    @property
    def is_finite(self) -> bool:
        return self.tense not in _NOT_FINITE

    def has(self, *tags: str) -> bool:
        """Whether it is of one of the classes."""
        return not self.tags.isdisjoint(tags)


def moods_of(token: Token) -> set[str]:
    """The moods that a token may stand in as a verb."""
    return {entry.mood for entry, _ in token.verbs if entry.mood} if token.verbs else set()


def classes(token: Token, moods: set[str], *, reflexive: bool) -> tuple[frozenset[str], int]:
    """The classes of a token as a verb in one of the moods, and where its phrase ends."""
    fitting = [
        (entry, last)
        for entry, last in token.verbs
        if entry.mood in moods and (reflexive or not entry.reflexive)
    ]
    longest = max((last for _, last in fitting), default=0)
    idiom = frozenset(entry.tag for entry, last in fitting if last == longest)
    if idiom == _IDIOM:
        return idiom, longest
    return frozenset(entry.tag for entry, _ in fitting), longest


def has_tag(tokens: Sequence[Token], index: int, *tags: str) -> bool:
    """Whether a token (if there is one) begins a word or phrase of one of the tags."""
    return 0 <= index < len(tokens) and not tokens[index].tags.keys().isdisjoint(tags)


def form_at(tokens: Sequence[Token], index: int) -> str:
    """The folded form of a token, empty beyond the ends."""
    return tokens[index].form if 0 <= index < len(tokens) else ""
