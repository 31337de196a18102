"""The page of a changed entry is looked at again: after words at once, after counters less."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import duckdb

from ct_pipeline_tests.feeds.bodies import item, rss
from ct_pipeline_tests.steps.polling_desk import START, Desk, replies


def test_an_edited_entry_has_its_page_looked_at_again(desk: Desk) -> None:
    desk.subscribe(s="https://e.org/feed")
    desk.poll(replies(rss(item(1), item(2))))
    with desk.open() as connection:
        connection.execute(
            "INSERT INTO news.articles BY NAME"
            " SELECT article_id, 'feed' AS origin, entry_id, first_seen_at, 't' AS current_text_id"
            " FROM news.entry_outcomes"
        )
    desk.now += timedelta(days=1)
    desk.poll(replies(rss(item(1, "Un titre corrigé"), item(2))))
    assert desk.rows(
        "SELECT entry_outcomes.url FROM news.articles JOIN news.entry_outcomes USING (article_id)"
        " WHERE next_fetch_at IS NOT NULL"
    ) == [("https://e.org/1",)]


def article_of_entry(desk: Desk) -> None:
    """The page of the only entry was fetched and became an article."""
    (entry,) = desk.rows("SELECT entry_id, article_id FROM news.entry_outcomes")
    with desk.open() as connection:
        insert(
            connection,
            "news.articles",
            article_id=entry[1],
            origin="feed",
            entry_id=entry[0],
            first_seen_at=desk.now,
            current_text_id="t",
        )
        insert(connection, "news.article_texts", text_id="t", seen_at=desk.now, **A_TEXT)
    look(desk)


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


def look(desk: Desk) -> None:
    """The article's page is looked at, and found as it was."""
    desk.now += timedelta(seconds=30)
    with desk.open() as connection:
        insert(
            connection,
            "news.fetches",
            fetch_id=str(desk.now),
            kind="page",
            article_id=desk.rows("SELECT article_id FROM news.articles")[0][0],
            requested_url="https://e.org/1",
            fetched_at=desk.now,
            result="ok",
        )
        connection.execute("UPDATE news.articles SET next_fetch_at = NULL")


def planned_look(desk: Desk) -> timedelta | None:
    ((moment,),) = desk.rows("SELECT next_fetch_at FROM news.articles")
    return moment - desk.now if moment else None


def counting(views: int) -> str:
    words = f"<description>Lu {views} fois, il y a {views % 24} heures</description>"
    return rss(item(1, further=words))


def test_a_counter_in_a_summary_is_looked_at_less_and_less(desk: Desk) -> None:
    desk.subscribe(s="https://e.org/feed")
    desk.poll(replies(counting(100)), floor=0)
    article_of_entry(desk)
    desk.now += timedelta(minutes=15)
    desk.poll(replies(counting(101)), floor=0)
    assert planned_look(desk) == timedelta(0)
    look(desk)
    desk.now += timedelta(minutes=15)
    desk.poll(replies(counting(102)), floor=0)
    wait = planned_look(desk)
    assert wait is not None
    assert timedelta(minutes=40) < wait <= timedelta(hours=1)
    desk.now += wait
    look(desk)
    desk.poll(replies(counting(103)), floor=0)
    assert (planned_look(desk) or wait) > timedelta(hours=1)
    assert desk.rows("SELECT max(version) FROM news.entries") == [(2,)]


def test_an_edit_of_words_is_looked_at_at_once_after_a_counter_too(desk: Desk) -> None:
    desk.subscribe(s="https://e.org/feed")
    desk.poll(replies(counting(100)), floor=0)
    article_of_entry(desk)
    desk.now += timedelta(minutes=15)
    desk.poll(replies(counting(101)), floor=0)
    look(desk)
    desk.now += timedelta(minutes=15)
    desk.poll(replies(counting(102).replace("Un titre", "Un titre corrigé")), floor=0)
    assert planned_look(desk) == timedelta(0)
    assert desk.rows("SELECT max(version) FROM news.entries") == [(3,)]
