"""What the edition holds: all that is relevant, and everything of the last days.

Articles of grade 1 and more whatever their age, all others first seen in the last CT_EDITION_DAYS,
and what belongs to them. Counts are of the whole archive, which is in the lake.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from ct_pipeline.publishing.described import comment
from ct_pipeline.warehouse.sql import sql

SQL_DIR = Path(__file__).parent
ARTICLES = "IN (SELECT article_id FROM kept_articles)"
DISPATCHES = "IN (SELECT dispatch_id FROM kept_articles)"
STORIES = "IN (SELECT story_id FROM kept_articles)"
# The rows of a mart that the edition holds; of what is not named here those of its articles where
# it has the column `article_id`, else all.
KEPT = {
    "alert_deliveries": "true",
    "copy_edges": f"article_id_a {ARTICLES} AND article_id_b {ARTICLES}",
    "dispatch_aliases": f"current_id {DISPATCHES}",
    "dispatches": f"dispatch_id {DISPATCHES}",
    "entry_outcomes": (
        "outcome = 'pending' OR first_seen_at >= getvariable('since')"
        f" OR coalesce(article_id {ARTICLES}, false)"
    ),
    "stories": f"story_id {STORIES}",
    "story_aliases": f"current_id {STORIES}",
    "story_edges": f"dispatch_id_a {DISPATCHES} AND dispatch_id_b {DISPATCHES}",
}


def edition_since(days: int, now: datetime) -> datetime | None:
    """From when on the edition holds all articles; None: it holds every one."""
    return now - timedelta(days=days) if days else None


@dataclass(frozen=True, slots=True)
class MartTable:
    """A mart of the attached `built`: the statement that makes it, whether it names articles."""

    name: str
    create: str
    has_article: bool

    @property
    def kept(self) -> str:
        """The condition for its rows that the edition holds; `true` for all."""
        return KEPT.get(self.name, f"article_id {ARTICLES}" if self.has_article else "true")


def choose_articles(edition: duckdb.DuckDBPyConnection, since: datetime | None) -> bool:
    """Chooses the articles of the attached `built` that an edition holds; whether some are not."""
    edition.execute("SET VARIABLE since = ?::TIMESTAMPTZ", [since])
    edition.execute(sql("kept_articles", SQL_DIR))
    row = edition.execute(
        "SELECT (SELECT count(*) FROM kept_articles) < (SELECT count(*) FROM built.marts.articles)"
    ).fetchone()
    return bool(row and row[0])


def read_marts(edition: duckdb.DuckDBPyConnection) -> list[MartTable]:
    """The marts of the attached `built`."""
    found = edition.execute(
        "SELECT tables.table_name, tables.sql, bool_or(column_name = 'article_id')"
        " FROM duckdb_tables() AS tables JOIN duckdb_columns() AS columns"
        " USING (database_name, schema_name, table_name)"
        " WHERE database_name = 'built' AND schema_name = 'marts'"
        " AND NOT starts_with(table_name, 'search_') GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return [MartTable(*row) for row in found]


def fill_edition(edition: duckdb.DuckDBPyConnection, *, is_part: bool) -> None:
    """Fills an empty database with the rows of `built` that belong to the chosen articles."""
    edition.execute("CREATE SCHEMA marts")
    for mart in read_marts(edition):
        edition.execute(mart.create)
        where = f" WHERE {mart.kept}" if is_part else ""
        edition.execute(f"INSERT INTO marts.{mart.name} FROM built.marts.{mart.name}{where}")
    _copy_comments(edition)


def _copy_comments(edition: duckdb.DuckDBPyConnection) -> None:
    described = edition.execute(
        "SELECT 'TABLE marts.' || table_name, comment FROM duckdb_tables()"
        " WHERE database_name = 'built' AND schema_name = 'marts' AND comment IS NOT NULL"
        " UNION ALL SELECT 'COLUMN marts.' || table_name || '.' || column_name, comment"
        " FROM duckdb_columns()"
        " WHERE database_name = 'built' AND schema_name = 'marts' AND comment IS NOT NULL"
    ).fetchall()
    for what, text in described:
        comment(edition, what, text)
