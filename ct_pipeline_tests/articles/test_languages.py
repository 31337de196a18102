"""The language of a text, and doubt where a text is short or in two languages."""

from __future__ import annotations

import pytest

from ct_pipeline.articles.languages import detect_language

TEXTS = {
    "fr": "Le ministre a reçu mercredi une délégation de juges venus étudier les archives du pays.",
    "en": "The minister received a delegation of judges who came to study the country's archives.",
    "es": "El ministro recibió el miércoles a una delegación de jueces para estudiar los archivos.",
    "ar": "استقبل الوزير يوم الأربعاء وفدا من القضاة قدموا لدراسة أرشيف البلاد وتاريخها القديم",
    "de": "Der Minister empfing am Mittwoch Richter, die das Archiv des Landes studieren wollen.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_a_text_has_its_language(code: str) -> None:
    language = detect_language(TEXTS[code])
    assert language.code == code
    assert language.confidence is not None
    assert language.confidence > 0.9


def test_a_text_half_in_one_script_and_half_in_another_is_doubtful() -> None:
    mixed = f"{TEXTS['ar']}\n{TEXTS['fr']}\n{TEXTS['ar']}\n{TEXTS['fr']}"
    assert detect_language(mixed).code is None


def test_foreign_names_do_not_make_an_arabic_text_doubtful() -> None:
    assert detect_language(f"{TEXTS['ar']} (ONUCT) {TEXTS['ar']}").code == "ar"


def test_the_same_text_has_the_same_language_every_time() -> None:
    assert len({detect_language(TEXTS["es"][:40]) for _ in range(5)}) == 1


@pytest.mark.parametrize("text", ["", "ONU", "12 345", "Rabat 2024", "🇲🇦 🇲🇦 🇲🇦"])
def test_too_little_text_is_doubtful(text: str) -> None:
    assert detect_language(text).code is None


def test_a_text_in_two_languages_is_doubtful() -> None:
    assert detect_language(f"{TEXTS['fr'] * 3} {TEXTS['en'] * 3}").code is None
