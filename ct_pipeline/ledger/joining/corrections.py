"""People's word on single rows of the ledger: struck out, or with other values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from ct_pipeline.ledger.joining.rows import (
    CommitmentRow,
    EventPartRow,
    EventRow,
    Evidence,
    FigureRow,
    PersonRow,
    QuoteRow,
)

if TYPE_CHECKING:
    from ct_pipeline.ledger.joining.ledger import Ledger

TABLES: Mapping[str, tuple[str, type]] = {
    "quotes": ("quote_id", QuoteRow),
    "people": ("person_id", PersonRow),
    "events": ("event_id", EventRow),
    "event_parts": ("event_part_id", EventPartRow),
    "commitments": ("commitment_id", CommitmentRow),
    "figures": ("figure_id", FigureRow),
}
# What leads back to the text, or is counted over texts, is not for a person to write.
_COUNTED = frozenset(("statement_count", "article_count", "first_seen_at", "roles", "is_coming"))


class CorrectionError(ValueError):
    """A mend that no row can take: which column, and what it may be."""


@dataclass(frozen=True, slots=True)
class RowCorrection:
    """A row of the ledger to be struck out (no `values`), or with other values by column."""

    row_id: str
    values: Mapping[str, Any] | None


def mendable(row: type) -> frozenset[str]:
    """The columns of a table that a person may write."""
    evidence = {one.name for one in fields(Evidence)} - {"is_uncertain"}
    columns = {one.name for one in fields(row)}
    ids = {name for name, _ in TABLES.values()}
    return frozenset(columns - evidence - _COUNTED - ids)


def check_columns(values: Mapping[str, Any]) -> None:
    """Checks that some table has all the columns. Raises CorrectionError."""
    for column in values:
        if not any(column in mendable(row) for _, row in TABLES.values()):
            known = sorted({name for _, row in TABLES.values() for name in mendable(row)})
            raise CorrectionError(f"{column!r} is no column to mend; known: {', '.join(known)}")


def correct(
    ledger: Ledger,
    corrections: Sequence[RowCorrection],
    current: Callable[[str, str], str],
    as_of: date,
) -> Ledger:
    """The ledger with people's corrections; what rests on a struck row goes with it.

    `current`: the id in force of a table's former one. A correction of a row that is not there
    waits for it. Raises CorrectionError.
    """
    by_table = {table: {current(table, one.row_id): one for one in corrections} for table in TABLES}
    rows = {
        table: [
            mended
            for row in getattr(ledger, table)
            if (mended := _mended(row, by_table[table].get(getattr(row, key)), as_of))
        ]
        for table, (key, _) in TABLES.items()
    }
    gone = {
        getattr(row, key)
        for table, (key, _) in TABLES.items()
        for row in getattr(ledger, table)
        if (said := by_table[table].get(getattr(row, key))) and said.values is None
    }
    return replace(
        ledger,
        quotes=rows["quotes"],
        people=rows["people"],
        events=rows["events"],
        event_parts=[one for one in rows["event_parts"] if one.event_id not in gone],
        commitments=[
            replace(one, event_id=None) if one.event_id in gone else one
            for one in rows["commitments"]
        ],
        figures=rows["figures"],
        figure_series=[one for one in ledger.figure_series if one.figure_id not in gone],
        conflicts=[one for one in ledger.conflicts if not {one.row_id_a, one.row_id_b} & gone],
        ledger_sources=[one for one in ledger.ledger_sources if one.row_id not in gone],
    )


def _mended(row: Any, said: RowCorrection | None, as_of: date) -> Any:
    if said is None:
        return row
    if said.values is None:
        return None
    hints = get_type_hints(type(row))
    values = {}
    for column, value in said.values.items():
        if column not in mendable(type(row)):
            raise CorrectionError(
                f"row {said.row_id}: {column!r} is no column of it to mend; known: "
                f"{', '.join(sorted(mendable(type(row))))}"
            )
        try:
            values[column] = TypeAdapter(hints[column]).validate_python(value)
        except ValidationError as error:
            problem = error.errors()[0]["msg"]
            raise CorrectionError(f"row {said.row_id}: {column}: {problem}") from error
    return _told_anew(replace(row, **values), values, as_of)


def _told_anew(row: Any, values: Mapping[str, Any], as_of: date) -> Any:
    """The row with what follows from its new dates."""
    match row:
        case EventRow():
            until = row.ends_to or row.starts_to
            is_ahead = row.status in ("announced", "postponed") and until is not None
            return replace(row, is_coming=bool(is_ahead and until and until >= as_of))
        case CommitmentRow() if "status" not in values and row.status in ("open", "overdue"):
            is_late = row.due_to is not None and row.due_to < as_of
            return replace(row, status="overdue" if is_late else "open")
        case _:
            return row
