"""The profiles of hosts: learnt from stored texts, kept by number, given to the pages to read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from ct_pipeline.articles.host_profiles import LEAST_ARTICLES, HostProfile, ReadText, learn
from ct_pipeline.warehouse.rows import append, registered_ids
from ct_pipeline.warehouse.sql import sql

TEXTS_PER_HOST = 50
# A host is learnt anew when it has so many times the articles that its profile was made of.
GROWTH = 1.5
_WITNESS = re.compile(r"^(?P<where>[^']+) '")


@dataclass(frozen=True, slots=True)
class _ProfileRow:
    host: str
    number: int
    made_at: datetime
    article_count: int
    profile: str


def learn_profiles(connection: duckdb.DuckDBPyConnection, since: datetime, now: datetime) -> int:
    """Makes the profiles of hosts that have new texts since then and have grown; how many."""
    hosts = connection.execute(
        sql("articles/hosts_to_learn"),
        {"since": since, "least": LEAST_ARTICLES, "growth": GROWTH},
    ).fetchall()
    rows = []
    for host, number in hosts:
        texts = connection.execute(
            sql("articles/texts_of_host"), {"host": host, "limit": TEXTS_PER_HOST}
        ).fetchall()
        profile = learn(host, number, [_read_text(*text) for text in texts])
        rows.append(_ProfileRow(host, number, now, profile.article_count, profile.to_json()))
    return append(connection, "news.host_profiles", rows)


def profiles_for(
    connection: duckdb.DuckDBPyConnection, pages: Sequence[tuple[str, str]]
) -> dict[str, HostProfile]:
    """The profile to read each page with, by article: `pages` are article ids and addresses.

    An article that is stored keeps the one that its text was read with, or none: only a change of
    the page may change its text. A new article gets its host's newest one.
    """
    with registered_ids(
        connection,
        "wanted",
        article_id=[article_id for article_id, _ in pages],
        url=[url for _, url in pages],
    ):
        rows = connection.execute(sql("articles/profiles_for")).fetchall()
    return {article_id: HostProfile.from_json(profile) for article_id, profile in rows}


def _read_text(
    title: str | None,
    body: str,
    author: str | None,
    field_evidence: Sequence[str],
    published_evidence: str | None,
) -> ReadText:
    evidence = published_evidence or ""
    witness = _WITNESS.match(evidence)
    by_field = dict(line.split(": ", 1) for line in reversed(field_evidence) if ": " in line)
    return ReadText(
        title=title,
        body=body,
        author=author,
        author_where=by_field.get("author"),
        date_where=witness["where"] if witness else None,
        is_date_contradicted="disagrees: feed '" in evidence,
    )
