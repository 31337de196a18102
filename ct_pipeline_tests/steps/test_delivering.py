"""Deliveries to a receiver that fails in every way; the clock is ours, the sockets are real."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from standardwebhooks.webhooks import Webhook

from ct_pipeline.steps.delivering import deliver_due
from ct_pipeline_tests.steps.delivery_desk import OLD_SECRET, SECRET, Desk


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
