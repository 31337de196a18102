"""A person named in a sentence, with what the sentence says that the person is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    """What someone is, as the text has it: tokens of one sentence, and the noun that says it."""

    start: int
    end: int
    text: str
    noun: str
    families: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PersonMention:
    """Tokens that name a person; `outer` also covers title, role and apposition around them."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    name: str
    entity_id: str | None
    roles: tuple[Role, ...]
    is_titled: bool  # Mr, Colonel, Mme: a surname alone is enough
    feminine: bool | None = None
