"""How often a feed speaks, and when its silence is news."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ct_pipeline.feeds.documents import Item
from ct_pipeline.feeds.rhythm import Rhythm, rate_of_items

START = datetime(2025, 10, 6, tzinfo=UTC)


def rhythm(days: float, per_day: float, *, longest_gap_hours: float = 0) -> Rhythm:
    """A feed that brought so many entries a day, for so many days, with one longest gap."""
    return Rhythm(
        since=START,
        last_at=START + timedelta(days=days),
        arrival_count=round(days * per_day),
        recent_count=round(min(days, 14) * per_day),
        longest_gap_seconds=3600 * (longest_gap_hours or 24 / per_day),
    )


def silent_after(learnt: Rhythm, hours: float) -> bool:
    assert learnt.last_at
    return learnt.broken_for(learnt.last_at + timedelta(hours=hours)) is not None


def test_usually_nine_a_day_none_for_36_hours_is_silence() -> None:
    assert silent_after(rhythm(20, 9), 36)
    assert not silent_after(rhythm(20, 9), 12)


def test_less_than_14_days_teach_nothing() -> None:
    assert not silent_after(rhythm(13, 9), 1000)
    assert rhythm(13, 9).usual_rate is None
    assert rhythm(15, 9).usual_rate == pytest.approx(9, rel=0.05)


def test_a_free_weekend_is_no_silence_but_a_free_week_is() -> None:
    workdays = rhythm(25, 6.4, longest_gap_hours=63)
    assert not silent_after(workdays, 63)
    assert silent_after(workdays, 7 * 24)


def test_a_slow_feed_may_be_still_for_weeks() -> None:
    assert not silent_after(rhythm(60, 0.2), 21 * 24)
    assert silent_after(rhythm(60, 0.2), 60 * 24)


def test_a_feed_that_never_spoke_has_no_rhythm() -> None:
    assert Rhythm(START).broken_for(START + timedelta(days=100)) is None


def test_three_days_give_a_present_rate() -> None:
    assert rhythm(2, 9).present_rate(START + timedelta(days=2)) is None
    assert rhythm(4, 9).present_rate(START + timedelta(days=4)) == pytest.approx(9)
    assert rhythm(20, 9).present_rate(START + timedelta(days=20)) == pytest.approx(9)
    assert Rhythm(START).present_rate(START + timedelta(days=5)) == 0


def items(*hours_ago: float) -> list[Item]:
    return [Item(published_at=START - timedelta(hours=hours)) for hours in hours_ago]


@pytest.mark.parametrize(
    ("found", "rate"),
    [
        (items(*range(1, 25)), 24.0),
        (items(24, 48, 72, 96), 1.0),
        (items(24 * 100, 24 * 200), 0.005),
        (items(24), None),
        (items(-5, -6, 24), None),
        ([Item(), Item()], None),
    ],
)
def test_the_dates_of_one_body_give_a_first_guess(found: list[Item], rate: float | None) -> None:
    guess = rate_of_items(found, START)
    assert guess == (None if rate is None else pytest.approx(rate, rel=0.1))
