"""Texts of the gold set as the earlier stages leave them in the database: one dispatch each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import duckdb

from ct_pipeline.inputs.overrides import Link
from ct_pipeline.relevance.lexicon import LEXICON_FILE, read_lexicon
from ct_pipeline.warehouse.relevance.grades import write_entities
from ct_pipeline.warehouse.rows import append
from ct_pipeline.warehouse.stories.edges import refresh_story_edges
from ct_pipeline.warehouse.stories.regrouping import Regrouped, regroup_stories
from ct_pipeline_tests.stories.gold import GoldText, read_gold
from ct_pipeline_tests.warehouse.filling import in_memory

SEEN_AT = datetime(2026, 1, 1, tzinfo=UTC)
NOW = SEEN_AT + timedelta(days=1)
RULESET = "rules/1"


@dataclass(frozen=True, slots=True)
class _Article:
    article_id: str
    origin: str
    entry_id: str
    first_seen_at: datetime
    current_text_id: str


@dataclass(frozen=True, slots=True)
class _Text:
    text_id: str
    article_id: str
    revision: int
    extractor_version: str
    seen_at: datetime
    extracted_at: datetime
    raw_id: str
    title: str | None
    agency_credits: list[str]
    language: str | None
    published_from: datetime | None
    published_to: datetime | None
    published_precision: str
    body: str
    body_method: str
    word_count: int
    body_hash: str
    field_evidence: list[str]


@dataclass(frozen=True, slots=True)
class _Dispatch:
    dispatch_id: str
    canonical_article_id: str
    first_seen_at: datetime
    named_at: datetime
    article_count: int
    publisher_count: int
    agency_credits: list[str]
    origins: list[str]
    independent_source_count: int


@dataclass(frozen=True, slots=True)
class _DispatchMember:
    article_id: str
    dispatch_id: str
    copy_relation: str
    is_canonical: bool
    algorithm_version: str


@dataclass(frozen=True, slots=True)
class _Verdict:
    text_id: str
    article_id: str
    ruleset_version: str
    relevance_grade: int
    is_uncertain: bool
    relevance_rule: str
    topics: list[str]
    graded_at: datetime


@dataclass(frozen=True, slots=True)
class _Mention:
    text_id: str
    article_id: str
    entity_id: str
    surface: str
    field: str
    char_start: int
    char_end: int
    sentence: str
    ruleset_version: str


def dispatch_of(text_id: str) -> str:
    """The dispatch id under which a gold text is stored."""
    return f"d:{text_id}"


def store_lexicon(connection: duckdb.DuckDBPyConnection) -> None:
    """The lexicon's entities."""
    lexicon = read_lexicon(LEXICON_FILE.read_text("utf-8"))
    write_entities(connection, lexicon.entities, RULESET)


def store(
    connection: duckdb.DuckDBPyConnection,
    texts: Iterable[GoldText],
    *,
    seen_at: datetime = SEEN_AT,
    revision: int = 1,
) -> None:
    """Stores texts as articles with verdicts and mentions, each alone in its dispatch."""
    rows = [(text, seen_at + timedelta(minutes=n)) for n, text in enumerate(texts)]
    append(connection, "news.article_texts", [_text_row(t, at, revision) for t, at in rows])
    append(connection, "news.verdicts", [_verdict_row(t, at, revision) for t, at in rows])
    append(connection, "news.mentions", [m for t, _ in rows for m in _mention_rows(t, revision)])
    if revision > 1:
        for text, _ in rows:
            connection.execute(
                "UPDATE news.articles SET current_text_id = ? WHERE article_id = ?",
                [f"{text.text_id}#{revision}", text.text_id],
            )
        return
    append(
        connection,
        "news.articles",
        [_Article(t.text_id, "feed", t.text_id, at, f"{t.text_id}#1") for t, at in rows],
    )
    append(
        connection,
        "news.dispatches",
        [_Dispatch(dispatch_of(t.text_id), t.text_id, at, at, 1, 1, [], [], 1) for t, at in rows],
    )
    append(
        connection,
        "news.dispatch_members",
        [
            _DispatchMember(t.text_id, dispatch_of(t.text_id), "original", True, "copies")  # noqa: FBT003
            for t, _ in rows
        ],
    )


def _text_row(text: GoldText, seen_at: datetime, revision: int) -> _Text:
    telling = text.telling
    known = telling.published_from is not None
    return _Text(
        text_id=f"{text.text_id}#{revision}",
        article_id=text.text_id,
        revision=revision,
        extractor_version="x",
        seen_at=seen_at,
        extracted_at=seen_at,
        raw_id=text.text_id,
        title=telling.title,
        agency_credits=[],
        language=telling.language,
        published_from=telling.published_from,
        published_to=telling.published_to,
        published_precision="second" if known else "unknown",
        body=telling.body,
        body_method="text",
        word_count=len(telling.body.split()),
        body_hash=text.text_id,
        field_evidence=[],
    )


def _verdict_row(text: GoldText, seen_at: datetime, revision: int) -> _Verdict:
    return _Verdict(
        text_id=f"{text.text_id}#{revision}",
        article_id=text.text_id,
        ruleset_version=RULESET,
        relevance_grade=3,
        is_uncertain=False,
        relevance_rule="rule",
        topics=[],
        graded_at=seen_at,
    )


def _mention_rows(text: GoldText, revision: int) -> Sequence[_Mention]:
    return [
        _Mention(
            f"{text.text_id}#{revision}", text.text_id, one.entity_id, "", one.field,
            one.char_start, one.char_end, "", RULESET,
        )
        for one in text.telling.mentions
    ]  # fmt: skip


def new_database() -> duckdb.DuckDBPyConnection:
    connection = in_memory()
    store_lexicon(connection)
    return connection


def one_pass(
    connection: duckdb.DuckDBPyConnection, links: Sequence[Link] = (), *, hour: int = 0
) -> Regrouped:
    refresh_story_edges(connection)
    return regroup_stories(connection, links, NOW + timedelta(hours=hour))


def partition(connection: duckdb.DuckDBPyConnection) -> set[tuple[str, ...]]:
    rows = connection.execute(
        "SELECT list(dispatch_id ORDER BY dispatch_id) FROM news.story_members GROUP BY story_id"
    ).fetchall()
    return {tuple(row[0]) for row in rows}


def story_of(connection: duckdb.DuckDBPyConnection, text_id: str) -> str:
    rows = connection.execute(
        "SELECT story_id FROM news.story_members WHERE dispatch_id = ?", [dispatch_of(text_id)]
    ).fetchall()
    return str(rows[0][0])


def event(name: str) -> list[GoldText]:
    return [text for text in read_gold("tuning") if text.event == name]


def canonical_articles(connection: duckdb.DuckDBPyConnection) -> set[str]:
    rows = connection.execute("SELECT canonical_article_id FROM news.stories").fetchall()
    return {row[0] for row in rows}
