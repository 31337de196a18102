"""Where words end before their attribution."""

from __future__ import annotations

from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import (
    COMMAS,
    finite_between,
    first_word,
    is_end,
    surface_at,
)


def but_follows(sentence: Sentence, start: int) -> bool:
    """Whether the words go on after the attribution: ", a-t-il dit, mais …"."""
    if start >= len(sentence.tokens) or sentence.tokens[start].form not in (
        "mais",
        "but",
        "pero",
        "لكن",
        "sino",
    ):
        return False
    return bool(finite_between(sentence, start, len(sentence.tokens)))


def ends_here(sentence: Sentence, end: int) -> bool:
    return not finite_between(sentence, end, len(sentence.tokens))


def attribution_end(sentence: Sentence, end: int) -> int:
    """Past the time, place and occasion of saying it, up to a comma or the end."""
    tokens = sentence.tokens
    while (
        end < len(tokens) and surface_at(sentence, end) not in COMMAS and not is_end(sentence, end)
    ):
        end += 1
    return end


def start_before(sentence: Sentence, cut: int) -> int:
    for index in range(cut - 1, -1, -1):
        if (
            sentence.tokens[index].surface in (";", "؛", ":")
            and sentence.quotation_at(index) is None
        ):
            return index + 1
    return first_word(sentence, 0)
