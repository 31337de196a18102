"""Hosts that ask for patience get it, and nobody else waits for them."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ct_pipeline.feeds.exchange import Failure, Kind, Request, Response
from ct_pipeline.feeds.host_states import HostState
from ct_pipeline.web import dispatching
from ct_pipeline.web.domains import registered_domain
from ct_pipeline.web.fetching import fetch_all
from ct_pipeline.web.queues import Queue
from ct_pipeline.web.turns import Hosts
from ct_pipeline_tests.web.hostile import (
    Handler,
    HostileServer,
    Script,
    Visit,
    answers,
    message,
)
from ct_pipeline_tests.web.visits import LIMITS, PAGE, settings_for

NOW = datetime(2025, 11, 21, 12, tzinfo=UTC)


def server(answer: Handler, robots: bytes = b"", port_count: int = 1) -> HostileServer:
    """Answers the pages /0 to /19 alike."""
    scripts = {f"/{number}": answer for number in range(20)}
    if robots:
        scripts["/robots.txt"] = answers(200, robots)
    return HostileServer(scripts, port_count=port_count)


def ask(
    opened: HostileServer, *hosts: int, kind: Kind = Kind.PAGE, known: Hosts | None = None
) -> list[Response]:
    """Asks for one page after the other of these hosts, as one pass does."""
    requests = [
        Request(str(number), opened.url(f"/{number}", host), kind)
        for number, host in enumerate(hosts)
    ]
    settings = settings_for(opened)
    responses = fetch_all(
        requests, settings, deadline_seconds=60, limits=LIMITS, hosts=known or Hosts()
    )
    return sorted(responses, key=lambda response: int(response.request.key))


TOO_MANY = answers(429, b"", {"Retry-After": "3600"})


@pytest.mark.parametrize("kind", [Kind.FEED, Kind.PAGE])
@pytest.mark.parametrize(("status", "asked"), [(429, "3600"), (503, "3600"), (503, "86400")])
def test_a_host_that_asks_for_rest_gets_it_for_all_its_addresses_for_an_hour_at_most(
    kind: Kind, status: int, asked: str
) -> None:
    with server(answers(status, b"", {"Retry-After": asked})) as opened:
        first, *others = ask(opened, 0, 0, 0, 0, kind=kind)
    assert len(opened.paths()) == 1
    assert first.status == status
    for waiting in others:
        assert waiting.failure is Failure.HOST_WAITS
        assert f"{opened.host} answered {status} and asks for rest" in (waiting.detail or "")
        assert waiting.retry_at is not None
        assert timedelta(minutes=59) < waiting.retry_at - datetime.now(UTC) <= timedelta(hours=1)


def test_the_next_fetch_and_the_next_process_know_of_it() -> None:
    with server(TOO_MANY) as opened:
        known = Hosts()
        ask(opened, 0, kind=Kind.FEED, known=known)
        (page,) = ask(opened, 0, known=known)
        (later,) = ask(opened, 0, known=Hosts(known.states()))
    assert len(opened.visits) == 1
    assert (page.failure, later.failure) == (Failure.HOST_WAITS, Failure.HOST_WAITS)


def test_a_rest_that_is_over_is_forgotten() -> None:
    state = HostState("127.0.0.1:1", rest_until_at=datetime.now(UTC) - timedelta(seconds=1))
    assert Hosts([state]).states() == []


def test_a_short_rest_is_waited_for() -> None:
    with server(answers(503, b"", {"Retry-After": "1"})) as opened:
        responses = ask(opened, 0, 0)
    assert [response.status for response in responses] == [503, 503]


def test_a_host_with_a_long_crawl_delay_gets_one_turn_and_the_pass_goes_on() -> None:
    began = time.monotonic()
    with server(answers(200, PAGE), b"User-agent: *\nCrawl-delay: 700") as opened:
        first, *others = ask(opened, 0, 0, 0)
    assert time.monotonic() - began < 10
    assert (first.status, opened.paths()) == (200, ["/0"])
    for waiting in others:
        assert waiting.failure is Failure.HOST_WAITS
        assert "asks for 700 s between two pages" in (waiting.detail or "")


def test_its_next_turn_comes_a_delay_later_whoever_asks() -> None:
    with server(answers(200, PAGE), b"User-agent: *\nCrawl-delay: 700") as opened:
        known = Hosts()
        ask(opened, 0, known=known)
        (state,) = known.states()
        assert state.crawl_delay_seconds == 700
        (waiting,) = ask(opened, 0, known=Hosts([state]))
        assert waiting.failure is Failure.HOST_WAITS
        assert state.page_asked_at is not None
        long_ago = HostState(state.host, 700, state.page_asked_at - timedelta(seconds=701))
        (response,) = ask(opened, 0, known=Hosts([long_ago]))
    assert response.status == 200


def test_a_feed_is_asked_whatever_the_crawl_delay() -> None:
    state = HostState("", 700, datetime.now(UTC))
    with server(answers(200, PAGE)) as opened:
        known = Hosts([HostState(opened.host, 700, state.page_asked_at)])
        (response,) = ask(opened, 0, kind=Kind.FEED, known=known)
    assert response.status == 200


def test_a_pass_idles_for_slow_hosts_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatching, "IDLE_SECONDS", 2.5)
    with server(answers(200, PAGE), b"User-agent: *\nCrawl-delay: 1.2") as opened:
        responses = ask(opened, *[0] * 12)
    came = [response for response in responses if response.status == 200]
    assert 1 <= len(came) <= 6
    assert {r.failure for r in responses if r not in came} == {Failure.HOST_WAITS}


def test_a_delay_that_is_no_number_is_none() -> None:
    for delay in (b"nan", b"-3", b"inf"):
        with server(answers(200, PAGE), b"User-agent: *\nCrawl-delay: " + delay) as opened:
            (first, _) = ask(opened, 0, 0)
        assert first.status == 200


def request(number: int, host: str, share: str) -> Request:
    return Request(str(number), f"https://{host}/{number}", Kind.PAGE, share=share)


def test_one_share_leaves_places_free_for_the_others() -> None:
    flood = [request(n, f"slow{n}.example", "flood") for n in range(100)]
    calm = [request(200 + n, "calm.example", "calm") for n in range(5)]
    queue = Queue([*flood, *calm], places=8)
    for host in queue.lines:
        queue.line_up(host, 0.0)
    running = [due[1] for _ in range(8) if (due := queue.pop(0.0))]
    shares = [one.share for one in running]
    assert shares.count("flood") == 4  # half of the places
    assert shares.count("calm") == 1  # of one host, which has one turn at a time
    (first,) = (one for one in running if one.share == "calm")
    queue.done(first)
    queue.line_up("calm.example:443", 0.0)
    following = queue.pop(0.0)
    assert following is not None
    assert following[1].share == "calm"


def finished(requests: list[Request], places: int, seconds: dict[str, float]) -> list[Request]:
    """The requests in the order in which they end; what is not named answers in a moment."""
    queue, now, ended = Queue(requests, places), 0.0, []
    for host in queue.lines:
        queue.line_up(host, now)
    running: list[tuple[float, str, Request]] = []
    while queue or running:
        while len(running) < places and (due := queue.pop(now)):
            host, request = due
            running.append((now + seconds.get(registered_domain(host), 0.1), host, request))
        running.sort(key=lambda one: one[0])
        now, host, request = running.pop(0)
        queue.done(request)
        ended.append(request)
        if queue.lines[host]:
            queue.line_up(host, now)
    return ended


@pytest.mark.parametrize("listed_by", ["flood", "many feeds", "calm"])
def test_hundreds_of_slow_hosts_of_one_domain_hold_up_no_other_page(listed_by: str) -> None:
    flood = [
        request(n, f"h{n}.slow.co.uk", f"flood{n % 40}" if listed_by == "many feeds" else listed_by)
        for n in range(400)
    ]
    calm = [request(1000 + n, "news.calm.ma", "calm") for n in range(50)]
    ended = finished([*flood, *calm], 16, {"slow.co.uk": 4.0})
    assert len(ended) == 450
    last_of_calm = max(place for place, one in enumerate(ended) if int(one.key) >= 1000)
    assert last_of_calm < 75  # 5 s of the calm host, in which the others answer 8 to 16 times


def test_shares_take_turns_at_one_host() -> None:
    queue = Queue(
        [request(n, "e.example", "flood") for n in range(9)] + [request(10, "e.example", "calm")],
        places=4,
    )
    keys = []
    for _ in range(3):
        queue.line_up("e.example:443", 0.0)
        due = queue.pop(0.0)
        assert due is not None
        queue.done(due[1])
        keys.append(due[1].key)
    assert keys == ["0", "10", "1"]


def test_a_single_share_may_have_all_places() -> None:
    queue = Queue([request(n, f"h{n}.example", "") for n in range(9)], places=4)
    for host in queue.lines:
        queue.line_up(host, 0.0)
    assert [queue.pop(0.0) is not None for _ in range(5)] == [True, True, True, True, False]
    assert queue.next_moment(0.0) is None


def test_a_flood_of_slow_hosts_holds_up_nobody() -> None:
    async def slow(visit: Visit) -> Script:
        await asyncio.sleep(0.4)
        yield message(204)

    scripts = {"/slow": slow, "/quick": answers(200, PAGE)}
    with HostileServer(scripts, port_count=61) as opened:
        requests = [
            Request(f"s{n}", opened.url("/slow", n), Kind.FEED, share="flood") for n in range(60)
        ]
        requests += [
            Request(f"q{n}", opened.url("/quick", 60), Kind.FEED, share="calm") for n in range(10)
        ]
        few = replace(LIMITS, total_seconds=5, concurrent_fetches=8)
        responses = list(fetch_all(requests, settings_for(opened), limits=few, hosts=Hosts()))
    keys = [response.request.key[0] for response in responses]
    assert len(keys) == 70
    assert keys[:30].count("q") == 10
