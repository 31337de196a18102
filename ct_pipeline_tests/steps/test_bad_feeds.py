"""Every bad feed has its state, and a good one beside it comes through."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from ct_pipeline.feeds.parsing import MAX_ENTRIES
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.feeds.reports import count_unsettled_entries
from ct_pipeline.web.fetching import fetch_all
from ct_pipeline_tests.feeds.bodies import RSS_HEAD, item, rss
from ct_pipeline_tests.steps.poller import GOOD, LIMITS, Poller, replies
from ct_pipeline_tests.web import hostile
from ct_pipeline_tests.web.hostile import HostileServer, answers, redirects_to

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
    poller: Poller, servers: tuple[HostileServer, HostileServer]
) -> None:
    good, bad = servers
    settings = Settings.model_validate(
        {"allowed_private_hosts": frozenset({good.host, bad.host}), "host_delay_seconds": 0}
    )
    poller.subscribe(good=good.url("/good"), **{name: bad.url(f"/{name}") for name in BAD_FEEDS})
    results = poller.poll(partial(fetch_all, settings=settings, limits=LIMITS))
    assert len(results) == len(BAD_FEEDS) + 1
    found = {
        source_id: (state, count)
        for source_id, state, count in poller.rows(
            "SELECT source_id, state, coalesce(new_entry_count, 0)"
            " FROM news.feed_states JOIN news.polls USING (source_id)"
        )
    }
    assert found.pop("good") == ("healthy", 30)
    state, saved_count = found["truncated_gzip"]
    assert 0 < saved_count < 30
    found["truncated_gzip"] = (state, SOME)
    assert found == {name: (state, count) for name, (_, state, count) in BAD_FEEDS.items()}
    assert poller.rows("SELECT count(*) FROM news.feed_states WHERE next_poll_at IS NULL") == [(0,)]
    assert not poller.rows("SELECT * FROM news.entries WHERE title LIKE '%root:%'")


def test_bad_entries_end_in_exactly_one_outcome_each(poller: Poller) -> None:
    poller.subscribe(s="https://e.org/feed")
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
    poller.poll(replies(body))
    outcomes = poller.rows(
        "SELECT outcome, count(*) FROM news.entry_outcomes GROUP BY ALL ORDER BY outcome"
    )
    assert outcomes == [
        ("blocked", 1),
        ("duplicate_url", 1),
        ("not_an_article", 2),
        ("pending", 6),
    ]
    with poller.open() as connection:
        assert not any(count_unsettled_entries(connection).values())


def test_a_feed_of_twenty_thousand_entries_is_bounded_and_says_so(poller: Poller) -> None:
    poller.subscribe(s="https://e.org/feed")
    poller.poll(replies(rss(*(item(number) for number in range(20_000)))))
    assert poller.rows("SELECT count(*) FROM news.entries") == [(MAX_ENTRIES,)]
    assert poller.rows("SELECT state, detail FROM news.feed_states") == [
        ("healthy", "18000 entries over the limit were not read")
    ]
