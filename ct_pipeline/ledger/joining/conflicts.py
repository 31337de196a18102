"""Claims about one thing that cannot both hold, and corrections, which are none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from ct_pipeline.ledger.joining.rows import ConflictRow
from ct_pipeline.ledger.joining.told import Told, ToldText, is_day, overlap
from ct_pipeline.ledger.values import Event, Figure, Interval, Place

# Tolls grow while an event is told.
GROWING = frozenset(("killed", "injured", "arrests"))

Ids = Mapping[str, str]


def find_conflicts(
    figures: Sequence[Told[Figure]],
    counted_at: Ids,
    figure_ids: Ids,
    event_groups: Sequence[Sequence[Told[Event]]],
    event_ids: Ids,
) -> list[ConflictRow]:
    """Exact figures of one occasion that differ, and days or cities of one occasion that differ."""
    rows = [*_of_figures(figures, counted_at, figure_ids), *_of_events(event_groups, event_ids)]
    return list({row.conflict_id: row for row in rows}.values())


def _of_figures(
    figures: Sequence[Told[Figure]], counted_at: Ids, ids: Ids
) -> Iterator[ConflictRow]:
    at: dict[tuple[str, str | None], list[Told[Figure]]] = {}
    for one in figures:
        is_exact = one.row.qualifier == "exactly" and one.row.value_to is None
        if one.row_id in counted_at and is_exact and not one.row.is_uncertain:
            at.setdefault((counted_at[one.row_id], one.row.measure), []).append(one)
    for (_, measure), group in at.items():
        for a, b in combinations(sorted(group, key=lambda one: one.text.order), 2):
            is_other = a.text.article_id != b.text.article_id and a.row.value != b.row.value
            if is_other and not (measure in GROWING and a.row.value < b.row.value):
                yield _conflict(
                    "figure", (a, b), (f"{a.row.value:g}", f"{b.row.value:g}"), ids,
                    (a.row.place, b.row.place),
                )  # fmt: skip


def _of_events(groups: Sequence[Sequence[Told[Event]]], ids: Ids) -> Iterator[ConflictRow]:
    for group in groups:
        for a, b in combinations(group, 2):
            places = a.row.place, b.row.place
            one, other = a.row.starts, b.row.starts
            was_moved = "postponed" in (a.row.status, b.row.status)
            is_known = is_day(one) and is_day(other)
            if is_known and overlap(one, other) is False and not was_moved:
                yield _conflict("event_date", (a, b), (_day(one), _day(other)), ids, places)
            cities = {a.row.where_id, b.row.where_id} - {None}
            if len(cities) == 2 and a.row.status == b.row.status:
                where = a.row.where or "", b.row.where or ""
                yield _conflict("event_place", (a, b), where, ids, places)


def _day(when: Interval | None) -> str:
    return f"{when.first:%Y-%m-%d}" if when and when.first else ""


def _conflict(
    kind: str,
    pair: tuple[Told[Event], Told[Event]] | tuple[Told[Figure], Told[Figure]],
    values: tuple[str, str],
    ids: Ids,
    places: tuple[Place, Place],
) -> ConflictRow:
    a, b = pair
    corrected_by = _corrector(a.text, b.text) if b.text.rows.is_correction else None
    named = f"{kind} {a.row_id} {b.row_id}"
    return ConflictRow(
        conflict_id=hashlib.sha256(named.encode()).hexdigest()[:16],
        kind=kind,
        row_id_a=ids[a.row_id],
        row_id_b=ids[b.row_id],
        article_id_a=a.text.article_id,
        article_id_b=b.text.article_id,
        publisher_a=a.text.publisher,
        publisher_b=b.text.publisher,
        value_a=values[0],
        value_b=values[1],
        sentence_a=places[0].sentence,
        sentence_b=places[1].sentence,
        is_correction=corrected_by is not None,
        corrected_by=corrected_by,
        resolved_by=b.text.article_id if corrected_by else None,
    )


def _corrector(one: ToldText, other: ToldText) -> str | None:
    """Who sets an earlier text right: the outlet or agency that both come from; else nobody."""
    if set(one.agency_credits) & set(other.agency_credits):
        return "agency"
    return "outlet" if one.publisher and one.publisher == other.publisher else None
