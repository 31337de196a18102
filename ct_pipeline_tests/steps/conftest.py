"""A poller, a newsroom and a press of pages, each with a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ct_pipeline.settings import Settings
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline_tests.press.server import Site
from ct_pipeline_tests.steps.delivery_desk import Clock, Desk
from ct_pipeline_tests.steps.newsroom import Newsroom
from ct_pipeline_tests.steps.page_press import Press, SameProcess
from ct_pipeline_tests.steps.poller import Poller
from ct_pipeline_tests.warehouse.filling import add
from ct_pipeline_tests.web.hostile import hostile_server


@pytest.fixture
def poller(tmp_path: Path) -> Iterator[Poller]:
    with open_warehouse(tmp_path / "warehouse.duckdb") as connection:
        yield Poller(connection)


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    with hostile_server() as server:
        monkeypatch.setenv("CT_DATA_DIR", str(tmp_path))
        monkeypatch.setenv("CT_ALLOWED_PRIVATE_HOSTS", server.host)
        monkeypatch.setenv("CT_HOST_DELAY_SECONDS", "0")
        room = Newsroom(server, tmp_path)
        room.add_feed("s1", server.url("/feed"))
        yield room


@pytest.fixture
def press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Press:
    (tmp_path / "seeds").mkdir()
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CT_SEEDS_DIR", str(tmp_path / "seeds"))
    if getattr(request, "param", None) != "processes":
        monkeypatch.setattr("ct_pipeline.steps.extraction.open_workers", SameProcess)
        monkeypatch.setattr("ct_pipeline.steps.extraction.open_seed_workers", SameProcess)
    press = Press(Monitor.read())
    with press.monitor.open() as connection:
        add(
            connection,
            "sources",
            source_id="s",
            name="Le Journal",
            feed_url="http://a.test/feed",
            language="fr",
            country="MA",
            category="publisher",
            enabled=True,
            is_listed=True,
        )
    return press


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Site() as receiver:
        yield Desk(Settings(data_dir=tmp_path), receiver, Clock())
