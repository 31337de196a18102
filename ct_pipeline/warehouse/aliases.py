"""Former ids of dispatches and stories: each points to the id that survived it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import duckdb

from ct_pipeline.copies.identify import Dispatch, Named
from ct_pipeline.warehouse.rows import append

# Where the ids in use are, and under which name.
IDS_IN_USE = {
    "dispatch": "SELECT dispatch_id FROM news.dispatch_members",
    "story": "SELECT story_id FROM news.stories",
}


@dataclass(frozen=True, slots=True)
class AliasRow:
    """A row of news.dispatch_aliases or news.story_aliases."""

    old_id: str
    current_id: str
    since_at: datetime
    named_at: datetime


def write_aliases(
    connection: duckdb.DuckDBPyConnection,
    kind: Literal["dispatch", "story"],
    published: Sequence[Dispatch],
    named: Named,
    now: datetime,
) -> None:
    """Ids that fell away point to the survivor, older aliases follow; an id in use is no alias."""
    table = f"news.{kind}_aliases"
    for old_id, current_id in named.merged.items():
        connection.execute(
            f"UPDATE {table} SET current_id = ?, since_at = ? WHERE current_id = ?",
            [current_id, now, old_id],
        )
    named_at = {old.dispatch_id: old.named_at for old in published}
    rows = [
        AliasRow(old_id, current_id, now, named_at[old_id])
        for old_id, current_id in named.merged.items()
    ]
    append(connection, table, rows)
    connection.execute(f"DELETE FROM {table} WHERE old_id IN ({IDS_IN_USE[kind]})")
