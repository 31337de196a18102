"""Whether a text says that it sets right what was said before, and where it does."""

from __future__ import annotations

from functools import cache

from ct_pipeline.language.folding import fold
from ct_pipeline.language.phrases import PhraseFinder
from ct_pipeline.language.word_lists import read_word_list

OPENING = 300  # characters of the body in which a correction says that it is one


def is_erratum(title: str | None, body: str) -> bool:
    """Whether title or opening say so: "Rectificatif", "Correction:", تصويب, "fe de erratas"."""
    return _holds("corrections", f"{title or ''}\n{body[:OPENING]}")


def sets_right(words: str) -> bool:
    """Whether words set one value against another: "64 et non 46", "donde dice 46 debe decir"."""
    return _holds("contrasts", words)


def _holds(section: str, text: str) -> bool:
    return any(found.ends_word for found in _phrases(section).find(fold(text).text))


@cache
def _phrases(section: str) -> PhraseFinder[bool]:
    words = read_word_list("corrections")[section]
    return PhraseFinder({fold(word).text: True for forms in words.values() for word in forms})
