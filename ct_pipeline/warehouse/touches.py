"""What the stations touched since the marts were last built: articles and entries, by their ids.

Whoever changes a row of news.articles, article_texts, text_changes, verdicts, mentions, dispatches,
dispatch_members, dispatch_grades, stories, story_members or story_subjects (with story_anchors)
says in the same transaction which articles show it; of news.entry_outcomes, which entries. What
waits for regrouping counts as touched: who changes copy_edges or story_edges queues its ends. So a
build of the marts need not read the archive to find what changed. To touch too much costs time, to
touch too little a wrong mart.
"""

from __future__ import annotations

from typing import Literal

import duckdb

from ct_pipeline.warehouse.rows import read_number

Touched = Literal["articles", "entries"]
TOUCHED: tuple[Touched, ...] = ("articles", "entries")
QUEUES = ("regroup_queue", "story_queue")


def touch(connection: duckdb.DuckDBPyConnection, what: Touched, ids: str) -> None:
    """Remembers the ids that a query gives, in the caller's transaction; null stands for none."""
    connection.execute(
        f"INSERT INTO news.touched_{what}"
        f" SELECT id FROM ({ids}) AS touched(id) WHERE id IS NOT NULL"
    )


def is_anything_touched(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether anything was touched since touches were last forgotten."""
    tables = (*(f"touched_{what}" for what in TOUCHED), *QUEUES)
    counts = (f"(SELECT count(*) FROM news.{table})" for table in tables)
    return bool(read_number(connection, f"SELECT {' + '.join(counts)}"))


def forget_touches(connection: duckdb.DuckDBPyConnection) -> None:
    """After a build of the marts, which held the writer's lock."""
    for what in TOUCHED:
        connection.execute(f"DELETE FROM news.touched_{what}")
