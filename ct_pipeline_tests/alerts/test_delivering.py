"""Deliveries to a receiver that fails in every way; the clock is ours, the sockets are real."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from standardwebhooks.webhooks import Webhook

from ct_pipeline.alerting import make_alerts
from ct_pipeline.alerts.rules import parse_rules
from ct_pipeline.delivering import Post, deliver_due, deliver_soon, open_post
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline_tests.alerts.newsroom import add_article
from ct_pipeline_tests.press.server import Reply, Site

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
    secrets: str = "SECRET"

    def post(self) -> Post:
        text = (
            f"consumers: [{{id: desk, {self.rule} channels: [{{type: webhook,"
            f" url: '{self.receiver.url('/hook')}', secret_env: {self.secrets}}}]}}]"
        )
        rules = parse_rules(text, "alerts.yaml", {"SECRET": SECRET, "OLD": OLD_SECRET})
        post = open_post(self.settings, rules, self.clock)
        return Post(post.open, rules, post.senders, self.clock, post.lock_file, self.clock.sleep)

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
        allowed = frozenset({receiver.host})
        settings = Settings(data_dir=tmp_path, allowed_private_hosts=allowed)
        yield Desk(settings, receiver, Clock())


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


def test_always_500_is_dead_after_eight_attempts(desk: Desk) -> None:
    desk.receiver.posted = Reply(status=500)
    desk.alert("a")
    began = desk.clock()
    for _ in range(12):
        deliver_due(desk.post())
        desk.clock.sleep(11 * 3600)
    assert desk.rows("status, attempts, last_error") == [("dead", 8, "HTTP 500 (attempt 8, last)")]
    assert len(desk.receiver.received) == 8
    assert desk.clock() > began


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


def test_a_private_address_that_is_not_allowed_stays_undelivered(
    desk: Desk, tmp_path: Path
) -> None:
    desk.settings = Settings(data_dir=tmp_path)
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
    for day in range(8):
        desk.alert(f"a{day}")
        deliver_due(desk.post())
        desk.clock.sleep(24 * 3600)
    notices = [record for record in caplog.records if "is disabled" in record.getMessage()]
    assert len(notices) == 1
    assert "alerts enable desk" in notices[0].getMessage()
    assert desk.rows("status")[-1] == ("suppressed",)


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
