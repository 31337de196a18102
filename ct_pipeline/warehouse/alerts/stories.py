"""Stories as alerting sees them, out of the writer's database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import duckdb

from ct_pipeline.alerts.stories import Entity, Story, Text, changed_share
from ct_pipeline.articles.corrections import list_corrections
from ct_pipeline.warehouse.alerts.bodies import read_bodies
from ct_pipeline.warehouse.alerts.errata import read_errata
from ct_pipeline.warehouse.rows import read_dicts, registered_ids
from ct_pipeline.warehouse.sql import sql

OPENING = 600  # characters of a body that stand for a title that is missing


def read_new_stories(connection: duckdb.DuckDBPyConnection) -> list[Story]:
    """The stories that alerting has to look at, with all their texts."""
    rows = connection.execute(sql("alerts/new_stories")).fetchall()
    return read_stories(connection, [row[0] for row in rows])


def read_stories_with(
    connection: duckdb.DuckDBPyConnection, article_ids: Collection[str], *, looks_back: bool = False
) -> list[Story]:
    """The stories that hold these articles now, with all their texts."""
    with registered_ids(connection, "wanted", article_id=list(article_ids)):
        rows = connection.execute(
            "SELECT DISTINCT stories.story_id FROM news.story_members AS stories"
            " INNER JOIN news.dispatch_members AS members"
            " ON stories.dispatch_id = members.dispatch_id"
            " SEMI JOIN wanted ON members.article_id = wanted.article_id"
        ).fetchall()
    return read_stories(connection, [row[0] for row in rows], looks_back=looks_back)


def read_stories(
    connection: duckdb.DuckDBPyConnection, story_ids: Sequence[str], *, looks_back: bool = False
) -> list[Story]:
    """These stories with all their graded texts.

    `looks_back`: not as alerting has to look at them next, but for a look at their past; an erratum
    then has what it set right, an edit is told by the versions of its article.
    """
    with registered_ids(connection, "wanted_stories", story_id=story_ids):
        rows = read_dicts(connection, sql("alerts/texts"))
    text_ids = [row["text_id"] for row in rows]
    entities = read_text_entities(connection, text_ids)
    words = read_words_by_sentence(connection, text_ids)
    earlier = {} if looks_back else _earlier_texts(connection, rows)
    errata = read_errata(connection, rows, looks_back=looks_back)
    openings = read_bodies(
        connection, [row["text_id"] for row in rows if not row["title"]], OPENING
    )
    texts: dict[str, list[Text]] = {}
    canonical: dict[str, str | None] = {}
    for row in rows:
        story_id, text_id = row.pop("story_id"), row.pop("text_id")
        canonical[story_id] = row.pop("canonical_article_id")
        text = Text(
            **row
            | {
                "opening": openings.get(text_id, ""),
                "agency_credits": tuple(row["agency_credits"]),
                "topics": tuple(row["topics"]),
                "entities": entities.get(text_id, ()),
                "matched_words": words.get((text_id, row["relevance_evidence"]), ()),
            }
        )
        if text.article_id in earlier:
            text = _edited(text, **earlier[text.article_id])
        elif text_id in errata:
            text = replace(text, corrections=errata[text_id])
        texts.setdefault(story_id, []).append(text)
    return [Story(key, tuple(members), canonical[key]) for key, members in texts.items()]


def read_known_names(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """What the filters `entities` and `sources` may name: ids and names, folded."""
    known = {}
    for name, key in (("entities", "entity_id"), ("sources", "source_id")):
        rows = connection.execute(f"SELECT {key}, name FROM news.{name}").fetchall()
        known[name] = {word.casefold() for row in rows for word in row}
    return known


def read_text_entities(
    connection: duckdb.DuckDBPyConnection, text_ids: Sequence[str]
) -> dict[str, tuple[Entity, ...]]:
    """The entities that each text names, the most often named first."""
    with registered_ids(connection, "wanted", text_id=text_ids):
        rows = connection.execute(
            "SELECT mentions.text_id, mentions.entity_id, any_value(entities.name),"
            " any_value(entities.kind) FROM news.mentions AS mentions"
            " INNER JOIN news.entities AS entities ON mentions.entity_id = entities.entity_id"
            " SEMI JOIN wanted ON mentions.text_id = wanted.text_id GROUP BY ALL"
            " ORDER BY mentions.text_id, count(*) DESC, mentions.entity_id"
        ).fetchall()
    found: dict[str, tuple[Entity, ...]] = {}
    for text_id, *entity in rows:
        found[text_id] = (*found.get(text_id, ()), Entity(*entity))
    return found


def _earlier_texts(
    connection: duckdb.DuckDBPyConnection, rows: Sequence[Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """What alerting saw last of the articles that were edited since, by article id."""
    edited = [row for row in rows if (row["seen_revision"] or row["revision"]) < row["revision"]]
    if not edited:
        return {}
    with registered_ids(
        connection,
        "seen_revisions",
        article_id=[row["article_id"] for row in edited],
        revision=[str(row["seen_revision"]) for row in edited],
        present_text_id=[row["text_id"] for row in edited],
    ):
        earlier = read_dicts(connection, sql("alerts/earlier_texts"))
    entities = read_text_entities(connection, [row["text_id"] for row in earlier])
    found = {}
    for row in earlier:
        article_id, text_id = row.pop("article_id"), row.pop("text_id")
        found[article_id] = row | {"entities": entities.get(text_id, ())}
    return found


def _edited(
    text: Text,
    title: str | None,
    body: str,
    present_title: str | None,
    present_body: str,
    **told: Any,
) -> Text:
    """A text with what its edit changed, and the text as it was before."""
    before, after = (title, body), (present_title, present_body)
    text = replace(
        text,
        changed_share=changed_share(before, after),
        corrections=tuple(list_corrections(before, after, text.language)),
    )
    return replace(text, before=replace(text, **told, relevance_grade=text.grade_before))


def read_words_by_sentence(
    connection: duckdb.DuckDBPyConnection, text_ids: Sequence[str]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """The recognised words of each sentence, by text and sentence, in reading order."""
    with registered_ids(connection, "wanted", text_id=text_ids):
        rows = connection.execute(
            "SELECT text_id, sentence, surface FROM news.mentions SEMI JOIN wanted USING (text_id)"
            " ORDER BY text_id, field DESC, char_start"
        ).fetchall()
    words: dict[tuple[str, str], dict[str, None]] = {}
    for text_id, sentence, surface in rows:
        words.setdefault((text_id, sentence), {})[surface] = None
    return {key: tuple(found) for key, found in words.items()}
