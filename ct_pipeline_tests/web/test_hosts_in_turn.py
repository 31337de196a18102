"""Many hosts at once: pauses, turns, deadlines, and callers that are slow or leave."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter

import pytest

from ct_pipeline.feeds.exchange import Failure, Kind, Request, Response
from ct_pipeline.web.chains import Chains
from ct_pipeline.web.fetching import fetch_all
from ct_pipeline.web.permits import Permit
from ct_pipeline.web.turns import Hosts
from ct_pipeline_tests.web import hostile
from ct_pipeline_tests.web.hostile import HostileServer, answers, hostile_server
from ct_pipeline_tests.web.visits import LIMITS, PAGE, fetch, settings_for


def test_two_fetches_after_one_another_keep_their_distance() -> None:
    with hostile_server(feed=answers(200), page=answers(200, PAGE)) as server:
        fetch(server, "/feed", Kind.FEED, host_delay_seconds=0.2)
        fetch(server, "/page", Kind.FEED, host_delay_seconds=0.2)
    first, second = server.visits
    assert second.at - first.at >= 0.18


class Starts(dict[str, float]):
    """When hosts were asked, by the clock that their turns go by: no crowded machine blurs it."""

    def __init__(self) -> None:
        super().__init__()
        self.moments: list[float] = []

    def __setitem__(self, host: str, moment: float) -> None:
        super().__setitem__(host, moment)
        self.moments.append(moment)

    @property
    def shortest_pause(self) -> float:
        return min(later - earlier for earlier, later in itertools.pairwise(self.moments))


def test_one_connection_at_a_time_and_a_pause_between_starts() -> None:
    starts = Starts()
    with hostile_server(**{f"p{n}": answers(200, PAGE) for n in range(5)}) as server:
        requests = [Request(str(n), server.url(f"/p{n}"), Kind.FEED) for n in range(5)]
        settings, hosts = settings_for(server, host_delay_seconds=0.05), Hosts(last_starts=starts)
        assert len(list(fetch_all(requests, settings, hosts=hosts))) == 5
    assert server.most_connections == 1
    assert len(starts.moments) == 5
    assert starts.shortest_pause >= 0.049


def test_hosts_run_in_parallel_and_bad_ones_hold_up_nobody() -> None:
    """The good host answers once all others hang, and they hang until it was asked for all."""
    all_hang, all_good_asked = asyncio.Event(), asyncio.Event()
    hanging, good_numbers = itertools.count(1), itertools.count(1)

    async def held_back(visit: hostile.Visit) -> hostile.Script:
        yield b"HTTP/1.1 200 OK\r\nX-Slow: "
        if next(hanging) == 50:
            all_hang.set()
        await all_good_asked.wait()

    async def good(visit: hostile.Visit) -> hostile.Script:
        await all_hang.wait()
        if next(good_numbers) == 20:
            all_good_asked.set()
        yield hostile.message(200, PAGE)

    with HostileServer({"/good": good, "/bad": held_back}, port_count=51) as server:
        requests = [Request(f"bad{n}", server.url("/bad", n), Kind.FEED) for n in range(1, 51)]
        requests += [Request(f"good{n}", server.url("/good", 0), Kind.FEED) for n in range(20)]
        responses = list(fetch_all(requests, settings_for(server)))
    assert Counter((answer.request.key[:3], answer.failure) for answer in responses) == {
        ("goo", None): 20,
        ("bad", Failure.BROKEN): 50,  # none of them timed out while the good ones were asked
    }


def test_every_host_gets_its_turn_before_any_gets_a_second() -> None:
    with HostileServer({"/page": answers(200, PAGE)}, port_count=3) as server:
        urls = [server.url("/page", host) for host in (0, 0, 0, 0, 1, 1, 2)]
        requests = [Request(str(n), url, Kind.FEED) for n, url in enumerate(urls)]
        settings = settings_for(server, host_delay_seconds=0.1)
        responses = list(fetch_all(requests, settings, deadline_seconds=0.05))
    assert {answer.request.key for answer in responses} == {"0", "4", "6"}


def test_after_the_deadline_nothing_starts() -> None:
    with hostile_server(page=answers(200, PAGE)) as server:
        requests = [Request(str(n), server.url("/page"), Kind.PAGE) for n in range(50)]
        settings = settings_for(server, host_delay_seconds=0.05)
        responses = list(fetch_all(requests, settings, deadline_seconds=0.28))
    assert 3 <= len(responses) <= 6
    assert len(server.paths()) == len(responses)


def test_a_generator_that_is_closed_stops_fetching() -> None:
    with hostile_server(page=answers(200, PAGE)) as server:
        requests = [Request(str(n), server.url("/page"), Kind.FEED) for n in range(500)]
        responses = fetch_all(requests, settings_for(server))
        next(responses)
        responses.close()
        asked = len(server.visits)
    assert asked < 100


def test_a_slow_caller_breaks_no_fetch() -> None:
    with hostile_server(page=answers(200, PAGE)) as server:
        requests = [Request(str(n), server.url("/page"), Kind.FEED) for n in range(60)]
        statuses = []
        for response in fetch_all(requests, settings_for(server), limits=LIMITS):
            if not statuses:
                time.sleep(LIMITS.total_seconds * 1.5)
            statuses.append(response.status)
    assert statuses == [200] * 60


def test_what_nobody_foresaw_of_one_answer_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    follow = Chains.follow

    async def stumble(self: Chains, request: Request, permit: Permit) -> Response:
        if request.key == "odd":
            raise KeyError("unforeseen")
        return await follow(self, request, permit)

    monkeypatch.setattr(Chains, "follow", stumble)
    with hostile_server(page=answers(200, b"text")) as server:
        requests = [Request(key, server.url("/page"), Kind.FEED) for key in ("odd", "even")]
        responses = list(fetch_all(requests, settings_for(server), limits=LIMITS))
    by_key = {response.request.key: response for response in responses}
    assert by_key["odd"].failure is Failure.BROKEN
    assert by_key["odd"].detail == "KeyError: 'unforeseen'"
    assert by_key["even"].status == 200
