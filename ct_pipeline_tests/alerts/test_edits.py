"""An edit by which an article newly matches alerts as a new article would."""

from __future__ import annotations

from ct_pipeline_tests.alerts.looks import Connection, look
from ct_pipeline_tests.alerts.newsroom import (
    NOW,
    add_article,
    add_mention,
    add_verdict,
    regrade,
    revise,
)


def learn(connection: Connection, article: str, **columns: object) -> None:
    """The text in force of an article says other things of itself."""
    for name, value in columns.items():
        connection.execute(
            f"UPDATE news.article_texts SET {name} = ? WHERE text_id ="
            " (SELECT current_text_id FROM news.articles WHERE article_id = ?)",
            [value, article],
        )


def test_an_edit_that_lifts_an_article_over_the_line_alerts_as_a_new_one(
    warehouse: Connection,
) -> None:
    add_article(warehouse, "a", grade=1)
    add_verdict(warehouse, "a-1", 1)
    assert look(warehouse) == []
    revise(warehouse, "a", 2, "L'ONUCT signe un accord à Rabat.")
    add_verdict(warehouse, "a-2", 3)
    regrade(warehouse, "d-a", 3)
    assert look(warehouse) == [("story.created", "s-a")]
    assert look(warehouse) == []


def test_a_date_that_an_edit_brings_alerts_and_a_touched_up_text_does_not(
    warehouse: Connection,
) -> None:
    add_article(warehouse, "a", published_from=None)
    assert look(warehouse) == []
    revise(warehouse, "a", 2, "L'ONUCT se réunit à Rabat, encore.")
    assert look(warehouse) == []
    revise(warehouse, "a", 3, "L'ONUCT se réunit à Rabat, toujours.")
    learn(warehouse, "a", published_from=NOW, published_to=NOW, published_precision="minute")
    assert look(warehouse) == [("story.created", "s-a")]


def test_a_name_that_an_edit_brings_counts_for_the_filter(warehouse: Connection) -> None:
    rule = "entities: [cted]"
    add_article(warehouse, "a")
    assert look(warehouse, rule) == []
    revise(warehouse, "a", 2, "La DECT se réunit à Rabat.")
    add_mention(warehouse, "a-2", "cted", "DECT", "La DECT se réunit à Rabat.")
    assert look(warehouse, rule) == [("story.created", "s-a")]


def test_new_rules_are_no_edit_even_of_an_edited_text(warehouse: Connection) -> None:
    add_article(warehouse, "a", grade=1)
    look(warehouse)
    revise(warehouse, "a", 2, "L'ONUCT se réunit à Rabat, encore.")
    for text_id in ("a-1", "a-2"):
        add_verdict(warehouse, text_id, 3, "r2")
    regrade(warehouse, "d-a", 3, "r2")
    assert look(warehouse) == []
