"""Claims about one thing that cannot both hold, and corrections, which are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from ct_pipeline.ledger.joining.conflict_rows import conflict_row
from ct_pipeline.ledger.joining.rows import ConflictRow
from ct_pipeline.ledger.joining.told import Told, is_day, overlap
from ct_pipeline.ledger.values import Event, Figure, Interval

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
                yield conflict_row(
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
                yield conflict_row("event_date", (a, b), (_day(one), _day(other)), ids, places)
            cities = {a.row.where_id, b.row.where_id} - {None}
            if len(cities) == 2 and a.row.status == b.row.status:
                where = a.row.where or "", b.row.where or ""
                yield conflict_row("event_place", (a, b), where, ids, places)


def _day(when: Interval | None) -> str:
    return f"{when.first:%Y-%m-%d}" if when and when.first else ""
