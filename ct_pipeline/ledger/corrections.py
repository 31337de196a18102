"""Whether a text says that it sets right what was said before."""

from __future__ import annotations

from functools import cache

from ct_pipeline.language.folding import fold
from ct_pipeline.language.phrases import PhraseFinder
from ct_pipeline.language.word_lists import read_word_list
from ct_pipeline.ledger.values import LedgerText

OPENING = 300  # characters of the body in which a correction says that it is one


def is_correction(text: LedgerText) -> bool:
    """Whether title or opening say so: "Rectificatif", "Correction:", تصويب, "fe de erratas"."""
    opening = fold(f"{text.title or ''}\n{text.body[:OPENING]}").text
    return any(found.ends_word for found in _phrases().find(opening))


@cache
def _phrases() -> PhraseFinder[bool]:
    words = read_word_list("corrections")["corrections"]
    return PhraseFinder({fold(word).text: True for forms in words.values() for word in forms})
