"""What a receiver's answer means: an accepted message stays accepted, whatever its headers say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.feeds.exchange import Kind, Request, Response
from ct_pipeline.web.webhooks import answer_of

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
URL = "https://example.org/hook"


def answered(status: int, header: str) -> Response:
    request = Request(URL, URL, Kind.FEED)
    headers = {"retry-after": header}
    return Response(request, NOW, elapsed_ms=1, status=status, headers=headers)


@pytest.mark.parametrize("header", ["²", "٣٦٠٠ s", "9" * 5000, "soon", "", "Thu, 99 Nov 2026"])
def test_odd_digits_in_an_accepted_message_s_answer_break_nothing(header: str) -> None:
    answer = answer_of(answered(204, header), NOW)
    assert answer.is_success


@given(header=st.text())
def test_no_header_breaks_an_answer(header: str) -> None:
    answer = answer_of(answered(503, header), NOW)
    assert answer.retry_after is None or timedelta(0) <= answer.retry_after <= timedelta(days=1)


def test_a_pause_is_read_in_seconds_and_as_a_date() -> None:
    in_an_hour = format_datetime(NOW + timedelta(hours=1), usegmt=True)
    for header in ("3600", in_an_hour):
        assert answer_of(answered(429, header), NOW).retry_after == timedelta(hours=1)
