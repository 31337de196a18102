"""The page of a changed entry is looked at again: after words at once, after counters less."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import duckdb

from ct_pipeline_tests.feeds.bodies import item, rss
from ct_pipeline_tests.steps.poller import START, Poller, replies


def test_an_edited_entry_has_its_page_looked_at_again(poller: Poller) -> None:
    poller.subscribe(s="https://e.org/feed")
    poller.poll(replies(rss(item(1), item(2))))
    with poller.open() as connection:
        connection.execute(
            "INSERT INTO news.articles BY NAME"
            " SELECT article_id, 'feed' AS origin, entry_id, first_seen_at, 't' AS current_text_id"
            " FROM news.entry_outcomes"
        )
    poller.now += timedelta(days=1)
    poller.poll(replies(rss(item(1, "Un titre corrigé"), item(2))))
    assert poller.rows(
        "SELECT entry_outcomes.url FROM news.articles JOIN news.entry_outcomes USING (article_id)"
        " WHERE next_fetch_at IS NOT NULL"
    ) == [("https://e.org/1",)]


def article_of_entry(poller: Poller) -> None:
    """The page of the only entry was fetched and became an article."""
    (entry,) = poller.rows("SELECT entry_id, article_id FROM news.entry_outcomes")
    with poller.open() as connection:
        insert(
            connection,
            "news.articles",
            article_id=entry[1],
            origin="feed",
            entry_id=entry[0],
            first_seen_at=poller.now,
            current_text_id="t",
        )
        insert(connection, "news.article_texts", text_id="t", seen_at=poller.now, **A_TEXT)
    look(poller)


A_TEXT = {
    "article_id": "a",
    "revision": 1,
    "extractor_version": "1",
    "extracted_at": START,
    "raw_id": "r",
    "title_method": "h1",
    "agency_credits": [],
    "published_precision": "unknown",
    "body": "x",
    "body_method": "h",
    "word_count": 1,
    "body_hash": "h",
    "field_evidence": [],
}


def insert(connection: duckdb.DuckDBPyConnection, table: str, **row: Any) -> None:
    places = ", ".join("?" for _ in row)
    connection.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", list(row.values())
    )


def look(poller: Poller) -> None:
    """The article's page is looked at, and found as it was."""
    poller.now += timedelta(seconds=30)
    with poller.open() as connection:
        insert(
            connection,
            "news.fetches",
            fetch_id=str(poller.now),
            kind="page",
            article_id=poller.rows("SELECT article_id FROM news.articles")[0][0],
            requested_url="https://e.org/1",
            fetched_at=poller.now,
            result="ok",
        )
        connection.execute("UPDATE news.articles SET next_fetch_at = NULL")


def planned_look(poller: Poller) -> timedelta | None:
    ((moment,),) = poller.rows("SELECT next_fetch_at FROM news.articles")
    return moment - poller.now if moment else None


def counting(views: int) -> str:
    words = f"<description>Lu {views} fois, il y a {views % 24} heures</description>"
    return rss(item(1, further=words))


def test_a_counter_in_a_summary_is_looked_at_less_and_less(poller: Poller) -> None:
    poller.subscribe(s="https://e.org/feed")
    poller.poll(replies(counting(100)), floor=0)
    article_of_entry(poller)
    poller.now += timedelta(minutes=15)
    poller.poll(replies(counting(101)), floor=0)
    assert planned_look(poller) == timedelta(0)
    look(poller)
    poller.now += timedelta(minutes=15)
    poller.poll(replies(counting(102)), floor=0)
    wait = planned_look(poller)
    assert wait is not None
    assert timedelta(minutes=40) < wait <= timedelta(hours=1)
    poller.now += wait
    look(poller)
    poller.poll(replies(counting(103)), floor=0)
    assert (planned_look(poller) or wait) > timedelta(hours=1)
    assert poller.rows("SELECT max(version) FROM news.entries") == [(2,)]


def test_an_edit_of_words_is_looked_at_at_once_after_a_counter_too(poller: Poller) -> None:
    poller.subscribe(s="https://e.org/feed")
    poller.poll(replies(counting(100)), floor=0)
    article_of_entry(poller)
    poller.now += timedelta(minutes=15)
    poller.poll(replies(counting(101)), floor=0)
    look(poller)
    poller.now += timedelta(minutes=15)
    poller.poll(replies(counting(102).replace("Un titre", "Un titre corrigé")), floor=0)
    assert planned_look(poller) == timedelta(0)
    assert poller.rows("SELECT max(version) FROM news.entries") == [(3,)]
