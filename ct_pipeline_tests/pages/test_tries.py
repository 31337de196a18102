"""What an answer means for a page, and when it is tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_pipeline.feeds.exchange import Archived, Failure, Kind, Request, Response
from ct_pipeline.pages.tries import judge

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TEN_MINUTES = timedelta(minutes=10)
HALF_A_DAY = timedelta(hours=12)


def answer(
    status: int | None = None,
    *,
    failure: Failure | None = None,
    body_bytes: int = 100,
    **headers: str,
) -> Response:
    archived = Archived("f", 0, "hash", body_bytes) if status else None
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    request = Request("e", "https://news.example/a", Kind.PAGE)
    return Response(
        request, NOW, 5, status, names, failure=failure, detail="why", archived=archived
    )


def test_a_page_that_came_waits_for_extraction() -> None:
    effect = judge(answer(200), 1, TEN_MINUTES, NOW)
    assert (effect.result, effect.outcome, effect.next_attempt_at) == ("ok", "pending", None)


@pytest.mark.parametrize(
    ("response", "outcome"),
    [
        (answer(401), "blocked"),
        (answer(403), "blocked"),
        (answer(451), "blocked"),
        (answer(failure=Failure.ROBOTS), "blocked"),
        (answer(failure=Failure.REFUSED_ADDRESS), "blocked"),
        (answer(failure=Failure.ROBOTS_UNREADABLE), "pending"),
        (answer(404), "fetch_failed"),
        (answer(410), "fetch_failed"),
        (answer(429), "fetch_failed"),
        (answer(500), "fetch_failed"),
        (answer(503), "fetch_failed"),
        (answer(200, body_bytes=0), "fetch_failed"),
        (answer(failure=Failure.DNS), "fetch_failed"),
        (answer(failure=Failure.TIMEOUT), "fetch_failed"),
        (answer(failure=Failure.TOO_LARGE), "fetch_failed"),
        (answer(failure=Failure.TOO_MANY_REDIRECTS), "fetch_failed"),
    ],
)
def test_whatever_did_not_come_has_an_outcome_and_a_reason(
    response: Response, outcome: str
) -> None:
    effect = judge(response, 1, TEN_MINUTES, NOW)
    assert effect.outcome == outcome
    assert effect.reason


def test_a_temporary_failure_is_tried_again_ever_later_but_within_twelve_hours() -> None:
    waits = [
        (judge(answer(503), attempts, TEN_MINUTES, NOW).next_attempt_at or NOW) - NOW
        for attempts in (1, 2, 3, 20, 5000)
    ]
    assert waits == [TEN_MINUTES, 2 * TEN_MINUTES, 4 * TEN_MINUTES, HALF_A_DAY, HALF_A_DAY]


def test_without_a_shortest_wait_it_is_tried_again_in_the_next_pass() -> None:
    assert judge(answer(503), 3, timedelta(0), NOW).next_attempt_at == NOW


def test_retry_after_lengthens_the_wait_up_to_twelve_hours() -> None:
    hour = judge(answer(429, retry_after="3600"), 1, TEN_MINUTES, NOW)
    week = judge(answer(429, retry_after="604800"), 1, TEN_MINUTES, NOW)
    assert hour.next_attempt_at == NOW + timedelta(hours=1)
    assert week.next_attempt_at == NOW + HALF_A_DAY


def test_a_page_that_stays_missing_is_given_up() -> None:
    tries = [judge(answer(404), attempts, TEN_MINUTES, NOW) for attempts in range(1, 6)]
    assert [effect.next_attempt_at is not None for effect in tries] == [True] * 3 + [False] * 2
    assert judge(answer(410), 1, TEN_MINUTES, NOW).next_attempt_at is None


@settings(max_examples=50, deadline=None)
@given(text=st.text(), status=st.integers(100, 599), attempts=st.integers(1, 10**6))
def test_no_header_breaks_a_verdict(text: str, status: int, attempts: int) -> None:
    effect = judge(answer(status, retry_after=text), attempts, TEN_MINUTES, NOW)
    assert effect.outcome in {"pending", "fetch_failed", "blocked"}
    assert effect.next_attempt_at is None or effect.next_attempt_at >= NOW
