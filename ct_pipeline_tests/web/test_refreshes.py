"""Pages that send every visitor on."""

from __future__ import annotations

import time

import pytest

from ct_pipeline.feeds.exchange import Failure, Kind
from ct_pipeline.web.refreshes import refresh_target
from ct_pipeline_tests.web import hostile
from ct_pipeline_tests.web.hostile import HostileServer, answers, hostile_server, redirects_to
from ct_pipeline_tests.web.visits import PAGE, fetch

URL = "https://journal.example/go/7?x=1"
WORDS = "<p>" + "Les quais du port sont ouverts. " * 40 + "</p>"


def meta(content: str, quote: str = '"', body: str = "<a href=/a>ici</a>") -> str:
    return (
        f"<html><head><META HTTP-EQUIV={quote}Refresh{quote} CONTENT={quote}{content}{quote}>"
        f"</head><body>{body}</body></html>"
    )


def target(html: str, headers: dict[str, str] | None = None) -> str | None:
    return refresh_target(headers or {}, html.encode(), URL)


@pytest.mark.parametrize(
    ("content", "leads_to"),
    [
        ("0; url=/a/stade", "https://journal.example/a/stade"),
        ("0;URL=/a/stade", "https://journal.example/a/stade"),
        ("0, /a/stade", "https://journal.example/a/stade"),
        ("0.0; url='/a/stade'", "https://journal.example/a/stade"),
        ("3; url=https://autre.example/a?b=1&amp;c=%2F", "https://autre.example/a?b=1&c=%2F"),
        ("1; url = stade.html", "https://journal.example/go/stade.html"),
        ("0; url=/à/é", "https://journal.example/à/é"),
        ("300", None),
        ("0", None),
        ("300; url=/a/stade", None),
        ("0; url=", None),
        ("0; url=#top", None),
        ("0; url=javascript:go()", None),
        ("0; url=app://a/stade", None),
        ("0; url=https://journal.example/go/7?x=1#a", None),
        ("soon; url=/a", None),
    ],
)
def test_a_meta_element_leads_on_like_a_redirect(content: str, leads_to: str | None) -> None:
    assert target(meta(content)) == leads_to


def test_its_attributes_may_be_written_in_any_way() -> None:
    assert target(meta("0;url=/b", "'")) == "https://journal.example/b"
    assert target(meta("0;url=/b", "")) == "https://journal.example/b"
    swapped = '<meta content="0; url=/b" http-equiv=refresh>'
    assert target(f"<!-- a --><!doctype html><head>{swapped}") == "https://journal.example/b"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_a_page_leads_on_in_any_encoding(encoding: str) -> None:
    page = meta("0; url=/b").encode(encoding)
    assert refresh_target({}, page, URL) == "https://journal.example/b"


def test_a_page_leads_on_from_the_base_that_it_names() -> None:
    base = '<head><base href="https://press.example/x/">'
    assert target(meta("0; url=b").replace("<head>", base)) == "https://press.example/x/b"


def test_a_header_leads_on_too() -> None:
    assert target("", {"refresh": "0; url=/b"}) == "https://journal.example/b"
    assert target(meta("0;url=/a"), {"refresh": "0; url=/b"}) == "https://journal.example/b"
    assert target("<html>", {"refresh": "300"}) is None


def test_a_page_with_something_to_read_is_not_left_after_seconds() -> None:
    assert target(meta("5; url=/", body=WORDS)) is None
    assert target(meta("5; url=/next", body="<p>Vous allez être redirigé.</p>")) is not None
    assert target(meta("0; url=/new", body=WORDS)) == "https://journal.example/new"


@pytest.mark.parametrize(
    "html",
    [
        f"<!-- {meta('0;url=/a')} --><html><body>{WORDS}",
        f"<html><head><noscript>{meta('0;url=/sans-js')}</noscript></head><body>{WORDS}",
        f"<html><script>document.write('{meta('0;url=/a')}')</script><body>{WORDS}",
        f"<html><template>{meta('0;url=/a')}</template><body>{WORDS}",
        "<html><body>&lt;meta http-equiv=refresh content='0;url=/a'&gt;",
    ],
)
def test_what_no_visitor_is_sent_on_by_is_no_refresh(html: str) -> None:
    assert target(html) is None


def test_what_is_for_visitors_without_scripts_counts_where_there_is_nothing_else() -> None:
    html = (
        '<head><noscript><META http-equiv="refresh" content="0;URL=https://autre.example/7">'
        "</noscript><title>https://autre.example/7</title></head><script>go()</script>"
    )
    assert target(html) == "https://autre.example/7"


def test_a_feed_is_what_was_asked_for() -> None:
    feed = f"<?xml version='1.0'?><rss><channel><item><description>{meta('0;url=/a')}"
    assert target(feed) is None
    assert target(feed, {"refresh": "0; url=/b"}) is None


def test_hostile_markup_is_read_at_once() -> None:
    began = time.process_time()
    for noise in ("<script ", "<!--", "<meta ", "<", "<title ", "<body ", "<noscript>", "&"):
        target("<html><meta http-equiv=refresh content='1;url=/a'>" + noise * 50_000)
    assert time.process_time() - began < 2


def test_a_page_behind_a_refresh_is_fetched_and_the_way_recorded() -> None:
    with hostile_server(
        go=answers(200, meta("0; url=/a").encode()), a=answers(200, PAGE)
    ) as server:
        response = fetch(server, "/go", Kind.PAGE)
    assert (response.body, response.final_url) == (PAGE, server.url("/a"))
    assert [hop.status for hop in response.redirects] == [200]


def test_the_rules_for_addresses_and_robots_hold_behind_a_refresh() -> None:
    robots = answers(200, b"User-agent: *\nDisallow: /closed")
    inside = meta("0; url=http://169.254.169.254/latest/meta-data").encode()
    with hostile_server(
        inside=answers(200, inside),
        shut=answers(200, meta("0; url=/closed").encode()),
        **{"robots.txt": robots},
    ) as server:
        assert fetch(server, "/inside", Kind.FEED).failure is Failure.REFUSED_ADDRESS
        assert fetch(server, "/shut", Kind.PAGE).failure is Failure.ROBOTS
    assert "/closed" not in server.paths()


def test_pages_that_send_on_in_a_circle_end_with_the_last() -> None:
    scripts = {
        "/a": answers(200, meta("0;url=/b").encode()),
        "/b": answers(200, meta("0;url=/a").encode()),
    }
    with HostileServer(scripts) as server:
        response = fetch(server, "/a", Kind.PAGE)
    assert response.status == 200
    assert server.paths() == ["/a", "/b"]


def test_an_error_page_sends_nobody_on() -> None:
    page = answers(404, meta("0; url=/").encode())
    with hostile_server(gone=page) as server:
        assert fetch(server, "/gone", Kind.PAGE).status == 404


def test_refreshes_without_end_stop_like_redirects() -> None:
    async def onwards(visit: hostile.Visit) -> hostile.Script:
        page = meta(f"0; url={visit.path}0").encode()
        yield hostile.message(200, page)

    scripts = {"/" + "0" * n: onwards for n in range(1, 20)}
    with HostileServer(scripts) as server:
        assert fetch(server, "/0", Kind.FEED).failure is Failure.TOO_MANY_REDIRECTS


def test_a_target_that_is_stated_twice_is_one() -> None:
    async def twice(visit: hostile.Visit) -> hostile.Script:
        yield b"HTTP/1.1 302 Found\r\nLocation: /a\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n"

    async def two(visit: hostile.Visit) -> hostile.Script:
        yield b"HTTP/1.1 302 Found\r\nLocation: /a\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"

    with hostile_server(twice=twice, two=two, a=answers(200, PAGE)) as server:
        assert fetch(server, "/twice").body == PAGE
        assert fetch(server, "/two").body == PAGE


def test_a_redirect_may_name_bytes_that_are_no_text() -> None:
    with HostileServer(
        {"/old": redirects_to("/caf\xe9?q=\xe9 b"), "/caf%E9?q=%E9%20b": answers(200, PAGE)}
    ) as server:
        assert fetch(server, "/old").body == PAGE
