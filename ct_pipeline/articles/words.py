"""How many words a text has, also where a script puts no blanks between them."""

from __future__ import annotations

import re

# Chinese, Japanese, Thai, Lao, Khmer, Burmese: about two of their letters are a word.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
LETTERS_PER_WORD = 2


def count_words(text: str) -> int:
    """Words between white space, and half the letters of scripts that use none."""
    words = len(text.split())
    if text.isascii() or max(text, default="") < "\u0e00":
        return words
    return words + len(_UNSPACED.findall(text)) // LETTERS_PER_WORD
