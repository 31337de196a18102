"""Daily digests of what was edited: what was told is told again, once, as it stands by morning."""

from __future__ import annotations

from datetime import timedelta

import duckdb
import pytest

from ct_pipeline.steps.alerting import make_alerts, make_digests
from ct_pipeline_tests.alerts.mornings import (
    EVENING,
    MORNING,
    digests,
    only_story,
    rules,
    stories_of,
)
from ct_pipeline_tests.alerts.newsroom import add_article, add_verdict, regrade, revise


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
