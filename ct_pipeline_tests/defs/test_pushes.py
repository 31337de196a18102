"""The sensor that starts a pass when a hub pushed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from ct_pipeline.defs.passes import pushed_feeds_sensor
from ct_pipeline.feeds.hubs import Hub, PushSubscription
from ct_pipeline.settings import Settings
from ct_pipeline.steps.pushing import pushes_of, take_pushed

NOW = datetime(2025, 10, 6, tzinfo=UTC)
HUB = Hub("https://hub.test/", "https://journal.test/flux", "https://journal.test/flux")


def evaluated() -> object:
    with dg.DagsterInstance.ephemeral() as instance:
        return pushed_feeds_sensor(dg.build_sensor_context(instance=instance))


def test_a_push_starts_one_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path))
    settings = Settings.read()
    assert isinstance(evaluated(), dg.SkipReason)
    pushes = pushes_of(settings)
    pushes.store(PushSubscription("s", HUB, "a-token", "secret", ask_at=NOW))
    pushes.note("a-token", NOW)
    assert isinstance(evaluated(), dg.RunRequest)

    def busy(data_dir: Path) -> bool:
        assert data_dir == settings.data_dir
        return True

    with monkeypatch.context() as patch:
        patch.setattr("ct_pipeline.defs.passes.is_pass_running", busy)
        assert isinstance(evaluated(), dg.SkipReason)
    assert take_pushed(settings) == {"s"}
    assert isinstance(evaluated(), dg.SkipReason)
