"""Alerts that wait for the morning: what leaves is what then still holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ct_pipeline.steps.alerting import make_alerts
from ct_pipeline.steps.delivering import deliver_due
from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline_tests.alerts.newsroom import add_verdict, regrade, revise
from ct_pipeline_tests.press.server import Reply
from ct_pipeline_tests.steps.delivery_desk import Desk


def in_the_night(desk: Desk) -> None:
    """A message that waits for the end of the quiet hours."""
    desk.rule = "quiet_hours: {from: '22:00', to: '07:00'}, timezone: Africa/Casablanca,"
    desk.clock.at = datetime(2026, 4, 14, 22, 0, tzinfo=UTC)
    desk.alert("a")
    deliver_due(desk.post())
    assert desk.rows("status, reason") == [
        ("pending", "quiet hours until 07:00 (Africa/Casablanca)")
    ]


def in_the_morning(desk: Desk) -> None:
    desk.clock.at = datetime(2026, 4, 15, 6, 1, tzinfo=UTC)
    deliver_due(desk.post())


def test_what_a_person_regraded_in_the_night_does_not_leave_in_the_morning(desk: Desk) -> None:
    in_the_night(desk)
    with open_warehouse(desk.settings.warehouse_file) as connection:
        regrade(connection, "d-a", 1)
    in_the_morning(desk)
    assert desk.receiver.received == []
    reason = "no longer meets the rule: graded 1 by now, the rule asks for 2"
    assert desk.rows("status, reason") == [("suppressed", reason)]


def test_what_its_outlet_took_down_in_the_night_does_not_leave(desk: Desk) -> None:
    in_the_night(desk)
    with open_warehouse(desk.settings.warehouse_file) as connection:
        connection.execute("UPDATE news.articles SET withdrawn_at = now()")
    in_the_morning(desk)
    assert desk.receiver.received == []
    assert desk.rows("reason") == [("no longer meets the rule: taken down by its outlet",)]


def test_a_rule_that_asks_for_more_by_now_holds_for_what_waits(desk: Desk) -> None:
    in_the_night(desk)
    desk.rule = "min_grade: 3,"
    in_the_morning(desk)
    assert desk.receiver.received == []


@pytest.mark.parametrize(
    ("hours", "reason"),
    [
        ("", None),
        (
            "quiet_hours: {from: '22:00', to: '06:00'},",
            "quiet hours until 06:00 (Africa/Casablanca)",
        ),
    ],
)
def test_what_waits_waits_for_the_quiet_hours_of_the_file_as_it_is(
    desk: Desk, hours: str, reason: str | None
) -> None:
    in_the_night(desk)
    desk.rule = f"{hours} timezone: Africa/Casablanca,"
    deliver_due(desk.post())
    assert desk.rows("status, reason") == [("pending" if reason else "delivered", reason)]


def test_what_waits_is_delivered_to_the_present_id_of_its_consumer(desk: Desk) -> None:
    in_the_night(desk)
    desk.name = "id: newsroom, was: [desk]"
    in_the_morning(desk)
    assert len(desk.receiver.received) == 1
    assert desk.rows("consumer_id, status") == [("newsroom", "delivered")]


def test_an_edit_brings_back_what_was_suppressed(desk: Desk) -> None:
    in_the_night(desk)
    with open_warehouse(desk.settings.warehouse_file) as connection:
        regrade(connection, "d-a", 1)
    in_the_morning(desk)
    with open_warehouse(desk.settings.warehouse_file) as connection:
        make_alerts(connection, desk.post().rules, desk.clock())
        for text_id, grade in (("a-1", 1), ("a-2", 2)):
            add_verdict(connection, text_id, grade)
        revise(connection, "a", 2, "L'ONUCT signe un accord à Rabat.")
        regrade(connection, "d-a", 2)
        make_alerts(connection, desk.post().rules, desk.clock())
    deliver_due(desk.post())
    assert len(desk.receiver.received) == 1
    assert desk.rows("status, reason") == [("delivered", None)]


def test_a_message_once_attempted_keeps_its_words_whatever_changes(desk: Desk) -> None:
    desk.receiver.posted = Reply(status=500)
    desk.alert("a")
    deliver_due(desk.post())
    with open_warehouse(desk.settings.warehouse_file) as connection:
        regrade(connection, "d-a", 1)
    desk.clock.at += timedelta(seconds=6)
    deliver_due(desk.post())
    first, second = desk.receiver.received
    assert first.body == second.body


def test_in_the_hour_that_comes_twice_quiet_hours_end_the_second_time(desk: Desk) -> None:
    desk.rule = "quiet_hours: {from: '23:00', to: '02:30'}, timezone: Europe/Paris,"
    # 2:10 for the second time: at 1:00 UTC the clock went back from 3:00 to 2:00.
    desk.clock.at = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    desk.alert("a")
    assert desk.rows("next_attempt_at") == [(datetime(2026, 10, 25, 1, 30, tzinfo=UTC),)]
