"""Stored texts, as they stand, for trying another lexicon or rule set on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ct_pipeline.relevance.changes import Change, Standing, compare
from ct_pipeline.relevance.grading import Ruleset

TEXTS_PER_BATCH = 1000
GRADED_TEXTS_SQL = (Path(__file__).parent / "sql" / "graded_texts.sql").read_text("utf-8")

Open = Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]]


@dataclass(frozen=True, slots=True)
class GradedText:
    """A text in force with how it stands."""

    text_id: str
    title: str | None
    body: str
    language: str | None
    standing: Standing


def read_graded_texts(open_warehouse: Open) -> Iterator[GradedText]:
    """All texts in force that have a verdict; the database is held only while a batch is read."""
    after = ""
    while True:
        with open_warehouse() as connection:
            rows = connection.execute(
                GRADED_TEXTS_SQL, {"after": after, "limit": TEXTS_PER_BATCH}
            ).fetchall()
        for text_id, article_id, title, body, language, grade, rule, evidence in rows:
            standing = Standing(article_id, title, grade, rule, evidence)
            yield GradedText(text_id, title, body, language, standing)
        if len(rows) < TEXTS_PER_BATCH:
            return
        after = rows[-1][0]


def find_changes(ruleset: Ruleset, texts: Iterator[GradedText]) -> Iterator[Change]:
    """What the rule set would change about the texts."""
    for text in texts:
        graded = ruleset.grade(text.title, text.body, text.language)
        change = compare(text.standing, graded.verdict)
        if change:
            yield change
