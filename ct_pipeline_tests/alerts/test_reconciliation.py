"""What was due against what was delivered, over real rows that something has damaged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import duckdb
import pytest

from ct_pipeline.alerts.reconciliation import Difference, reconcile
from ct_pipeline.inputs.alert_rules import parse_rules
from ct_pipeline.inputs.consumers import Rules
from ct_pipeline.steps.alerting import make_alerts
from ct_pipeline.warehouse.alerts.reconciliation import read_ledger
from ct_pipeline.warehouse.alerts.unsent import suppress_alert
from ct_pipeline_tests.alerts.newsroom import NOW, add_article, add_verdict, regrade, revise
from ct_pipeline_tests.warehouse.filling import in_memory

LATER = NOW + timedelta(hours=1)


def rules(rule: str = "") -> Rules:
    text = f"consumers: [{{id: desk, {rule} channels: [{{type: feed}}]}}]"
    return parse_rules(text, "alerts.yaml", {})


@pytest.fixture
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    with in_memory() as connection:
        add_article(connection, "a")
        make_alerts(connection, rules(), NOW)
        connection.execute("UPDATE news.alert_deliveries SET status = 'delivered'")
        yield connection


def differences(connection: duckdb.DuckDBPyConnection, rule: str = "") -> list[Difference]:
    return reconcile(read_ledger(connection, NOW - timedelta(days=7)), rules(rule), LATER)


def kinds(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [difference.kind for difference in differences(connection)]


def test_what_is_delivered_is_in_order(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert differences(warehouse) == []


def test_a_lost_alert_is_found(warehouse: duckdb.DuckDBPyConnection) -> None:
    for table in ("alerts", "alert_deliveries", "alert_coverage"):
        warehouse.execute(f"DELETE FROM news.{table}")
    (difference,) = differences(warehouse)
    assert (difference.kind, difference.consumer_id, difference.subject_id) == (
        "not_alerted",
        "desk",
        "a",
    )


def test_an_alert_without_a_delivery_is_found(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute("DELETE FROM news.alert_deliveries")
    assert kinds(warehouse) == ["not_sent"]


def test_an_overdue_delivery_is_found(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute("UPDATE news.alert_deliveries SET status = 'pending'")
    assert kinds(warehouse) == ["overdue"]


def test_a_dead_delivery_is_found(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute("UPDATE news.alert_deliveries SET status = 'dead', last_error = 'HTTP 500'")
    (difference,) = differences(warehouse)
    assert difference.kind == "not_delivered"
    assert "HTTP 500" in difference.detail


def test_an_article_that_nobody_looked_at_is_found(warehouse: duckdb.DuckDBPyConnection) -> None:
    add_article(warehouse, "b")
    assert kinds(warehouse) == ["not_looked_at"]


def test_a_digest_that_was_not_made_is_found(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute(
        "INSERT INTO news.alert_coverage BY NAME SELECT 'desk' AS consumer_id, 'x' AS article_id,"
        " 'digest' AS alert_id, DATE '2026-04-15' AS digest_date, ? AS covered_at",
        [NOW],
    )
    assert kinds(warehouse) == ["digest_missing"]


def test_what_was_given_up_before_it_left_is_settled_until_an_edit_brings_it_back(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    (key,) = warehouse.execute("SELECT alert_id FROM news.alerts").fetchall()[0]
    warehouse.execute("UPDATE news.alert_deliveries SET status = 'pending'")
    suppress_alert(warehouse, key, "graded 1 by now", NOW + timedelta(minutes=1))
    assert differences(warehouse) == []
    for text_id, grade in (("a-1", 1), ("a-2", 2)):
        add_verdict(warehouse, text_id, grade)
    revise(warehouse, "a", 2, "L'ONUCT signe un accord à Rabat.")
    make_alerts(warehouse, rules(), NOW + timedelta(minutes=2))
    for table in ("alerts", "alert_deliveries", "alert_coverage"):
        warehouse.execute(f"DELETE FROM news.{table}")
    assert kinds(warehouse) == ["not_alerted"]


def test_a_later_grade_is_no_difference(warehouse: duckdb.DuckDBPyConnection) -> None:
    add_article(warehouse, "b", grade=1)
    make_alerts(warehouse, rules(), NOW)
    regrade(warehouse, "d-b", 3)
    assert differences(warehouse) == []


def test_a_rule_asks_nothing_of_the_time_before_it(warehouse: duckdb.DuckDBPyConnection) -> None:
    add_article(warehouse, "b", grade=1)
    make_alerts(warehouse, rules(), NOW)
    make_alerts(warehouse, rules("min_grade: 1,"), NOW + timedelta(minutes=1))
    assert differences(warehouse, "min_grade: 1,") == []


@pytest.mark.parametrize(("raised_by", "expected"), [("an edit", ["not_alerted"]), ("rules", [])])
def test_an_edit_that_made_an_article_match_is_due_and_new_rules_are_not(
    warehouse: duckdb.DuckDBPyConnection, raised_by: str, expected: list[str]
) -> None:
    add_article(warehouse, "b", grade=1)
    add_verdict(warehouse, "b-1", 1 if raised_by == "an edit" else 3)
    make_alerts(warehouse, rules(), NOW)
    revise(warehouse, "b", 2, "L'ONUCT signe un accord à Rabat.")
    add_verdict(warehouse, "b-2", 3)
    regrade(warehouse, "d-b", 3)
    make_alerts(warehouse, rules(), NOW)
    for table in ("alerts", "alert_deliveries", "alert_coverage"):
        warehouse.execute(
            f"DELETE FROM news.{table} WHERE alert_id NOT IN ("
            "SELECT alert_id FROM news.alert_coverage WHERE article_id = 'a')"
        )
    warehouse.execute("UPDATE news.alert_deliveries SET status = 'delivered'")
    assert kinds(warehouse) == expected
