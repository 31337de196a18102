"""Contradictions over texts: when a promise is due, what someone is, who was there."""

from __future__ import annotations

from datetime import date

from ct_pipeline_tests.ledger.test_joining import joined
from ct_pipeline_tests.ledger.texts import told_text

DAY = date(2026, 3, 10)
NEXT = date(2026, 3, 12)


def kinds(*bodies: tuple[str, date], language: str = "fr") -> list[tuple[str, str, str]]:
    texts = [
        told_text(
            body, language, day=day, article_id=f"a{number}", story_id="s", publisher=f"p{number}"
        )
        for number, (body, day) in enumerate(bodies)
    ]
    return [(one.kind, one.value_a, one.value_b) for one in joined(*texts).conflicts]


def test_one_promise_with_two_dates() -> None:
    assert kinds(
        ("Le Ghana s'est engagé à publier un manuel sur les drones avant le 1er juin 2026.", DAY),
        ("Le Ghana s'est engagé à publier un manuel sur les drones avant le 1er août 2026.", NEXT),
    ) == [("due_date", "2026-05-31", "2026-07-31")]


def test_two_promises_are_no_conflict() -> None:
    assert not kinds(
        ("Le Ghana s'est engagé à publier un manuel sur les drones avant le 1er juin 2026.", DAY),
        ("Le Ghana s'est engagé à former vingt juges avant le 1er août 2026.", NEXT),
    )


def test_a_later_decision_is_no_conflict() -> None:
    assert not kinds(
        ("Le Ghana s'est engagé à publier un manuel sur les drones avant le 1er juin 2026.", DAY),
        (
            "Le Ghana s'est engagé à publier un manuel sur les drones avant le 1er août 2026.",
            date(2026, 5, 12),
        ),
    )


def test_one_person_with_two_offices() -> None:
    assert kinds(
        ("Le ministre de la Justice, Alio Daouda, a dit que la loi serait votée.", DAY),
        ("Le ministre de l'Intérieur, Alio Daouda, a dit que la loi serait votée.", NEXT),
    ) == [("role", "ministre de la Justice", "ministre de l'Intérieur")]


def test_a_role_said_in_more_words_is_no_conflict() -> None:
    assert not kinds(
        ("Le ministre de la Justice, Alio Daouda, a dit que la loi serait votée.", DAY),
        ("Le ministre nigérien de la Justice, Alio Daouda, a salué le vote.", NEXT),
        ("L'ancien ministre de l'Intérieur, Alio Daouda, a salué le vote.", NEXT),
    )


MET = "The Forum on border security was held in Dakar on Monday, 9 March 2026."


def test_there_and_not_there() -> None:
    assert kinds(
        (f"{MET} Togo attended the forum.", DAY),
        (f"{MET} Togo did not attend the forum.", NEXT),
        language="en",
    ) == [("part", "attended", "absent")]


def test_two_who_chaired_alone() -> None:
    assert kinds(
        (f"{MET} The minister of justice, Kemi Adeyemi, chaired the forum.", DAY),
        (f"{MET} The minister of the interior, Tom Brandt, chaired the forum.", NEXT),
        language="en",
    ) == [("part", "chair: Kemi Adeyemi", "chair: Tom Brandt")]


def test_parts_that_agree_are_no_conflict() -> None:
    assert not kinds(
        (f"{MET} Togo attended the forum.", DAY),
        (f"{MET} Benin did not attend the forum.", NEXT),
        language="en",
    )
