"""Receivers that are slow or gone, and two deliverers at once, hold up nobody."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from ct_pipeline.alerts import attempts
from ct_pipeline.alerts.attempts import Answer
from ct_pipeline.inputs.alert_rules import parse_rules
from ct_pipeline.inputs.consumers import Endpoint
from ct_pipeline.steps.delivering import deliver_due
from ct_pipeline.steps.post import Post
from ct_pipeline.warehouse.alerts.deliveries import Outgoing
from ct_pipeline.web import webhooks
from ct_pipeline_tests.steps.delivery_desk import SECRET, Clock, Desk
from ct_pipeline_tests.warehouse.filling import in_memory


def test_a_receiver_that_hangs_is_left_after_the_timeout(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "TIMEOUT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        desk.address = f"127.0.0.1:{silent.getsockname()[1]}"
        desk.alert("a")
        deliver_due(desk.post())
    ((status, attempts, error),) = desk.rows("status, attempts, last_error")
    assert (status, attempts) == ("pending", 1)
    assert str(error).startswith("timeout")


def test_a_receiver_that_closes_early_is_a_failure(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as rude:
        desk.address = f"127.0.0.1:{rude.getsockname()[1]}"
        threading.Thread(target=lambda: rude.accept()[0].close(), daemon=True).start()
        desk.alert("a")
        deliver_due(desk.post())
    ((status, error),) = desk.rows("status, last_error")
    assert status == "pending"
    assert error


def test_an_endpoint_where_nobody_answers_does_not_hold_up_the_others(desk: Desk) -> None:
    desk.more = (
        ", {id: lost, channels: [{type: webhook, url: 'http://127.0.0.1:1/', secret_env: SECRET}]}"
    )
    desk.alert(*(f"a{number}" for number in range(20)))
    done = deliver_due(desk.post())
    assert len(desk.receiver.received) == 20
    assert done.outcomes["webhook", "pending"] == 16, "the rest waits for the next round"


def test_a_slow_channel_delays_no_retry_of_another(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "PAUSES", (timedelta(seconds=0.2),))
    monkeypatch.setattr(Clock, "__call__", lambda _: datetime.now(UTC))
    desk.more = (
        ", {id: slow, channels: [{type: webhook, url: 'http://a.example/', secret_env: SECRET}]}"
    )
    desk.alert("a")
    was_retried = threading.Event()
    answers = iter((500, 200))

    def send(_: Outgoing, endpoint: Endpoint, at: datetime) -> Answer:
        if endpoint.consumer_id == "slow":
            return Answer(status=200 if was_retried.wait(timeout=20) else 500)
        status = next(answers)
        if status == 200:
            was_retried.set()
        return Answer(status=status)

    deliver_due(replace(desk.post(), senders={"webhook": send}))
    assert sorted(desk.rows("consumer_id, status, attempts")) == [
        ("desk", "delivered", 2),
        ("slow", "delivered", 1),
    ]


def test_a_delivery_is_dated_when_its_own_answer_came(desk: Desk) -> None:
    desk.alert("a", "b")
    was_answered = threading.Event()
    began = desk.clock()

    def send(outgoing: Outgoing, _: Endpoint, at: datetime) -> Answer:
        if outgoing.delivery.story_id == "s-a":
            was_answered.set()
        else:
            was_answered.wait()
            time.sleep(0.2)  # until the other answer has its moment
            desk.clock.sleep(10)
        return Answer(status=200)

    deliver_due(replace(desk.post(), senders={"webhook": send}))
    assert desk.rows("story_id, delivered_at") == [
        ("s-a", began),
        ("s-b", began + timedelta(seconds=10)),
    ]


def test_a_channel_that_answers_slowly_stops_in_time_and_goes_on_later(desk: Desk) -> None:
    desk.alert(*(f"a{number}" for number in range(60)))
    until = desk.clock() + timedelta(seconds=20)

    def send(outgoing: Outgoing, _: Endpoint, at: datetime) -> Answer:
        desk.clock.sleep(1)
        return Answer(status=200)

    post = replace(desk.post(), senders={"webhook": send})
    assert 16 <= deliver_due(post, until=until).attempts < 60
    deliver_due(post)
    assert set(desk.rows("status, attempts")) == {("delivered", 1)}


def test_two_processes_never_deliver_at_once(desk: Desk) -> None:
    desk.alert(*(f"a{number}" for number in range(20)))
    posts = [desk.post(), desk.post()]
    with ThreadPoolExecutor(2) as pool:
        rounds = list(pool.map(lambda post: deliver_due(post, wait_seconds=5), posts))
    assert sorted(done.attempts for done in rounds) == [0, 20]
    ids = [request.headers["webhook-id"] for request in desk.receiver.received]
    assert len(ids) == len(set(ids)) == 20


def test_who_comes_second_may_leave_the_work_to_the_first(desk: Desk) -> None:
    desk.alert("a")
    with FileLock(desk.post().lock_file):
        assert deliver_due(desk.post()).attempts == 0
    assert deliver_due(desk.post()).attempts == 1


def test_ten_thousand_drain_without_holding_the_database(tmp_path: Path) -> None:
    clock = Clock()
    is_open = threading.Lock()
    held_while_sending = []
    with in_memory() as connection:
        connection.execute(TEN_THOUSAND_ALERTS, {"now": clock()})
        connection.execute(THEIR_DELIVERIES)

        @contextmanager
        def opened() -> Iterator[duckdb.DuckDBPyConnection]:
            with is_open:
                yield connection

        def send(outgoing: Outgoing, endpoint: Endpoint, _: datetime) -> Answer:
            held_while_sending.append(is_open.locked())
            return Answer(status=200)

        rules = parse_rules(
            "consumers: [{id: desk, channels: [{type: webhook, url: 'http://a.example/',"
            " secret_env: SECRET}]}]",
            "alerts.yaml",
            {"SECRET": SECRET},
        )
        (key,) = rules.endpoints
        connection.execute("UPDATE news.alert_deliveries SET channel_key = ?", [key])
        post = Post(opened, rules, {"webhook": send}, clock, tmp_path / "lock")
        assert deliver_due(post).attempts == 10_000
        statuses = connection.execute("SELECT DISTINCT status FROM news.alert_deliveries")
        assert statuses.fetchall() == [("delivered",)]
    assert not any(held_while_sending)


TEN_THOUSAND_ALERTS = """
INSERT INTO news.alerts BY NAME
SELECT 'a' || n AS alert_id, 'desk' AS consumer_id, 'story.created' AS event_type,
    's' || n AS subject_id, '{}' AS payload, $now AS created_at, $now AS not_before_at
FROM range(10000) AS numbers (n)
"""
THEIR_DELIVERIES = """
INSERT INTO news.alert_deliveries BY NAME
SELECT alert_id AS delivery_id, alert_id, consumer_id, 'webhook' AS channel, '' AS channel_key,
    event_type, 'pending' AS status, 0 AS attempts, created_at, created_at AS next_attempt_at,
    created_at AS scheduled_at
FROM news.alerts
"""
