"""When feeds are asked, what they are asked, and what their answers do to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_pipeline.feeds.answers import read_answer
from ct_pipeline.feeds.exchange import Redirect, Request
from ct_pipeline.feeds.polling import decide, is_due, jitter, permanent_address, request_of
from ct_pipeline.feeds.rhythm import Rhythm
from ct_pipeline.feeds.states import State
from ct_pipeline_tests.feeds.bodies import item, rss
from ct_pipeline_tests.feeds.polled import (
    FEED,
    FRESH,
    LONG,
    LONG_FEED,
    NOW,
    POLLED,
    SOURCE,
    URL,
    after,
    answer,
    wait,
)


def test_validators_are_sent_back_verbatim() -> None:
    request = request_of(POLLED, SOURCE, NOW)
    assert request.headers["If-None-Match"] == 'W/"a b"'
    assert request.headers["If-Modified-Since"] == "yesterday-ish"


def test_a_feed_without_a_past_is_asked_unconditionally() -> None:
    assert not request_of(FRESH, SOURCE, NOW).headers


@pytest.mark.parametrize(
    ("changes", "is_conditional"),
    [
        ({}, True),
        ({"last_full_at": NOW - timedelta(hours=25)}, False),
        ({"entries_per_day": 48.0, "last_full_at": NOW - timedelta(hours=3)}, False),
        ({"entries_per_day": 2.0, "last_full_at": NOW - timedelta(hours=3)}, True),
        ({"distrusted_until_at": NOW + timedelta(days=1)}, False),
        ({"distrusted_until_at": NOW - timedelta(days=1)}, True),
    ],
)
def test_a_304_is_believed_only_so_far(changes: dict[str, object], is_conditional: bool) -> None:
    request = request_of(replace(POLLED, **changes), SOURCE, NOW)  # type: ignore[arg-type]
    assert ("If-None-Match" in request.headers) is is_conditional


def test_an_adopted_address_that_fails_is_tried_in_turn_with_the_listed_one() -> None:
    moved = replace(POLLED, address="https://new.org/f")
    asked = [
        request_of(replace(moved, consecutive_failures=count), SOURCE, NOW).url
        for count in range(6)
    ]
    assert asked == ["https://new.org/f"] * 3 + [URL, "https://new.org/f", URL]


def test_a_feed_is_due_when_its_time_has_come_and_the_floor_is_kept() -> None:
    assert is_due(FRESH, 600, NOW)
    assert is_due(POLLED, 600, NOW)
    assert not is_due(POLLED, 600, NOW - timedelta(seconds=1))
    assert not is_due(POLLED, 7200, NOW)


def test_a_floor_of_zero_asks_everyone_who_need_not_wait() -> None:
    later = replace(POLLED, next_poll_at=NOW + timedelta(hours=5))
    assert is_due(later, 0, NOW)
    assert not is_due(replace(later, wait_until_at=NOW + timedelta(minutes=1)), 0, NOW)
    assert after(answer(), floor=0).next_poll_at == NOW


@pytest.mark.parametrize(
    ("per_day", "headers", "body", "seconds"),
    [
        (48.0, {}, FEED, 900),
        (1000.0, {}, FEED, 600),
        (0.1, {}, FEED, 86_400),
        (2.0, {"cache-control": "public, max-age=36000"}, LONG_FEED, 36_000),
        (2.0, {"cache-control": "no-cache, max-age=36000"}, LONG_FEED, 21_600),
        (2.0, {"expires": "Fri, 21 Nov 2025 20:00:00 GMT"}, LONG_FEED, 28_800),
        (2.0, {"expires": "0"}, LONG_FEED, 21_600),
        (2.0, {}, rss(*LONG, channel="<ttl>600</ttl>").encode(), 36_000),
        # A busy feed is asked by its own rhythm, whatever its software says of it.
        (48.0, {"cache-control": "max-age=3000"}, LONG_FEED, 3000),
        (48.0, {"cache-control": "max-age=999999999"}, LONG_FEED, 3600),
        (42.0, {}, rss(*LONG, channel="<ttl>1440</ttl>").encode(), 86_400 / 21),
        # Two entries at a time: before both are gone.
        (48.0, {"cache-control": "max-age=86400"}, FEED, 1800),
    ],
)
def test_the_interval_follows_the_feeds_rhythm_and_its_wishes(
    per_day: float, headers: dict[str, str], body: bytes, seconds: float
) -> None:
    usual = replace(POLLED, entries_per_day=per_day)
    waited = wait(after(answer(body=body, headers=headers), usual))
    assert seconds <= waited <= seconds * 1.1


def test_a_feed_that_speaks_more_is_asked_more_often() -> None:
    def interval(per_day: int) -> float:
        month = Rhythm(NOW - timedelta(days=30), NOW, 30 * per_day, 14 * per_day)
        return wait(after(answer(), rhythm=month))

    assert interval(1) > interval(6) > interval(24)


@given(st.datetimes(timezones=st.just(UTC)), st.text(max_size=20))
@settings(max_examples=50)
def test_jitter_is_a_fraction_and_the_same_in_every_replay(now: datetime, source_id: str) -> None:
    assert 0 <= jitter(source_id, now) < 1
    assert jitter(source_id, now) == jitter(source_id, now)


def test_new_validators_replace_the_old_and_their_absence_removes_them() -> None:
    assert after(answer(headers={"etag": '"n"'})).etag == '"n"'
    assert after(answer()).etag is None
    assert after(answer(304, b"")).etag == POLLED.etag
    newer = after(answer(304, b"", headers={"last-modified": "later"}))
    assert (newer.etag, newer.last_modified) == (POLLED.etag, "later")


@pytest.mark.parametrize(
    ("statuses", "address"),
    [
        ([301], "https://hop0.org/"),
        ([308, 301], "https://hop1.org/"),
        ([302], URL),
        ([307, 301], URL),
        ([301, 302], "https://hop0.org/"),
    ],
)
def test_permanent_redirects_move_a_feed_and_temporary_ones_do_not(
    statuses: list[int], address: str
) -> None:
    hops = tuple(Redirect(status, f"https://hop{n}.org/") for n, status in enumerate(statuses))
    response = answer(redirects=hops, final_url=hops[-1].url)
    assert permanent_address(response) == address
    moved = after(response)
    assert (moved.address, moved.first_polled_at) == (address, POLLED.first_polled_at)


def test_a_permanent_redirect_to_something_else_moves_nothing() -> None:
    hop = (Redirect(301, "https://parked.org/"),)
    assert after(answer(200, b"<html>", redirects=hop)).address == URL
    assert after(answer(404, redirects=hop)).address == URL


def test_a_body_known_by_its_hash_is_not_parsed_again() -> None:
    first = after(answer())
    again = after(answer(), first)
    assert (again.unchanged_count, again.last_changed_at) == (1, NOW)
    broken = answer(200, b"\x00 not a feed any more")
    known = replace(first, body_hash=after(answer()).body_hash)
    assert after(broken, known).state is State.FAILING


def test_a_feed_without_entries_is_silent_also_while_it_says_304() -> None:
    empty = after(answer(200, rss().encode()))
    assert (empty.state, empty.detail) == ("silent", "the feed has no entries")
    assert after(answer(304, b""), empty).state is State.SILENT
    assert after(answer(), empty).state is State.HEALTHY


def test_what_was_over_the_limit_is_said() -> None:
    many = rss(*(item(number) for number in range(2_010))).encode()
    state = after(answer(200, many))
    assert (state.state, state.detail) == (
        "healthy",
        "10 entries over the limit were not read",
    )


def test_a_server_whose_304_was_a_lie_is_not_believed_for_a_month() -> None:
    lulled = replace(POLLED, unchanged_count=30, last_full_at=NOW - timedelta(hours=25))
    same_etag = answer(headers={"etag": POLLED.etag}, request=request_of(lulled, SOURCE, NOW))
    caught = after(same_etag, lulled, new=3)
    assert caught.distrusted_until_at == NOW + timedelta(days=30)
    tomorrow = NOW + timedelta(days=1)
    assert "If-None-Match" not in request_of(caught, SOURCE, tomorrow).headers


def test_entries_older_than_the_last_304_give_a_lie_away() -> None:
    lulled = replace(POLLED, unchanged_count=30, last_full_at=NOW - timedelta(hours=25))
    response = answer(headers={"etag": '"another"'})
    reading = read_answer(lulled, response)
    assert not isinstance(reading, Request)

    def caught(date: datetime) -> bool:
        state = decide(lulled, response, reading, new_dates=[date], rhythm=None, floor=600, now=NOW)
        return state.distrusted_until_at is not None

    assert caught(NOW - timedelta(hours=12))
    assert not caught(NOW - timedelta(minutes=30))  # after the last 304
    assert not caught(NOW - timedelta(days=30))  # an old text, published late


def test_an_honest_change_is_no_lie() -> None:
    lulled = replace(POLLED, unchanged_count=30)
    assert after(answer(headers={"etag": '"n"'}), lulled, new=3).distrusted_until_at is None
    assert after(answer(headers={"etag": POLLED.etag}), POLLED, new=3).distrusted_until_at is None
