"""Deliveries to a receiver that fails in every way; the clock is ours, the sockets are real."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock
from standardwebhooks.webhooks import Webhook

from ct_pipeline.alerts import attempts
from ct_pipeline.alerts.attempts import Answer
from ct_pipeline.inputs.alert_rules import parse_rules
from ct_pipeline.inputs.consumers import Endpoint
from ct_pipeline.settings import Settings
from ct_pipeline.steps.alerting import make_alerts
from ct_pipeline.steps.delivering import deliver_due, deliver_soon
from ct_pipeline.steps.post import Post, open_post
from ct_pipeline.warehouse.alerts.deliveries import Outgoing
from ct_pipeline.warehouse.alerts.operations import replay_deliveries
from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline.web import webhooks
from ct_pipeline_tests.alerts.newsroom import add_article, add_verdict, regrade, revise
from ct_pipeline_tests.press.server import Reply, Site
from ct_pipeline_tests.warehouse.filling import in_memory

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OLD_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"


@dataclass
class Clock:
    """The present moment, until a test moves it."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Desk:
    """A monitor with one consumer, its receiver and a clock."""

    settings: Settings
    receiver: Site
    clock: Clock
    rule: str = ""
    name: str = "id: desk"
    secrets: str = "SECRET"
    address: str = ""
    more: str = ""
    is_allowed: bool = True
    operator: bool = False

    def post(self) -> Post:
        text = (
            f"consumers: [{{{self.name}, {self.rule} channels: [{{type: webhook,"
            f" url: 'http://{self.address or self.receiver.host}/hook',"
            f" secret_env: {self.secrets}}}]}}{self.more}]"
        )
        if self.operator:
            text = f"{{operator: {{url_env: OPERATOR}}, {text}}}"
        environment = {
            "SECRET": SECRET,
            "OLD": OLD_SECRET,
            "OPERATOR": f"json://{self.receiver.host}/operator",
        }
        rules = parse_rules(text, "alerts.yaml", environment)
        allowed = self.settings.allowed_private_hosts | {self.address or self.receiver.host}
        settings = self.settings.model_copy(update={"allowed_private_hosts": allowed})
        post = open_post(settings if self.is_allowed else self.settings, rules, self.clock)
        return replace(post, sleep=self.clock.sleep)

    def alert(self, *articles: str) -> None:
        """New articles, and the alerts that they cause."""
        with open_warehouse(self.settings.warehouse_file) as connection:
            for article in articles:
                add_article(connection, article, published_from=self.clock())
            make_alerts(connection, self.post().rules, self.clock())

    def rows(self, columns: str) -> list[tuple[object, ...]]:
        with open_warehouse(self.settings.warehouse_file) as connection:
            sql = f"SELECT {columns} FROM news.alert_deliveries ORDER BY created_at, story_id"
            return connection.execute(sql).fetchall()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Site() as receiver:
        yield Desk(Settings(data_dir=tmp_path), receiver, Clock())


def test_the_librarys_verifier_accepts_the_message(desk: Desk) -> None:
    desk.alert("a")
    deliver_due(desk.post())
    (request,) = desk.receiver.received
    message = Webhook(SECRET).verify(request.body, dict(request.headers))
    assert message["type"] == "story.created"
    assert message["data"]["story_id"] == "s-a"
    assert desk.rows("status, attempts, alert_id") == [
        ("delivered", 1, request.headers["webhook-id"])
    ]


def test_during_a_rotation_both_secrets_verify(desk: Desk) -> None:
    desk.secrets = "[SECRET, OLD]"
    desk.alert("a")
    deliver_due(desk.post())
    (request,) = desk.receiver.received
    for secret in (SECRET, OLD_SECRET):
        Webhook(secret).verify(request.body, dict(request.headers))


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


def test_quiet_hours_defer_and_never_drop(desk: Desk) -> None:
    desk.rule = "quiet_hours: {from: '22:00', to: '07:00'}, timezone: Africa/Casablanca,"
    desk.clock.at = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    desk.alert("a")
    deliver_due(desk.post())
    assert desk.receiver.received == []
    desk.clock.at = datetime(2026, 7, 2, 6, 0, tzinfo=UTC)  # 07:00 in Casablanca
    deliver_due(desk.post())
    assert len(desk.receiver.received) == 1


def test_the_body_is_the_contracts(desk: Desk) -> None:
    desk.alert("a")
    deliver_due(desk.post())
    body = json.loads(desk.receiver.received[0].body)
    assert body.keys() == {"type", "timestamp", "data"}
    assert body["data"].keys() >= {
        "story_id",
        "title",
        "url",
        "publisher",
        "agency_credits",
        "published",
        "language",
        "relevance_grade",
        "relevance_evidence",
        "entities",
        "article_count",
        "publishers",
    }


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


def test_a_message_waits_for_the_new_address_of_its_channel(desk: Desk) -> None:
    allowed = desk.receiver.host
    desk.address = "127.0.0.1:1"
    desk.alert("a")
    deliver_due(desk.post())
    assert desk.receiver.received == []
    desk.address = allowed
    desk.clock.sleep(60)
    deliver_due(desk.post())
    assert desk.rows("status") == [("delivered",)]


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
