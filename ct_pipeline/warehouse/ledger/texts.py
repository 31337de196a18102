"""What the ledger has read of single texts, and what it has not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter

import duckdb
from pydantic import TypeAdapter

from ct_pipeline.ledger.joining.told import ToldText
from ct_pipeline.ledger.values import LedgerRows, LedgerText
from ct_pipeline.relevance.entity_mentions import EntityMention
from ct_pipeline.warehouse.rows import append, read_dicts, read_number
from ct_pipeline.warehouse.sql import sql
from ct_pipeline.warehouse.stored_texts import read_texts

_COLUMNS = "text_id, article_id, title, body, language, published_from, published_to"
_ROWS = TypeAdapter(LedgerRows)


@dataclass(frozen=True, slots=True)
class UnreadText:
    """A text that the ledger has not read, with the names that the relevance stage found."""

    text_id: str
    text: LedgerText


@dataclass(frozen=True, slots=True)
class _Read:
    text_id: str
    article_id: str
    ledger_version: str
    told: str
    read_at: datetime


def read_unread_texts(
    connection: duckdb.DuckDBPyConnection, version: str, limit: int
) -> list[UnreadText]:
    """Canonical texts of grade 1 or more that this version has not read: at most `limit`."""
    connection.execute(sql("ledger/unread_texts"), {"version": version, "limit": limit})
    named = read_dicts(connection, sql("ledger/named_entities"))
    mentions = {
        text_id: [EntityMention(**{k: v for k, v in row.items() if k != "text_id"}) for row in rows]
        for text_id, rows in groupby(named, key=itemgetter("text_id"))
    }
    found = read_texts(connection, "unread_ledger_texts", _COLUMNS).to_pylist()
    return [
        UnreadText(text_id, LedgerText(**row, mentions=mentions.get(text_id, ())))
        for row in found
        if (text_id := row.pop("text_id"))
    ]


def store_read(
    connection: duckdb.DuckDBPyConnection,
    read: Sequence[tuple[UnreadText, LedgerRows]],
    version: str,
    now: datetime,
) -> None:
    """Stores what texts say beside what another version read in them, within a transaction."""
    rows = [
        _Read(one.text_id, one.text.article_id, version, _ROWS.dump_json(told).decode(), now)
        for one, told in read
    ]
    append(connection, "news.ledger_texts", rows)


def forget_other_versions(connection: duckdb.DuckDBPyConnection, version: str) -> int:
    """Drops what other versions read, once nothing is left to read; returns how many texts."""
    return read_number(
        connection, "DELETE FROM news.ledger_texts WHERE ledger_version <> ?", [version]
    )


def read_told_texts(connection: duckdb.DuckDBPyConnection, version: str) -> list[ToldText]:
    """What the texts in force say."""
    rows = read_dicts(connection, sql("ledger/told_texts"), {"version": version})
    return [
        ToldText(
            rows=_ROWS.validate_json(row.pop("told")),
            agency_credits=tuple(row.pop("agency_credits") or ()),
            **row,
        )
        for row in rows
    ]
