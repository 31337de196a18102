"""The joined ledger in the writer's database: replaced whole when what it is made of changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

import duckdb

from ct_pipeline.groups.naming import Alias, Group
from ct_pipeline.ledger.joining.ledger import Ledger
from ct_pipeline.ledger.joining.naming import Names
from ct_pipeline.warehouse.rows import append, read_dicts
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.transactions import transaction


@dataclass(frozen=True, slots=True)
class _Group:
    ledger_table: str
    row_id: str
    canonical_member: str
    named_at: datetime
    members: list[str]


@dataclass(frozen=True, slots=True)
class _Alias:
    ledger_table: str
    old_id: str
    current_id: str
    named_at: datetime


def made_of(connection: duckdb.DuckDBPyConnection, version: str, day: date, programmes: str) -> str:
    """A fingerprint of what the joined tables would be made of now."""
    parameters = {"version": version, "day": day.isoformat(), "programmes": programmes}
    row = connection.execute(sql("ledger/made_of"), parameters).fetchone()
    return str(row[0]) if row else ""


def is_current(connection: duckdb.DuckDBPyConnection, fingerprint: str) -> bool:
    """Whether the joined tables are made of this."""
    row = connection.execute("SELECT made_of FROM news.ledger_state").fetchone()
    return bool(row and row[0] == fingerprint)


def read_names(connection: duckdb.DuckDBPyConnection, now: datetime) -> Names:
    """The ids that rows were published under."""
    published: dict[str, list[Group]] = {}
    for row in read_dicts(connection, "FROM news.ledger_groups"):
        group = Group(
            row["row_id"], row["canonical_member"], row["named_at"], tuple(row["members"])
        )
        published.setdefault(row["ledger_table"], []).append(group)
    aliases: dict[str, list[Alias]] = {}
    for row in read_dicts(connection, "FROM news.ledger_aliases"):
        alias = Alias(row["old_id"], row["current_id"], row["named_at"])
        aliases.setdefault(row["ledger_table"], []).append(alias)
    return Names(published, aliases, now)


def replace_ledger(
    connection: duckdb.DuckDBPyConnection, ledger: Ledger, names: Names, fingerprint: str
) -> None:
    """Puts the joined rows and their names in place of the former ones, all at once."""
    with transaction(connection):
        for field in fields(ledger):
            connection.execute(f"DELETE FROM news.{field.name}")
            append(connection, f"news.{field.name}", getattr(ledger, field.name))
        connection.execute("DELETE FROM news.ledger_groups")
        append(connection, "news.ledger_groups", list(_groups(names)))
        connection.execute("DELETE FROM news.ledger_aliases")
        append(connection, "news.ledger_aliases", list(_aliases(names)))
        connection.execute("DELETE FROM news.ledger_state")
        connection.execute("INSERT INTO news.ledger_state VALUES (?)", [fingerprint])


def _groups(names: Names) -> Iterable[_Group]:
    for table, named in names.named.items():
        for group in named.groups:
            yield _Group(
                table, group.group_id, group.canonical_member, group.named_at, list(group.members)
            )


def _aliases(names: Names) -> Iterable[_Alias]:
    """The ids that give way now, and those that did before and have not come back."""
    for table, named in names.named.items():
        taken = {group.group_id for group in named.groups}
        kept = {one.old_id: one for one in (*names.aliases.get(table, ()), *named.giving_way)}
        for alias in kept.values():
            if alias.old_id not in taken:
                yield _Alias(table, alias.old_id, alias.current_id, alias.named_at)
