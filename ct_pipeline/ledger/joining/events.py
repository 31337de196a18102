"""Occasions of several texts that are one: by programme, place, time and story."""

from __future__ import annotations

from collections.abc import Iterator

from ct_pipeline.language.folding import fold_key
from ct_pipeline.ledger.joining.components import join_rows
from ct_pipeline.ledger.joining.told import Told, is_day, overlap
from ct_pipeline.ledger.values import Event

# Words that different texts use of one occasion.
_FAMILIES = (
    frozenset(("meeting", "conference", "course", "exercise", "visit", "other")),
    frozenset(("launch", "inauguration", "signing", "other")),
    frozenset(("attack",)),
    frozenset(("arrest",)),
    frozenset(("trial",)),
    frozenset(("anniversary", "meeting", "conference", "other")),
)

_A_YEAR = 366


def join_events(events: list[Told[Event]]) -> list[list[Told[Event]]]:
    """The events in groups, one for each occasion."""
    return join_rows(events, _keys, _liken)


def _keys(one: Told[Event]) -> Iterator[object]:
    row = one.row
    if row.programme_id:
        yield "programme", row.programme_id
    if one.text.story_id:
        yield "story", one.text.story_id
    if row.starts and row.starts.first and row.country:
        yield "day", row.kind, row.country, row.starts.first.strftime("%Y-%m")
    if row.edition and row.country:
        yield "edition", row.kind, row.country, row.edition


def _liken(a: Told[Event], b: Told[Event]) -> float:
    """How sure it is that two texts tell one occasion; a's text came out first."""
    one, other = a.row, b.row
    is_series = bool(one.programme_id) and one.programme_id == other.programme_id
    is_story = bool(a.text.story_id) and a.text.story_id == b.text.story_id
    if one.programme_id and other.programme_id and not is_series:
        return 0
    if one.edition and other.edition:
        if one.edition != other.edition:
            return 0
        if is_series and abs((a.text.day - b.text.day).days) <= 500:
            return 10
    if not _are_of_one_kind(one.kind, other.kind):
        return 0
    places = _agree_in_place(one, other)
    if places is False:
        return 0
    dates = overlap(one.starts, other.starts)
    score = 2.0 * (one.kind == other.kind) + 2 * is_series + 2 * is_story + 2 * bool(places)
    if dates:
        exact = is_day(one.starts) and is_day(other.starts)
        ties = is_series + is_story + bool(places)
        return score + 3 * exact if ties >= (1 if exact else 2) else 0
    if dates is None:
        is_near = abs((a.text.day - b.text.day).days) <= 45
        has_tie = is_story or (is_series and is_near) or (bool(places) and is_day_of(a, b))
        return score if has_tie and one.kind == other.kind else 0
    was_moved = "postponed" in (one.status, other.status) and one.kind == other.kind
    return score if was_moved and (is_series or is_story or _is_edition(a, b, places)) else 0


def _is_edition(a: Told[Event], b: Told[Event], places: bool | None) -> bool:
    """Whether two texts of one year name the same edition at one place."""
    is_numbered = a.row.edition is not None and a.row.edition == b.row.edition
    return is_numbered and bool(places) and abs((a.text.day - b.text.day).days) <= _A_YEAR


def is_day_of(a: Told[Event], b: Told[Event]) -> bool:
    """Whether two texts came out within a few days."""
    return abs((a.text.day - b.text.day).days) <= 3


def _are_of_one_kind(a: str, b: str) -> bool:
    return a == b or any(a in family and b in family for family in _FAMILIES)


def _agree_in_place(one: Event, other: Event) -> bool | None:
    """Whether two places are one; None where a text names none, False where they are two."""
    if one.country and other.country and one.country != other.country:
        return False
    a, b = (fold_key(each.where_id or each.where or "") for each in (one, other))
    if not a or not b:
        return None
    if a == b or a in b or b in a:
        return True
    return False if one.where_id and other.where_id else None
