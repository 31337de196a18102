"""The named efforts: what was last held, what comes next, what is promised and due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ct_pipeline.ledger.joining.rows import (
    CommitmentRow,
    EventRow,
    FigureRow,
    ProgrammeRow,
    SourceRow,
)
from ct_pipeline.ledger.joining.told import ToldText

_OVER = ("under_way", "held")  # what its last text saw open stays the last that took place


@dataclass(frozen=True, slots=True)
class Programme:
    """A named effort of the lexicon; `names`: its first name in each language."""

    programme_id: str
    name: str
    names: Mapping[str, str]


def sum_up_programmes(
    programmes: Sequence[Programme],
    events: Sequence[EventRow],
    commitments: Sequence[CommitmentRow],
    figures: Sequence[FigureRow],
    sources: Sequence[SourceRow],
    texts: Sequence[ToldText],
) -> list[ProgrammeRow]:
    """A row for each programme of the lexicon, also where no text tells of it."""
    told_in: dict[tuple[str, str], set[str]] = {}
    for source in sources:
        told_in.setdefault((source.ledger_table, source.row_id), set()).add(source.article_id)
    seen_at = {text.article_id: text.first_seen_at for text in texts}
    return [_sum_up(one, events, commitments, figures, told_in, seen_at) for one in programmes]


def _sum_up(
    programme: Programme,
    events: Sequence[EventRow],
    commitments: Sequence[CommitmentRow],
    figures: Sequence[FigureRow],
    told_in: Mapping[tuple[str, str], set[str]],
    seen_at: Mapping[str, datetime],
) -> ProgrammeRow:
    own = programme.programme_id
    its_events = [one for one in events if one.programme_id == own]
    promised = [one for one in commitments if one.programme_id == own]
    its_figures = [one for one in figures if own in one.subject_ids]
    keys = [("events", one.event_id) for one in its_events]
    keys += [("commitments", one.commitment_id) for one in promised]
    keys += [("figures", one.figure_id) for one in its_figures]
    articles = {article for key in keys for article in told_in.get(key, ())}
    began = [one for one in its_events if one.status in _OVER and one.starts_from]
    coming = [one for one in its_events if one.is_coming]
    return ProgrammeRow(
        programme_id=own,
        name=programme.name,
        names=dict(programme.names),
        last_event_id=max(began, key=_when).event_id if began else None,
        next_event_id=min(coming, key=_when).event_id if coming else None,
        open_commitment_count=sum(one.status in ("open", "postponed") for one in promised),
        overdue_commitment_count=sum(one.status == "overdue" for one in promised),
        article_count=len(articles),
        last_seen_at=max((seen_at[article] for article in articles), default=None),
    )


def _when(event: EventRow) -> tuple[str, str]:
    return f"{event.starts_from}", event.event_id
