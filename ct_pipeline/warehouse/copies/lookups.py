"""Why two articles are or are not one dispatch, and what a regrouping moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from ct_pipeline.copies.circumstances import Heading, find_circumstances
from ct_pipeline.copies.compare import Comparison, compare
from ct_pipeline.copies.normalise import normalise
from ct_pipeline.copies.relate import Circumstances, relate
from ct_pipeline.copies.shingled import Shingled
from ct_pipeline.errors import UserError
from ct_pipeline.warehouse.sql import sql


class UnknownArticleError(UserError):
    """No stored article has this id; says where to find ids."""


@dataclass(frozen=True, slots=True)
class StoredText:
    """An article's text in force and its place among the dispatches (null before grouping)."""

    article_id: str
    title: str | None
    body: str
    publisher: str | None
    language: str | None
    day_from: date | None
    day_to: date | None
    dispatch_id: str | None
    copy_relation: str | None


def explain_pair(connection: duckdb.DuckDBPyConnection, one: str, other: str) -> list[str]:
    """What two articles are to each other, measured now. Raises UnknownArticleError."""
    a, b = _read_text(connection, one), _read_text(connection, other)
    first, second = (Shingled.of(text) for text in normalise([a.body, b.body]))
    found = compare(first, second)
    titles = [one.title or "" for one in (a, b)]
    headings = (
        Heading(title, words, one.language, one.day_from, one.day_to)
        for title, words, one in zip(titles, normalise(titles), (a, b), strict=True)
    )
    around = find_circumstances(found, first, second, *headings)
    pair = tuple(sorted((one, other)))
    edge = connection.execute(
        "SELECT relation FROM news.copy_edges WHERE (article_id_a, article_id_b) = (?, ?)",
        list(pair),
    ).fetchone()
    links = connection.execute(
        "SELECT kind FROM news.applied_links WHERE (article_id_a, article_id_b) = (?, ?)",
        list(pair),
    ).fetchall()
    lines = [_describe(text) for text in (a, b)]
    lines += [f"a person's word in overrides.yaml: {kind}" for (kind,) in links]
    lines.append("one dispatch" if a.dispatch_id == b.dispatch_id else "two dispatches")
    lines.append(f"relation in force: {edge[0] if edge else 'none (too little in common)'}")
    lines.append(f"by the two texts alone: {relate(found, around) or 'nothing in common'}")
    return lines + _measures(found, around)


def _read_text(connection: duckdb.DuckDBPyConnection, article_id: str) -> StoredText:
    row = connection.execute(sql("copies/stored_text"), {"article_id": article_id}).fetchone()
    if row is None:
        raise UnknownArticleError(
            f"No article has the id {article_id!r}. Look ids up in marts.articles, for example "
            "SELECT article_id, title FROM marts.articles."
        )
    return StoredText(*row)


def _describe(text: StoredText) -> str:
    days = f"{text.day_from or 'undated'}" + (
        f" to {text.day_to}" if text.day_to != text.day_from else ""
    )
    heading = text.title or text.body[:60].replace("\n", " ")
    place = f"{text.copy_relation} in {text.dispatch_id}" if text.dispatch_id else "not grouped yet"
    return (
        f"{text.article_id}: {heading} ({text.publisher or 'publisher unknown'}, {days}; {place})"
    )


def _measures(found: Comparison, around: Circumstances) -> list[str]:
    return [
        f"score {found.score:.2f}: {found.containment_ab:.0%} of the first one's word sequences "
        f"are in the second, {found.containment_ba:.0%} the other way round",
        f"aligned: {found.side_a:.0%} and {found.side_b:.0%} of the words; leads "
        f"{found.lead_a:.0%} and {found.lead_b:.0%}",
        f"slots that differ: {_list_slots(found) or 'none'} ({found.conflict_density:.1f} per 100 "
        f"words){'; the one has moved on from the other' if around.has_moved_on else ''}; "
        f"{around.gap_days} days apart; shorter text {around.shortest_words} words",
        f"longest shared passage: {found.shared_passage or 'none'}",
    ]


def _list_slots(found: Comparison) -> str:
    """The kinds of slots that differ, those of the beginning first."""
    return ", ".join(
        f"{one.kind}{' in the lead' if one.is_in_lead else ''}"
        for one in sorted(found.conflicts, key=lambda one: (not one.is_in_lead, one.kind))
    )


@dataclass(frozen=True, slots=True)
class Move:
    """One article that changed its dispatch."""

    changed_at: datetime
    algorithm_version: str
    article_id: str
    title: str | None
    old_dispatch_id: str
    new_dispatch_id: str


def last_moves(connection: duckdb.DuckDBPyConnection, limit: int) -> list[Move]:
    """The most recent moves of articles between dispatches, newest first."""
    rows = connection.execute(sql("copies/last_moves"), {"limit": limit}).fetchall()
    return [Move(*row) for row in rows]
