"""Hubs as feeds name them, and how long a subscription stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.feeds.documents import Feed
from ct_pipeline.feeds.hubs import (
    Hub,
    PushSubscription,
    after_agreement,
    after_asking,
    after_refusal,
    hub_of,
    said_of,
)
from ct_pipeline.feeds.parsing import parse
from ct_pipeline.feeds.polling import is_due
from ct_pipeline.feeds.states import FeedState

NOW = datetime(2025, 10, 6, 12, tzinfo=UTC)
URL = "https://journal.test/flux/une.xml"
HUB = Hub("https://hub.test/", "https://journal.test/flux/", URL)
ASKED = PushSubscription("s", HUB, "token", "secret", ask_at=NOW)

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Le Journal</title>
<link rel="self" href="/flux/"/><link rel="hub" href="https://hub.test/"/>
<entry><id>1</id><title>Un</title><link href="/1"/><link rel="hub" href="https://no.test/"/></entry>
</feed>"""
RSS = """<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Journal</title>
<atom:link rel="self" type="application/rss+xml" href="https://journal.test/flux/"/>
<atom:link rel='hub' href='https://hub.test/'/><item><title>Un</title></item></channel></rss>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "Journal", "items": [],
"feed_url": "https://journal.test/flux/", "hubs": [{"type": "rssCloud", "url": "https://no.test"},
{"type": "WebSub", "url": "https://hub.test/"}]}"""


def found(body: str, **headers: str) -> Hub | None:
    feed = parse(body.encode(), URL, headers)
    assert isinstance(feed, Feed)
    return hub_of(feed.hub_link, feed.self_link, headers, URL)


@pytest.mark.parametrize("body", [ATOM, RSS, JSON])
def test_a_feed_of_any_format_names_its_hub(body: str) -> None:
    assert found(body) == HUB


def test_the_headers_count_before_what_is_written_in_the_feed() -> None:
    link = '<https://other.test/h?a=1,2>; rel="hub", </une>; title="a; b"; rel=self'
    assert found(ATOM, link=link) == Hub(
        "https://other.test/h?a=1,2", "https://journal.test/une", URL
    )


def test_without_a_topic_of_its_own_a_feed_is_the_topic() -> None:
    assert found(ATOM.replace('<link rel="self" href="/flux/"/>', "")) == Hub(HUB.url, URL, URL)


@pytest.mark.parametrize("hub", ["", "mailto:hub@journal.test", "javascript:void(0)"])
def test_what_no_browser_opens_is_no_hub(hub: str) -> None:
    assert found(ATOM.replace("https://hub.test/", hub)) is None


@given(st.text(max_size=200))
def test_any_link_header_is_read(header: str) -> None:
    hub_of(None, None, {"link": header}, URL)


def test_a_hub_that_does_not_answer_is_asked_less_and_less_often() -> None:
    subscription, waits = ASKED, []
    for _ in range(8):
        asked_at = subscription.ask_at
        subscription = after_asking(subscription, asked_at)
        waits.append((subscription.ask_at - asked_at) / timedelta(hours=1))
    assert waits == [1, 2, 4, 8, 16, 24, 24, 24]
    assert not subscription.is_active(NOW)


def test_an_agreement_is_renewed_before_it_ends() -> None:
    agreed = after_agreement(after_asking(ASKED, NOW), 5 * 86_400, NOW)
    assert agreed.is_active(NOW + timedelta(days=4))
    assert agreed.ask_at == NOW + timedelta(days=4)
    assert not agreed.is_active(NOW + timedelta(days=5))
    assert after_asking(agreed, agreed.ask_at).is_active(agreed.ask_at)  # while it is renewed


@pytest.mark.parametrize(("stated", "granted"), [(1, 300), (10**9, 90 * 86_400), (None, 864_000)])
def test_no_lease_is_so_short_or_long_that_it_harms(stated: int | None, granted: int) -> None:
    agreed = after_agreement(ASKED, stated, NOW)
    assert agreed.lease_until == NOW + timedelta(seconds=granted)


def test_who_was_refused_asks_again_the_next_day() -> None:
    refused = after_refusal(after_agreement(ASKED, None, NOW), "not here", NOW)
    assert (refused.is_active(NOW), refused.reason) == (False, "not here")
    assert refused.ask_at == NOW + timedelta(days=1)


def test_a_pushed_feed_is_due_at_once_unless_its_host_asked_for_rest() -> None:
    asleep = FeedState(
        "s",
        URL,
        last_polled_at=NOW - timedelta(minutes=1),
        next_poll_at=NOW + timedelta(hours=1),
    )
    assert not is_due(asleep, 600, NOW)
    assert is_due(asleep, 600, NOW, is_pushed=True)
    resting = replace(asleep, wait_until_at=asleep.next_poll_at)
    assert not is_due(resting, 600, NOW, is_pushed=True)


def test_where_a_subscription_stands_is_said_in_words() -> None:
    asked = after_asking(ASKED, NOW)
    assert said_of(asked, NOW) == (
        "polled: https://hub.test/: it has not agreed yet; asked again 2025-10-06 13:00 UTC"
    )
    agreed = after_agreement(asked, None, NOW)
    assert said_of(agreed, NOW) == "pushed by https://hub.test/ until 2025-10-16"
    refused = after_refusal(agreed, "the hub refused: no strangers", NOW)
    assert "no strangers; asked again 2025-10-07" in said_of(refused, NOW)
