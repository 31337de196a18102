"""Text folded for comparison, with every position traceable to the stored text.

Case, accents, apostrophes, hyphens and Arabic spelling variants disappear, digits of all scripts
become 0 to 9, runs of space become one. One table says what each character folds to; long texts
are folded as arrays of code points, some 20 µs for a page of text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
Places = npt.NDArray[np.intp]

APOSTROPHES = "'’‘ʼ`´‛ʹ′"  # the plain one first
DASHES = "-‐‑‒–—―−"  # likewise
QUOTES = '"“”«»„‟″'

# Accents, harakat and the tatweel of Arabic; what a span takes along when they follow its last
# letter, with the soft hyphens, zero widths and marks of direction between them.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640"
_CONTROLS = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_MARKS_AFTER = re.compile(f"(?:[{_CONTROLS}]*[{_MARKS}])+")
_FIRST_MARK = "\u00ad"  # the first of them all
_TATWEEL = "\u0640"
_EXPANDING = {"œ": "oe", "æ": "ae", "ß": "ss"} | dict.fromkeys("ﻵﻶﻷﻸﻹﻺﻻﻼ", "لا")
_REPLACED = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىئیے", "ي"),
        **dict.fromkeys("ةہھ", "ه"),
        "ؤ": "و",
        **dict.fromkeys("کگڭ", "ك"),
        **dict(zip("ڤپøłđħı", "فبoldhi", strict=True)),
        **dict.fromkeys(f"{APOSTROPHES}{DASHES}_\t\r\v\f", " "),
        **dict.fromkeys("\u2028\u2029", "\n"),
        **dict.fromkeys(QUOTES, '"'),
    }
)
_PLAIN_MARKS = {**dict.fromkeys(APOSTROPHES[1:], "'"), **dict.fromkeys(DASHES[1:], "-")}
_PLAIN_MARKS |= {"\u00a0": " ", "\u202f": " ", "\u2028": "\n", "\u2029": "\n", "\r": "\n"}
_AROUND = ' \n.,:;!?()[]{}<>|/*"…·•،؛؟'

_PLANE = 0x10000  # what lies beyond (emoji and the like) folds to itself
# Ideographs, Hangul and private use have no simpler form; looking each of them up takes long.
_FOLDED_BLOCKS = (range(0x3000), range(0xA640, 0xA800), range(0xFB00, 0xFFF0))
_SPACE = ord(" ")
_SHORT = 300  # characters: up to here one str.translate is faster than a dozen calls of numpy


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A folded text and the position in the original of each of its characters."""

    original: str
    text: str
    origins: Places

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original, 0-based, end-exclusive span of a non-empty folded span."""
        first, last = self.origins.item(start), self.origins.item(end - 1) + 1
        if self.original[last : last + 1] < _FIRST_MARK:
            return first, last
        marks = _MARKS_AFTER.match(self.original, last)
        return first, marks.end() if marks else last


def fold(text: str) -> FoldedText:
    """The text folded: lower case, bare letters, unified Arabic, hyphens and apostrophes as spaces.

    Line breaks stay, so that no name is found across paragraphs.
    """
    if len(text) <= _SHORT:
        translation, is_uneven = _translation()
        if not is_uneven.search(text):
            return FoldedText(text, text.translate(translation), np.arange(len(text)))
    kept, origins = fold_codes(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4"))
    is_space = kept == _SPACE
    doubled = is_space[1:] & is_space[:-1]
    if doubled.any():
        single = np.concatenate(([True], ~doubled))
        kept, origins = kept[single], origins[single]
    return FoldedText(text, kept.tobytes().decode("utf-32-le", "surrogatepass"), origins)


def fold_codes(codes: Codes) -> tuple[Codes, Places]:
    """Code points folded, without what vanishes, and the place in `codes` that each comes from.

    Takes a whole batch of texts as well as one; spaces are not joined.
    """
    table, seconds = _tables()
    folded = table.take(codes, mode="clip")
    uneven = np.flatnonzero(folded >= _PLANE)
    folded[uneven] = np.where(codes[uneven] < _PLANE, folded[uneven] - _PLANE, codes[uneven])
    origins = np.flatnonzero(folded)
    kept = folded[origins]
    expanding = uneven[codes[uneven] < _PLANE]
    if len(expanding):
        places = np.searchsorted(origins, expanding) + 1
        kept = np.insert(kept, places, seconds[codes[expanding]])
        origins = np.insert(origins, places, expanding)
    return kept, origins


def plain_marks(text: str) -> str:
    """The text with plain apostrophes, hyphens, spaces and line ends, letter for letter as long."""
    for mark, plain in _PLAIN_MARKS.items():
        if mark in text:  # a search for one character costs a hundredth of a pattern's
            text = text.replace(mark, plain)
    return text


def fold_key(text: str) -> str:
    """A short text folded to compare or look up by, without what surrounds its words."""
    return fold(text).text.strip(_AROUND)


def fold_letters(text: str) -> str:
    """The folded letters and digits of a text alone: how it reads, not how it is set."""
    return text.translate(_LETTERS)


@cache
def _tables() -> tuple[Codes, Codes]:
    """For every code point of the basic plane what it folds to, and the second letter if two.

    Where there are two, the first is raised by the size of the plane; so is the entry after the
    last one, which stands for all that lies beyond.
    """
    first = np.arange(_PLANE + 1, dtype="<u4")
    second = np.zeros(_PLANE + 1, dtype="<u4")
    for code in (code for block in _FOLDED_BLOCKS for code in block):
        letters = _fold_character(chr(code))
        first[code] = ord(letters[0]) if letters else 0
        if len(letters) > 1:
            first[code] += _PLANE
            second[code] = ord(letters[1])
    return first, second


@cache
def _translation() -> tuple[str, re.Pattern[str]]:
    """The same table for `str.translate`, and where it does not serve: what vanishes or expands."""
    first, _ = _tables()
    table = first[:_PLANE] % _PLANE
    uneven = np.flatnonzero((table == 0) | (first[:_PLANE] > _PLANE)).tolist()
    spaces = np.flatnonzero(table == _SPACE).tolist()
    characters, space = (re.escape("".join(map(chr, codes))) for codes in (uneven, spaces))
    return "".join(map(chr, table.tolist())), re.compile(f"[{characters}]|[{space}]{{2}}")


def _fold_character(character: str) -> str:
    """One or two folded characters, or none where it vanishes; itself where nothing is simpler."""
    category = unicodedata.category(character)
    if category[0] == "M" or category == "Cf" or character == _TATWEEL:
        return ""
    if category == "Nd":
        return str(unicodedata.digit(character))
    replaced = character.translate(_REPLACED)
    if replaced.isspace():
        return "\n" if replaced == "\n" else " "
    whole = _EXPANDING.get(character.lower()) or unicodedata.normalize("NFKD", replaced)
    bare = "".join(part for part in whole if not unicodedata.combining(part))
    folded = bare.casefold().translate(_REPLACED)
    return folded if len(folded) in (1, 2) else character.lower()[:1]


class _Letters(dict[int, str]):
    """The folded letters and digits of each character; none for space and punctuation."""

    def __missing__(self, code: int) -> str:
        self[code] = "".join(filter(str.isalnum, _fold_character(chr(code))))
        return self[code]


_LETTERS = _Letters()
