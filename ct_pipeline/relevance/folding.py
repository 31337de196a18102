"""Text folded for comparison, with every position traceable to the stored text.

Case, accents, apostrophes, hyphens and Arabic spelling variants disappear. Almost every character
folds to exactly one, which one C-level translation does; the few that vanish or expand (marks,
tatweel, ligatures, doubled spaces) are cut out one by one and remembered as shifts.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

MARKS = (
    "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640"  # accents, harakat, tatweel
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"  # soft hyphen, zero width, direction
)
EXPANSIONS = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ﬁ": "fi", "ﬂ": "fl"} | (
    dict.fromkeys("ﻵﻶﻷﻸﻹﻺﻻﻼ", "لا")
)
_UNEVEN = re.compile(f"[{MARKS}]+|[{''.join(EXPANSIONS)}]|(?<=[ \u00a0\u202f])[ \u00a0\u202f]+")
_MARK = re.compile(f"[{MARKS}]")
_REPLACED = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        "ى": "ي",
        "ئ": "ي",
        "ی": "ي",
        "ة": "ه",
        "ؤ": "و",
        "ک": "ك",
        "گ": "ك",
        **dict.fromkeys("'’‘ʼ`´-‐‑‒–—―_\t\r\v\f", " "),
        **dict.fromkeys("\u2028\u2029", "\n"),
        **dict.fromkeys("“”«»„", '"'),
    }
)


class _Folds(dict[int, str]):
    """What one character folds to, worked out once per character ever seen."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


_FOLDS = _Folds()


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A folded text and how its positions lie in the original."""

    original: str
    text: str
    shifts_at: tuple[int, ...] = ()  # folded positions from which a shift holds
    shifts: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original, 0-based, end-exclusive span of a non-empty folded span."""
        first, last = self._origin(start), self._origin(end - 1) + 1
        while last < len(self.original) and _MARK.match(self.original, last):
            last += 1
        return first, last

    def _origin(self, position: int) -> int:
        index = bisect_right(self.shifts_at, position) - 1
        return position + self.shifts[index] if index >= 0 else position


def fold(text: str) -> FoldedText:
    """The text folded: lower case, bare letters, unified Arabic, hyphens and apostrophes as spaces.

    Line breaks stay, so that no name is found across paragraphs.
    """
    pieces: list[str] = []
    shifts_at: list[int] = []
    shifts: list[int] = []
    done = length = 0
    for uneven in _UNEVEN.finditer(text):
        piece = text[done : uneven.start()].translate(_FOLDS)
        expansion = EXPANSIONS.get(uneven[0], "")
        pieces += (piece, expansion)
        length += len(piece)
        for offset in range(1, len(expansion)):  # every further letter stems from the same one
            shifts_at.append(length + offset)
            shifts.append(uneven.start() - length - offset)
        length += len(expansion)
        done = uneven.end()
        shifts_at.append(length)
        shifts.append(done - length)
    pieces.append(text[done:].translate(_FOLDS))
    return FoldedText(text, "".join(pieces), tuple(shifts_at), tuple(shifts))


def _fold_character(character: str) -> str:
    replaced = character.translate(_REPLACED)
    if replaced.isspace():
        return "\n" if replaced == "\n" else " "
    bare = "".join(
        part for part in unicodedata.normalize("NFKD", replaced) if not unicodedata.combining(part)
    )
    folded = bare.casefold().translate(_REPLACED)
    return folded if len(folded) == 1 else character.lower()[:1]
