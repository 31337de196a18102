"""What happens to a story that was told: which changes are told too, and which are not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ct_pipeline_tests.alerts.looks import Connection, look, payload, sent
from ct_pipeline_tests.alerts.newsroom import NOW, add_article, add_verdict, regrade, revise


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


def test_a_waiting_update_corrects_what_was_told_to_what_stands_now(
    warehouse: Connection,
) -> None:
    lead = "Le séisme a fait {} morts à Agadir."
    add_article(warehouse, "a", body=lead.format(30))
    look(warehouse)
    sent(warehouse)
    revise(warehouse, "a", 2, lead.format(40))
    assert look(warehouse) == [("story.updated", "s-a/a/2")]
    revise(warehouse, "a", 3, lead.format(50))
    assert look(warehouse) == []
    assert payload(warehouse, "story.updated")["corrections"] == [
        {
            "field": "body",
            "sentence_before": lead.format(30),
            "sentence_after": lead.format(50),
            "values": [{"kind": "number", "from": "30", "to": "50"}],
        }
    ]


def deliveries_of(connection: Connection, event: str) -> list[tuple[str, str | None]]:
    return connection.execute(
        "SELECT status, reason FROM news.alert_deliveries WHERE event_type = ?", [event]
    ).fetchall()


def test_an_update_set_back_to_what_was_told_does_not_leave(warehouse: Connection) -> None:
    lead = "Le séisme a fait {} morts à {}."
    add_article(warehouse, "a", body=lead.format(30, "Agadir"))
    add_article(warehouse, "b", story="s-a", body=lead.format(30, "Agadir"))
    look(warehouse)
    sent(warehouse)
    revise(warehouse, "a", 2, lead.format(40, "Agadir"))
    assert look(warehouse) == [("story.updated", "s-a/a/2")]
    revise(warehouse, "a", 3, lead.format(30, "Agadir"))
    assert look(warehouse) == []
    assert deliveries_of(warehouse, "story.updated") == [
        ("suppressed", "all is again as it was told before")
    ]
    revise(warehouse, "a", 4, lead.format(30, "Safi"))
    assert look(warehouse) == [("story.updated", "s-a/a/4")], "what is corrected then is told"


def test_a_waiting_update_of_which_one_thing_is_set_back_tells_the_other(
    warehouse: Connection,
) -> None:
    lead = "Le séisme a fait {} morts à {}."
    add_article(warehouse, "a", body=lead.format(30, "Agadir"))
    look(warehouse)
    sent(warehouse)
    revise(warehouse, "a", 2, lead.format(40, "Safi"))
    look(warehouse)
    revise(warehouse, "a", 3, lead.format(30, "Safi"))
    look(warehouse)
    (correction,) = payload(warehouse, "story.updated")["corrections"]  # type: ignore[misc]
    assert correction["values"] == [{"kind": "place", "from": "Agadir", "to": "Safi"}]
    assert deliveries_of(warehouse, "story.updated") == [("pending", None)]


def test_a_waiting_update_of_a_grade_that_is_lower_again_does_not_leave(
    warehouse: Connection,
) -> None:
    add_article(warehouse, "a")
    look(warehouse)
    sent(warehouse)
    add_article(warehouse, "b", story="s-a", grade=3)
    assert look(warehouse) == [("story.updated", "s-a/b/1")]
    regrade(warehouse, "d-b", 2)
    assert look(warehouse) == []
    assert [status for status, _ in deliveries_of(warehouse, "story.updated")] == ["suppressed"]


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
