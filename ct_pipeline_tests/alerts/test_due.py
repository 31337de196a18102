"""Who is alerted to what, over real rows: each test is a few passes of a small newsroom."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import duckdb
import pytest

from ct_pipeline.alerts.identity import alert_id
from ct_pipeline.inputs.alert_rules import parse_rules
from ct_pipeline.steps.alerting import make_alerts
from ct_pipeline_tests.alerts.newsroom import (
    NOW,
    add_article,
    add_mention,
    add_verdict,
    regrade,
    revise,
)
from ct_pipeline_tests.warehouse.filling import in_memory

Connection = duckdb.DuckDBPyConnection


@pytest.fixture
def warehouse() -> Iterator[Connection]:
    with in_memory() as connection:
        yield connection


def look(connection: Connection, rule: str = "", now: datetime = NOW) -> list[tuple[str, str]]:
    """One pass of alerting for the consumer `desk`: the new alerts, type and subject."""
    before = connection.execute("SELECT alert_id FROM news.alerts").fetchall()
    text = f"consumers: [{{id: desk, channels: [{{type: feed}}], {rule}}}]"
    make_alerts(connection, parse_rules(text, "alerts.yaml", {}), now)
    rows = connection.execute(
        "SELECT alert_id, event_type, subject_id FROM news.alerts ORDER BY subject_id"
    ).fetchall()
    return [(event, subject) for key, event, subject in rows if (key,) not in before]


def sent(connection: Connection) -> None:
    """Everything in the outbox has been delivered."""
    connection.execute("UPDATE news.alert_deliveries SET status = 'delivered', attempts = 1")


def payload(connection: Connection, event: str = "story.created") -> dict[str, object]:
    rows = connection.execute(
        "SELECT payload FROM news.alerts WHERE event_type = ?", [event]
    ).fetchall()
    (row,) = rows
    data: dict[str, object] = json.loads(row[0])
    return data


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


def test_a_new_text_of_a_higher_grade_updates_the_story(warehouse: Connection) -> None:
    add_article(warehouse, "a")
    look(warehouse)
    sent(warehouse)
    add_article(warehouse, "b", story="s-a", grade=3)
    assert look(warehouse) == [("story.updated", "s-a/b/1")]
    assert payload(warehouse, "story.updated")["update_reason"] == "higher_grade"


def test_a_material_revision_updates_and_a_touch_does_not(warehouse: Connection) -> None:
    add_article(warehouse, "a", body="un " * 50)
    look(warehouse)
    sent(warehouse)
    revise(warehouse, "a", 2, "un " * 49 + "deux")
    assert look(warehouse) == []
    revise(warehouse, "a", 3, "trois " * 50)
    assert look(warehouse) == [("story.updated", "s-a/a/3")]


def test_a_corrected_figure_in_the_lead_updates_and_says_what_changed(
    warehouse: Connection,
) -> None:
    lead, rest = "Le séisme a fait {} morts à Agadir.", " Les secours fouillent les décombres." * 20
    add_article(warehouse, "a", body=lead.format(17) + rest)
    look(warehouse)
    sent(warehouse)
    revise(warehouse, "a", 2, lead.format(25) + rest)
    assert look(warehouse) == [("story.updated", "s-a/a/2")]
    data = payload(warehouse, "story.updated")
    assert data["update_reason"] == "corrected"
    assert data["corrections"] == [
        {
            "field": "body",
            "sentence_before": lead.format(17),
            "sentence_after": lead.format(25),
            "values": [{"kind": "number", "from": "17", "to": "25"}],
        }
    ]


def test_a_corrected_figure_far_below_the_lead_sends_nothing(warehouse: Connection) -> None:
    rest = " Les secours fouillent les décombres." * 20
    add_article(warehouse, "a", body=f"Le séisme a touché Agadir.{rest} Il y a 40 tentes.")
    look(warehouse)
    sent(warehouse)
    revise(warehouse, "a", 2, f"Le séisme a touché Agadir.{rest} Il y a 60 tentes.")
    assert look(warehouse) == []


def told_with_grade_2(connection: Connection) -> None:
    """An article was told; the rules `r1` gave it a 2."""
    add_article(connection, "a", body="un " * 50)
    add_verdict(connection, "a-1", 2)
    assert look(connection) == [("story.created", "s-a")]
    sent(connection)


def test_an_edit_that_raises_the_grade_updates_the_story(warehouse: Connection) -> None:
    told_with_grade_2(warehouse)
    revise(warehouse, "a", 2, "un " * 49 + "deux")
    add_verdict(warehouse, "a-2", 3)
    regrade(warehouse, "d-a", 3)
    assert look(warehouse) == [("story.updated", "s-a/a/2")]
    assert payload(warehouse, "story.updated")["update_reason"] == "higher_grade"


def test_a_persons_grade_and_a_touch_send_nothing(warehouse: Connection) -> None:
    told_with_grade_2(warehouse)
    revise(warehouse, "a", 2, "un " * 49 + "deux")
    add_verdict(warehouse, "a-2", 2)
    regrade(warehouse, "d-a", 3)
    assert look(warehouse) == []


def test_an_edit_that_raises_less_than_a_person_did_sends_nothing(warehouse: Connection) -> None:
    told_with_grade_2(warehouse)
    revise(warehouse, "a", 2, "un " * 49 + "deux")
    add_verdict(warehouse, "a-2", 1)
    assert look(warehouse) == []
    revise(warehouse, "a", 3, "un " * 48 + "deux deux")
    add_verdict(warehouse, "a-3", 2)
    regrade(warehouse, "d-a", 3)
    assert look(warehouse) == []


@pytest.mark.parametrize("regraded_before_the_touch", [True, False])
def test_new_rules_and_a_touch_send_nothing(
    warehouse: Connection, regraded_before_the_touch: bool
) -> None:
    told_with_grade_2(warehouse)
    if regraded_before_the_touch:
        add_verdict(warehouse, "a-1", 3, "r2")
        regrade(warehouse, "d-a", 3, "r2")
        assert look(warehouse) == []
    revise(warehouse, "a", 2, "un " * 49 + "deux")
    add_verdict(warehouse, "a-2", 3, "r2")
    regrade(warehouse, "d-a", 3, "r2")
    assert look(warehouse) == []


def test_an_edit_that_raises_the_grade_under_new_rules_updates_the_story(
    warehouse: Connection,
) -> None:
    told_with_grade_2(warehouse)
    add_verdict(warehouse, "a-1", 1, "r2")
    regrade(warehouse, "d-a", 1, "r2")
    assert look(warehouse) == []
    revise(warehouse, "a", 2, "un " * 49 + "deux")
    add_verdict(warehouse, "a-2", 3, "r2")
    regrade(warehouse, "d-a", 3, "r2")
    assert look(warehouse) == [("story.updated", "s-a/a/2")]


def test_a_persons_grade_and_a_material_revision_say_what_was_revised(
    warehouse: Connection,
) -> None:
    told_with_grade_2(warehouse)
    revise(warehouse, "a", 2, "deux " * 50)
    add_verdict(warehouse, "a-2", 2)
    regrade(warehouse, "d-a", 3)
    assert look(warehouse) == [("story.updated", "s-a/a/2")]
    assert payload(warehouse, "story.updated")["update_reason"] == "revised"


def test_updates_of_one_story_are_six_hours_apart_and_none_is_lost(warehouse: Connection) -> None:
    add_article(warehouse, "a", body="un " * 50)
    look(warehouse)
    sent(warehouse)
    revise(warehouse, "a", 2, "deux " * 50)
    look(warehouse)
    sent(warehouse)
    revise(warehouse, "a", 3, "trois " * 50)
    later = NOW + timedelta(hours=1)
    assert look(warehouse, now=later) == [("story.updated", "s-a/a/3")]
    rows = warehouse.execute("SELECT max(not_before_at) FROM news.alerts").fetchall()
    assert rows == [(NOW + timedelta(hours=6),)]
    revise(warehouse, "a", 4, "quatre " * 50)
    assert look(warehouse, now=later) == [], "the waiting update is reworded instead"


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
