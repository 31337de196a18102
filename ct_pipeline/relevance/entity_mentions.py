"""What later stages keep of the names that a text holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EntityMention:
    """An entity of the lexicon that a text names; the span lies in the field as stored."""

    entity_id: str
    kind: str
    field: str
    char_start: int
    char_end: int
