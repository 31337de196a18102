"""Which entries of a body are known, and what becomes of those that their feed changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

import duckdb

from ct_pipeline.feeds.edits import History, weigh
from ct_pipeline.feeds.entries import Candidate, Entry
from ct_pipeline.feeds.identity import article_id_of_url
from ct_pipeline.feeds.settling import Known, Settled, settle
from ct_pipeline.warehouse.rows import registered_ids
from ct_pipeline.warehouse.sql import sql


@dataclass(frozen=True, slots=True)
class Body:
    """What a feed's body holds; `guids_left_out` are of items that were not read again."""

    source_id: str
    candidates: Sequence[Candidate] = ()
    guids_left_out: AbstractSet[str] = frozenset()


def settle_bodies(
    connection: duckdb.DuckDBPyConnection, bodies: Sequence[Body], now: datetime
) -> tuple[list[Settled], dict[str, datetime]]:
    """What is new and edited in each body, and when the pages of edited entries are looked at."""
    known = _known_entries(connection, bodies)
    settled = [
        settle(
            body.source_id,
            body.candidates,
            known.get(body.source_id, ()),
            now,
            guids_left_out=body.guids_left_out,
        )
        for body in bodies
    ]
    return _weighed(connection, settled, now)


def taken_articles(connection: duckdb.DuckDBPyConnection, entries: Iterable[Entry]) -> set[str]:
    """Those of the articles that these entries name which other entries name already."""
    ids = {article_id_of_url(entry.canonical_url) for entry in entries if entry.canonical_url}
    if not ids:
        return set()
    with registered_ids(connection, "wanted", article_id=list(ids)):
        rows = connection.execute(
            "SELECT DISTINCT article_id FROM news.entry_outcomes"
            " SEMI JOIN wanted USING (article_id)"
        ).fetchall()
    return {article_id for (article_id,) in rows}


def plan_looks(connection: duckdb.DuckDBPyConnection, looks: Mapping[str, datetime]) -> None:
    """An entry that its feed changed: its page may have changed too."""
    if not looks:
        return
    moments = [moment.isoformat() for moment in looks.values()]
    with registered_ids(connection, "wanted_looks", entry_id=list(looks), look_at=moments):
        connection.execute(sql("feeds/plan_looks"))


def _known_entries(
    connection: duckdb.DuckDBPyConnection, bodies: Sequence[Body]
) -> dict[str, list[Known]]:
    """By feed, the entries that a candidate may be: under its ids or, where not, at its place."""
    ids = {entry_id for body in bodies for each in body.candidates for entry_id in each.ids}
    if not ids:
        return {}
    with registered_ids(connection, "wanted", entry_id=list(ids)):
        rows = connection.execute(sql("feeds/known_entries")).fetchall()
    found = {entry_id for _, entry_id, *_ in rows}
    unknown = [
        (body.source_id, each.place)
        for body in bodies
        for each in body.candidates
        if found.isdisjoint(each.ids)
    ]
    if unknown:
        sources, places = zip(*unknown, strict=True)
        with registered_ids(connection, "wanted", source_id=sources, place=places):
            rows += connection.execute(sql("feeds/known_places")).fetchall()
    known: dict[str, dict[str, Known]] = {}
    for source_id, entry_id, *values in rows:
        known.setdefault(source_id, {})[entry_id] = Known(entry_id, *values)
    return {source_id: list(entries.values()) for source_id, entries in known.items()}


def _weighed(
    connection: duckdb.DuckDBPyConnection, settled: list[Settled], now: datetime
) -> tuple[list[Settled], dict[str, datetime]]:
    """The bodies with the edits that are versions, and when which entry's page is looked at."""
    edited = [entry for part in settled for entry in part.edited]
    if not edited:
        return settled, {}
    with registered_ids(connection, "edited", entry_id=[entry.entry_id for entry in edited]):
        rows = connection.execute(sql("feeds/edit_histories")).fetchall()
    histories = {row[0]: History(*row) for row in rows}
    weighed = {e.entry_id: weigh(e, histories.get(e.entry_id), now) for e in edited}
    kept = [
        replace(part, edited=tuple(e for e in part.edited if weighed[e.entry_id].is_kept))
        for part in settled
    ]
    return kept, {entry_id: one.look_at for entry_id, one in weighed.items() if one.look_at}
