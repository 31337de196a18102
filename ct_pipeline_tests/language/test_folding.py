"""Folding forgets what does not matter and keeps every position."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.language.folding import fold, fold_key, fold_letters, plain_marks

LETTERS = st.text("aéÉœŒ’'- \u00a0\n—e\u0301ـأإىةؤﻻًـمكتب\u200fß😀", max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L’Œuvre de Salé  — l'ONUCT", "l oeuvre de sale l onuct"),
        ("مُؤخّراً والأُممـ المتّحدة", "موخرا والامم المتحده"),
        ("Sale\u0301 İzmir STRASSE", "sale izmir strasse"),
        ("anti-terroriste\nÉtat", "anti terroriste\netat"),
    ],
)
def test_case_accents_punctuation_and_spelling_variants_disappear(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_a_span_leads_back_to_the_letters_as_written() -> None:
    text = "L’Œuvre de Sale\u0301 et المُحـمّدية."
    folded = fold(text)
    for word, written in [
        ("oeuvre", "Œuvre"),
        ("sale", "Sale\u0301"),
        ("المحمديه", "المُحـمّدية"),
    ]:
        start = folded.text.index(word)
        first, last = folded.span(start, start + len(word))
        assert text[first:last] == written


@given(st.one_of(LETTERS, st.text(max_size=40)))
def test_every_folded_character_comes_from_one_place_in_order(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.origins)
    spans = [folded.span(at, at + 1) for at in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)


@given(LETTERS)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("٢٧ شتنبر ۲۰۲۴", "27 شتنبر 2024"),
        ("Łódź, Ağrı, Tromsø", "lodz, agri, tromso"),
        ("أڭادير كلميم لآسفي", "اكادير كلميم لاسفي"),
        ("ﻻ ﺍﻟﻤﻐﺮﺏ", "لا المغرب"),
        ("«cœur» ‟n°”", '"coeur" "n°"'),
        ("Ｒａｂａｔ", "rabat"),
    ],
)
def test_digits_letters_and_quotes_of_all_kinds_become_plain_ones(text: str, folded: str) -> None:
    assert fold(text).text == folded


@given(st.text(max_size=200))
def test_short_and_long_texts_are_folded_alike(text: str) -> None:
    short = fold(text)
    long = fold(text + "\n" + "x" * 300)  # long texts go the way of arrays
    assert long.text == short.text + "\n" + "x" * 300
    assert long.origins[: len(short.text)].tolist() == short.origins.tolist()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("« À la une » – l'été", "A LA UNE: L’ÉTÉ"),
        ("Sale\u0301\u00ad", "Salé"),
        ("المُـغرب، ٢٠٢٤", "المغرب 2024"),
    ],
)
def test_what_is_only_set_otherwise_has_the_same_letters(one: str, other: str) -> None:
    assert fold_letters(one) == fold_letters(other) != ""


def test_a_key_is_without_what_surrounds_it() -> None:
    assert fold_key(" (Agence France-Presse) : ") == fold_key("AGENCE FRANCE PRESSE")
    assert fold_key("«و.م.ع»،") == "و.م.ع"


def test_marks_become_plain_and_places_stay() -> None:
    text = "l’été\u202f: «\u00a0a — b`c\r\n"
    assert plain_marks(text) == "l'été : « a - b'c\n\n"
    assert len(plain_marks(text)) == len(text)
