"""Figures over texts: one row a value, and a measure of one subject as a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ct_pipeline.ledger.joining.conflict_rows import corrector
from ct_pipeline.ledger.joining.disputes import NEAR_DAYS
from ct_pipeline.ledger.joining.merging import evidence
from ct_pipeline.ledger.joining.rows import FigureRow, SeriesRow
from ct_pipeline.ledger.joining.told import Told, overlap
from ct_pipeline.ledger.values import Event, Figure

# What is counted at an occasion, not of a body.
AT_EVENTS = frozenset(("participants", "delegations", "ministers", "killed", "injured", "arrests"))


def figure_row(group: Sequence[Told[Figure]], ids: Mapping[str, str]) -> FigureRow:
    """A stated quantity: the words of the first text that gives it."""
    first = group[0]
    row = first.row
    since, until = as_of(first)
    return FigureRow(
        **evidence(first, row),
        figure_id=ids[first.row_id],
        value=row.value,
        value_to=row.value_to,
        qualifier=row.qualifier,
        measure=row.measure,
        unit=row.unit,
        subject_ids=sorted({subject for one in group for subject in one.row.subject_ids}),
        as_of_from=since,
        as_of_to=until,
        statement_count=len(group),
    )


def as_of(one: Told[Figure]) -> tuple[date | None, date | None]:
    """What the text says the figure is of, else when the text appeared."""
    if one.row.as_of and one.row.as_of.first:
        return one.row.as_of.first, one.row.as_of.last
    text = one.text
    if text.published_from is None or text.published_to is None:
        return None, None
    return text.published_from.date(), text.published_to.date()


def find_series(figures: Sequence[Told[Figure]], ids: Mapping[str, str]) -> list[SeriesRow]:
    """The points of each measure of each subject, a value once from the day it was first given."""
    points: dict[tuple[str, str, float, str], list[Told[Figure]]] = {}
    for one in figures:
        row = one.row
        if row.measure is None or row.measure in AT_EVENTS or row.is_uncertain:
            continue
        for subject in row.subject_ids:
            points.setdefault((subject, row.measure, row.value, row.qualifier), []).append(one)
    corrected = _corrected(points, ids)
    return [
        SeriesRow(
            subject_id=subject,
            measure=measure,
            as_of_from=since,
            value=value,
            qualifier=qualifier,
            figure_id=figure_id,
            publishers=sorted({one.text.publisher for one in group if one.text.publisher}),
            is_superseded=(figure_id, subject) in corrected,
        )
        for (subject, measure, value, qualifier), group in points.items()
        for figure_id in dict.fromkeys(ids[one.row_id] for one in group)
        if (since := min((day for one in group if (day := as_of(one)[0])), default=None))
    ]


def _corrected(
    points: Mapping[tuple[str, str, float, str], Sequence[Told[Figure]]], ids: Mapping[str, str]
) -> set[tuple[str, str]]:
    """The figures that the same outlet or agency set right within days, each with its subject."""
    told: dict[tuple[str, str], list[Told[Figure]]] = {}
    for (subject, measure, _, _), group in points.items():
        told.setdefault((subject, measure), []).extend(group)
    return {
        (ids[one.row_id], subject)
        for (subject, _), group in told.items()
        for one in group
        for other in group
        if _is_corrected(one, other)
    }


def _is_corrected(one: Told[Figure], other: Told[Figure]) -> bool:
    is_later = one.text.order < other.text.order and one.text.article_id != other.text.article_id
    return (
        is_later
        and one.row.value != other.row.value
        and (other.text.day - one.text.day).days <= NEAR_DAYS
        and overlap(one.row.as_of, other.row.as_of) is not False
        and corrector(one.text, other.text) is not None
    )


def counted_events(
    figures: Sequence[Told[Figure]], events: Sequence[Told[Event]], ids: Mapping[str, str]
) -> dict[str, str]:
    """The joined event that each figure was counted at: of its sentence, else the text's first."""
    of_text: dict[str, list[Told[Event]]] = {}
    for event in events:
        of_text.setdefault(event.text.article_id, []).append(event)
    found = {}
    for one in figures:
        if one.row.measure in AT_EVENTS and (told := of_text.get(one.text.article_id)):
            same = [event for event in told if event.row.place.sentence == one.row.place.sentence]
            found[one.row_id] = ids[(same or told)[0].row_id]
    return found
