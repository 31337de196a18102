"""One row out of what several texts say: the first text's words, the last one's news."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from ct_pipeline.ledger.joining.rows import (
    CommitmentRow,
    EventPartRow,
    EventRow,
    PersonRow,
    QuoteRow,
)
from ct_pipeline.ledger.joining.told import R, Told
from ct_pipeline.ledger.values import (
    Commitment,
    Event,
    EventPart,
    Interval,
    PersonNamed,
    Place,
    Quote,
)
from ct_pipeline.ledger.version import LEDGER_VERSION

Ids = Mapping[str, str]
_OVER = frozenset(("held", "under_way"))
_NO_DATE = Interval(None, None, None, "")
_LEFT = frozenset(("kept", "dropped"))


class _Placed(Protocol):
    """A row with its place in the text."""

    @property
    def place(self) -> Place: ...

    @property
    def is_uncertain(self) -> bool: ...


def evidence(one: Told[R], row: _Placed) -> dict[str, Any]:
    """The columns that every row of the ledger has."""
    place = row.place
    return {
        "article_id": one.text.article_id,
        "field": place.field,
        "char_start": place.char_start,
        "char_end": place.char_end,
        "sentence": place.sentence,
        "is_uncertain": row.is_uncertain,
        "ledger_version": LEDGER_VERSION,
    }


def quote_row(group: Sequence[Told[Quote]], ids: Ids, speakers: Ids) -> QuoteRow:
    """A statement: the words of the first text, the fullest name of its speaker."""
    first = group[0]
    names = [one.row.speaker for one in group if one.row.speaker]
    return QuoteRow(
        **evidence(first, first.row),
        quote_id=ids[first.row_id],
        speaker_id=speakers.get(first.row_id),
        speaker=first.row.speaker or next(iter(names), None),
        speaker_role=next((one.row.speaker_role for one in group if one.row.speaker_role), None),
        mode=first.row.mode,
        quote=first.row.quote,
        statement_count=len(group),
    )


def person_row(group: Sequence[Told[PersonNamed]], ids: Ids) -> PersonRow:
    """A person with every spelling and every role; a role's days are those of its texts."""
    first = group[0]
    names = [name for one in group for name in (one.row.name, *one.row.names)]
    days = [one.text.day for one in group for _ in one.row.roles]
    roles = [
        {
            "role": role.role,
            "organisation": role.organisation,
            "first_day": min(
                day for day, other in zip(days, _roles(group), strict=True) if other == role.role
            ),
            "last_day": max(
                day for day, other in zip(days, _roles(group), strict=True) if other == role.role
            ),
            "article_id": one.text.article_id,
        }
        for one in group
        for role in one.row.roles
    ]
    return PersonRow(
        person_id=ids[first.row_id],
        name=max(names, key=lambda name: (len(name.split()), -names.index(name))),
        names=list(dict.fromkeys(names)),
        roles=roles,
        article_count=len({one.text.article_id for one in group}),
        first_seen_at=min(one.text.first_seen_at for one in group),
    )


def _roles(group: Sequence[Told[PersonNamed]]) -> list[str]:
    return [role.role for one in group for role in one.row.roles]


def event_row(group: Sequence[Told[Event]], ids: Ids, as_of: date) -> EventRow:
    """An occasion: its name as first told, time and place as last told, its latest status."""
    first, last = group[0], group[-1]
    starts = _latest([one.row.starts for one in group])
    ends = _latest([one.row.ends for one in group])
    status = _latest_status(group)
    until = ends.last or starts.last
    return EventRow(
        **evidence(first, first.row),
        event_id=ids[first.row_id],
        name=first.row.name,
        kind=next((one.row.kind for one in group if one.row.kind != "other"), "other"),
        programme_id=_first(one.row.programme_id for one in group),
        edition=_first(one.row.edition for one in group),
        starts_from=starts.first,
        starts_to=starts.last,
        ends_from=ends.first,
        ends_to=ends.last,
        precision=starts.precision,
        date_text=starts.text or None,
        place=_first(one.row.where for one in reversed(group)),
        country=_first(one.row.country for one in reversed(group)),
        status=status,
        status_as_of=last.text.day,
        story_ids=sorted({one.text.story_id for one in group if one.text.story_id}),
        article_count=len(group),
        is_coming=status in ("announced", "postponed") and until is not None and until >= as_of,
    )


def _latest_status(group: Sequence[Told[Event]]) -> str:
    """What the latest text reports; of several texts of one day, what is furthest on."""
    rank = ("announced", "postponed", "under_way", "held", "cancelled").index
    day = group[-1].text.day
    return max((one.row.status for one in group if one.text.day == day), key=rank)


def part_row(
    one: Told[EventPart],
    event_of: Mapping[tuple[str, int], str],
    person_of: Mapping[tuple[str, str], str],
) -> EventPartRow:
    """Who took which part; a person of `people` by the text's name for him."""
    row = one.row
    return EventPartRow(
        **evidence(one, row),
        event_part_id=one.row_id,
        event_id=event_of[one.text.article_id, row.event],
        name=row.name,
        person_id=person_of.get((one.text.article_id, row.person)) if row.person else None,
        entity_id=row.entity_id,
        country=row.country,
        part=row.part,
    )


def commitment_row(
    group: Sequence[Told[Commitment]],
    ids: Ids,
    promised: Ids,
    event_groups: Sequence[Sequence[Told[Event]]],
    event_ids: Ids,
    as_of: date,
) -> CommitmentRow:
    """A promise: its clause as first stated, its last due date, and what became of it."""
    first = group[0]
    event_id = _first(promised.get(one.row_id) for one in group)
    due = _latest([one.row.due for one in group])
    status, told = _outcome(group, _told_of(event_id, event_groups, event_ids))
    if status in ("open", "postponed") and due.last and due.last < as_of:
        status = "overdue"
    return CommitmentRow(
        **evidence(first, first.row),
        commitment_id=ids[first.row_id],
        made_by=list(dict.fromkeys(maker for one in group for maker in one.row.made_by)),
        made_by_names=list(dict.fromkeys(n for one in group for n in one.row.made_by_names)),
        what=first.row.what,
        kind=first.row.kind,
        due_from=due.first,
        due_to=due.last,
        due_precision=due.precision,
        date_text=due.text or None,
        recurrence=_first(one.row.recurrence for one in group),
        place=_first(one.row.where for one in reversed(group)),
        programme_id=_first(one.row.programme_id for one in group),
        event_id=event_id,
        status=status,
        status_article_id=told.text.article_id if told else None,
        status_sentence=told.row.place.sentence if told else None,
        statement_count=len(group),
    )


def _told_of(
    event_id: str | None, groups: Sequence[Sequence[Told[Event]]], ids: Ids
) -> Sequence[Told[Event]]:
    return next((group for group in groups if ids[group[0].row_id] == event_id), ())


def _outcome(
    group: Sequence[Told[Commitment]], events: Sequence[Told[Event]]
) -> tuple[str, Told[Event] | Told[Commitment] | None]:
    """What became of a promise, and the text that tells it: the last word counts."""
    status = "open"
    told: Told[Event] | Told[Commitment] | None = None
    for one in group:
        if one.row.status != "open":
            status, told = one.row.status, one
    for event in events:
        if status in _LEFT or event.text.order < group[0].text.order:
            continue
        if event.row.status in _OVER:
            return "kept", event
        if event.row.status in ("postponed", "cancelled"):
            status = "postponed" if event.row.status == "postponed" else "dropped"
            told = event
    return status, told


def _latest(dates: Sequence[Interval | None]) -> Interval:
    """The last date that is known, else the last one's words."""
    told = [when for when in reversed(dates) if when]
    return next((when for when in told if when.first or when.last), told[0] if told else _NO_DATE)


def _first(values: Any) -> Any:
    return next((value for value in values if value is not None), None)
