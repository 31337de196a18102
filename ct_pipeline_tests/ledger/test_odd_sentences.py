"""Sentences that cleaning cut or that promise for ages to come: the text keeps its other rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.ledger.places import AstrayError, check_places
from ct_pipeline.ledger.reading import read_text
from ct_pipeline.ledger.values import LedgerRows, Place, Quote
from ct_pipeline_tests.ledger.texts import ledger_text

PIECES = [
    *("« ", " »", "“", "”", '"', "«", "»", "(", ")", ",", ".", ";", ":", "\n", "–", "، ", "؟"),
    *("a déclaré Jean Dupont", "said Jane Doe", "dijo Juan Pérez", "وقال المدير", "selon le BCIJ"),
    *("le 12 mars 2026", "40 juges", "forty judges", "UNOCT will train", "a promis de former"),
    *("le séminaire de Rabat", "with the participation of", "Morocco", "المغرب", "el taller"),
]

TRAINED = {"en": " The Office trained 40 judges in Rabat.", "fr": " Le Bureau a formé 40 juges."}


@pytest.mark.parametrize(
    "opening",
    [
        "UNOCT praised Morocco for its leadership (",
        "UNOCT praised Morocco for its leadership (\n",
        "UNOCT thanked Morocco for its support («",
        "UNOCT thanked Morocco for its support (.",
        "UNOCT trained judges, he said, for two days (",
    ],
)
def test_a_bracket_that_is_never_closed_costs_nothing(opening: str) -> None:
    rows = read_text(ledger_text(opening + TRAINED["en"], "en"))
    assert [figure.value for figure in rows.figures if figure.value == 40]


@pytest.mark.parametrize("quote", ["« »", "«»", "“ ”", '""', "« , »"])
def test_a_quotation_without_words_is_none(quote: str) -> None:
    told = f"{quote}, a déclaré Jean Dupont, directeur du BCIJ, à Rabat." + TRAINED["fr"]
    rows = read_text(ledger_text(told, "fr"))
    assert not rows.quotes
    assert [figure.value for figure in rows.figures] == [40]


@given(st.lists(st.sampled_from(PIECES), max_size=25), st.sampled_from("fr en es ar".split()))
def test_whatever_stands_beside_one_another_every_row_leads_back_to_its_words(
    pieces: list[str], language: str
) -> None:
    read_text(ledger_text(" ".join(pieces), language))


@pytest.mark.parametrize(
    "place",
    [
        Place("body", 2, 1, "Le BCIJ"),
        Place("body", -1, 2, "Le BCIJ"),
        Place("body", 0, 99, "Le BCIJ"),
        Place("body", 0, 2, "La DGSN"),
        Place("title", 0, 2, "Le BCIJ"),
    ],
)
def test_a_row_that_does_not_lead_back_to_its_words_is_refused(place: Place) -> None:
    quote = Quote(place, None, None, None, "direct", "a", is_uncertain=False)
    with pytest.raises(AstrayError, match="a row does not lie in its text"):
        check_places(ledger_text("Le BCIJ", "fr"), LedgerRows(quotes=(quote,)))


@pytest.mark.parametrize(
    ("language", "promise"),
    [
        ("fr", "L’ONUCT formera 5 magistrats à Rabat dans les 9000 ans."),
        ("fr", "L’ONUCT formera 5 magistrats à Rabat d’ici 10 000 ans."),
        ("fr", "L’ONUCT formera 5 magistrats à Rabat dans les 99999999999 jours."),
        ("en", "UNOCT will train 5 magistrates in Rabat within 9000 years."),
        ("en", "UNOCT will train 5 magistrates in Rabat within 100 million days."),
        ("es", "La UNOCT formará a 5 magistrados en Rabat dentro de 9000 años."),
        ("ar", "سيدرب المكتب 5 قضاة بالرباط خلال 9000 سنة."),
    ],
)
def test_a_deadline_beyond_all_calendars_is_none(language: str, promise: str) -> None:
    rows = read_text(ledger_text(promise, language))
    assert all(
        one.due is None or one.due.last is None or one.due.last.year < 2100
        for one in rows.commitments
    )
    assert [figure.value for figure in rows.figures if figure.value == 5]
