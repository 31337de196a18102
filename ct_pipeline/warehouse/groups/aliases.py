"""Ids of dispatches and stories ever given: in force, or aliases of the one that survived."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import duckdb

from ct_pipeline.groups.naming import Alias, Named, group_id_of
from ct_pipeline.warehouse.rows import append, registered_ids

Kind = Literal["dispatch", "story"]

# Where the ids in force are, and under which name.
IDS_IN_FORCE = {
    "dispatch": "SELECT dispatch_id AS id FROM news.dispatches",
    "story": "SELECT story_id AS id FROM news.stories",
}


@dataclass(frozen=True, slots=True)
class AliasRow:
    """A row of news.dispatch_aliases or news.story_aliases."""

    old_id: str
    current_id: str
    since_at: datetime
    named_at: datetime


def read_ids(
    connection: duckdb.DuckDBPyConnection, kind: Kind, members: Iterable[str]
) -> tuple[list[Alias], set[str]]:
    """Of the ids that these members founded, the aliases and those in force."""
    aliases: list[Alias] = []
    in_force: set[str] = set()
    attempt, founders = 0, list(members)
    while founders:
        founded = {group_id_of(member, attempt, kind=kind): member for member in founders}
        with registered_ids(connection, "founded", id=list(founded)):
            old = connection.execute(
                f"SELECT old_id, current_id, named_at FROM news.{kind}_aliases"
                " SEMI JOIN founded ON old_id = founded.id"
            ).fetchall()
            present = connection.execute(
                f"SELECT DISTINCT id FROM ({IDS_IN_FORCE[kind]}) SEMI JOIN founded USING (id)"
            ).fetchall()
        aliases += [Alias(*row) for row in old]
        in_force |= {row[0] for row in present}
        founders = sorted({founded[row[0]] for row in (*old, *present)})
        attempt += 1
    return aliases, in_force


def write_aliases(
    connection: duckdb.DuckDBPyConnection, kind: Kind, named: Named, now: datetime
) -> None:
    """Ids that gave way lead to the survivor, older aliases follow; an id in force is no alias."""
    table = f"news.{kind}_aliases"
    for alias in named.giving_way:
        connection.execute(
            f"UPDATE {table} SET current_id = ?, since_at = ? WHERE current_id = ?",
            [alias.current_id, now, alias.old_id],
        )
    _delete(connection, table, [alias.old_id for alias in named.giving_way])
    append(
        connection,
        table,
        [
            AliasRow(alias.old_id, alias.current_id, now, alias.named_at)
            for alias in named.giving_way
        ],
    )
    _delete(connection, table, [one.group_id for one in named.groups])


def _delete(connection: duckdb.DuckDBPyConnection, table: str, old_ids: Collection[str]) -> None:
    with registered_ids(connection, "no_aliases", old_id=list(old_ids)):
        connection.execute(f"DELETE FROM {table} WHERE old_id IN (SELECT old_id FROM no_aliases)")
