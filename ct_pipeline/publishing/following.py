"""The next edition made of the former one: a copy, brought up to the marts by what changed.

Filling a new file costs 200 µs of CPU an article, most of it for packing the rows again; a copy and
a hundred changed articles cost a tenth of that. Which rows changed is told by the log beside the
marts, which articles enter and leave by what the edition is to hold.
"""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

import duckdb

from ct_pipeline.publishing.change_log import EVERYTHING, read_changes
from ct_pipeline.publishing.described import definition
from ct_pipeline.publishing.edition import KEPT, MartTable, read_marts
from ct_pipeline.publishing.search.index import is_indexed, is_unsorted
from ct_pipeline.warehouse.sql import sql

SQL_DIR = Path(__file__).parent
LOG = "built.builds.unpublished"


def can_follow(connection: duckdb.DuckDBPyConnection, *, is_part: bool) -> bool:
    """Whether the attached `former` edition can be brought up to the attached `built` marts.

    Only the one that the log follows, made by the same project, of a part or of all alike, whose
    search index is in order.
    """
    about = connection.execute(
        "SELECT edition, definition, holds_all_since_at IS NOT NULL FROM former.marts.about"
    ).fetchone()
    followed = connection.execute("SELECT edition FROM built.builds.editions").fetchone()
    return (
        about is not None
        and followed is not None
        and about == (followed[0], definition(), is_part)
        and not any(one.mart == EVERYTHING for one in read_changes(connection, LOG))
        and is_indexed(connection, "former.marts")
        and not is_unsorted(connection, "former.marts")
    )


def follow_marts(edition: duckdb.DuckDBPyConnection, *, is_part: bool) -> None:
    """Brings a copy of the former edition up to the attached `built`; its articles are chosen.

    Of marts that are made of articles only the rows of articles that changed, entered or left are
    written; of others those whose ids the log has, or all, where these follow from the articles.
    """
    edition.execute(sql("moved_articles", SQL_DIR))
    keys: dict[str, set[str | None]] = {}
    for change in read_changes(edition, LOG):
        keys.setdefault(change.mart, set()).add(change.id_column)
    for mart in read_marts(edition):
        kept = mart.kept if is_part else "true"
        rows = _rows_to_write(mart, keys.get(mart.name, set()), is_part=is_part)
        if rows:
            edition.execute(f"DELETE FROM marts.{mart.name} WHERE {rows}")
            edition.execute(
                f"INSERT INTO marts.{mart.name} FROM built.marts.{mart.name}"
                f" WHERE ({rows}) AND ({kept})"
            )


def _rows_to_write(mart: MartTable, keys: Set[str | None], *, is_part: bool) -> str | None:
    """The condition for rows that may differ, by the columns that the log has ids of; or none."""
    changed = f"SELECT changed_id FROM {LOG} WHERE mart = '{mart.name}'"
    if mart.has_article and mart.name not in KEPT and keys <= {"article_id"}:
        return f"article_id IN ({changed} UNION ALL FROM moved_articles)"
    if mart.kept == "true" or not is_part:
        key = next(iter(keys), None) if len(keys) == 1 else None
        return f"{key}::VARCHAR IN ({changed})" if key else ("true" if keys else None)
    return "true"
