"""The values that go into the ledger and come out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ct_pipeline.relevance.entity_mentions import EntityMention


@dataclass(frozen=True, slots=True)
class LedgerText:
    """A canonical text as stored: what the ledger reads."""

    article_id: str
    title: str | None
    body: str
    language: str
    published_from: datetime | None
    published_to: datetime | None
    mentions: Sequence[EntityMention]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text says a thing: a 0-based, end-exclusive span of a field, and its sentence."""

    field: str
    char_start: int
    char_end: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A statement of a speaker: an entity, a person of the text by name, or neither."""

    place: Place
    speaker_id: str | None
    speaker: str | None
    speaker_role: str | None
    mode: str
    quote: str
    is_uncertain: bool


@dataclass(frozen=True, slots=True)
class RoleStated:
    """What a text says that a person is."""

    role: str
    organisation: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class PersonNamed:
    """A person whom a text names with a role."""

    entity_id: str | None
    name: str
    names: tuple[str, ...]
    roles: tuple[RoleStated, ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """From the first to the last day of a date as the text gives it, with its words."""

    first: date | None
    last: date | None
    precision: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A stated quantity; `subject_ids`: whose it is, by the lexicon."""

    place: Place
    value: float
    value_to: float | None
    qualifier: str
    measure: str | None
    unit: str | None
    subject_ids: tuple[str, ...]
    as_of: Interval | None
    is_uncertain: bool


@dataclass(frozen=True, slots=True)
class Event:
    """An occasion; `key` tells it from the others of its text.

    `where_id` is its city's one name.
    """

    key: int
    place: Place
    name: str
    kind: str
    programme_id: str | None
    edition: int | None
    starts: Interval | None
    ends: Interval | None
    where: str | None
    where_id: str | None
    country: str | None
    status: str
    is_uncertain: bool


@dataclass(frozen=True, slots=True)
class EventPart:
    """Who took which part in an event of the text."""

    event: int
    place: Place
    name: str
    part: str
    person: str | None
    entity_id: str | None
    country: str | None
    is_uncertain: bool


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise, plan or mandate; `event` is the event of the text that is promised."""

    place: Place
    made_by: tuple[str, ...]
    made_by_names: tuple[str, ...]
    what: str
    kind: str
    due: Interval | None
    recurrence: str | None
    where: str | None
    programme_id: str | None
    event: int | None
    status: str
    is_uncertain: bool


@dataclass(frozen=True, slots=True)
class LedgerRows:
    """All that one text puts into the ledger."""

    quotes: tuple[Quote, ...] = ()
    people: tuple[PersonNamed, ...] = ()
    figures: tuple[Figure, ...] = ()
    events: tuple[Event, ...] = ()
    parts: tuple[EventPart, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    is_correction: bool = False  # the text sets right what was said before
