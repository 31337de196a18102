"""Folding forgets what does not matter and keeps every position."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.relevance.folding import fold

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
