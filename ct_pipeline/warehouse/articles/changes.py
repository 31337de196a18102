"""What each edit of an article changed, written down once per text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from ct_pipeline.articles.corrections import Change, list_changes
from ct_pipeline.warehouse.rows import append, registered_ids
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.stored_texts import read_texts
from ct_pipeline.warehouse.touches import touch
from ct_pipeline.warehouse.transactions import transaction

BATCH = 1000


@dataclass(frozen=True, slots=True)
class ChangesRow:
    """A row of `news.text_changes`."""

    text_id: str
    changes: list[dict[str, Any]]


def write_changes(connection: duckdb.DuckDBPyConnection) -> int:
    """Writes down the changes of every revision for which that was not done; returns how many."""
    pairs: list[tuple[str, str]] = connection.execute(sql("articles/unwritten_changes")).fetchall()
    for first in range(0, len(pairs), BATCH):
        _write(connection, pairs[first : first + BATCH])
    return len(pairs)


def read_changes(
    connection: duckdb.DuckDBPyConnection, pairs: Sequence[tuple[str, str]]
) -> dict[str, list[Change]]:
    """What changed from an earlier to a later text, by the later one's id."""
    text_ids = sorted({text_id for pair in pairs for text_id in pair})
    with registered_ids(connection, "compared_texts", text_id=text_ids):
        rows = read_texts(connection, "compared_texts", "text_id, title, body, language")
    texts = {row["text_id"]: row for row in rows.to_pylist()}
    changes = {}
    for later_id, earlier_id in pairs:
        earlier, later = texts[earlier_id], texts[later_id]
        changes[later_id] = list_changes(
            (earlier["title"], earlier["body"]),
            (later["title"], later["body"]),
            later["language"],
        )
    return changes


def _write(connection: duckdb.DuckDBPyConnection, pairs: Sequence[tuple[str, str]]) -> None:
    rows = [
        ChangesRow(text_id, [_as_struct(change) for change in changes])
        for text_id, changes in read_changes(connection, pairs).items()
    ]
    with (
        transaction(connection),
        registered_ids(connection, "changed_texts", text_id=[row.text_id for row in rows]),
    ):
        append(connection, "news.text_changes", rows)
        touch(
            connection,
            "articles",
            "SELECT article_id FROM news.article_texts SEMI JOIN changed_texts USING (text_id)",
        )


def _as_struct(change: Change) -> dict[str, Any]:
    return {
        "field": change.field,
        "sentence_before": change.before,
        "sentence_after": change.after,
        "changed_values": [
            {"kind": str(one.kind), "value_from": one.before, "value_to": one.after}
            for one in change.values
        ],
    }
