"""Daily digests: which morning a story goes into, once, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest

from ct_pipeline.alerts.digests import digest_at, digest_date
from ct_pipeline.alerts.identity import alert_id
from ct_pipeline.alerts.reconciliation import reconcile
from ct_pipeline.inputs.alert_rules import parse_rules
from ct_pipeline.steps.alerting import make_alerts, make_digests
from ct_pipeline.warehouse.alerts.reconciliation import read_ledger
from ct_pipeline_tests.alerts.mornings import EVENING, MORNING, digests, rules, stories_of
from ct_pipeline_tests.alerts.newsroom import add_article, regrade


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
