"""Numbers with their nouns."""

from __future__ import annotations

import pytest

from ct_pipeline.language.counting import counted


@pytest.mark.parametrize(
    ("number", "noun", "words"),
    [
        (0, "day", "0 days"),
        (1, "day", "1 day"),
        (1, "delivery", "1 delivery"),
        (2, "delivery", "2 deliveries"),
        (2, "address", "2 addresses"),
        (1200, "dispatch", "1,200 dispatches"),
    ],
)
def test_a_noun_follows_its_number(number: int, noun: str, words: str) -> None:
    assert counted(number, noun) == words
