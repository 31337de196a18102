"""What an edit changed, as a reader would put it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.articles.corrections import Change, list_changes


def values(before: str, after: str, language: str) -> list[tuple[str, str, str]]:
    changes = list_changes(("Titre", before), ("Titre", after), language)
    return [(str(one.kind), one.before, one.after) for change in changes for one in change.values]


@pytest.mark.parametrize(
    ("language", "before", "after", "changed"),
    [
        ("fr", "Le séisme a fait 17 morts.", "Le séisme a fait 25 morts.", ("number", "17", "25")),
        (
            "fr",
            "Le procès s'ouvre mardi à Agadir.",
            "Le procès s'ouvre jeudi à Agadir.",
            ("date", "mardi", "jeudi"),
        ),
        (
            "en",
            "The accord was signed in Nairobi by Peter Mwangi.",
            "The accord was signed in Kampala by Peter Mwangi.",
            ("place", "Nairobi", "Kampala"),
        ),
        (
            "en",
            "The minister, Peter Mwangi, resigned.",
            "The minister, Joseph Otieno, resigned.",
            ("name", "Mwangi", "Otieno"),
        ),
        (
            "es",
            "La ayuda asciende a 12 millones de euros.",
            "La ayuda asciende a 15 millones de euros.",
            ("number", "12 millones", "15 millones"),
        ),
        ("ar", "لقي 17 شخصا مصرعهم.", "لقي 25 شخصا مصرعهم.", ("number", "17", "25")),
    ],
)
def test_a_figure_date_place_or_name_that_was_mended(
    language: str, before: str, after: str, changed: tuple[str, str, str]
) -> None:
    assert changed in values(before, after, language)


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("fr", "Le bilan est de 20 morts.", "Le bilan est de vingt morts."),
        ("fr", "Le ministre a parlé.", "Le ministre a pris la parole."),
        ("en", "Mr Voronkof spoke to the press.", "Mr Voronkov spoke to the press."),
        ("es", "El acto fue breve.", "El acto, fue breve."),
    ],
)
def test_other_words_and_spellings_change_no_value(language: str, before: str, after: str) -> None:
    assert values(before, after, language) == []


def test_sentences_stand_beside_those_that_they_were_made_of() -> None:
    before = "Le pont est fermé. Deux camions sont tombés. Le marché reste ouvert."
    after = "Le pont est fermé. Trois camions sont tombés. Une enquête est ouverte."
    changes = list_changes((None, before), (None, after), "fr")
    assert [(c.before, c.after) for c in changes if c.values] == [
        ("Deux camions sont tombés.", "Trois camions sont tombés.")
    ]


def test_a_new_headline_is_in_the_lead_and_a_late_sentence_is_not() -> None:
    body = "Un. Deux. Trois. Il y a {} blessés."
    title, late = list_changes(("5 morts", body.format(3)), ("6 morts", body.format(4)), "fr")
    assert (title.field, title.is_in_lead, late.is_in_lead) == ("title", True, False)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_edit_is_told_and_none_is_invented(before: str, after: str) -> None:
    changes = list_changes((None, before), (None, after))
    assert all(isinstance(one, Change) and one.before != one.after for one in changes)
    assert list_changes((None, before), (None, before)) == []
