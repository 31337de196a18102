"""The alert assets in a pass: outbox, first attempts, feed files, retries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import dagster as dg
import pytest
from standardwebhooks.webhooks import Webhook

from ct_pipeline.defs import alert_checks
from ct_pipeline.defs import alerts as defs
from ct_pipeline.defs.endpoint_checks import endpoint_checks
from ct_pipeline.steps import delivering
from ct_pipeline.steps.monitor import Monitor
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
        monkeypatch.setattr(delivering, "FIRST_RETRY", timedelta(0))
        yield site


def one_pass() -> None:
    assets = [defs.alerts, defs.alert_deliveries, defs.alert_feeds, defs.alert_retries]
    assert dg.materialize(assets, resources={"monitor": Monitor.read()}).success


def test_a_story_reaches_receiver_and_feeds_once(receiver: Site, tmp_path: Path) -> None:
    with open_warehouse(Monitor.read().settings.warehouse_file) as connection:
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
    with open_warehouse(Monitor.read().settings.warehouse_file) as connection:
        rows = connection.execute("SELECT channel, status FROM news.alert_deliveries").fetchall()
    assert sorted(rows) == [("feed", "delivered"), ("webhook", "delivered")]


def test_the_job_between_passes_delivers_what_is_due(receiver: Site) -> None:
    with open_warehouse(Monitor.read().settings.warehouse_file) as connection:
        add_article(connection, "a", published_from=datetime.now(UTC))
    receiver.posted = Reply(status=500)
    assert dg.materialize(
        [defs.alerts, defs.alert_deliveries], resources={"monitor": Monitor.read()}
    ).success
    receiver.posted = Reply(status=204)
    with open_warehouse(Monitor.read().settings.warehouse_file) as connection:
        connection.execute("UPDATE news.alert_deliveries SET next_attempt_at = scheduled_at")
    assert defs.deliver_alerts.execute_in_process(resources={"monitor": Monitor.read()}).success
    with open_warehouse(Monitor.read().settings.warehouse_file) as connection:
        rows = connection.execute(
            "SELECT status, attempts FROM news.alert_deliveries WHERE channel = 'webhook'"
        ).fetchall()
    assert rows == [("delivered", 2)]


def test_checks_name_what_needs_a_person(receiver: Site) -> None:
    with open_warehouse(Monitor.read().settings.warehouse_file) as connection:
        add_article(connection, "a", published_from=datetime.now(UTC))
    receiver.posted = Reply(status=410)
    one_pass()
    (of_endpoints,) = endpoint_checks().asset_checks or ()
    failed = {}
    for check in (
        alert_checks.due_alerts_are_delivered,
        alert_checks.no_alert_is_dead,
        of_endpoints,
    ):
        result = dg.materialize(
            [defs.alert_retries, check],
            selection=dg.AssetSelection.checks(check),
            resources={"monitor": Monitor.read()},
        )
        for evaluation in result.get_asset_check_evaluations():
            failed[evaluation.check_name] = not evaluation.passed
            assert "410" in str(evaluation.metadata)
    assert len(failed) == 3
    assert all(failed.values())
    assert any(name.startswith("endpoint_desk_webhook_") for name in failed)


def test_without_endpoints_there_is_nothing_to_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CT_ALERTS_FILE", raising=False)
    assert not endpoint_checks().asset_checks


def test_no_secret_is_kept_or_told(
    receiver: Site,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    token = "a-token-that-is-a-secret"
    monkeypatch.setenv("DESK_URL", f"json://user:{token}@{receiver.host}/{token}")
    monkeypatch.setenv("DESK_HOOK", receiver.url(f"/{token}"))
    Path(tmp_path / "alerts.yaml").write_text(
        "consumers: [{id: desk, channels: [{type: feed}, {type: apprise, url_env: DESK_URL},"
        " {type: webhook, url_env: DESK_HOOK, secret_env: DESK_SECRET}]}]"
    )
    with open_warehouse(Monitor.read().settings.warehouse_file) as connection:
        add_article(connection, "a", published_from=datetime.now(UTC))
    receiver.posted = Reply(status=500)
    caplog.set_level("DEBUG")
    (tmp_path / "home").mkdir()
    with dg.DagsterInstance.local_temp(str(tmp_path / "home")) as instance:
        assets = [defs.alerts, defs.alert_deliveries, defs.alert_feeds]
        dg.materialize(assets, resources={"monitor": Monitor.read()}, instance=instance)
    assert len(receiver.received) == 2
    told = caplog.text + "".join(capfd.readouterr())
    kept = b"".join(
        file.read_bytes()
        for file in tmp_path.rglob("*")
        if file.is_file() and file.name != "alerts.yaml"
    )
    for secret in (token, SECRET, SECRET.removeprefix("whsec_")):
        assert secret not in told
        assert secret.encode() not in kept
