"""What the ledger tells whom: by rule, each row once, nothing doubtful, seeds never."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest

from ct_pipeline.alerts.labels import labels_in
from ct_pipeline.alerts.rendering import Reader, as_text, subject
from ct_pipeline.inputs.consumers import MessageLanguage
from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline_tests.alerts.looks import look, payload, sent
from ct_pipeline_tests.alerts.newsroom import NOW, add_article, insert

Connection = duckdb.DuckDBPyConnection
DUE = NOW.date() + timedelta(days=10)
ASKS = (
    "ledger: {commitment_due_days: 14, commitment_overdue: true, figure_changed: true,"
    " claims_conflict: true}"
)


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Connection]:
    with open_warehouse(tmp_path / "warehouse.duckdb") as connection:
        add_article(connection, "a")
        look(connection)  # the story itself is told
        sent(connection)
        yield connection


def promise(connection: Connection, **given: Any) -> None:
    values = {
        "commitment_id": "c",
        "article_id": "a",
        "sentence": "Le Maroc s'engage à former vingt juges d'ici mai.",
        "what": "former vingt juges",
        "made_by_names": ["Le Maroc"],
        "due_to": DUE,
        "status": "open",
        "programme_id": "unoct_rabat",
    }
    insert(connection, "commitments", values | given)


def point(connection: Connection, number: int, value: float, article: str) -> None:
    values = {
        "figure_id": f"f{number}",
        "value": value,
        "measure": "people_trained",
        "subject_id": "unoct_rabat",
        "as_of_from": date(2026, 1, number),
        "article_id": article,
        "sentence": f"{value:g} stagiaires ont été formés.",
    }
    insert(connection, "figures", values)
    insert(connection, "figure_series", values)


def payloads(connection: Connection, event: str) -> list[dict[str, Any]]:
    rows = connection.execute(
        "SELECT payload FROM news.alerts WHERE event_type = ? ORDER BY rowid", [event]
    ).fetchall()
    return [json.loads(payload) for (payload,) in rows]


def test_a_promise_is_told_before_it_falls_due_and_when_it_is_late(warehouse: Connection) -> None:
    promise(warehouse)
    assert look(warehouse, ASKS, NOW - timedelta(days=5)) == []
    assert look(warehouse, ASKS) == [("commitment.due", "c")]
    data = payload(warehouse, "commitment.due")
    assert isinstance(data["row"], dict)
    assert data["row"]["due_to"] == DUE.isoformat()
    assert (data["sentence"], data["url"], data["story_id"], data["programme_id"]) == (
        "Le Maroc s'engage à former vingt juges d'ici mai.",
        "https://paper.example/a",
        "s-a",
        "unoct_rabat",
    )
    assert look(warehouse, ASKS, NOW + timedelta(days=1)) == []
    assert look(warehouse, ASKS, NOW + timedelta(days=11)) == [("commitment.overdue", "c")]
    assert look(warehouse, ASKS, NOW + timedelta(days=12)) == []


def test_an_occasion_that_is_promised_twice_is_told_once(warehouse: Connection) -> None:
    add_article(warehouse, "b", story="s-b", first_seen_at=NOW + timedelta(hours=1))
    look(warehouse)
    promise(warehouse, event_id="e")
    promise(warehouse, commitment_id="c2", event_id="e2")
    promise(warehouse, commitment_id="b1", event_id="e", article_id="b", what="to train judges")
    assert look(warehouse, ASKS) == [("commitment.due", "c")]


def test_nothing_of_the_ledger_is_told_unasked(warehouse: Connection) -> None:
    promise(warehouse)
    assert look(warehouse) == []


@pytest.mark.parametrize("given", [{"is_uncertain": True}, {"status": "kept"}, {"due_to": None}])
def test_what_is_doubtful_done_or_undated_is_not_told(
    warehouse: Connection, given: dict[str, Any]
) -> None:
    promise(warehouse, **given)
    assert look(warehouse, ASKS) == []


def test_a_seed_tells_nothing(warehouse: Connection) -> None:
    add_article(warehouse, "seed", origin="seed")
    promise(warehouse, article_id="seed")
    assert look(warehouse, ASKS) == []


def test_a_figure_that_moved_is_told_with_the_value_before(warehouse: Connection) -> None:
    point(warehouse, 1, 1900, "a")
    assert look(warehouse, ASKS) == []
    point(warehouse, 2, 2350, "a")
    assert look(warehouse, ASKS) == [("figure.changed", "f2=2350.0")]
    row = payload(warehouse, "figure.changed")["row"]
    assert isinstance(row, dict)
    assert (row["previous_value"], row["value"]) == (1900, 2350)
    assert look(warehouse, ASKS) == []


@pytest.mark.parametrize(
    ("as_of", "is_told"), [(date(2025, 1, 10), True), (date(2021, 6, 1), False)]
)
def test_a_value_of_years_ago_is_none_that_a_figure_has_moved_from(
    warehouse: Connection, as_of: date, is_told: bool
) -> None:
    point(warehouse, 1, 1900, "a")
    warehouse.execute("UPDATE news.figure_series SET as_of_from = ?", [as_of])
    point(warehouse, 2, 2350, "a")
    assert bool(look(warehouse, ASKS)) == is_told


def test_a_corrected_figure_is_told_beside_the_one_that_it_corrects(warehouse: Connection) -> None:
    point(warehouse, 1, 1900, "a")
    add_article(warehouse, "b", story="s-b")
    look(warehouse)
    point(warehouse, 2, 2000, "b")
    assert look(warehouse, ASKS) == [("figure.changed", "f2=2000.0")]
    for table in ("figures", "figure_series"):  # the outlet mends its text: the row is another one
        warehouse.execute(f"DELETE FROM news.{table} WHERE figure_id = 'f2'")
    point(warehouse, 3, 2100, "b")
    assert look(warehouse, ASKS) == [("figure.changed", "f3=2100.0")]
    rows = [payload["row"] for payload in payloads(warehouse, "figure.changed")]
    assert [(row["previous_value"], row["value"], row["is_correction"]) for row in rows] == [
        (1900, 2000, False),
        (2000, 2100, True),
    ]


def test_a_figure_set_right_by_a_later_text_is_told_beside_the_wrong_one(
    warehouse: Connection,
) -> None:
    add_article(warehouse, "b", story="s-b", first_seen_at=NOW + timedelta(hours=1))
    look(warehouse)
    point(warehouse, 2, 2000, "a")
    point(warehouse, 1, 2100, "b")
    warehouse.execute("UPDATE news.figure_series SET as_of_from = DATE '2026-01-02'")
    warehouse.execute("UPDATE news.figure_series SET is_superseded = true WHERE value = 2000")
    assert look(warehouse, ASKS) == [("figure.changed", "f1=2100.0")]
    (data,) = payloads(warehouse, "figure.changed")
    assert (data["row"]["previous_value"], data["row"]["is_correction"]) == (2000, True)


def test_two_claims_are_told_once_and_corrections_never(warehouse: Connection) -> None:
    add_article(warehouse, "b", dispatch="d-b", story="s-a")
    look(warehouse)
    conflict = {
        "conflict_id": "x",
        "kind": "figure",
        "article_id_a": "a",
        "article_id_b": "b",
        "value_a": "40",
        "value_b": "41",
        "sentence_b": "41 délégations.",
    }
    insert(warehouse, "conflicts", conflict)
    insert(warehouse, "conflicts", conflict | {"conflict_id": "y", "is_correction": True})
    assert look(warehouse, ASKS) == [("claims.conflict", "x")]
    assert look(warehouse, ASKS) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "falls due"), ("fr", "échéance proche"), ("es", "vence pronto"), ("ar", "موعد يقترب")],
)
def test_a_message_says_what_is_promised_and_when(
    warehouse: Connection, language: MessageLanguage, words: str
) -> None:
    promise(warehouse)
    look(warehouse, ASKS)
    data = payload(warehouse, "commitment.due")
    reader = Reader("desk", labels_in(language), ZoneInfo("UTC"))
    assert words in subject(data, "commitment.due", reader)
    text = as_text(data, reader)
    assert "former vingt juges d'ici mai" in text
    assert DUE.isoformat() in text
    assert "Le Maroc" in text
