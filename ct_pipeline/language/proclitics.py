"""What Arabic writes together with the word that it precedes, on folded text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

_CONJUNCTIONS = ("", "و", "ف")  # and, so
_PARTICLES = ("", "ب", "ك", "ل", "س")  # in, as, for; shall, before a verb
_ARTICLE = "ال"

_BEFORE_THE_ARTICLE = ("", "ب", "ك")  # ل and the article make لل

PROCLITICS: frozenset[str] = frozenset(
    {*map("".join, product(_CONJUNCTIONS, _PARTICLES))}
    | {*map("".join, product(_CONJUNCTIONS, _BEFORE_THE_ARTICLE, (_ARTICLE,)))}
    | {f"{conjunction}لل" for conjunction in _CONJUNCTIONS}
) - {""}
_LONGEST = max(map(len, PROCLITICS))


def starts_word(text: str, start: int, *, is_arabic: bool) -> bool:
    """Whether a phrase found at `start` of a folded text begins a word, proclitics apart."""
    if start == 0 or not text[start - 1].isalnum():
        return True
    if not is_arabic:
        return False
    begin, lowest = start - 1, max(start - _LONGEST - 1, 0)
    while begin > lowest and text[begin - 1].isalnum():
        begin -= 1
    return text[begin:start] in PROCLITICS


def bare_forms(word: str) -> Iterator[str]:
    """A folded Arabic word, and what is left of it without each proclitic that it may begin with.

    وللمغرب may be that, or للمغرب after "and", or المغرب's stem after "and for the".
    """
    yield word
    for length in range(1, min(_LONGEST, len(word) - 1) + 1):
        if word[:length] in PROCLITICS:
            yield word[length:]
