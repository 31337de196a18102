"""An erratum on a page of its own tells those who had the story what it sets right."""

from __future__ import annotations

from typing import Any, cast

import pytest

from ct_pipeline_tests.alerts.looks import Connection, look, payload, sent
from ct_pipeline_tests.alerts.newsroom import add_article

LEAD = "La session ouverte mardi à Rabat réunit 46 juges de neuf pays."
REST = " Nadia Cherkaoui, procureure générale adjointe, l'a inaugurée avec ses collègues."

ERRATA = [
    ("fr", "Rectificatif : session à Rabat", "Il fallait lire que 64 juges y sont, et non 46."),
    ("fr", "Rectificatif : 64 juges à Rabat, au lieu de 46", "Une erreur s'est glissée ici."),
    ("en", "Correction: session in Rabat", "We misstated the number of judges. It is 64, not 46."),
    ("es", "Fe de errores: sesión en Rabat", "Donde dice 46 jueces debe decir 64 jueces."),
    ("ar", "تصويب: دورة الرباط", "ورد خطأ في خبرنا، والصواب أن عدد القضاة هو 64 قاضيا وليس 46."),
]


@pytest.fixture
def told(warehouse: Connection) -> Connection:
    """A story that was told and sent."""
    add_article(warehouse, "a", title="Des juges à Rabat", body=LEAD + REST)
    look(warehouse)
    sent(warehouse)
    return warehouse


def only_correction(told: Connection) -> dict[str, Any]:
    (correction,) = cast(list[dict[str, Any]], payload(told, "story.updated")["corrections"])
    return correction


@pytest.mark.parametrize(("language", "title", "body"), ERRATA)
def test_an_erratum_updates_and_says_what_changed(
    told: Connection, language: str, title: str, body: str
) -> None:
    add_article(told, "e", story="s-a", title=title, body=body, language=language)
    assert look(told) == [("story.updated", "s-a/e/1")]
    data = payload(told, "story.updated")
    assert (data["update_reason"], data["article_id"]) == ("corrected", "e")
    correction = only_correction(told)
    assert correction["sentence_before"] == LEAD
    assert correction["values"] == [{"kind": "number", "from": "46", "to": "64"}]
    assert look(told) == []


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        (
            "C'est Nadia Berrada, et non Nadia Cherkaoui, qui l'a inaugurée.",
            {"kind": "name", "from": "Cherkaoui", "to": "Berrada"},
        ),
        (
            "La session s'est ouverte mercredi, au lieu de mardi.",
            {"kind": "date", "from": "mardi", "to": "mercredi"},
        ),
        ("C'est à Salé, et non à Rabat.", {"kind": "place", "from": "Rabat", "to": "Salé"}),
    ],
)
def test_a_name_a_day_and_a_place_are_set_right_too(
    told: Connection, sentence: str, value: dict[str, str]
) -> None:
    add_article(told, "e", story="s-a", title="Rectificatif", body=sentence)
    look(told)
    assert only_correction(told)["values"] == [value]


def test_an_erratum_that_tells_the_dispatch_anew_is_compared_with_it(told: Connection) -> None:
    add_article(
        told,
        "e",
        dispatch="d-a",
        title="RECTIFICATIF - Des juges à Rabat",
        body=LEAD.replace("46", "64") + REST,
        copy_relation="near_copy",
        is_canonical=False,
    )
    assert look(told) == [("story.updated", "s-a/e/1")]


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("D'autres juges à Rabat", "La session réunit 64 juges, et non 46, dit un délégué."),
        ("Rectificatif", "Dans un autre article, il fallait lire 12 communes et non 21."),
        ("Rectificatif", "La session ouverte mardi à Rabat fera l'objet d'un autre article."),
    ],
)
def test_what_sets_nothing_right_updates_nothing(told: Connection, title: str, body: str) -> None:
    add_article(told, "e", story="s-a", title=title, body=body)
    assert look(told) == []


def test_an_erratum_that_waits_says_what_it_set_right_until_it_leaves(told: Connection) -> None:
    _, title, body = ERRATA[0]
    add_article(told, "e", story="s-a", title=title, body=body)
    look(told)
    add_article(told, "b", story="s-a", title="Une autre dépêche", body="La session continue.")
    assert look(told) == []
    assert only_correction(told)["values"] == [{"kind": "number", "from": "46", "to": "64"}]
    assert told.execute(
        "SELECT count(*) FROM news.alerts WHERE withheld_at IS NULL"
    ).fetchone() == (2,)


def test_an_erratum_that_comes_with_its_story_is_no_update(warehouse: Connection) -> None:
    add_article(warehouse, "a", title="Des juges à Rabat", body=LEAD + REST)
    _, title, body = ERRATA[0]
    add_article(warehouse, "e", story="s-a", title=title, body=body)
    assert [event for event, _ in look(warehouse)] == ["story.created"]


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        ("fr", "La correction des copies a commencé", "Ils sont 64 juges, et non 46, à corriger."),
        ("fr", "Rectification du budget : 64 juges au lieu de 46", "Le budget est voté."),
        ("en", "Department of Correction says 64 judges, not 46", "It spoke on Monday."),
        ("en", "Gold's correction deepens", "The metal lost 64 dollars, not 46."),
        ("ar", "تصحيح مسار الدورة", "الدورة تضم 64 قاضيا وليس 46."),
    ],
)
def test_who_only_speaks_of_a_correction_sets_nothing_right(
    told: Connection, language: str, title: str, body: str
) -> None:
    add_article(told, "e", story="s-a", title=title, body=body, language=language)
    assert look(told) == []


def test_two_corrections_of_one_sentence_are_both_told(told: Connection) -> None:
    body = "Ce sont 64 juges et non 46, mercredi au lieu de mardi."
    add_article(told, "e", story="s-a", title="Rectificatif : session à Rabat", body=body)
    look(told)
    corrections = payload(told, "story.updated")["corrections"]
    told_values = [value["to"] for one in corrections for value in one["values"]]
    assert sorted(told_values) == ["64", "mercredi"]
