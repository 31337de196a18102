"""Whatever comes in can be written, and what people wrote stays as they wrote it."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.language.storable import storable


@pytest.mark.parametrize(
    "text",
    [
        "Le pont de l’oued rouvre",
        "رئيس الحكومة يزور طنجة 😀",
        "two\nlines\tand a tab\r\n",
        "à é \u202b right to left \u200f",
        "",
    ],
)
def test_what_can_be_written_is_left_as_it_is(text: str) -> None:
    assert storable(text) is text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Digue \ud83d les pêcheurs", "Digue  les pêcheurs"),
        ("a \ude00 b", "a  b"),
        ("Le moulin \x01à huile \x1btourne", "Le moulin à huile tourne"),
        ("one\x0btwo\x0cthree\x1ffour", "one two three four"),
        ("l\x92été d\x9cœil", "l’été dœœil"),
        ("a\x81b\x7fc\ufffed\uffff", "abcd"),
        ("zero\x00", "zero"),
        ("Rabat\U000e0041\U000e0042", "Rabat"),
        ("\ufff9seen\ufffaunseen\ufffb", "seenunseen"),
    ],
)
def test_what_cannot_be_shown_goes(text: str, kept: str) -> None:
    assert storable(text) == kept


def test_two_halves_that_came_apart_are_one_character_again() -> None:
    halves = json.loads(r'"\ud83d"') + json.loads(r'"\ude00"')
    assert storable(f"vu {halves} hier") == "vu 😀 hier"
    # The wrong way round they are two lone halves.
    assert storable(halves[::-1]) == ""


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_text_can_be_written_afterwards(text: str) -> None:
    kept = storable(text)
    kept.encode("utf-8")
    assert storable(kept) == kept
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\t\n\r" for c in kept)
