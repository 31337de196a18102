"""Sentences that cleaning cut or that promise for ages to come: the text keeps its other rows."""

from __future__ import annotations

import pytest

from ct_pipeline.ledger.reading import read_text
from ct_pipeline_tests.ledger.texts import ledger_text

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
