"""What robots.txt allows, and what happens where it cannot be read."""

from __future__ import annotations

from ct_pipeline.feeds.exchange import Failure, Kind, Request
from ct_pipeline.web.fetching import fetch_all
from ct_pipeline.web.turns import Hosts
from ct_pipeline_tests.web.hostile import answers, hostile_server, redirects_to
from ct_pipeline_tests.web.test_hosts_in_turn import Starts
from ct_pipeline_tests.web.visits import LIMITS, PAGE, fetch, settings_for


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
