"""The rows that the ledger publishes, a dataclass for each table of the warehouse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a text says a row: the columns that every table of the ledger has."""

    article_id: str
    field: str
    char_start: int
    char_end: int
    sentence: str
    is_uncertain: bool
    ledger_version: str


@dataclass(frozen=True, slots=True)
class QuoteRow(Evidence):
    """One statement of a speaker."""

    quote_id: str
    speaker_id: str | None
    speaker: str | None
    speaker_role: str | None
    mode: str
    quote: str
    statement_count: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person named with a role; `roles`: role, organisation, first and last day, article."""

    person_id: str
    name: str
    names: list[str]
    roles: list[dict[str, Any]]
    article_count: int
    first_seen_at: datetime


@dataclass(frozen=True, slots=True)
class EventRow(Evidence):
    """One occasion; `is_coming`: announced, and not over yet."""

    event_id: str
    name: str
    kind: str
    programme_id: str | None
    edition: int | None
    starts_from: date | None
    starts_to: date | None
    ends_from: date | None
    ends_to: date | None
    precision: str | None
    date_text: str | None
    place: str | None
    country: str | None
    status: str
    status_as_of: date
    story_ids: list[str]
    article_count: int
    is_coming: bool


@dataclass(frozen=True, slots=True)
class EventPartRow(Evidence):
    """Who took which part in an event."""

    event_part_id: str
    event_id: str
    name: str
    person_id: str | None
    entity_id: str | None
    country: str | None
    part: str


@dataclass(frozen=True, slots=True)
class CommitmentRow(Evidence):
    """One promise, plan or mandate, and what became of it."""

    commitment_id: str
    made_by: list[str]
    made_by_names: list[str]
    what: str
    kind: str
    due_from: date | None
    due_to: date | None
    due_precision: str | None
    date_text: str | None
    recurrence: str | None
    place: str | None
    programme_id: str | None
    event_id: str | None
    status: str
    status_article_id: str | None
    status_sentence: str | None
    statement_count: int


@dataclass(frozen=True, slots=True)
class FigureRow(Evidence):
    """One stated quantity."""

    figure_id: str
    value: float
    value_to: float | None
    qualifier: str
    measure: str | None
    unit: str | None
    subject_ids: list[str]
    as_of_from: date | None
    as_of_to: date | None
    statement_count: int


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One point of a measure of one subject."""

    subject_id: str
    measure: str
    as_of_from: date
    value: float
    qualifier: str
    figure_id: str
    publishers: list[str]
    is_superseded: bool


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """Two claims about one thing that cannot both hold; a's text came out first."""

    conflict_id: str
    kind: str
    row_id_a: str
    row_id_b: str
    article_id_a: str
    article_id_b: str
    publisher_a: str | None
    publisher_b: str | None
    value_a: str
    value_b: str
    sentence_a: str
    sentence_b: str
    is_correction: bool
    corrected_by: str | None
    resolved_by: str | None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Where one text says one row."""

    ledger_table: str
    row_id: str
    article_id: str
    field: str
    char_start: int
    char_end: int
    sentence: str


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A named effort of the lexicon and what the ledger knows of it."""

    programme_id: str
    name: str
    names: dict[str, str]
    last_event_id: str | None
    next_event_id: str | None
    open_commitment_count: int
    overdue_commitment_count: int
    article_count: int
    last_seen_at: datetime | None
