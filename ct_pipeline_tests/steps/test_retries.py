"""What a receiver that refuses means: when it is tried again, how often, and who is told."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from ct_pipeline.steps.delivering import deliver_due, deliver_soon
from ct_pipeline.warehouse.alerts.operations import replay_deliveries
from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline_tests.press.server import Reply
from ct_pipeline_tests.steps.delivery_desk import Desk


def test_a_failure_is_tried_again_after_five_seconds_with_the_same_id(desk: Desk) -> None:
    desk.receiver.posted = Reply(status=500)
    desk.alert("a")
    deliver_due(desk.post())
    assert desk.rows("status, attempts, last_error") == [("pending", 1, "HTTP 500")]
    desk.receiver.posted = Reply(status=200)
    deliver_soon(desk.post())
    first, second = desk.receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    assert desk.rows("status, attempts, last_error") == [("delivered", 2, None)]


def test_what_falls_due_at_the_end_of_the_window_is_still_attempted(desk: Desk) -> None:
    desk.receiver.posted = Reply(status=503, headers={"Retry-After": "30"})
    desk.alert("a")
    deliver_due(desk.post())
    desk.receiver.posted = Reply(status=200)
    deliver_soon(desk.post())
    assert desk.rows("status, attempts") == [("delivered", 2)]


def test_always_500_is_dead_after_eight_attempts(desk: Desk) -> None:
    desk.receiver.posted = Reply(status=500)
    desk.alert("a")
    began = desk.clock()
    for _ in range(9):
        deliver_due(desk.post())
        desk.clock.sleep(11 * 3600)
    assert desk.rows("status, attempts, last_error") == [("dead", 8, "HTTP 500 (attempt 8, last)")]
    assert len(desk.receiver.received) == 8
    assert desk.clock() > began


def replay(desk: Desk) -> None:
    with open_warehouse(desk.settings.warehouse_file) as connection:
        keys = desk.post().rules.endpoints
        replay_deliveries(connection, desk.clock(), channel_keys=keys, with_delivered=True)
    deliver_due(desk.post())


def test_attempts_count_on_over_a_replay_and_its_pauses_begin_again(desk: Desk) -> None:
    desk.receiver.posted = Reply(status=500)
    desk.alert("a")
    for _ in range(8):
        deliver_due(desk.post())
        desk.clock.sleep(11 * 3600)
    replay(desk)
    assert desk.rows("status, attempts") == [("pending", 9)]
    desk.receiver.posted = Reply(status=200)
    desk.clock.sleep(6)
    deliver_due(desk.post())
    assert desk.rows("status, attempts") == [("delivered", 10)]
    assert len(desk.receiver.received) == 10


def test_a_replay_does_not_change_when_a_message_was_first_accepted(desk: Desk) -> None:
    desk.alert("a")
    accepted_at = desk.clock()
    deliver_due(desk.post())
    desk.clock.sleep(3600)
    replay(desk)
    assert len(desk.receiver.received) == 2
    assert desk.rows("status, attempts, delivered_at") == [("delivered", 2, accepted_at)]


@pytest.mark.parametrize("status", [301, 302, 307, 308, 304, 400, 404])
def test_what_is_not_2xx_is_a_failure(desk: Desk, status: int) -> None:
    inward = {"Location": desk.receiver.url("/inside")}
    desk.receiver.posted = Reply(status=status, headers=inward)
    desk.alert("a")
    deliver_due(desk.post())
    assert desk.rows("status, last_error") == [("pending", f"HTTP {status}")]
    assert desk.receiver.requests_of("/inside") == []


def test_410_disables_the_endpoint_and_says_so(desk: Desk) -> None:
    desk.receiver.posted = Reply(status=410)
    desk.alert("a")
    done = deliver_due(desk.post())
    assert [state.disabled_reason for state in done.disabled] == ["the receiver answered 410 Gone"]
    desk.alert("b")
    deliver_due(desk.post())
    assert len(desk.receiver.received) == 1
    assert [row[0] for row in desk.rows("status")] == ["dead", "suppressed"]


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_obeyed(desk: Desk, status: int) -> None:
    desk.receiver.posted = Reply(status=status, headers={"Retry-After": "3600"})
    desk.alert("a")
    deliver_due(desk.post())
    assert desk.rows("next_attempt_at") == [(desk.clock() + timedelta(hours=1),)]


def test_a_private_address_that_is_not_allowed_stays_undelivered(desk: Desk) -> None:
    desk.is_allowed = False
    desk.alert("a")
    deliver_due(desk.post())
    assert desk.receiver.received == []
    ((status, error),) = desk.rows("status, last_error")
    assert status == "pending"
    assert str(error).startswith("refused_address")


def test_no_success_for_five_days_disables_with_one_notice(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.receiver.posted = Reply(status=500)
    for day in range(7):
        desk.alert(f"a{day}")
        deliver_due(desk.post())
        desk.clock.sleep(24 * 3600)
    notices = [record for record in caplog.records if "is disabled" in record.getMessage()]
    assert len(notices) == 1
    assert "alerts enable desk" in notices[0].getMessage()
    assert desk.rows("status")[-1] == ("suppressed",)


def test_the_operator_is_told_through_apprise_where_the_file_says_so(desk: Desk) -> None:
    desk.receiver.posted = Reply(status=410)
    desk.operator = True
    desk.alert("a")
    deliver_due(desk.post())
    (notice,) = desk.receiver.requests_of("/operator")
    assert "alerts enable desk" in json.loads(notice.body)["message"]


def test_a_clock_that_goes_back_delays_nothing(desk: Desk) -> None:
    desk.receiver.posted = Reply(status=500)
    desk.alert("a")
    deliver_due(desk.post())
    desk.clock.at -= timedelta(days=30)
    desk.receiver.posted = Reply(status=200)
    deliver_due(desk.post())
    assert desk.rows("status, attempts") == [("delivered", 2)]
