"""A pass that is killed at any step of alerting: whatever was due arrives, repeats have one id."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_pipeline.alerts.attempts import Answer
from ct_pipeline.inputs.alert_rules import parse_rules
from ct_pipeline.inputs.consumers import Endpoint, Rules
from ct_pipeline.steps.alerting import make_alerts
from ct_pipeline.steps.delivering import Post, deliver_due, deliver_soon
from ct_pipeline.warehouse.alerts.deliveries import Outgoing
from ct_pipeline_tests.alerts.newsroom import NOW, add_article
from ct_pipeline_tests.warehouse.filling import in_memory

RULES = parse_rules(
    "consumers:"
    " [{id: desk, channels: [{type: webhook, url: 'http://a.example/', secret_env: S}]},"
    " {id: watch, per: article, channels: [{type: webhook, url: 'http://b.example/',"
    " secret_env: S}]}]",
    "alerts.yaml",
    {"S": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
)


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Fate:
    """Counts steps down and kills at zero; None lets everything live."""

    steps_left: int | None = None

    def step(self) -> None:
        if self.steps_left is not None:
            if self.steps_left == 0:
                raise Killed
            self.steps_left -= 1


@dataclass
class Mortal:
    """A connection whose every call may be the last, before or after it takes effect."""

    connection: duckdb.DuckDBPyConnection
    fate: Fate

    def __getattr__(self, name: str) -> Any:
        call = getattr(self.connection, name)
        if name in {"rollback", "register", "unregister"}:
            return call

        def mortal(*arguments: Any, **named: Any) -> Any:
            self.fate.step()
            result = call(*arguments, **named)
            if name == "commit":
                self.fate.step()
            return result

        return mortal


@dataclass
class Monitor:
    """A database that outlives the process, receivers that remember, a clock."""

    connection: duckdb.DuckDBPyConnection
    now: datetime = NOW
    fate: Fate = field(default_factory=Fate)
    received: list[tuple[str, str, str]] = field(default_factory=list)
    failures: int = 0

    @contextmanager
    def open(self) -> Iterator[duckdb.DuckDBPyConnection]:
        yield Mortal(self.connection, self.fate)  # type: ignore[misc]

    def send(self, outgoing: Outgoing, endpoint: Endpoint, _: datetime) -> Answer:
        self.fate.step()
        if self.failures:
            self.failures -= 1
            return Answer(status=500)
        subject = str(outgoing.data["article_id"])
        self.received.append((endpoint.consumer_id, outgoing.delivery.alert_id, subject))
        self.fate.step()
        return Answer(status=204)

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def one_pass(self, folder: Path, steps: int | None, rules: Rules = RULES) -> None:
        """A pass that lives for so many steps, or to its end."""
        self.fate.steps_left = steps
        post = Post(
            self.open,
            rules,
            {"webhook": self.send},
            lambda: self.now,
            folder / "deliveries.lock",
            self.sleep,
        )
        try:
            with self.open() as connection:
                make_alerts(connection, rules, self.now)
            deliver_due(post)
            deliver_soon(post)
        except Killed:
            with suppress(duckdb.TransactionException):
                self.connection.rollback()  # what was not committed died with the process
        self.fate.steps_left = None
        self.now += timedelta(minutes=15)


@given(
    lives=st.lists(st.integers(0, 70), min_size=1, max_size=4),
    failures=st.integers(0, 3),
)
@settings(max_examples=8, deadline=None)
def test_every_due_alert_arrives_whatever_kills_the_pass(
    tmp_path_factory: Any, lives: list[int], failures: int
) -> None:
    folder = tmp_path_factory.mktemp("crash")
    with in_memory() as connection:
        monitor = Monitor(connection, failures=failures)
        add_article(connection, "a")
        add_article(connection, "b")
        monitor.one_pass(folder, lives[0])
        add_article(connection, "a2", dispatch="d-a", dispatch_id="d-a", is_canonical=False)
        add_article(connection, "c")
        for life in lives[1:]:
            monitor.one_pass(folder, life)
        for _ in range(4):
            monitor.one_pass(folder, None)
        stored = connection.execute("SELECT status FROM news.alert_deliveries").fetchall()
        made = connection.execute("SELECT consumer_id, alert_id FROM news.alerts").fetchall()
    articles = {subject for who, _, subject in monitor.received if who == "watch"}
    stories = {alert_id for who, alert_id, _ in monitor.received if who == "desk"}
    assert articles == {"a", "a2", "b", "c"}
    assert len(stories) == 3, "one alert per story, also for the copy that came later"
    assert {(who, alert_id) for who, alert_id, _ in monitor.received} == set(made)
    assert set(stored) == {("delivered",)}
