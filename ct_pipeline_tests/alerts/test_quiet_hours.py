"""Quiet hours in the nights in which the clock is changed, and in those in which it is not."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.alerts.quiet_hours import after_quiet_hours
from ct_pipeline.inputs.consumers import Consumer, FeedChannel, QuietHours


def reader(starts: str, ends: str, zone: str = "Europe/Paris") -> Consumer:
    quiet = QuietHours.model_validate({"from": starts, "to": ends})
    return Consumer(
        id="desk", quiet_hours=quiet, timezone=zone, channels=(FeedChannel(type="feed"),)
    )


# At 1:00 UTC of 25 October 2026 the clock goes back from 3:00 to 2:00; the second 2:30 is 1:30 UTC.
SECOND_HALF_PAST_TWO = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("utc_hour", ["00:10", "00:40", "01:10", "01:29"])
def test_in_the_hour_that_comes_twice_they_end_the_second_time(utc_hour: str) -> None:
    moment = datetime.fromisoformat(f"2026-10-25T{utc_hour}+00:00")
    assert after_quiet_hours(moment, reader("23:00", "02:30")) == SECOND_HALF_PAST_TWO


def test_in_the_hour_that_comes_twice_they_begin_the_first_time() -> None:
    consumer, morning = reader("02:15", "06:00"), datetime(2026, 10, 25, 5, 0, tzinfo=UTC)
    before = datetime(2026, 10, 25, 0, 10, tzinfo=UTC)
    assert after_quiet_hours(before, consumer) == before
    for minutes in (5, 30, 55, 70):  # 2:05 comes again after 55 minutes
        assert after_quiet_hours(before + timedelta(minutes=minutes), consumer) == morning


def test_an_end_in_the_hour_that_is_left_out_is_never_too_early() -> None:
    moment = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # at 1:00 UTC the clock goes on to 3:00
    end = after_quiet_hours(moment, reader("23:00", "02:30"))
    assert end == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


@given(
    st.integers(0, 366 * 24 * 60).map(lambda minutes: NEW_YEAR + timedelta(minutes=minutes)),
    st.times(time(18)).map(lambda clock: f"{clock:%H:%M}"),
    st.times(max_value=time(9)).map(lambda clock: f"{clock:%H:%M}"),
    st.sampled_from(["Europe/Paris", "Africa/Casablanca", "America/New_York", "Asia/Tokyo"]),
)
def test_whatever_the_hours_a_message_leaves_at_their_end_and_no_later(
    moment: datetime, starts: str, ends: str, zone: str
) -> None:
    consumer = reader(starts, ends, zone)
    end = after_quiet_hours(moment, consumer)
    assert moment <= end <= moment + timedelta(hours=17)
    if end > moment:
        assert after_quiet_hours(end, consumer) == end
