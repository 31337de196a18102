"""Polling rounds on a real database: long stories by an injected clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial

import pytest

from ct_pipeline.feeds.exchange import Request, Response
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.feeds.hosts import read_hosts, store_hosts
from ct_pipeline.web.fetching import fetch_all
from ct_pipeline.web.turns import Hosts
from ct_pipeline_tests.feeds.bodies import item, rss
from ct_pipeline_tests.steps.poller import GOOD, LIMITS, START, Poller, replies
from ct_pipeline_tests.web.hostile import HostileServer, answers


def nine_entries_of(day: int) -> str:
    """A body with the nine entries of one day, at their hours."""
    hours = [START + timedelta(days=day - 1, hours=2.5 * number) for number in range(9)]
    return rss(
        *(
            item(day * 10 + number, further=f"<pubDate>{format_datetime(at)}</pubDate>")
            for number, at in enumerate(hours)
        )
    )


def test_a_busy_feed_that_falls_still_is_silent_although_it_answers(poller: Poller) -> None:
    poller.subscribe(s="https://e.org/feed")
    for day in range(20):
        poller.now = START + timedelta(days=day)
        poller.poll(replies(nine_entries_of(day)), floor=0)
    last = poller.now
    for quiet_hours, state in ((12, "healthy"), (36, "silent"), (48, "silent")):
        poller.now = last + timedelta(hours=quiet_hours)
        poller.poll(replies(nine_entries_of(19)), floor=0)
        assert poller.rows("SELECT state FROM news.feed_states") == [(state,)]
    poller.poll(replies(nine_entries_of(22)), floor=0)
    assert poller.rows("SELECT state, detail FROM news.feed_states") == [("healthy", None)]


def test_a_feed_that_never_brings_anything_new_is_asked_on(poller: Poller) -> None:
    poller.subscribe(s="https://e.org/feed")
    for day in (0, 4, 8, 16):
        poller.now = START + timedelta(days=day)
        assert poller.poll(replies(rss(item(1)))) == {"s": "same_body" if day else "new_entries"}
    assert poller.rows("SELECT state FROM news.feed_states") == [("healthy",)]


def test_a_killed_round_loses_nothing_and_counts_nothing_twice(poller: Poller) -> None:
    poller.subscribe(a="https://a.org/f", b="https://b.org/f")
    network = replies(GOOD)

    def dies_after_one(requests: list[Request]) -> Iterator[Response]:
        yield next(network(requests))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        poller.poll(dies_after_one)
    assert poller.poll(network) == {"a": "new_entries", "b": "new_entries"}
    assert poller.rows(
        "SELECT outcome, count(*) FROM news.entry_outcomes GROUP BY ALL ORDER BY 1"
    ) == [
        ("duplicate_url", 30),
        ("pending", 30),
    ]


def test_a_list_that_changes_during_a_round_is_harmless(poller: Poller) -> None:
    poller.subscribe(a="https://a.org/f", b="https://b.org/f")
    network = replies(GOOD)

    def edited_meanwhile(requests: list[Request]) -> Iterator[Response]:
        poller.subscribe(b="https://b.org/f", c="https://c.org/f")
        yield from network(requests)

    assert set(poller.poll(edited_meanwhile)) == {"a", "b"}
    poller.now += timedelta(days=2)
    assert set(poller.poll(network)) == {"b", "c"}


def test_a_feed_that_asks_for_a_day_has_it_and_its_host_with_all_its_feeds_an_hour(
    poller: Poller,
) -> None:
    busy = answers(429, headers={"Retry-After": "86400"})
    with HostileServer({"/a": busy, "/b": busy, "/c": busy}) as server:
        settings = Settings.model_validate(
            {"allowed_private_hosts": server.hosts, "host_delay_seconds": 0}
        )
        poller.now = datetime.now(UTC)
        poller.subscribe(**{name: server.url(f"/{name}") for name in "abc"})
        hosts = Hosts()
        fetch = partial(fetch_all, settings=settings, limits=LIMITS, hosts=hosts)
        assert list(poller.poll(fetch, floor=0).values()) == ["http_429"]
        assert poller.poll(fetch, floor=0) == {}
        with poller.open() as connection:
            store_hosts(connection, hosts.states())
            known = read_hosts(connection)
        assert [state.host for state in known] == [server.host]
        assert poller.poll(partial(fetch, hosts=Hosts(known)), floor=0) == {}
    assert len(server.visits) == 1
    waiting = poller.rows("SELECT detail FROM news.feed_states WHERE state = 'never_polled'")
    assert len(waiting) == 2
    assert all("answered 429 and asks for rest" in detail for (detail,) in waiting)
    assert poller.rows("SELECT count(*) FROM news.polls") == [(1,)]
    assert poller.rows(
        "SELECT state, round(date_diff('minute', now(), next_poll_at) / 60) AS hours"
        " FROM news.feed_states ORDER BY hours"
    ) == [("never_polled", 1), ("never_polled", 1), ("failing", 24)]


def test_feeds_whose_turn_did_not_come_are_asked_first_next_time(poller: Poller) -> None:
    poller.subscribe(**{name: f"https://{name}.example/" for name in "abcd"})
    asked: list[list[str]] = []

    def two(requests: list[Request]) -> Iterator[Response]:
        asked.append([request.key for request in requests])
        yield from replies(GOOD)(requests[:2])

    for _ in range(2):
        poller.now += timedelta(hours=30)
        poller.poll(two, floor=0)
    assert asked == [["a", "b", "c", "d"], ["c", "d", "a", "b"]]


def test_guids_that_change_with_every_build_make_no_new_entries(poller: Poller) -> None:
    poller.subscribe(s="https://e.org/feed")
    for build in range(3):
        body = rss(*(item(n).replace(f">{n}</guid>", f">b{build}-{n}</guid>") for n in range(4)))
        poller.now += timedelta(hours=1)
        poller.poll(replies(body), floor=0)
    assert poller.rows("SELECT outcome, count(*) FROM news.entry_outcomes GROUP BY ALL") == [
        ("pending", 4)
    ]
    body = body.replace("b2-1<", "b3-1<").replace("Un titre", "Un autre titre", 1)
    poller.now += timedelta(hours=1)
    poller.poll(replies(body), floor=0)
    assert poller.rows("SELECT count(DISTINCT entry_id), count(*) FROM news.entries") == [(4, 5)]


def test_an_unread_item_with_the_link_of_a_new_one_is_no_former_self_of_it(poller: Poller) -> None:
    poller.subscribe(s="https://e.org/feed")
    poller.poll(replies(rss(item(1))), floor=0)
    twin = item(1, "Un jumeau").replace(">1</guid>", ">2</guid>")
    poller.now += timedelta(hours=1)
    poller.poll(replies(rss(item(1), twin)), floor=0)
    assert poller.rows("SELECT outcome FROM news.entry_outcomes ORDER BY outcome DESC") == [
        ("pending",),
        ("duplicate_url",),
    ]
