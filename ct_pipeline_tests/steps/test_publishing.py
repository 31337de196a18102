"""Alert feeds: an alert that cannot be shown costs itself, and is shown once it can be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ct_pipeline.inputs.alert_rules import parse_rules
from ct_pipeline.settings import Settings
from ct_pipeline.steps.alerting import make_alerts
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.steps.publishing import publish_alert_feeds
from ct_pipeline.warehouse.quarantine import Station, list_quarantined
from ct_pipeline_tests.alerts.newsroom import NOW, add_article

RULES = parse_rules(
    "consumers: [{id: desk, channels: [{type: feed}]}, {id: other, channels: [{type: feed}]}]",
    "alerts.yaml",
    {},
)
# No message that this program writes; whatever raises in showing one ends the same.
BROKEN = ("{}", '{"articles": [null]}', "[]", '"text"')


@pytest.fixture
def monitor(tmp_path: Path) -> Monitor:
    return Monitor(Settings(data_dir=tmp_path), now=lambda: NOW)


def titles(monitor: Monitor, consumer: str) -> list[str]:
    file = monitor.settings.published_dir / "alerts" / f"{consumer}.json"
    return sorted(
        item["title"].rpartition(": ")[2] for item in json.loads(file.read_text("utf-8"))["items"]
    )


def statuses(monitor: Monitor) -> list[tuple[object, ...]]:
    with monitor.open() as connection:
        return connection.execute(
            "SELECT consumer_id, status, count(*) FROM news.alert_deliveries"
            " GROUP BY ALL ORDER BY ALL"
        ).fetchall()


@pytest.mark.parametrize("broken", BROKEN)
def test_an_alert_that_cannot_be_shown_is_left_out_of_its_feed_alone(
    monitor: Monitor, broken: str
) -> None:
    with monitor.open() as connection:
        for article in "abc":
            add_article(connection, article)
        make_alerts(connection, RULES, NOW)
        ((alert, payload),) = connection.execute(
            "SELECT alert_id, payload FROM news.alerts"
            " WHERE consumer_id = 'desk' AND payload LIKE '%Titre b%'"
        ).fetchall()
        change = "UPDATE news.alerts SET payload = ? WHERE alert_id = ?"
        connection.execute(change, [broken, alert])

    assert publish_alert_feeds(monitor, RULES) == 2
    assert titles(monitor, "desk") == ["Titre a", "Titre c"]
    assert titles(monitor, "other") == ["Titre a", "Titre b", "Titre c"]
    assert statuses(monitor) == [
        ("desk", "delivered", 2),
        ("desk", "pending", 1),
        ("other", "delivered", 3),
    ]
    with monitor.open() as connection:
        ((left_out, reason),) = list_quarantined(connection, Station.ALERT_FEEDS)
        assert left_out == alert
        assert "Error: " in reason
        connection.execute(change, [payload, alert])

    publish_alert_feeds(monitor, RULES)
    assert titles(monitor, "desk") == ["Titre a", "Titre b", "Titre c"]
    with monitor.open() as connection:
        assert list_quarantined(connection, Station.ALERT_FEEDS) == []
