"""What is told beside the main clause: of a conference, of who stayed away, chairs or will pay.

The texts are of Tuesday, 10 March 2026.
"""

from __future__ import annotations

from datetime import date

import pytest

from ct_pipeline.ledger.reading import read_text
from ct_pipeline.ledger.values import LedgerRows
from ct_pipeline_tests.ledger.texts import ledger_text


def _rows(language: str, text: str) -> LedgerRows:
    return read_text(ledger_text(text, language))


def _parts(language: str, text: str) -> set[tuple[str, str]]:
    return {(one.part, one.name) for one in _rows(language, text).parts}


@pytest.mark.parametrize(
    ("language", "text", "status", "day"),
    [
        (
            "fr",
            "La troisième conférence sur le terrorisme, prévue le 12 avril à Tanger, ne se tiendra"
            " pas avant le 3 juin.",
            "postponed",
            date(2026, 6, 3),
        ),
        (
            "en",
            "The third conference on terrorism, planned for 12 April in Tangier, will not be held"
            " until 3 June.",
            "postponed",
            date(2026, 6, 3),
        ),
        (
            "es",
            "La tercera Conferencia sobre el terrorismo, prevista el 12 de abril en Tánger, no se"
            " celebrará hasta el 3 de junio.",
            "postponed",
            date(2026, 6, 3),
        ),
        (
            "fr",
            "Une réunion du comité prévue samedi à Rabat a été annulée.",
            "cancelled",
            date(2026, 3, 14),
        ),
        (
            "fr",
            "Le Togo livrera deux radars, a annoncé vendredi le ministre Paul Martin, lors d'un"
            " forum sur le terrorisme à Lomé.",
            "held",
            date(2026, 3, 6),
        ),
        (
            "ar",
            "ستمنح اليابان مليوني درهم، وفق ما أعلنه السفير كينجي موري أمام منتدى للمانحين انعقد"
            " يوم الجمعة بجنيف.",
            "held",
            date(2026, 3, 6),
        ),
    ],
)
def test_an_occasion_told_beside_the_clause(
    language: str, text: str, status: str, day: date
) -> None:
    (event,) = _rows(language, text).events
    assert event.starts is not None
    assert (event.status, event.starts.first) == (status, day)


def test_what_is_said_will_not_happen_is_no_postponement() -> None:
    text = "Le forum sur le terrorisme ne se tiendra pas à Lomé avant longtemps."
    assert _rows("fr", text).events == ()


HELD = {
    "fr": "Une réunion sur le terrorisme s'est tenue lundi à Rabat. ",
    "en": "A meeting on terrorism was held on Monday in Rabat. ",
    "es": "Una reunión sobre terrorismo se celebró el lunes en Rabat. ",
}
PLANNED = {
    "fr": "Un atelier sur le terrorisme se tiendra à Fès du 9 au 11 avril. ",
    "en": "A workshop on terrorism will be held in Fez on 9 April. ",
    "es": "Un curso sobre terrorismo se celebrará en Fez el 9 de abril. ",
    "ar": "ينظم المغرب بفاس من 9 إلى 11 أبريل ورشة حول الإرهاب. ",
}


@pytest.mark.parametrize(
    ("language", "sentence", "part", "name"),
    [
        ("fr", "La réunion s'est tenue sans le Ghana.", "absent", "le Ghana"),
        ("en", "The meeting was held without Ghana.", "absent", "Ghana"),
        ("es", "La reunión se celebró sin Ghana.", "absent", "Ghana"),
        ("fr", "Le Togo, absent du débat, n'a rien annoncé.", "absent", "Le Togo"),
        ("en", "Togo, absent from the debate, said nothing.", "absent", "Togo"),
        ("en", '"We need more," said the chair, Anna Berg.', "chair", "Anna Berg"),
        ("en", "Moderator Awa Diop said that nobody had left.", "chair", "Awa Diop"),
    ],
)
def test_who_stayed_away_or_chaired(language: str, sentence: str, part: str, name: str) -> None:
    assert (part, name) in _parts(language, HELD[language] + sentence)


@pytest.mark.parametrize(
    ("language", "sentence", "name"),
    [
        ("fr", "Le Japon y financera l'interprétation.", "Le Japon"),
        ("en", "Japan will pay the airfares.", "Japan"),
        ("es", "Japón pagará los billetes.", "Japón"),
        ("ar", "وستتكفل اليابان بمصاريف الترجمة.", "اليابان"),
    ],
)
def test_who_will_pay_for_coming(language: str, sentence: str, name: str) -> None:
    assert ("funder", name) in _parts(language, PLANNED[language] + sentence)


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        # Something else that will be paid for, and what was held without a thing.
        (PLANNED["fr"], "Le Japon financera une école à Lomé."),
        (HELD["fr"], "La réunion s'est tenue sans incident au Ghana."),
        (HELD["fr"], "Le Togo, absent du classement, n'a rien annoncé."),
    ],
)
def test_no_part(before: str, sentence: str) -> None:
    assert {part for part, _ in _parts("fr", before + sentence)}.isdisjoint({"absent", "funder"})


def test_the_speaker_of_a_bare_relatives_occasion_does_not_chair_it() -> None:
    text = "أعلن السفير كينجي موري ذلك أمام منتدى للمانحين انعقد يوم الجمعة بجنيف."
    assert ("chair", "كينجي موري") not in _parts("ar", text)
