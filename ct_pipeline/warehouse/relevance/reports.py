"""What Dagster shows and checks about relevance, read from the writer's database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import duckdb

from ct_pipeline.relevance.grading import QUARANTINED
from ct_pipeline.warehouse.rows import read_number, registered
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.stored_texts import read_texts

LANGUAGES = ("fr", "ar", "en", "es")
CHECKED_TEXTS = 5000  # the offsets of the newest so many texts are checked in every pass
RECENT = timedelta(days=7)
BEFORE = timedelta(days=28)
WEEKS_BEFORE = 4
FEWEST_RELEVANT = 10  # in four weeks: with fewer, a week without any says nothing


@dataclass(frozen=True, slots=True)
class LanguageFlow:
    """Articles of a language and the relevant ones among them, recently and before that."""

    language: str
    recent: int
    recent_relevant: int
    before: int
    before_relevant: int

    @property
    def fell_silent(self) -> bool:
        """Whether it flows on, at half its rhythm at least, yet gave nothing relevant in a week."""
        flows_on = self.recent * WEEKS_BEFORE * 2 >= self.before
        return self.before_relevant >= FEWEST_RELEVANT and flows_on and not self.recent_relevant


def count_grades(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Dispatches by language and grade in force, every pair named: "fr_grade_3": 5."""
    rows = connection.execute(sql("relevance/grades_by_language")).fetchall()
    counts = {(language, grade): count for language, grade, count in rows}
    return {
        f"{language}_grade_{grade}": counts.get((language, grade), 0)
        for language in (*LANGUAGES, "other")
        for grade in range(4)
    }


def list_newest_core(connection: duckdb.DuckDBPyConnection, limit: int) -> list[tuple[Any, ...]]:
    """The newest dispatches of grade 3: date, language, publisher, headline, sentence."""
    return connection.execute(sql("relevance/newest_core"), {"limit": limit}).fetchall()


def list_quarantined_texts(
    connection: duckdb.DuckDBPyConnection, limit: int = 50
) -> list[tuple[Any, ...]]:
    """The texts on which the rules failed, newest first: article and reason."""
    return connection.execute(
        sql("relevance/quarantined_texts"), {"rule": QUARANTINED, "limit": limit}
    ).fetchall()


def count_wrong_offsets(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Mentions of the newest texts whose offsets do not give their surface; and all of them."""
    connection.execute(sql("relevance/newest_texts"), {"limit": CHECKED_TEXTS})
    texts = read_texts(connection, "newest_texts", "text_id, title, body")
    with registered(connection, "checked_texts", texts):
        return _pair(connection, "relevance/wrong_offsets")


def count_unexplained(connection: duckdb.DuckDBPyConnection) -> int:
    """Dispatches of grade 2 or more without a deciding sentence."""
    return read_number(
        connection,
        "SELECT count(*) FROM news.dispatch_grades"
        " WHERE relevance_grade >= 2 AND coalesce(relevance_evidence, '') = ''"
        " AND relevance_rule NOT LIKE 'corrected%'",
    )


def count_uncertain(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Uncertain dispatches among those of any relevance, and all of these."""
    return _pair(connection, "relevance/uncertain_share")


def measure_flows(connection: duckdb.DuckDBPyConnection, now: datetime) -> list[LanguageFlow]:
    """Per language what came in the last week and in the four weeks before."""
    rows = connection.execute(
        sql("relevance/language_flows"),
        {"recent": now - RECENT, "before": now - RECENT - BEFORE},
    ).fetchall()
    return [LanguageFlow(*row) for row in rows]


def _pair(connection: duckdb.DuckDBPyConnection, name: str) -> tuple[int, int]:
    row = connection.execute(sql(name)).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)
