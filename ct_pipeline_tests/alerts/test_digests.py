"""Daily digests: which morning a story goes into, once, whatever the clock does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest

from ct_pipeline.alerts.digests import digest_at, digest_date
from ct_pipeline.alerts.identity import alert_id
from ct_pipeline.alerts.reconciliation import reconcile
from ct_pipeline.inputs.alert_rules import parse_rules
from ct_pipeline.inputs.consumers import Rules
from ct_pipeline.steps.alerting import make_alerts, make_digests
from ct_pipeline.warehouse.alerts.reconciliation import read_ledger
from ct_pipeline_tests.alerts.newsroom import add_article, add_verdict, regrade, revise
from ct_pipeline_tests.warehouse.filling import in_memory

# 8:00 in Casablanca (UTC+1 outside Ramadan) is 7:00 UTC.
EVENING = datetime(2026, 4, 14, 20, 0, tzinfo=UTC)
MORNING = datetime(2026, 4, 15, 7, 0, tzinfo=UTC)


def rules(extra: str = "mode: daily") -> Rules:
    return parse_rules(
        "{timezone: Africa/Casablanca,"
        f" consumers: [{{id: desk, {extra}, channels: [{{type: feed}}]}}]}}",
        "alerts.yaml",
        {},
    )


@pytest.fixture
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    with in_memory() as connection:
        yield connection


def digests(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The stories of each digest, by its date."""
    rows = connection.execute(
        "SELECT subject_id, payload FROM news.alerts WHERE event_type = 'digest.ready'"
    ).fetchall()
    return {day: [story["story_id"] for story in stories_of(data)] for day, data in rows}


def stories_of(payload: str) -> list[dict[str, Any]]:
    """What a digest's message shows, in its order."""
    return [story for group in json.loads(payload)["grades"] for story in group["stories"]]


def only_story(connection: duckdb.DuckDBPyConnection, day: str) -> dict[str, Any]:
    """The one story of the digest of a date."""
    (payload,) = connection.execute(
        "SELECT payload FROM news.alerts WHERE subject_id = ?", [day]
    ).fetchall()[0]
    (story,) = stories_of(payload)
    return story


def test_stories_of_a_day_go_into_one_digest_by_grade(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    add_article(warehouse, "a", grade=2)
    add_article(warehouse, "b", grade=3)
    add_article(warehouse, "b2", dispatch="d-b", dispatch_id="d-b", is_canonical=False)
    make_alerts(warehouse, rules(), EVENING)
    assert digests(warehouse) == {}
    make_digests(warehouse, rules(), MORNING - timedelta(seconds=1))
    assert digests(warehouse) == {}
    make_digests(warehouse, rules(), MORNING)
    assert digests(warehouse) == {"2026-04-15": ["s-b", "s-a"]}
    make_digests(warehouse, rules(), MORNING + timedelta(days=2))
    assert len(digests(warehouse)) == 1


def test_the_id_is_that_of_the_date(warehouse: duckdb.DuckDBPyConnection) -> None:
    add_article(warehouse, "a")
    make_alerts(warehouse, rules(), EVENING)
    make_digests(warehouse, rules(), MORNING)
    rows = warehouse.execute("SELECT alert_id, created_at FROM news.alerts").fetchall()
    assert rows == [(alert_id("desk", "digest.ready", "2026-04-15"), MORNING)]


def test_what_comes_later_goes_into_the_next_digest(warehouse: duckdb.DuckDBPyConnection) -> None:
    add_article(warehouse, "a")
    make_alerts(warehouse, rules(), EVENING)
    make_alerts(warehouse, rules(), MORNING)
    add_article(warehouse, "b")
    add_article(warehouse, "a2", dispatch="d-a", dispatch_id="d-a", is_canonical=False)
    make_alerts(warehouse, rules(), MORNING + timedelta(hours=1))
    make_digests(warehouse, rules(), MORNING + timedelta(days=1))
    assert digests(warehouse) == {"2026-04-15": ["s-a"], "2026-04-16": ["s-b"]}


def test_a_clock_that_goes_back_loses_no_story(warehouse: duckdb.DuckDBPyConnection) -> None:
    add_article(warehouse, "a")
    make_alerts(warehouse, rules(), EVENING)
    make_digests(warehouse, rules(), MORNING)
    add_article(warehouse, "b")
    make_alerts(warehouse, rules(), EVENING)
    make_digests(warehouse, rules(), MORNING + timedelta(days=1))
    assert digests(warehouse) == {"2026-04-15": ["s-a"], "2026-04-16": ["s-b"]}


def test_undated_and_old_articles_go_into_digests_and_seeds_do_not(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    add_article(warehouse, "undated", published_from=None)
    add_article(warehouse, "old", published_from=EVENING - timedelta(days=900))
    add_article(warehouse, "seed", origin="seed", url=None)
    make_alerts(warehouse, rules(), EVENING)
    make_digests(warehouse, rules(), MORNING)
    assert sorted(digests(warehouse)["2026-04-15"]) == ["s-old", "s-undated"]


def test_articles_each_where_articles_are_asked_for(warehouse: duckdb.DuckDBPyConnection) -> None:
    add_article(warehouse, "a")
    add_article(warehouse, "a2", dispatch="d-a", dispatch_id="d-a", is_canonical=False)
    make_alerts(warehouse, rules("mode: daily, per: article"), EVENING)
    make_digests(warehouse, rules("mode: daily, per: article"), MORNING)
    (row,) = warehouse.execute("SELECT payload FROM news.alerts").fetchall()
    shown = [story["article_id"] for story in stories_of(row[0])]
    assert sorted(shown) == ["a", "a2"]


def test_stories_that_merge_overnight_stand_in_the_digest_once(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    add_article(warehouse, "a")
    add_article(warehouse, "b")
    make_alerts(warehouse, rules(), EVENING)
    warehouse.execute("UPDATE news.story_members SET story_id = 's-a'")
    make_digests(warehouse, rules(), MORNING)
    assert digests(warehouse) == {"2026-04-15": ["s-a"]}


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 4, 15, 6, 59, tzinfo=UTC), date(2026, 4, 15)),
        (datetime(2026, 4, 15, 7, 0, tzinfo=UTC), date(2026, 4, 16)),
        (datetime(2026, 4, 15, 23, 30, tzinfo=UTC), date(2026, 4, 16)),
    ],
)
def test_the_local_hour_decides(now: datetime, day: date) -> None:
    zone = ZoneInfo("Africa/Casablanca")
    assert digest_date(now, zone) == day
    assert digest_at(day, zone) > now


def test_a_daily_consumer_hears_of_a_later_rise(warehouse: duckdb.DuckDBPyConnection) -> None:
    add_article(warehouse, "a", grade=2)
    make_alerts(warehouse, rules(), EVENING)
    make_digests(warehouse, rules(), MORNING)
    add_article(warehouse, "b", story="s-a", grade=3)
    make_alerts(warehouse, rules(), MORNING + timedelta(hours=3))
    add_article(warehouse, "c", story="s-a", grade=3)
    make_alerts(warehouse, rules(), MORNING + timedelta(hours=4))
    make_digests(warehouse, rules(), MORNING + timedelta(days=1))
    assert digests(warehouse) == {"2026-04-15": ["s-a"], "2026-04-16": ["s-a"]}


def edit(
    connection: duckdb.DuckDBPyConnection, revision: int, grade: int, body: str = "À Rabat."
) -> None:
    """A new text of article a, and what the rules say of it."""
    revise(connection, "a", revision, body)
    add_verdict(connection, f"a-{revision}", grade)
    regrade(connection, "d-a", grade)


def updates(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str | None]]:
    """Why each digest tells its stories again."""
    rows = connection.execute("SELECT subject_id, payload FROM news.alerts").fetchall()
    return {day: [one.get("update_reason") for one in stories_of(data)] for day, data in rows}


@pytest.mark.parametrize("per", ["story", "article"])
def test_an_edit_that_raises_a_told_article_stands_in_the_next_digest(
    warehouse: duckdb.DuckDBPyConnection, per: str
) -> None:
    daily = rules(f"mode: daily, per: {per}")
    add_article(warehouse, "a", grade=2)
    add_verdict(warehouse, "a-1", 2)
    make_alerts(warehouse, daily, EVENING)
    make_digests(warehouse, daily, MORNING)
    edit(warehouse, 2, 3)
    make_alerts(warehouse, daily, MORNING + timedelta(hours=3))
    make_digests(warehouse, daily, MORNING + timedelta(days=1))
    assert updates(warehouse) == {"2026-04-15": [None], "2026-04-16": ["higher_grade"]}


def test_a_corrected_figure_stands_in_the_next_digest_with_what_changed(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    add_article(warehouse, "a", body="L'ONUCT a formé 18 juges à Rabat.")
    add_verdict(warehouse, "a-1", 2)
    make_alerts(warehouse, rules(), EVENING)
    make_digests(warehouse, rules(), MORNING)
    edit(warehouse, 2, 2, "L'ONUCT a formé 28 juges à Rabat.")
    make_alerts(warehouse, rules(), MORNING + timedelta(hours=3))
    make_digests(warehouse, rules(), MORNING + timedelta(days=1))
    story = only_story(warehouse, "2026-04-16")
    assert story["update_reason"] == "corrected"
    assert story["corrections"][0]["values"] == [{"kind": "number", "from": "18", "to": "28"}]


def test_an_erratum_stands_in_the_next_digest_with_what_it_sets_right(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    add_article(warehouse, "a", body="L'ONUCT a formé 18 juges à Rabat.")
    make_alerts(warehouse, rules(), EVENING)
    make_digests(warehouse, rules(), MORNING)
    body = "Il fallait lire 28 juges, et non 18."
    add_article(warehouse, "e", story="s-a", title="Rectificatif", body=body)
    make_alerts(warehouse, rules(), MORNING + timedelta(hours=3))
    make_digests(warehouse, rules(), MORNING + timedelta(days=1))
    story = only_story(warehouse, "2026-04-16")
    assert story["corrections"][0]["values"] == [{"kind": "number", "from": "18", "to": "28"}]


def test_a_waiting_digest_corrects_what_was_told_to_what_stands_in_the_morning(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    body = "L'ONUCT a formé {} juges à Rabat."
    add_article(warehouse, "a", body=body.format(18))
    add_article(warehouse, "b", body=body.format(18))
    make_alerts(warehouse, rules(), EVENING)
    make_digests(warehouse, rules(), MORNING)
    for hour, (revision, figures) in enumerate({2: (28, 28), 3: (18, 31)}.items()):
        for article, figure in zip("ab", figures, strict=True):
            revise(warehouse, article, revision, body.format(figure))
        make_alerts(warehouse, rules(), MORNING + timedelta(hours=hour + 1))
    make_digests(warehouse, rules(), MORNING + timedelta(days=1))
    story = only_story(warehouse, "2026-04-16")
    assert story["article_id"] == "b", "what was set back is not told again"
    assert story["corrections"][0]["values"] == [{"kind": "number", "from": "18", "to": "31"}]


def test_a_digest_of_what_was_set_back_is_suppressed_and_its_story_counts_as_told(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    body = "L'ONUCT a formé {} juges à Rabat."
    add_article(warehouse, "a", body=body.format(18))
    make_alerts(warehouse, rules(), EVENING)
    make_digests(warehouse, rules(), MORNING)
    for hour, figure in enumerate((28, 18)):
        revise(warehouse, "a", hour + 2, body.format(figure))
        make_alerts(warehouse, rules(), MORNING + timedelta(hours=hour + 1))
    make_digests(warehouse, rules(), MORNING + timedelta(days=1))
    reasons = warehouse.execute(
        "SELECT reason FROM news.alert_deliveries WHERE status = 'suppressed'"
    ).fetchall()
    assert reasons == [("all is again as it was told before",)]
    revise(warehouse, "a", 4, body.format(40))
    make_alerts(warehouse, rules(), MORNING + timedelta(days=1, hours=1))
    make_digests(warehouse, rules(), MORNING + timedelta(days=2))
    assert updates(warehouse)["2026-04-17"] == ["corrected"]


@pytest.mark.parametrize("looks_between", [True, False])
def test_what_a_digest_left_out_is_told_once_an_edit_makes_it_match_again(
    warehouse: duckdb.DuckDBPyConnection, *, looks_between: bool
) -> None:
    add_article(warehouse, "a", grade=2)
    add_verdict(warehouse, "a-1", 2)
    add_article(warehouse, "b", grade=2)
    make_alerts(warehouse, rules(), EVENING)
    edit(warehouse, 2, 1)
    if looks_between:
        make_alerts(warehouse, rules(), EVENING + timedelta(hours=1))
    make_digests(warehouse, rules(), MORNING)
    make_alerts(warehouse, rules(), MORNING + timedelta(minutes=1))
    edit(warehouse, 3, 2)
    make_alerts(warehouse, rules(), MORNING + timedelta(hours=1))
    make_digests(warehouse, rules(), MORNING + timedelta(days=1))
    assert digests(warehouse) == {"2026-04-15": ["s-b"], "2026-04-16": ["s-a"]}


def test_a_digest_that_waits_survives_another_id_and_another_time_zone(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    add_article(warehouse, "a")
    make_alerts(warehouse, rules(), EVENING)
    renamed = parse_rules(
        "consumers: [{id: newsroom, was: [desk], mode: daily, timezone: Asia/Tokyo,"
        " channels: [{type: feed}]}]",
        "alerts.yaml",
        {},
    )
    add_article(warehouse, "b")
    make_digests(warehouse, renamed, EVENING)
    make_alerts(warehouse, renamed, EVENING)
    make_digests(warehouse, renamed, MORNING)
    assert digests(warehouse) == {"2026-04-15": ["s-a", "s-b"]}


def test_what_no_longer_meets_the_rule_in_the_morning_is_left_out(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    add_article(warehouse, "a")
    add_article(warehouse, "b")
    make_alerts(warehouse, rules(), EVENING)
    regrade(warehouse, "d-b", 1)
    make_digests(warehouse, rules(), MORNING)
    assert digests(warehouse) == {"2026-04-15": ["s-a"]}


def test_a_digest_of_nothing_is_not_sent(warehouse: duckdb.DuckDBPyConnection) -> None:
    add_article(warehouse, "a")
    make_alerts(warehouse, rules(), EVENING)
    regrade(warehouse, "d-a", 1)
    assert make_digests(warehouse, rules(), MORNING) == {}
    assert make_digests(warehouse, rules(), MORNING) == {}
    assert warehouse.execute("SELECT status, reason FROM news.alert_deliveries").fetchall() == [
        ("suppressed", "no longer meets the rule: nothing of this digest does")
    ]
    ledger = read_ledger(warehouse, EVENING - timedelta(days=7))
    assert reconcile(ledger, rules(), MORNING + timedelta(hours=1)) == []


def test_a_long_digest_comes_in_parts_that_hold_each_story_once(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    articles = [f"a{number:03}" for number in range(95)]
    for article in articles:
        add_article(warehouse, article)
    make_alerts(warehouse, rules(), EVENING)
    make_digests(warehouse, rules(), MORNING)
    found = digests(warehouse)
    assert sorted(found) == ["2026-04-15", "2026-04-15/2", "2026-04-15/3"]
    told = [story for stories in found.values() for story in stories]
    assert sorted(told) == [f"s-{article}" for article in articles]
