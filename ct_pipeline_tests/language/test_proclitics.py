"""Arabic words with what is written together with them."""

from __future__ import annotations

import pytest

from ct_pipeline.language.proclitics import bare_forms, starts_word


@pytest.mark.parametrize(
    "word",
    ["مغرب", "المغرب", "للمغرب", "والمغرب", "وللمغرب", "وبالمغرب", "كالمغرب", "فالمغرب", "بمغرب"],
)
def test_a_phrase_begins_a_word_after_proclitics_and_article(word: str) -> None:
    text = f"في {word}"
    assert starts_word(text, text.index("مغرب"), is_arabic=True)


def test_a_verb_keeps_its_shall() -> None:
    assert starts_word("وسيعقد", 2, is_arabic=True)


@pytest.mark.parametrize(
    ("text", "phrase", "is_arabic"),
    [
        ("تمغرب", "مغرب", True),  # no proclitic
        ("لالمغرب", "مغرب", True),  # ل and the article are written لل
        ("بوالمغرب", "مغرب", True),  # "and" comes first
        ("xومغرب", "مغرب", True),
        ("bmali", "mali", False),
    ],
)
def test_within_a_word_no_phrase_begins(text: str, phrase: str, is_arabic: bool) -> None:
    assert not starts_word(text, text.index(phrase), is_arabic=is_arabic)


def test_a_word_is_tried_without_each_proclitic_it_may_have() -> None:
    assert list(bare_forms("وللمغرب")) == ["وللمغرب", "للمغرب", "لمغرب", "مغرب"]
    assert list(bare_forms("وب")) == ["وب", "ب"]
