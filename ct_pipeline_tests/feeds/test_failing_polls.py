"""What a failed poll means for its feed, and when it is asked again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ct_pipeline.feeds.answers import read_answer
from ct_pipeline.feeds.exchange import Extent, Failure, Kind, Request, Response
from ct_pipeline.feeds.polling import is_due
from ct_pipeline.feeds.states import State
from ct_pipeline_tests.feeds.polled import FEED, NOW, POLLED, URL, after, answer, wait


@pytest.mark.parametrize(
    ("response", "state"),
    [
        (answer(404), State.FAILING),
        (answer(500), State.FAILING),
        (answer(503), State.FAILING),
        (answer(429), State.FAILING),
        (answer(400), State.FAILING),
        (answer(401), State.BLOCKED),
        (answer(403), State.BLOCKED),
        (answer(451), State.BLOCKED),
        (answer(410), State.GONE),
        (answer(503, b"<title>Just a moment...</title>"), State.BLOCKED),
        (answer(429, headers={"cf-mitigated": "challenge"}), State.BLOCKED),
        (answer(200, b"<html><div class=cf-turnstile>"), State.BLOCKED),
        (answer(200, b"<html><title>Accueil</title>"), State.FAILING),
        (answer(200, b""), State.FAILING),
        (answer(200, b"not a feed"), State.FAILING),
        (answer(304, b"", request=Request("s", URL, Kind.FEED)), State.FAILING),
        (answer(None, failure=Failure.TIMEOUT), State.FAILING),
        (answer(None, failure=Failure.DNS), State.FAILING),
        (answer(None, failure=Failure.TLS), State.FAILING),
        (answer(None, failure=Failure.CONNECT), State.FAILING),
        (answer(None, failure=Failure.BROKEN), State.FAILING),
        (answer(None, failure=Failure.TOO_LARGE), State.FAILING),
        (answer(None, failure=Failure.TOO_MANY_REDIRECTS), State.FAILING),
        (answer(None, failure=Failure.REFUSED_ADDRESS), State.BLOCKED),
    ],
)
def test_every_failure_has_its_state_its_words_and_another_try(
    response: Response, state: State
) -> None:
    failed = after(response)
    assert failed.state is state
    assert failed.detail
    assert failed.consecutive_failures == 1
    assert failed.next_poll_at is not None
    assert failed.next_poll_at > NOW
    assert failed.last_success_at == POLLED.last_success_at
    assert failed.etag == POLLED.etag


def test_hard_failures_back_off_faster_than_soft_and_soft_faster_than_temporary() -> None:
    waits = []
    for response in (answer(503), answer(200, b"not a feed"), answer(404)):
        state = POLLED
        for _ in range(4):
            state = after(response, state)
        waits.append(wait(state))
    assert waits == sorted(waits)
    assert waits[0] * 2 < waits[2]


def test_no_failure_is_final_and_one_success_makes_it_good() -> None:
    state = POLLED
    for _ in range(100):
        state = after(answer(404), state)
    assert wait(state) <= 86_400 * 1.1
    mended = after(answer(), state)
    assert (mended.state, mended.failure_score, mended.consecutive_failures) == ("healthy", 0, 0)
    assert mended.wait_until_at is None


def test_an_address_that_our_own_rules_refuse_need_not_wait() -> None:
    refused = after(answer(None, failure=Failure.REFUSED_ADDRESS), floor=0)
    assert is_due(refused, 0, NOW)


@pytest.mark.parametrize(
    ("header", "hours"),
    [
        ("7200", 2),
        ("Fri, 21 Nov 2025 15:00:00 GMT", 3),
        ("Friday, 21-Nov-25 15:00:00 GMT", 3),
        ("99999999999999", 24),
        ("Fri, 31 Dec 2066 23:59:59 GMT", 24),
    ],
)
def test_retry_after_is_obeyed_in_both_forms_up_to_a_day(header: str, hours: float) -> None:
    told = after(answer(503, headers={"retry-after": header}), floor=0)
    assert told.wait_until_at == NOW + timedelta(hours=hours)
    assert not is_due(told, 0, NOW + timedelta(hours=hours, seconds=-1))
    assert is_due(told, 0, NOW + timedelta(hours=hours))


@pytest.mark.parametrize("header", ["", "soon", "-5", "Fri, 21 Nov 2020 15:00:00 GMT"])
def test_a_senseless_retry_after_changes_nothing(header: str) -> None:
    told = after(answer(503, headers={"retry-after": header}))
    assert 600 < wait(told) < 900


def test_a_body_that_broke_off_is_a_failure_that_keeps_its_whole_entries() -> None:
    cut = answer(
        200,
        FEED[:-60],
        detail="truncated compression",
        extent=Extent.BROKEN_OFF,
        headers={"etag": '"new"'},
    )
    reading = read_answer(POLLED, cut)
    assert not isinstance(reading, Request)
    state = after(cut, new=1)
    assert (state.state, state.etag, state.last_new_entry_at) == ("failing", POLLED.etag, NOW)
    assert state.detail is not None
    assert "1 whole entries" in state.detail
