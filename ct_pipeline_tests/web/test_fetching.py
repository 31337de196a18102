"""Fetching many addresses: what comes back, in which manners, and how bad servers end."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from ct_pipeline.feeds.exchange import Failure, Kind, Request, Response
from ct_pipeline.settings import Settings
from ct_pipeline.web import addresses
from ct_pipeline.web.chains import Chains
from ct_pipeline.web.fetching import fetch_all
from ct_pipeline.web.limits import Limits
from ct_pipeline.web.permits import Permit
from ct_pipeline.web.turns import Hosts
from ct_pipeline_tests.web import hostile
from ct_pipeline_tests.web.hostile import HostileServer, answers, hostile_server, redirects_to

LIMITS = Limits(
    connect_seconds=0.5,
    idle_seconds=0.3,
    total_seconds=0.6,
    max_redirects=5,
    max_received_bytes=1_000_000,
    max_body_bytes=2_000_000,
    large_body_bytes=100_000,
)
PAGE = b"<html><body>" + b"text " * 1000 + b"</body></html>"


def settings_for(*servers: HostileServer, **values: object) -> Settings:
    hosts = frozenset[str]().union(*(server.hosts for server in servers))
    return Settings.model_validate(
        {"allowed_private_hosts": hosts, "host_delay_seconds": 0, "data_dir": Path("/nowhere")}
        | values
    )


def fetch(server: HostileServer, path: str, kind: Kind = Kind.PAGE, **values: object) -> Response:
    request = Request("one", server.url(path), kind)
    (response,) = fetch_all([request], settings_for(server, **values), limits=LIMITS)
    return response


def test_a_page_comes_with_status_headers_and_body() -> None:
    headers = {"Content-Type": "text/html", "ETag": 'W/"x"'}
    with hostile_server(page=answers(200, PAGE, headers)) as server:
        response = fetch(server, "/page")
    assert (response.status, response.body, response.failure) == (200, PAGE, None)
    assert response.headers["etag"] == 'W/"x"'
    assert response.final_url == server.url("/page")


def test_the_visitor_says_who_it_is() -> None:
    with hostile_server(page=answers(200)) as server:
        fetch(server, "/page", contact="https://example.org/monitor")
    agent = server.visits[-1].headers["user-agent"]
    assert agent.startswith("ct_pipeline/")
    assert "https://example.org/monitor" in agent


def test_headers_of_the_request_are_sent_verbatim() -> None:
    with hostile_server(feed=answers(304)) as server:
        request = Request("f", server.url("/feed"), Kind.FEED, {"If-None-Match": 'W/"a"'})
        (response,) = fetch_all([request], settings_for(server))
    assert response.status == 304
    assert server.visits[0].headers["if-none-match"] == 'W/"a"'


@pytest.mark.parametrize(
    ("script", "failure"),
    [
        (hostile.slow_headers, Failure.TIMEOUT),
        (hostile.dripping_body, Failure.TIMEOUT),
        (hostile.silence, Failure.TIMEOUT),
        (hostile.reset_in_body, Failure.BROKEN),
        (hostile.endless_body, Failure.TOO_LARGE),
        (hostile.endless_headers, Failure.BROKEN),
        (hostile.not_http, Failure.BROKEN),
        (hostile.gzip_bomb(8), Failure.TOO_LARGE),
        (hostile.truncated_gzip(PAGE), Failure.BROKEN),
        (answers(200, b"\x0b\x02\x80<html>\x03", {"Content-Encoding": "br"}), Failure.BROKEN),
        (answers(200, b"", {"Content-Length": "99999999"}), Failure.TOO_LARGE),
        (redirects_to("/bad"), Failure.TOO_MANY_REDIRECTS),
        (redirects_to("file:///etc/passwd"), Failure.REFUSED_ADDRESS),
        (redirects_to("javascript:alert(1)"), Failure.REFUSED_ADDRESS),
        (redirects_to("http://169.254.169.254/latest/meta-data"), Failure.REFUSED_ADDRESS),
        (redirects_to("http://2130706433/"), Failure.REFUSED_ADDRESS),
        (redirects_to("http://0x7f.1/"), Failure.REFUSED_ADDRESS),
        (redirects_to("http://0177.0.0.1/"), Failure.REFUSED_ADDRESS),
        (redirects_to("http://[::ffff:127.0.0.1]/"), Failure.REFUSED_ADDRESS),
        (redirects_to("http://[64:ff9b::7f00:1]/"), Failure.REFUSED_ADDRESS),
        (redirects_to("http://127.0.0.1:22/"), Failure.REFUSED_ADDRESS),
        (redirects_to("http://[::1"), Failure.REFUSED_ADDRESS),
    ],
)
def test_a_bad_server_is_a_failure_with_its_kind(script: hostile.Handler, failure: Failure) -> None:
    with hostile_server(bad=script) as server:
        response = fetch(server, "/bad", Kind.PAGE)
    assert response.failure is failure
    assert response.detail
    assert response.status is None


class PlainHttp(socketserver.BaseRequestHandler):
    """Answers a TLS greeting as a plain web server does."""

    def handle(self) -> None:
        self.request.recv(1024)
        self.request.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def test_a_host_whose_https_is_none_is_a_tls_failure() -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), PlainHttp) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host = f"127.0.0.1:{server.server_address[1]}"
        settings = settings_for(allowed_private_hosts=frozenset({host}))
        request = Request("one", f"https://{host}/feed", Kind.FEED)
        (response,) = fetch_all([request], settings, limits=LIMITS)
        server.shutdown()
    assert response.failure is Failure.TLS
    assert response.detail


@pytest.mark.parametrize("status", [403, 404, 410, 429, 500, 503])
def test_an_error_status_is_a_response_with_its_body(status: int) -> None:
    with hostile_server(page=answers(status, b"why", {"Retry-After": "120"})) as server:
        response = fetch(server, "/page")
    assert (response.status, response.body) == (status, b"why")
    assert response.headers["retry-after"] == "120"


def test_redirects_are_followed_and_recorded() -> None:
    with hostile_server(
        old=redirects_to("/next", 301), next=redirects_to("/new"), new=answers(200, PAGE)
    ) as server:
        response = fetch(server, "/old")
    assert [(hop.status, hop.url) for hop in response.redirects] == [
        (301, server.url("/next")),
        (302, server.url("/new")),
    ]
    assert (response.final_url, response.body) == (server.url("/new"), PAGE)


def test_a_site_that_waits_for_its_cookie_gets_it_back() -> None:
    async def gate(visit: hostile.Visit) -> hostile.Script:
        if visit.headers.get("cookie") == "seen=1":
            yield hostile.message(200, PAGE)
        else:
            yield hostile.message(302, headers={"Location": "/gate", "Set-Cookie": "seen=1"})

    with hostile_server(gate=gate) as server:
        assert fetch(server, "/gate").status == 200
        assert len(fetch(server, "/gate").redirects) == 1  # forgotten in between


def test_two_fetches_after_one_another_keep_their_distance() -> None:
    with hostile_server(feed=answers(200), page=answers(200, PAGE)) as server:
        fetch(server, "/feed", Kind.FEED, host_delay_seconds=0.2)
        fetch(server, "/page", Kind.FEED, host_delay_seconds=0.2)
    first, second = server.visits
    assert second.at - first.at >= 0.18


def test_compressed_bodies_are_unpacked() -> None:
    packed = answers(200, gzip.compress(PAGE), {"Content-Encoding": "gzip"})
    unannounced = answers(200, gzip.compress(PAGE))
    announced_only = answers(200, PAGE, {"Content-Encoding": "gzip"})
    with hostile_server(a=packed, b=unannounced, c=announced_only) as server:
        assert [fetch(server, path).body for path in ("/a", "/b", "/c")] == [PAGE] * 3


def test_the_beginning_of_a_truncated_feed_is_kept() -> None:
    feed = b"".join(b"<item>%d</item>" % number for number in range(2000))
    with hostile_server(feed=hostile.truncated_gzip(feed)) as server:
        response = fetch(server, "/feed", Kind.FEED)
    assert response.status == 200
    assert response.detail == "truncated compression"
    assert feed.startswith(response.body)
    assert len(response.body) > len(feed) // 3


def test_the_beginning_of_a_feed_that_broke_off_is_kept() -> None:
    with hostile_server(feed=hostile.reset_in_body) as server:
        response = fetch(server, "/feed", Kind.FEED)
    assert (response.status, response.body) == (200, b"<html>half of it")
    assert "broke off" in (response.detail or "")


def test_private_addresses_are_refused_unless_allowed() -> None:
    with hostile_server(page=answers(200, PAGE)) as server:
        request = Request("one", server.url("/page"), Kind.FEED)
        other = Request("two", f"http://localhost:{server.ports[0]}/page", Kind.FEED)
        (refused,) = fetch_all([request], Settings(host_delay_seconds=0))
        (spelt_otherwise,) = fetch_all([other], settings_for(server))
    assert refused.failure is Failure.REFUSED_ADDRESS
    assert spelt_otherwise.failure is Failure.REFUSED_ADDRESS
    assert server.visits == []


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


def test_robots_txt_governs_pages_but_not_feeds() -> None:
    robots = answers(200, b"User-agent: *\nDisallow: /private")
    with hostile_server(**{"robots.txt": robots, "private": answers(200, PAGE)}) as server:
        assert fetch(server, "/private", Kind.PAGE).failure is Failure.ROBOTS
        assert fetch(server, "/private", Kind.FEED).status == 200


def test_pages_wait_where_robots_txt_cannot_be_read() -> None:
    with hostile_server(**{"robots.txt": answers(503), "page": answers(200)}) as server:
        response = fetch(server, "/page")
    assert response.failure is Failure.ROBOTS_UNREADABLE
    assert "503" in (response.detail or "")
    assert server.paths() == []


def test_robots_txt_governs_where_a_redirect_leads_too() -> None:
    forbidding = answers(200, b"User-agent: ct_pipeline\nDisallow: /")
    with (
        hostile_server(**{"robots.txt": forbidding, "page": answers(200)}) as other,
        hostile_server(page=redirects_to(other.url("/page"))) as server,
    ):
        request = Request("one", server.url("/page"), Kind.PAGE)
        (response,) = fetch_all([request], settings_for(server, other), limits=LIMITS)
    assert response.failure is Failure.ROBOTS
    assert other.paths() == []


def test_where_the_host_cannot_be_reached_its_robots_txt_is_not_to_blame() -> None:
    with hostile_server() as server:
        settings, url = settings_for(server), server.url("/page")
    (response,) = fetch_all([Request("one", url, Kind.PAGE)], settings, limits=LIMITS)
    assert response.failure is Failure.CONNECT


def test_a_slow_caller_breaks_no_fetch() -> None:
    with hostile_server(page=answers(200, PAGE)) as server:
        requests = [Request(str(n), server.url("/page"), Kind.FEED) for n in range(60)]
        statuses = []
        for response in fetch_all(requests, settings_for(server), limits=LIMITS):
            if not statuses:
                time.sleep(LIMITS.total_seconds * 1.5)
            statuses.append(response.status)
    assert statuses == [200] * 60


def test_robots_txt_is_read_once_and_its_crawl_delay_obeyed() -> None:
    robots = answers(200, b"User-agent: *\nCrawl-delay: 0.1")
    starts = Starts()
    with hostile_server(**{"robots.txt": robots, "page": answers(200, PAGE)}) as server:
        requests = [Request(str(n), server.url("/page"), Kind.PAGE) for n in range(3)]
        hosts = Hosts(last_starts=starts)
        assert len(list(fetch_all(requests, settings_for(server), hosts=hosts))) == 3
    assert [visit.path for visit in server.visits].count("/robots.txt") == 1
    assert len(starts.moments) == 4
    assert starts.shortest_pause >= 0.099


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[HostileServer]:
    """Two hosts that pass for public ones, of which only the first is allowed as a private one."""
    with HostileServer({}, port_count=2) as server:
        monkeypatch.setattr(addresses, "refusal", lambda _: None)
        monkeypatch.setattr(addresses, "WEB_PORTS", frozenset(server.ports))
        yield server


def fetch_named(server: HostileServer, url: str, named_by: str | None, kind: Kind) -> Response:
    settings = settings_for(allowed_private_hosts=frozenset({server.host}))
    request = Request("one", url, kind, named_by=named_by)
    (response,) = fetch_all([request], settings, limits=LIMITS)
    return response


@pytest.mark.parametrize("kind", Kind)
def test_nothing_of_the_web_leads_to_an_allowed_private_host(
    web: HostileServer, kind: Kind
) -> None:
    inside, outside = web.url("/page"), web.url("/page", 1)
    web.scripts |= {"/page": answers(200, b"<p>text"), "/to": redirects_to(inside)}
    for named_by in (None, web.url("/feed")):
        assert fetch_named(web, inside, named_by, kind).status == 200
    for named_by in (outside, "", "http://["):
        refused = fetch_named(web, inside, named_by, kind)
        assert refused.failure is Failure.REFUSED_ADDRESS
        redirected = fetch_named(web, web.url("/to", 1), named_by, kind)
        assert redirected.failure is Failure.REFUSED_ADDRESS
    # The user's own word for a public page does not reach to where that leads.
    assert fetch_named(web, web.url("/to", 1), None, kind).failure is Failure.REFUSED_ADDRESS
    assert fetch_named(web, web.url("/to"), None, kind).status == 200


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
