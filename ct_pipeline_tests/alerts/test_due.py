"""Who is alerted to what, over real rows: each test is a few passes of a small newsroom."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ct_pipeline.alerts.identity import alert_id
from ct_pipeline.inputs.alert_rules import parse_rules
from ct_pipeline.steps.alerting import make_alerts
from ct_pipeline_tests.alerts.looks import Connection, look, payload, sent
from ct_pipeline_tests.alerts.newsroom import NOW, add_article, add_mention, regrade


def test_a_relevant_story_alerts_once(warehouse: Connection) -> None:
    add_article(warehouse, "a")
    assert look(warehouse) == [("story.created", "s-a")]
    assert look(warehouse) == []


def test_the_id_is_a_hash_of_consumer_type_and_subject(warehouse: Connection) -> None:
    add_article(warehouse, "a")
    look(warehouse)
    (row,) = warehouse.execute("SELECT alert_id FROM news.alerts").fetchall()
    assert row == (alert_id("desk", "story.created", "s-a"),)


def test_copies_of_one_pass_are_gathered(warehouse: Connection) -> None:
    add_article(warehouse, "a")
    add_article(warehouse, "b", dispatch="d-a", is_canonical=False, publisher="Al Jarida")
    assert look(warehouse) == [("story.created", "s-a")]
    assert payload(warehouse)["publishers"] == ["Al Jarida", "Le Papier"]
    assert payload(warehouse)["article_count"] == 2


def test_a_further_copy_never_alerts(warehouse: Connection) -> None:
    add_article(warehouse, "a")
    look(warehouse)
    sent(warehouse)
    add_article(warehouse, "b", dispatch="d-a", is_canonical=False)
    assert look(warehouse) == []


def test_a_further_copy_is_an_article_for_those_who_want_articles(warehouse: Connection) -> None:
    add_article(warehouse, "a")
    assert look(warehouse, "per: article") == [("article.created", "a")]
    add_article(warehouse, "b", dispatch="d-a", is_canonical=False)
    assert look(warehouse, "per: article") == [("article.created", "b")]
    assert look(warehouse, "per: article") == []


def test_too_low_a_grade_does_not_alert(warehouse: Connection) -> None:
    add_article(warehouse, "a", grade=1)
    assert look(warehouse) == []


def test_seeds_never_alert(warehouse: Connection) -> None:
    add_article(warehouse, "a", origin="seed", url=None)
    assert look(warehouse, "max_age_days: 0") == []


@pytest.mark.parametrize("published", [None, NOW - timedelta(days=8)])
def test_old_and_undated_articles_alert_only_where_age_does_not_count(
    warehouse: Connection, published: datetime | None
) -> None:
    add_article(warehouse, "a", published_from=published)
    assert look(warehouse) == []
    add_article(warehouse, "b", published_from=published)
    assert look(warehouse, "max_age_days: 0") == [("story.created", "s-b")]


def test_a_new_grade_for_an_old_article_sends_nothing(warehouse: Connection) -> None:
    add_article(warehouse, "a", grade=1)
    look(warehouse)
    regrade(warehouse, "d-a", 3)
    assert look(warehouse) == []


def test_an_article_waits_for_its_grade_and_its_story(warehouse: Connection) -> None:
    add_article(warehouse, "a")
    warehouse.execute("CREATE TABLE kept AS FROM news.dispatch_grades")
    warehouse.execute("DELETE FROM news.dispatch_grades")
    assert look(warehouse) == []
    warehouse.execute("INSERT INTO news.dispatch_grades FROM kept")
    assert look(warehouse) == [("story.created", "s-a")]


def test_the_first_text_in_the_consumers_language_alerts_and_no_other(
    warehouse: Connection,
) -> None:
    add_article(warehouse, "a", language="es")
    assert look(warehouse, "languages: [fr]") == []
    add_article(warehouse, "b", story="s-a", language="fr")
    assert look(warehouse, "languages: [fr]") == [("story.created", "s-a")]
    assert payload(warehouse)["language"] == "fr"
    sent(warehouse)
    add_article(warehouse, "c", story="s-a", language="fr")
    assert look(warehouse, "languages: [fr]") == []


@pytest.mark.parametrize(
    ("rule", "alerts"),
    [
        ("topics: [Dialogue]", True),
        ("topics: [borders]", False),
        ("sources: [paper]", True),
        ("sources: [another]", False),
        ("entities: [unoct]", True),
        ("entities: [Unoct]", True),
        ("entities: [another]", False),
    ],
)
def test_filters(warehouse: Connection, rule: str, alerts: bool) -> None:
    add_article(warehouse, "a")
    add_mention(warehouse, "a-1", "unoct", "ONUCT", "L'ONUCT se réunit à Rabat.")
    assert bool(look(warehouse, rule)) is alerts


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (
            "M. Bourita a reçu M. Voronkov à Rabat. Ils ont signé.",
            "M. Bourita a reçu M. Voronkov à Rabat.",
        ),
        ("استقبل د. محمد بن علي نظيره. وأضاف.", "استقبل د. محمد بن علي نظيره."),
        ("The U.N. opens an office\nin Rabat.", "The U.N. opens an office"),
    ],
)
def test_an_untitled_text_is_called_by_its_whole_first_sentence(
    warehouse: Connection, body: str, title: str
) -> None:
    add_article(warehouse, "a", title=None, body=body)
    look(warehouse)
    assert payload(warehouse)["display_title"] == title


def test_the_message_has_what_it_takes_to_decide(warehouse: Connection) -> None:
    add_article(warehouse, "a", title=None)
    add_mention(warehouse, "a-1", "unoct", "ONUCT", "L'ONUCT se réunit à Rabat.")
    look(warehouse)
    data = payload(warehouse)
    assert data["title"] is None
    assert data["display_title"] == "L'ONUCT se réunit à Rabat."
    assert data["title_is_first_sentence"] is True
    assert data["relevance_evidence"] == "L'ONUCT se réunit à Rabat."
    assert data["matched_words"] == ["ONUCT"]
    assert data["entities"] == [{"entity_id": "unoct", "name": "UNOCT", "kind": "un"}]
    assert data["published"] == {
        "from": "2026-04-15T11:00:00Z",
        "to": "2026-04-15T11:00:00Z",
        "precision": "minute",
    }


def test_stories_that_merge_after_an_alert_say_no_more(warehouse: Connection) -> None:
    add_article(warehouse, "a")
    look(warehouse)
    sent(warehouse)
    add_article(warehouse, "b")
    warehouse.execute("UPDATE news.story_members SET story_id = 's-new'")
    assert look(warehouse) == []


def test_of_two_stories_that_merge_before_they_are_told_one_is_withheld(
    warehouse: Connection,
) -> None:
    add_article(warehouse, "a")
    look(warehouse, "collect_seconds: 60")
    add_article(warehouse, "b")
    look(warehouse, "collect_seconds: 60", NOW + timedelta(seconds=1))
    warehouse.execute("UPDATE news.story_members SET story_id = 's-a'")
    assert look(warehouse, "collect_seconds: 60", NOW + timedelta(seconds=2)) == []
    statuses = warehouse.execute(
        "SELECT story_id, status FROM news.alert_deliveries ORDER BY story_id"
    ).fetchall()
    assert statuses == [("s-a", "pending"), ("s-b", "suppressed")]
    look(warehouse, "collect_seconds: 60", NOW + timedelta(seconds=3))
    assert ("s-a", "pending") in warehouse.execute(
        "SELECT story_id, status FROM news.alert_deliveries"
    ).fetchall()


def test_a_story_that_splits_says_no_more(warehouse: Connection) -> None:
    add_article(warehouse, "a")
    add_article(warehouse, "b", story="s-a")
    look(warehouse)
    sent(warehouse)
    warehouse.execute("UPDATE news.story_members SET story_id = 's-b' WHERE dispatch_id = 'd-b'")
    add_article(warehouse, "c", dispatch="d-b", is_canonical=False)
    assert look(warehouse) == []


def test_copies_that_come_while_collecting_change_the_message(warehouse: Connection) -> None:
    add_article(warehouse, "a")
    look(warehouse, "collect_seconds: 60")
    add_article(warehouse, "b", dispatch="d-a", is_canonical=False, publisher="Al Jarida")
    look(warehouse, "collect_seconds: 60", NOW + timedelta(seconds=20))
    assert payload(warehouse)["publishers"] == ["Al Jarida", "Le Papier"]


def test_an_article_taken_down_before_it_was_looked_at_alerts_nobody(
    warehouse: Connection,
) -> None:
    add_article(warehouse, "a", withdrawn_at=NOW)
    assert look(warehouse) == []


def test_what_was_told_to_a_former_id_is_told_to_the_present_one(warehouse: Connection) -> None:
    add_article(warehouse, "a")
    assert look(warehouse) == [("story.created", "s-a")]
    text = "consumers: [{id: newsroom, was: [desk], channels: [{type: feed}]}]"
    make_alerts(warehouse, parse_rules(text, "alerts.yaml", {}), NOW)
    rows = warehouse.execute(
        "SELECT DISTINCT alerts.consumer_id, channel_key, coverage.consumer_id"
        " FROM news.alerts JOIN news.alert_deliveries USING (alert_id)"
        " JOIN news.alert_coverage AS coverage USING (alert_id)"
    ).fetchall()
    assert rows == [("newsroom", "newsroom/feed/files", "newsroom")]
