"""Fetching many addresses: what comes back, in which manners, and how bad servers end."""

from __future__ import annotations

import gzip
import socketserver
import threading
from collections.abc import Iterator

import pytest

from ct_pipeline.feeds.exchange import Failure, Kind, Request, Response
from ct_pipeline.settings import Settings
from ct_pipeline.web import addresses
from ct_pipeline.web.fetching import fetch_all
from ct_pipeline_tests.web import hostile
from ct_pipeline_tests.web.hostile import HostileServer, answers, hostile_server, redirects_to
from ct_pipeline_tests.web.visits import LIMITS, PAGE, fetch, settings_for


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
