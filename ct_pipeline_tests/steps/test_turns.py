"""What follows a message never overtakes it, however a receiver fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_pipeline.alerts.attempts import Answer
from ct_pipeline.alerts.deliveries import open_deliveries
from ct_pipeline.alerts.outbox import Alert
from ct_pipeline.inputs.alert_rules import parse_rules
from ct_pipeline.inputs.consumers import Endpoint, Rules
from ct_pipeline.steps.alerting import make_alerts
from ct_pipeline.steps.delivering import deliver_due
from ct_pipeline.steps.post import Post
from ct_pipeline.warehouse.alerts.deliveries import Outgoing, read_queued
from ct_pipeline.warehouse.alerts.outbox import append_alerts
from ct_pipeline.warehouse.alerts.unsent import suppress_alert
from ct_pipeline_tests.alerts.newsroom import add_article, insert
from ct_pipeline_tests.warehouse.filling import in_memory

BEGIN = datetime(2026, 4, 15, 12, 0, tzinfo=UTC)
UP, DOWN, GONE_WRONG = 200, 500, 400
Row: TypeAlias = tuple[object, ...]


def rules_of(rule: str) -> Rules:
    text = (
        f"consumers: [{{id: desk, {rule} channels: [{{type: webhook, url: 'http://a.example/',"
        " secret_env: SECRET}]}]"
    )
    secrets = {"SECRET": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}
    return parse_rules(text, "alerts.yaml", secrets)


class Room:
    """A newsroom, its outbox, and a receiver that answers as it is told to."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path, rule: str = "") -> None:
        self.connection = connection
        self.now = BEGIN
        self.answers = UP
        self.refused: set[str] = set()
        self.taken: list[tuple[str, str]] = []
        self.rules = rules_of(rule)

        @contextmanager
        def opened() -> Iterator[duckdb.DuckDBPyConnection]:
            yield connection

        self.post = Post(
            opened, self.rules, {"webhook": self._take}, lambda: self.now, folder / "lock"
        )

    def _take(self, outgoing: Outgoing, _: Endpoint, __: datetime) -> Answer:
        delivery = outgoing.delivery
        if self.answers != UP or delivery.event_type in self.refused:
            return Answer(self.answers if self.answers != UP else GONE_WRONG)
        self.taken.append((delivery.event_type, str(outgoing.data.get("story_id"))))
        return Answer(UP)

    def tell(self, article: str, story: str, grade: int = 2) -> None:
        add_article(
            self.connection,
            article,
            story=story,
            grade=grade,
            published_from=self.now,
            first_seen_at=self.now,
        )
        make_alerts(self.connection, self.rules, self.now)

    def deliver(self, after: timedelta = timedelta(0)) -> None:
        self.now += after
        deliver_due(self.post)

    def rows(self, columns: str) -> list[Row]:
        return self.connection.execute(
            f"SELECT {columns} FROM news.alert_deliveries ORDER BY created_at, event_type"
        ).fetchall()


@contextmanager
def room(folder: Path, rule: str = "") -> Iterator[Room]:
    with in_memory() as connection:
        yield Room(connection, folder, rule)


def told_twice(place: Room) -> None:
    """A story of which the creation failed twice, and an update made since."""
    place.answers = DOWN
    place.tell("a", "s-a")
    place.deliver()
    place.deliver(timedelta(seconds=6))
    place.tell("b", "s-a", grade=3)
    place.deliver()


def test_an_update_waits_for_the_creation_and_says_so(tmp_path: Path) -> None:
    with room(tmp_path) as place:
        told_twice(place)
        (_, first_due, _), update = place.rows("attempts, next_attempt_at, reason")
        assert update == (0, first_due, "an earlier message about the same story goes first")
        place.answers = UP
        place.deliver(timedelta(minutes=6))
        assert place.taken == [("story.created", "s-a"), ("story.updated", "s-a")]
        assert place.rows("DISTINCT status, reason") == [("delivered", None)]


def test_an_update_goes_once_the_creation_is_dead(tmp_path: Path) -> None:
    with room(tmp_path) as place:
        told_twice(place)
        place.answers, place.refused = UP, {"story.created"}
        for _ in range(6):
            place.deliver(timedelta(hours=11))
        assert place.rows("event_type, status") == [
            ("story.created", "dead"),
            ("story.updated", "delivered"),
        ]


def test_an_update_does_not_wait_out_the_pause_of_what_is_given_up(tmp_path: Path) -> None:
    with room(tmp_path) as place:
        told_twice(place)
        place.answers = UP
        ((created, due_at), _) = place.rows("alert_id, next_attempt_at")
        suppress_alert(place.connection, str(created), "taken down", place.now)
        place.deliver()
        assert isinstance(due_at, datetime)
        assert place.now < due_at
        assert place.taken == [("story.updated", "s-a")]


def test_another_story_waits_for_nobody(tmp_path: Path) -> None:
    with room(tmp_path) as place:
        told_twice(place)
        place.answers = UP
        place.tell("c", "s-c")
        place.deliver()
        assert place.taken == [("story.created", "s-c")]


def test_an_article_is_a_message_of_its_own(tmp_path: Path) -> None:
    with room(tmp_path, "per: article,") as place:
        place.answers = DOWN
        place.tell("a", "s-a")
        place.deliver()
        place.answers = UP
        place.tell("b", "s-a")
        place.deliver()
        assert place.taken == [("article.created", "s-a")]


def test_a_promise_of_a_story_is_told_after_the_story(tmp_path: Path) -> None:
    with room(tmp_path, "ledger: {commitment_due_days: 14},") as place:
        place.answers = DOWN
        place.tell("a", "s-a")
        place.deliver()
        promise = {
            "commitment_id": "c",
            "article_id": "a",
            "sentence": "Le Maroc s'engage.",
            "what": "former",
            "made_by_names": ["Le Maroc"],
            "due_to": BEGIN.date() + timedelta(days=3),
            "status": "open",
        }
        insert(place.connection, "commitments", promise)
        place.now += timedelta(seconds=2)
        make_alerts(place.connection, place.rules, place.now)
        place.answers = UP
        place.deliver()
        place.deliver(timedelta(seconds=6))
        assert place.taken == [("story.created", "s-a"), ("commitment.due", "s-a")]


def test_a_digest_waits_for_the_one_of_the_day_before(tmp_path: Path) -> None:
    with room(tmp_path, "mode: daily,") as place:
        place.answers = DOWN
        for day, article in enumerate("ab"):
            place.now = BEGIN + timedelta(days=day)
            place.tell(article, f"s-{article}")
            place.now = BEGIN + timedelta(hours=21 + 24 * day)
            make_alerts(place.connection, place.rules, place.now)
            for hour in (0, 1, 2, 3):
                place.deliver(timedelta(hours=hour))
        assert ("pending", "an earlier digest goes first") in place.rows("status, reason")
        place.answers = UP
        place.deliver(timedelta(hours=11))
        dates = [
            json.loads(str(payload))["date"]
            for (payload,) in place.connection.execute(
                "SELECT payload FROM news.alerts INNER JOIN news.alert_deliveries USING (alert_id)"
                " ORDER BY delivered_at, alerts.created_at"
            ).fetchall()
        ]
        assert dates == ["2026-04-16", "2026-04-17"]
        assert len(place.taken) == 2


KINDS = ("story.created", "story.updated", "article.created", "commitment.due", "digest.ready")
WAITING = st.lists(
    st.builds(
        Alert,
        alert_id=st.uuids().map(str),
        consumer_id=st.just("desk"),
        event_type=st.sampled_from(KINDS),
        subject_id=st.just("x"),
        story_id=st.sampled_from(("s-a", "s-b", None)),
        article_id=st.none(),
        relevance_grade=st.none(),
        payload=st.just({}),
        created_at=st.integers(0, 5).map(lambda hours: BEGIN + timedelta(hours=hours)),
        not_before_at=st.integers(0, 8).map(lambda hours: BEGIN + timedelta(hours=hours)),
        follows_alert_id=st.sampled_from(("first", None)),
    ),
    max_size=7,
)


def goes_first(one: Alert, other: Alert) -> bool:
    """Whether `other` waits for `one`, by the words of the documentation."""
    if "digest.ready" in (one.event_type, other.event_type):
        is_one_queue = one.event_type == other.event_type
    else:
        roots = {alert.follows_alert_id or alert.alert_id for alert in (one, other)}
        is_one_queue = len(roots) == 1 or (
            one.story_id == other.story_id and one.story_id is not None
        )
    turns = [
        (alert.event_type != "story.created", max(alert.created_at, alert.not_before_at))
        for alert in (one, other)
    ]
    return is_one_queue and turns[0] < turns[1]


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with in_memory() as connection:
        yield connection


@given(WAITING)
@settings(max_examples=60, deadline=None)
def test_what_waits_for_what_is_as_documented(
    database: duckdb.DuckDBPyConnection, alerts: list[Alert]
) -> None:
    for table in ("alerts", "alert_deliveries"):
        database.execute(f"DELETE FROM news.{table}")
    append_alerts(database, alerts, list(open_deliveries(alerts, rules_of(""), {}, BEGIN)))
    held = {one.delivery.alert_id for one in read_queued(database) if one.held_until}
    own = [alert for alert in alerts if alert.event_type != "article.created"]
    assert held == {b.alert_id for b in own if any(goes_first(a, b) for a in own)}
