"""The ledger of all texts.

Rows that several texts say joined, named, and told what became of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ct_pipeline.ledger.joining.conflicts import find_conflicts
from ct_pipeline.ledger.joining.corrections import RowCorrection, correct
from ct_pipeline.ledger.joining.disputes import of_dues, of_parts, of_roles
from ct_pipeline.ledger.joining.events import join_events
from ct_pipeline.ledger.joining.figures import counted_events, figure_row, find_series
from ct_pipeline.ledger.joining.merging import (
    commitment_row,
    event_row,
    part_row,
    person_row,
    quote_row,
)
from ct_pipeline.ledger.joining.naming import Names
from ct_pipeline.ledger.joining.people import join_people
from ct_pipeline.ledger.joining.programmes import Programme, sum_up_programmes
from ct_pipeline.ledger.joining.promises import join_commitments
from ct_pipeline.ledger.joining.rows import (
    CommitmentRow,
    ConflictRow,
    EventPartRow,
    EventRow,
    FigureRow,
    PersonRow,
    ProgrammeRow,
    QuoteRow,
    SeriesRow,
    SourceRow,
)
from ct_pipeline.ledger.joining.statements import join_figures, join_quotes
from ct_pipeline.ledger.joining.told import R, Told, ToldText, place_of, tell
from ct_pipeline.ledger.values import Commitment, Event, EventPart, Figure, PersonNamed, Quote


@dataclass(frozen=True, slots=True)
class Ledger:
    """All rows of the ledger, by table."""

    quotes: list[QuoteRow]
    people: list[PersonRow]
    events: list[EventRow]
    event_parts: list[EventPartRow]
    commitments: list[CommitmentRow]
    figures: list[FigureRow]
    figure_series: list[SeriesRow]
    conflicts: list[ConflictRow]
    programmes: list[ProgrammeRow]
    ledger_sources: list[SourceRow]


def join_texts(
    texts: Sequence[ToldText],
    programmes: Sequence[Programme],
    names: Names,
    as_of: date,
    corrections: Sequence[RowCorrection] = (),
) -> Ledger:
    """Joins what the texts say; ids given before stay (`names`, which keeps those given now).

    `as_of`: the day by which promises are due or overdue and events over or to come.
    `corrections`: people's word on single rows. Raises CorrectionError.
    """
    texts = sorted(texts, key=lambda text: text.order)
    sources: list[SourceRow] = []

    def named(table: str, groups: list[list[Told[R]]]) -> dict[str, str]:
        ids = names.name(table, groups)
        sources.extend(_sources(table, groups, ids))
        return ids

    events: list[Told[Event]] = tell(texts, "events")
    event_groups = join_events(events)
    event_ids = named("events", event_groups)
    event_of = _events_by_key(events, event_ids)

    people: list[Told[PersonNamed]] = tell(texts, "people")
    parts: list[Told[EventPart]] = tell(texts, "parts")
    people_groups = join_people(people, _meetings(people, parts, event_of))
    person_ids = _by_entity(people_groups, named("people", people_groups))
    person_of = {(one.text.article_id, one.row.name): person_ids[one.row_id] for one in people}

    ties = _ties(texts, event_of)
    quotes: list[Told[Quote]] = tell(texts, "quotes")
    speakers = {one.row_id: speaker for one in quotes if (speaker := _speaker(one, person_of))}
    quote_groups = join_quotes(quotes, speakers, ties)
    quote_ids = named("quotes", quote_groups)

    commitments: list[Told[Commitment]] = tell(texts, "commitments")
    promised = {
        one.row_id: event_of[one.text.article_id, one.row.event]
        for one in commitments
        if one.row.event is not None
    }
    commitment_groups = join_commitments(commitments, promised, ties)
    commitment_ids = named("commitments", commitment_groups)

    figures: list[Told[Figure]] = tell(texts, "figures")
    figure_groups = join_figures(figures, ties)
    figure_ids = named("figures", figure_groups)

    event_rows = {event_ids[g[0].row_id]: event_row(g, event_ids, as_of) for g in event_groups}
    commitment_rows = [
        commitment_row(group, commitment_ids, promised, event_groups, event_ids, as_of)
        for group in commitment_groups
    ]
    figure_rows = [figure_row(group, figure_ids) for group in figure_groups]
    conflicts = [
        *find_conflicts(
            figures, counted_events(figures, events, event_ids), figure_ids, event_groups, event_ids
        ),
        *of_dues(commitments, commitment_ids, ties),
        *of_roles(people_groups, person_ids),
        *of_parts(
            parts, _takers(events, event_of, person_of), {one.row_id: one.row_id for one in parts}
        ),
    ]
    ledger = Ledger(
        quotes=[quote_row(group, quote_ids, speakers) for group in quote_groups],
        people=[person_row(group, person_ids) for group in people_groups],
        events=list(event_rows.values()),
        event_parts=_parts(parts, event_of, person_of),
        commitments=commitment_rows,
        figures=figure_rows,
        figure_series=find_series(figures, figure_ids),
        conflicts=conflicts,
        programmes=[],
        ledger_sources=sorted(
            {*sources},
            key=lambda one: (one.ledger_table, one.row_id, one.article_id, one.char_start),
        ),
    )
    ledger = correct(ledger, corrections, names.current, as_of)
    summed = sum_up_programmes(
        programmes,
        ledger.events,
        ledger.commitments,
        ledger.figures,
        ledger.ledger_sources,
        texts,
    )
    return replace(ledger, programmes=summed)


def _sources(
    table: str, groups: Sequence[Sequence[Told[R]]], ids: Mapping[str, str]
) -> list[SourceRow]:
    return [
        SourceRow(
            table,
            ids[one.row_id],
            one.text.article_id,
            place.field,
            place.char_start,
            place.char_end,
            place.sentence,
        )
        for group in groups
        for one in group
        if (place := place_of(one.row))
    ]


def _events_by_key(
    events: Sequence[Told[Event]], ids: Mapping[str, str]
) -> dict[tuple[str, int], str]:
    return {(one.text.article_id, one.row.key): ids[one.row_id] for one in events}


def _ties(
    texts: Sequence[ToldText], event_of: Mapping[tuple[str, int], str]
) -> dict[str, frozenset[str]]:
    """What ties a text to others: its story, and the joined events that it tells."""
    return {
        text.article_id: frozenset(
            {event_of[text.article_id, one.key] for one in text.rows.events}
            | ({text.story_id} if text.story_id else set())
        )
        for text in texts
    }


def _meetings(
    people: Sequence[Told[PersonNamed]],
    parts: Sequence[Told[EventPart]],
    event_of: Mapping[tuple[str, int], str],
) -> dict[str, frozenset[str]]:
    met: dict[tuple[str, str], set[str]] = {}
    for part in parts:
        if part.row.person:
            event = event_of[part.text.article_id, part.row.event]
            met.setdefault((part.text.article_id, part.row.person), set()).add(event)
    return {
        one.row_id: frozenset(met.get((one.text.article_id, one.row.name), ())) for one in people
    }


def _takers(
    events: Sequence[Told[Event]],
    event_of: Mapping[tuple[str, int], str],
    person_of: Mapping[tuple[str, str], str],
) -> Callable[[Told[EventPart]], tuple[str, str] | None]:
    """Whose each part is in which joined event; None where its text only announces the event."""
    took_place = {
        (one.text.article_id, one.row.key)
        for one in events
        if one.row.status in ("held", "under_way")
    }

    def who(one: Told[EventPart]) -> tuple[str, str] | None:
        row, article = one.row, one.text.article_id
        if (article, row.event) not in took_place:
            return None
        person = person_of.get((article, row.person)) if row.person else None
        taker = person or row.entity_id or row.country or row.name.casefold()
        return event_of[article, row.event], taker

    return who


def _by_entity(
    groups: Sequence[Sequence[Told[PersonNamed]]], ids: Mapping[str, str]
) -> dict[str, str]:
    """The lexicon's id goes before the one that was given."""
    return {
        one.row_id: next((each.row.entity_id for each in group if each.row.entity_id), None)
        or ids[one.row_id]
        for group in groups
        for one in group
    }


def _speaker(one: Told[Quote], person_of: Mapping[tuple[str, str], str]) -> str | None:
    known = person_of.get((one.text.article_id, one.row.speaker or ""))
    return one.row.speaker_id or known


def _parts(
    parts: Sequence[Told[EventPart]],
    event_of: Mapping[tuple[str, int], str],
    person_of: Mapping[tuple[str, str], str],
) -> list[EventPartRow]:
    """One row per text, event, part and participant: each text bears witness for itself."""
    rows: dict[tuple[str, str, str, str], EventPartRow] = {}
    for one in parts:
        row = part_row(one, event_of, person_of)
        who = row.person_id or row.entity_id or row.country or row.name.casefold()
        rows.setdefault((row.article_id, row.event_id, row.part, who), row)
    return list(rows.values())
