"""Polling rounds on a real database: hostile servers over loopback, and long stories by clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ct_pipeline.feeds.exchange import Request, Response
from ct_pipeline.feeds.parsing import MAX_ENTRIES
from ct_pipeline.feeds.subscriptions import Source
from ct_pipeline.settings import Settings
from ct_pipeline.steps.polling import poll_due_feeds
from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline.warehouse.feeds.hosts import read_hosts, store_hosts
from ct_pipeline.warehouse.feeds.polls import sync_sources
from ct_pipeline.warehouse.feeds.reports import count_unsettled_entries
from ct_pipeline.web.fetching import fetch_all
from ct_pipeline.web.limits import Limits
from ct_pipeline.web.turns import Hosts
from ct_pipeline_tests.feeds.bodies import RSS_HEAD, item, rss
from ct_pipeline_tests.web import hostile
from ct_pipeline_tests.web.hostile import HostileServer, answers, redirects_to

START = datetime(2025, 10, 6, tzinfo=UTC)
LIMITS = Limits(
    connect_seconds=0.5,
    idle_seconds=0.2,
    total_seconds=0.4,
    max_redirects=5,
    max_received_bytes=4_000_000,
    max_body_bytes=4_000_000,
)


class Desk:
    """A database, a clock and the fetching that polling rounds need."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.open = lambda: nullcontext(connection)
        self.now = START

    def subscribe(self, **addresses: str) -> None:
        with self.open() as connection:
            sync_sources(connection, [Source(name, name, url) for name, url in addresses.items()])

    def poll(
        self, fetch: Callable[[list[Request]], Iterable[Response]], floor: int = 600
    ) -> dict[str, str]:
        """One round; returns each polled feed's result."""
        polled = poll_due_feeds(floor, self.open, lambda: self.now, fetch)
        return {each.source.source_id: each.poll.result for each in polled}

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self.open() as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_warehouse(tmp_path / "warehouse.duckdb") as connection:
        yield Desk(connection)


GOOD = rss(*(item(number) for number in range(30))).encode()
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
BOMB = rss(item(1, "&l11;"), head=f'{RSS_HEAD}<!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>')
OUTSIDE = rss(
    item(1, "&x;"),
    head=f'{RSS_HEAD}<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
)
XML = {"Content-Type": "application/xml"}

SOME = 7  # how many entries two thirds of the compressed bytes hold is for zlib to say
# What a server does, the state that its feed is in afterwards, and how many entries came of it.
BAD_FEEDS: dict[str, tuple[hostile.Handler, str, int]] = {
    "slow_headers": (hostile.slow_headers, "failing", 0),
    "dripping_body": (hostile.dripping_body, "failing", 0),
    "says_nothing": (hostile.silence, "failing", 0),
    "reset_in_body": (hostile.reset_in_body, "failing", 0),
    "endless_body": (hostile.endless_body, "failing", 0),
    "endless_headers": (hostile.endless_headers, "failing", 0),
    "gzip_bomb": (hostile.gzip_bomb(50), "failing", 0),
    "truncated_gzip": (hostile.truncated_gzip(GOOD), "failing", SOME),
    "not_http": (hostile.not_http, "failing", 0),
    "redirect_loop": (redirects_to("/redirect_loop"), "failing", 0),
    "to_a_private_host": (redirects_to("http://10.0.0.1/feed"), "blocked", 0),
    "to_a_metadata_host": (redirects_to("http://169.254.169.254/latest"), "blocked", 0),
    "to_a_file": (redirects_to("file:///etc/passwd"), "blocked", 0),
    "to_an_odd_ip": (redirects_to("http://0x7f000001/"), "blocked", 0),
    "to_a_short_ip": (redirects_to("http://127.1/"), "blocked", 0),
    "to_a_mail_port": (redirects_to("http://example.org:25/"), "blocked", 0),
    "html": (answers(200, b"<!doctype html><title>Accueil</title>"), "failing", 0),
    "challenge": (answers(200, b"<html><title>Just a moment...</title>"), "blocked", 0),
    "consent": (answers(200, b"<html><form action='https://consent.google.com/'>"), "blocked", 0),
    "empty": (answers(200, b""), "failing", 0),
    "no_entries": (answers(200, rss().encode(), XML), "silent", 0),
    "http_401": (answers(401), "blocked", 0),
    "http_403": (answers(403), "blocked", 0),
    "http_404": (answers(404), "failing", 0),
    "http_410": (answers(410), "gone", 0),
    "http_429": (answers(429), "failing", 0),
    "http_451": (answers(451), "blocked", 0),
    "http_500": (answers(500), "failing", 0),
    "http_503": (answers(503), "failing", 0),
    "http_304": (answers(304), "failing", 0),
    "entity_bomb": (answers(200, BOMB.encode(), XML), "healthy", 1),
    "outside_entity": (answers(200, OUTSIDE.encode(), XML), "healthy", 1),
    "utf16": (answers(200, GOOD.decode().encode("utf-16"), XML), "healthy", 30),
    "wrong_charset": (
        answers(
            200, rss(item(1, "Été")).encode("cp1252"), {"Content-Type": "text/xml; charset=utf-8"}
        ),
        "healthy",
        1,
    ),
    "nuls": (answers(200, GOOD.replace(b"Un", b"U\0n"), XML), "healthy", 30),
}


@pytest.fixture
def servers() -> Iterator[tuple[HostileServer, HostileServer]]:
    """A good one, and one that is bad in every way."""
    bad = HostileServer({f"/{name}": script for name, (script, _, _) in BAD_FEEDS.items()})
    with bad, HostileServer({"/good": answers(200, GOOD, XML)}) as good:
        yield good, bad


def test_every_bad_feed_has_its_state_and_a_good_one_beside_them_comes_through(
    desk: Desk, servers: tuple[HostileServer, HostileServer]
) -> None:
    good, bad = servers
    settings = Settings.model_validate(
        {"allowed_private_hosts": frozenset({good.host, bad.host}), "host_delay_seconds": 0}
    )
    desk.subscribe(good=good.url("/good"), **{name: bad.url(f"/{name}") for name in BAD_FEEDS})
    results = desk.poll(partial(fetch_all, settings=settings, limits=LIMITS))
    assert len(results) == len(BAD_FEEDS) + 1
    found = {
        source_id: (state, count)
        for source_id, state, count in desk.rows(
            "SELECT source_id, state, coalesce(new_entry_count, 0)"
            " FROM news.feed_states JOIN news.polls USING (source_id)"
        )
    }
    assert found.pop("good") == ("healthy", 30)
    state, saved_count = found["truncated_gzip"]
    assert 0 < saved_count < 30
    found["truncated_gzip"] = (state, SOME)
    assert found == {name: (state, count) for name, (_, state, count) in BAD_FEEDS.items()}
    assert desk.rows("SELECT count(*) FROM news.feed_states WHERE next_poll_at IS NULL") == [(0,)]
    assert not desk.rows("SELECT * FROM news.entries WHERE title LIKE '%root:%'")


def replies(body: bytes | str, status: int = 200, **headers: str) -> Callable[..., Any]:
    """A network on which every server answers the same."""
    data = body.encode() if isinstance(body, str) else body

    def fetch(requests: list[Request]) -> Iterator[Response]:
        for request in requests:
            yield Response(
                request, START, 1, status=status, headers=headers, body=data, final_url=request.url
            )

    return fetch


def test_bad_entries_end_in_exactly_one_outcome_each(desk: Desk) -> None:
    desk.subscribe(s="https://e.org/feed")
    body = rss(
        item(1),
        "<item><guid>same</guid><link>https://e.org/a</link></item>",
        "<item><guid>same</guid><link>https://e.org/b</link></item>",
        "<item><guid isPermaLink='false'>7</guid><title>Sans lien</title></item>",
        "<item><title>Ni lien ni GUID</title></item>",
        "<item><guid>8</guid><link>javascript:alert(1)</link></item>",
        "<item><guid>9</guid><link>https://e.org/1?utm_source=rss</link></item>",
        "<item><link>https://e.org/c</link><pubDate>Mon, 01 Jan 2125 00:00:00 GMT</pubDate></item>",
        "<item><link>https://e.org/d</link><pubDate>hier</pubDate></item>",
        "<item><link>https://e.org/e</link><title><![CDATA[<b>x</b>\x00]]></title></item>",
    )
    desk.poll(replies(body))
    outcomes = desk.rows(
        "SELECT outcome, count(*) FROM news.entry_outcomes GROUP BY ALL ORDER BY outcome"
    )
    assert outcomes == [
        ("blocked", 1),
        ("duplicate_url", 1),
        ("not_an_article", 2),
        ("pending", 6),
    ]
    with desk.open() as connection:
        assert not any(count_unsettled_entries(connection).values())


def test_a_feed_of_twenty_thousand_entries_is_bounded_and_says_so(desk: Desk) -> None:
    desk.subscribe(s="https://e.org/feed")
    desk.poll(replies(rss(*(item(number) for number in range(20_000)))))
    assert desk.rows("SELECT count(*) FROM news.entries") == [(MAX_ENTRIES,)]
    assert desk.rows("SELECT state, detail FROM news.feed_states") == [
        ("healthy", "18000 entries over the limit were not read")
    ]


def nine_entries_of(day: int) -> str:
    """A body with the nine entries of one day, at their hours."""
    hours = [START + timedelta(days=day - 1, hours=2.5 * number) for number in range(9)]
    return rss(
        *(
            item(day * 10 + number, further=f"<pubDate>{format_datetime(at)}</pubDate>")
            for number, at in enumerate(hours)
        )
    )


def test_a_busy_feed_that_falls_still_is_silent_although_it_answers(desk: Desk) -> None:
    desk.subscribe(s="https://e.org/feed")
    for day in range(20):
        desk.now = START + timedelta(days=day)
        desk.poll(replies(nine_entries_of(day)), floor=0)
    last = desk.now
    for quiet_hours, state in ((12, "healthy"), (36, "silent"), (48, "silent")):
        desk.now = last + timedelta(hours=quiet_hours)
        desk.poll(replies(nine_entries_of(19)), floor=0)
        assert desk.rows("SELECT state FROM news.feed_states") == [(state,)]
    desk.poll(replies(nine_entries_of(22)), floor=0)
    assert desk.rows("SELECT state, detail FROM news.feed_states") == [("healthy", None)]


def test_a_feed_that_never_brings_anything_new_is_asked_on(desk: Desk) -> None:
    desk.subscribe(s="https://e.org/feed")
    for day in (0, 4, 8, 16):
        desk.now = START + timedelta(days=day)
        assert desk.poll(replies(rss(item(1)))) == {"s": "same_body" if day else "new_entries"}
    assert desk.rows("SELECT state FROM news.feed_states") == [("healthy",)]


def test_a_killed_round_loses_nothing_and_counts_nothing_twice(desk: Desk) -> None:
    desk.subscribe(a="https://a.org/f", b="https://b.org/f")
    network = replies(GOOD)

    def dies_after_one(requests: list[Request]) -> Iterator[Response]:
        yield next(network(requests))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.poll(dies_after_one)
    assert desk.poll(network) == {"a": "new_entries", "b": "new_entries"}
    assert desk.rows(
        "SELECT outcome, count(*) FROM news.entry_outcomes GROUP BY ALL ORDER BY 1"
    ) == [
        ("duplicate_url", 30),
        ("pending", 30),
    ]


def test_a_list_that_changes_during_a_round_is_harmless(desk: Desk) -> None:
    desk.subscribe(a="https://a.org/f", b="https://b.org/f")
    network = replies(GOOD)

    def edited_meanwhile(requests: list[Request]) -> Iterator[Response]:
        desk.subscribe(b="https://b.org/f", c="https://c.org/f")
        yield from network(requests)

    assert set(desk.poll(edited_meanwhile)) == {"a", "b"}
    desk.now += timedelta(days=2)
    assert set(desk.poll(network)) == {"b", "c"}


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


def test_a_feed_that_asks_for_a_day_has_it_and_its_host_with_all_its_feeds_an_hour(
    desk: Desk,
) -> None:
    busy = answers(429, headers={"Retry-After": "86400"})
    with HostileServer({"/a": busy, "/b": busy, "/c": busy}) as server:
        settings = Settings.model_validate(
            {"allowed_private_hosts": server.hosts, "host_delay_seconds": 0}
        )
        desk.now = datetime.now(UTC)
        desk.subscribe(**{name: server.url(f"/{name}") for name in "abc"})
        hosts = Hosts()
        fetch = partial(fetch_all, settings=settings, limits=LIMITS, hosts=hosts)
        assert list(desk.poll(fetch, floor=0).values()) == ["http_429"]
        assert desk.poll(fetch, floor=0) == {}
        with desk.open() as connection:
            store_hosts(connection, hosts.states())
            known = read_hosts(connection)
        assert [state.host for state in known] == [server.host]
        assert desk.poll(partial(fetch, hosts=Hosts(known)), floor=0) == {}
    assert len(server.visits) == 1
    waiting = desk.rows("SELECT detail FROM news.feed_states WHERE state = 'never_polled'")
    assert len(waiting) == 2
    assert all("answered 429 and asks for rest" in detail for (detail,) in waiting)
    assert desk.rows("SELECT count(*) FROM news.polls") == [(1,)]
    assert desk.rows(
        "SELECT state, round(date_diff('minute', now(), next_poll_at) / 60) AS hours"
        " FROM news.feed_states ORDER BY hours"
    ) == [("never_polled", 1), ("never_polled", 1), ("failing", 24)]


def test_feeds_whose_turn_did_not_come_are_asked_first_next_time(desk: Desk) -> None:
    desk.subscribe(**{name: f"https://{name}.example/" for name in "abcd"})
    asked: list[list[str]] = []

    def two(requests: list[Request]) -> Iterator[Response]:
        asked.append([request.key for request in requests])
        yield from replies(GOOD)(requests[:2])

    for _ in range(2):
        desk.now += timedelta(hours=30)
        desk.poll(two, floor=0)
    assert asked == [["a", "b", "c", "d"], ["c", "d", "a", "b"]]


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


def test_guids_that_change_with_every_build_make_no_new_entries(desk: Desk) -> None:
    desk.subscribe(s="https://e.org/feed")
    for build in range(3):
        body = rss(*(item(n).replace(f">{n}</guid>", f">b{build}-{n}</guid>") for n in range(4)))
        desk.now += timedelta(hours=1)
        desk.poll(replies(body), floor=0)
    assert desk.rows("SELECT outcome, count(*) FROM news.entry_outcomes GROUP BY ALL") == [
        ("pending", 4)
    ]
    body = body.replace("b2-1<", "b3-1<").replace("Un titre", "Un autre titre", 1)
    desk.now += timedelta(hours=1)
    desk.poll(replies(body), floor=0)
    assert desk.rows("SELECT count(DISTINCT entry_id), count(*) FROM news.entries") == [(4, 5)]


def test_an_unread_item_with_the_link_of_a_new_one_is_no_former_self_of_it(desk: Desk) -> None:
    desk.subscribe(s="https://e.org/feed")
    desk.poll(replies(rss(item(1))), floor=0)
    twin = item(1, "Un jumeau").replace(">1</guid>", ">2</guid>")
    desk.now += timedelta(hours=1)
    desk.poll(replies(rss(item(1), twin)), floor=0)
    assert desk.rows("SELECT outcome FROM news.entry_outcomes ORDER BY outcome DESC") == [
        ("pending",),
        ("duplicate_url",),
    ]
