"""The file that is to be the next edition: filled, or the former one brought up to what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from ct_pipeline.publishing.copying import copy_file
from ct_pipeline.publishing.described import add_about, add_macros, add_views
from ct_pipeline.publishing.edition import choose_articles, fill_edition
from ct_pipeline.publishing.following import can_follow, follow_marts
from ct_pipeline.publishing.search.index import carry_index, prepare_index, update_index
from ct_pipeline.warehouse.connection import MEMORY_LIMIT
from ct_pipeline.warehouse.sql import quoted
from ct_pipeline.warehouse.transactions import transaction

# Rows are packed in groups: a small one is soon packed again with the rows that are added to it,
# and several can be read at once.
ROW_GROUP_SIZE = 8_192


@dataclass(frozen=True, slots=True)
class Edition:
    """What an edition says of itself; `since`: from when on it is to hold all articles."""

    name: str
    made_at: datetime
    since: datetime | None
    attach: str | None


def make_draft(draft: Path, marts: Path, former: Path | None, edition: Edition) -> None:
    """Makes a new file the edition of the marts; `former`: the one in place, where there is one."""
    draft.with_name(f"{draft.name}.wal").unlink(missing_ok=True)
    with duckdb.connect(
        config={"memory_limit": MEMORY_LIMIT, "temp_directory": f"{draft}.tmp"}
    ) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"ATTACH {quoted(marts)} AS built (READ_ONLY)")
        has_former = former is not None and _attached(connection, former)
        is_part = choose_articles(connection, edition.since)
        is_copy = has_former and can_follow(connection, is_part=is_part)
        if is_copy and former is not None:
            copy_file(former, draft)
        connection.execute(f"ATTACH {quoted(draft)} AS edition (ROW_GROUP_SIZE {ROW_GROUP_SIZE})")
        connection.execute("USE edition")
        # Two hundred statements: one transaction is ten times as fast.
        with transaction(connection):
            if is_copy:
                follow_marts(connection, is_part=is_part)
            else:
                fill_edition(connection, is_part=is_part)
                prepare_index(connection)
                if has_former:
                    carry_index(connection)
            add_about(
                connection,
                edition.name,
                edition.made_at,
                database="edition",
                since=edition.since if is_part else None,
                attach=edition.attach,
            )
            if not is_copy:
                add_views(connection)
                add_macros(connection)
        update_index(connection, in_batches=True)
        connection.execute("CHECKPOINT edition")
        connection.execute("USE memory")
        connection.execute("DETACH edition")


def _attached(connection: duckdb.DuckDBPyConnection, former: Path) -> bool:
    """Whether the edition that is in place can be read, as `former`; a client may hold it."""
    try:
        connection.execute(f"ATTACH {quoted(former)} AS former (READ_ONLY)")
    except duckdb.Error:
        return False
    return True
