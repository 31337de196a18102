"""The rows of single texts with ids that last, ready to be joined over texts."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from ct_pipeline.language.folding import fold_key
from ct_pipeline.ledger.values import (
    Commitment,
    Event,
    EventPart,
    Figure,
    Interval,
    LedgerRows,
    PersonNamed,
    Place,
    Quote,
)

Row = Quote | PersonNamed | Figure | Event | EventPart | Commitment
R = TypeVar("R", Quote, PersonNamed, Figure, Event, EventPart, Commitment)


@dataclass(frozen=True, slots=True)
class ToldText:
    """A text that the ledger has read: where it stands, who brought it out and when."""

    article_id: str
    story_id: str | None
    publisher: str | None
    agency_credits: tuple[str, ...]
    language: str
    published_from: datetime | None
    published_to: datetime | None
    first_seen_at: datetime
    rows: LedgerRows

    @property
    def day(self) -> date:
        """The last day on which it may have come out; when it was met where that is unknown."""
        return (self.published_to or self.first_seen_at).date()

    @property
    def order(self) -> tuple[date, datetime, str]:
        """Texts in the order in which they came out."""
        first = self.published_from or self.first_seen_at
        return first.date(), self.first_seen_at, self.article_id


@dataclass(frozen=True, slots=True)
class Told(Generic[R]):
    """What one text says, under an id made of the article, its words and which occurrence."""

    row_id: str
    text: ToldText
    row: R


def tell(texts: Iterable[ToldText], table: str) -> list[Told[R]]:
    """The rows of a table (quotes, people, figures, events, parts, commitments) of all texts."""
    return [one for text in texts for one in _of_text(text, table, getattr(text.rows, table))]


def _of_text(text: ToldText, table: str, rows: Sequence[R]) -> Iterator[Told[R]]:
    met: Counter[str] = Counter()
    for row in rows:
        words = fold_key(_words(row))
        met[words] += 1
        named = f"{text.article_id} {table} {words} {met[words]}"
        yield Told(hashlib.sha256(named.encode()).hexdigest()[:16], text, row)


def _words(row: Row) -> str:
    """What a row is known by: its words, never its place."""
    match row:
        case Quote():
            return f"{row.speaker} {row.quote}"
        case PersonNamed():
            return row.name
        case Figure():
            return f"{row.value:g} {row.value_to} {row.unit} {row.measure}"
        case Event():
            return f"{row.kind} {row.name}"
        case EventPart():
            return f"{row.event} {row.part} {row.name}"
        case Commitment():
            return row.what


def place_of(row: Row) -> Place | None:
    """Where a text says it; a person's is that of the first role."""
    if isinstance(row, PersonNamed):
        return row.roles[0].place if row.roles else None
    return row.place


def overlap(a: Interval | None, b: Interval | None) -> bool | None:
    """Whether two dates can be one; None where one of them is not known."""
    if a is None or b is None or not (a.first and a.last and b.first and b.last):
        return None
    return a.first <= b.last and b.first <= a.last


def is_day(when: Interval | None) -> bool:
    """Whether a date is known to a day or a few."""
    return bool(when and when.first and when.last and (when.last - when.first).days <= 7)


def are_told_together(a: Told[R], b: Told[R], ties: Mapping[str, frozenset[str]]) -> bool:
    """Whether two texts tell one story or occasion; `ties`: by article, its story and events."""
    return bool(ties[a.text.article_id] & ties[b.text.article_id])
