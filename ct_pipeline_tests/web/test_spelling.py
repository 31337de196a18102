"""Addresses go over the wire as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.feeds.exchange import Kind, Request
from ct_pipeline.web.addresses import RefusedAddressError, parse_url
from ct_pipeline.web.calls import post
from ct_pipeline.web.fetching import fetch_all
from ct_pipeline.web.spelling import wire_address
from ct_pipeline_tests.web.hostile import (
    HostileServer,
    Script,
    Visit,
    answers,
    message,
    redirects_to,
)
from ct_pipeline_tests.web.visits import LIMITS, PAGE, fetch, settings_for

SIGNED = "/p%2Fq/a'b(c)!;v=1?u=a%2Fb%3Ac&x=%7Ez&sig=ab%27c%2B==&t=[1]&e=100%&q=a+b"


@pytest.mark.parametrize(
    "url",
    [
        f"https://journal.example{SIGNED}",
        "http://e.example/%e9%C3%A9?a=%2f",
        "http://e.example/a//b/?&&a=&=b",
        "http://e.example/~u/a|b^c",
        "http://[2001:db8::1]:8080/a",
        "http://user:pa%40ss@e.example/",
    ],
)
def test_what_is_escaped_stays_and_what_is_not_stays_too(url: str) -> None:
    assert wire_address(url) == url


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("http://e.example/le phare s'allume", "http://e.example/le%20phare%20s'allume"),
        (
            "http://e.example/été?q=صحراء",
            "http://e.example/%C3%A9t%C3%A9?q=%D8%B5%D8%AD%D8%B1%D8%A7%D8%A1",
        ),
        ("  http://e.example/a\n\tb  ", "http://e.example/ab"),
        ("http://e.example\\a\\b?x=\\", "http://e.example/a/b?x=\\"),
        ("http://e.example/a/../b/./c", "http://e.example/b/c"),
        ("http://e.example?x", "http://e.example/?x"),
        ("HTTP://E.Example/A", "http://e.example/A"),
        ("http://straße.example/", "http://xn--strae-oqa.example/"),
        ("http://münze.example/", "http://xn--mnze-0ra.example/"),
        ("http://😀.example/", "http://xn--e28h.example/"),
        ("http://مثال.example。org/", "http://xn--mgbh0fb.example.org/"),
        ('http://e.example/<"a">{b}`', "http://e.example/%3C%22a%22%3E%7Bb%7D%60"),
        ("http://e%78ample.org/", "http://example.org/"),
    ],
)
def test_only_what_cannot_stand_there_is_escaped(url: str, sent: str) -> None:
    assert wire_address(url) == sent


@pytest.mark.parametrize(
    "url", ["http://a b.example/", "http://a<b/", "http://[::1", "http://a%2Fb/"]
)
def test_what_is_no_host_is_refused(url: str) -> None:
    with pytest.raises(RefusedAddressError):
        parse_url(url, frozenset())


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_spelling_that_was_sent_is_not_spelt_again(path: str, query: str) -> None:
    once = wire_address(f"http://e.example/{path}?{query}")
    assert once.isascii()
    assert wire_address(once) == once


def test_a_page_a_redirect_and_a_webhook_are_asked_for_as_they_are_written() -> None:
    scripts = {SIGNED: answers(200, PAGE), "/old": redirects_to(SIGNED)}
    with HostileServer(scripts) as server:
        assert fetch(server, SIGNED).body == PAGE
        assert fetch(server, "/old", Kind.FEED).body == PAGE
        assert post(server.url(SIGNED), {}, b"", settings_for(server), 2).status == 200
    assert server.paths() == [SIGNED, "/old", SIGNED, SIGNED]


BASIC = "Basic bGVjdGV1cjptb3QgZGUgcGFzc8Op"  # lecteur:mot de passé


def test_user_and_password_are_for_that_host_alone() -> None:
    scripts = {
        "/feed": redirects_to("/here"),
        "/here": answers(200, PAGE),
        "/away": redirects_to("http://127.0.0.1:PORT/here"),
    }
    with HostileServer(scripts, port_count=2) as server:
        scripts["/away"] = redirects_to(server.url("/here", 1))
        for path in ("/feed", "/away"):
            url = server.url(path).replace("//", "//lecteur:mot%20de%20pass%C3%A9@")
            (response,) = fetch_all(
                [Request("one", url, Kind.FEED)], settings_for(server), limits=LIMITS
            )
            assert response.status == 200
    said = [(visit.path, visit.headers.get("authorization")) for visit in server.visits]
    assert said == [("/feed", BASIC), ("/here", BASIC), ("/away", BASIC), ("/here", None)]


def test_who_wants_pages_named_is_asked_a_second_time() -> None:
    async def picky(visit: Visit) -> Script:
        yield message(200, PAGE) if "text/html" in visit.headers["accept"] else message(406)

    with HostileServer({"/feed": picky, "/never": answers(406)}) as server:
        assert fetch(server, "/feed", Kind.FEED).status == 200
        assert fetch(server, "/never", Kind.FEED).status == 406
    assert server.paths() == ["/feed", "/feed", "/never", "/never"]
