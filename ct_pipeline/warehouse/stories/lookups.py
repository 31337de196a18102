"""Finding a story or dispatch by any id that people may have, present or former."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from ct_pipeline.errors import UserError
from ct_pipeline.stories.explaining import Text, explain
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.stories.subjects import read_profiles


class UnknownIdError(UserError):
    """No story, dispatch or article has or had this id."""


@dataclass(frozen=True, slots=True)
class Step:
    """One text of a story's timeline."""

    told_at: datetime
    is_time_published: bool
    delay_minutes: int
    step: str
    language: str | None
    publisher: str | None
    title: str | None
    article_id: str


def find_dispatch(connection: duckdb.DuckDBPyConnection, any_id: str) -> str:
    """The dispatch of an article, dispatch or former dispatch id. Raises UnknownIdError."""
    rows = connection.execute(
        sql("stories/dispatch_of"),
        {"id": any_id},
    ).fetchall()
    if not rows:
        raise UnknownIdError(f"{any_id} is no dispatch and no article; copy an id from the marts.")
    return str(rows[0][0])


def find_story(connection: duckdb.DuckDBPyConnection, any_id: str) -> str:
    """The story of a story, dispatch or article id, present or former. Raises UnknownIdError."""
    rows = connection.execute(
        """
        SELECT story_id FROM news.stories WHERE story_id = $id
        UNION ALL
        SELECT current_id FROM news.story_aliases WHERE old_id = $id
        """,
        {"id": any_id},
    ).fetchall()
    if rows:
        return str(rows[0][0])
    dispatch_id = find_dispatch(connection, any_id)
    rows = connection.execute(
        "SELECT story_id FROM news.story_members WHERE dispatch_id = ?", [dispatch_id]
    ).fetchall()
    if not rows:
        raise UnknownIdError(f"{any_id} is in no story yet; it gets one in the next pass.")
    return str(rows[0][0])


def read_timeline(connection: duckdb.DuckDBPyConnection, story_id: str) -> list[Step]:
    """A story's texts in the order in which they came out."""
    rows = connection.execute(
        """
        SELECT
            told_at, is_time_published, delay_minutes, step, language, publisher, title, article_id
        FROM news.story_timelines WHERE story_id = ? ORDER BY place
        """,
        [story_id],
    ).fetchall()
    return [Step(*row) for row in rows]


def explain_pair(connection: duckdb.DuckDBPyConnection, one: str, other: str) -> list[str]:
    """Why two dispatches (or articles) are, or are not, one story. Raises UnknownIdError."""
    ids = [find_dispatch(connection, any_id) for any_id in (one, other)]
    if ids[0] == ids[1]:
        return [f"both are copies of one text, dispatch {ids[0]}"]
    profiles = read_profiles(connection, ids)
    missing = [dispatch_id for dispatch_id in ids if dispatch_id not in profiles]
    if missing:
        return [f"{missing[0]} has not been read yet; it will be in the next pass"]
    lines = _explain_ties(connection, *ids)
    texts = [_read_text(connection, dispatch_id) for dispatch_id in ids]
    return lines + list(explain(profiles[ids[0]], profiles[ids[1]], texts[0], texts[1]))


def _explain_ties(connection: duckdb.DuckDBPyConnection, one: str, other: str) -> list[str]:
    """What holds the two together or apart besides their own anchors."""
    stories = [find_story(connection, dispatch_id) for dispatch_id in (one, other)]
    lines = [
        f"same story {stories[0]}"
        if stories[0] == stories[1]
        else f"stories {' and '.join(stories)}"
    ]
    rows = connection.execute(
        """
        SELECT kind, score, sentence_a FROM news.story_edges
        WHERE kind = 'update' AND [dispatch_id_a, dispatch_id_b] = list_sort([$one, $other])
        """,
        {"one": one, "other": other},
    ).fetchall()
    lines += [f"update of one running text (score {score:g}): {text}" for _, score, text in rows]
    rows = connection.execute(
        """
        SELECT links.kind FROM news.applied_story_links AS links
        INNER JOIN news.dispatch_members AS a ON links.article_id_a = a.article_id
        INNER JOIN news.dispatch_members AS b ON links.article_id_b = b.article_id
        WHERE list_sort([a.dispatch_id, b.dispatch_id]) = list_sort([$one, $other])
        """,
        {"one": one, "other": other},
    ).fetchall()
    lines += [f"a person's word in overrides.yaml: story_{kind}" for (kind,) in rows]
    rows = connection.execute(
        "SELECT dispatch_id FROM news.story_subjects"
        " WHERE is_roundup AND dispatch_id IN ($one, $other)",
        {"one": one, "other": other},
    ).fetchall()
    return lines + [f"{roundup} is a round-up: it joins no story" for (roundup,) in rows]


def _read_text(connection: duckdb.DuckDBPyConnection, dispatch_id: str) -> Text:
    rows = connection.execute(
        """
        SELECT title, body
        FROM news.story_subjects
        INNER JOIN news.article_texts AS texts USING (text_id)
        WHERE dispatch_id = ?
        """,
        [dispatch_id],
    ).fetchall()
    title, body = rows[0]
    return title, body
