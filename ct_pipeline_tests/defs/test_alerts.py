"""The alert assets in a pass: outbox, first attempts, feed files, retries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import dagster as dg
import pytest
from standardwebhooks.webhooks import Webhook

from ct_pipeline.defs import alerts as defs
from ct_pipeline.defs.resources import Monitor
from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline_tests.alerts.newsroom import add_article
from ct_pipeline_tests.press.server import Reply, Site

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with Site() as site:
        rules = tmp_path / "alerts.yaml"
        rules.write_text(
            "consumers: [{id: desk, channels: [{type: feed}, {type: webhook,"
            f" url: '{site.url('/hook')}', secret_env: DESK_SECRET}}]}}]"
        )
        monkeypatch.setenv("CT_DATA_DIR", str(tmp_path))
        monkeypatch.setenv("CT_ALERTS_FILE", str(rules))
        monkeypatch.setenv("CT_ALLOWED_PRIVATE_HOSTS", site.host)
        monkeypatch.setenv("DESK_SECRET", SECRET)
        yield site


def one_pass() -> None:
    assets = [defs.alerts, defs.alert_deliveries, defs.alert_feeds, defs.alert_retries]
    assert dg.materialize(assets, resources={"monitor": Monitor()}).success


def test_a_story_reaches_receiver_and_feeds_once(receiver: Site, tmp_path: Path) -> None:
    with open_warehouse(Monitor().settings.warehouse_file) as connection:
        add_article(connection, "a", published_from=datetime.now(UTC))
    one_pass()
    one_pass()
    (request,) = receiver.received
    Webhook(SECRET).verify(request.body, dict(request.headers))
    folder = tmp_path / "published" / "alerts"
    (item,) = json.loads((folder / "desk.json").read_text("utf-8"))["items"]
    (entry,) = ET.parse(folder / "desk.atom.xml").findall(f"{ATOM}entry")
    assert item["id"] == entry.findtext(f"{ATOM}id")
    assert item["_ct_pipeline"]["alert_id"] == request.headers["webhook-id"]
    with open_warehouse(Monitor().settings.warehouse_file) as connection:
        rows = connection.execute("SELECT channel, status FROM news.alert_deliveries").fetchall()
    assert sorted(rows) == [("feed", "delivered"), ("webhook", "delivered")]


def test_the_job_between_passes_delivers_what_is_due(receiver: Site) -> None:
    with open_warehouse(Monitor().settings.warehouse_file) as connection:
        add_article(connection, "a", published_from=datetime.now(UTC))
    receiver.posted = Reply(status=500)
    assert dg.materialize(
        [defs.alerts, defs.alert_deliveries], resources={"monitor": Monitor()}
    ).success
    receiver.posted = Reply(status=204)
    with open_warehouse(Monitor().settings.warehouse_file) as connection:
        connection.execute("UPDATE news.alert_deliveries SET next_attempt_at = scheduled_at")
    assert defs.deliver_alerts.execute_in_process(resources={"monitor": Monitor()}).success
    with open_warehouse(Monitor().settings.warehouse_file) as connection:
        rows = connection.execute(
            "SELECT status, attempts FROM news.alert_deliveries WHERE channel = 'webhook'"
        ).fetchall()
    assert rows == [("delivered", 2)]
