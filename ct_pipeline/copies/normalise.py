"""Texts to comparable words: what differs only in writing becomes equal.

Numbers of words, not strings, are compared: each word becomes a 64-bit hash of its folded letters,
with its place in the cleaned text, so that a passage can be shown as it was written. A whole batch
is folded at once, as one array of code points.
"""

from __future__ import annotations

import hashlib
import html
import re
import string
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from ct_pipeline.copies.boilerplate import without_boilerplate
from ct_pipeline.language.folding import fold_codes, plain_marks

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

SEPARATOR = 0
_TABLE_SIZE = 0x10000
BATCH_TEXTS = 100
LEAST_LEAD_WORDS, MOST_LEAD_WORDS = 12, 40
LEAST_POWERS = 1 << 18
_BASE = 0x9E3779B97F4A7C15  # odd, so that it can be inverted modulo 2^64
_BASE_INVERSE = pow(_BASE, -1, 1 << 64)

_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[.,' ][0-9]{3})+(?![0-9])")


@dataclass(frozen=True, slots=True, eq=False)
class NormalisedText:
    """A text as words: their hashes, places in `text` (end-exclusive), and what kind they are."""

    text: str
    words: Hashes
    starts: Places
    ends: Places
    is_capital: Flags
    is_number: Flags

    @property
    def body_hash(self) -> str:
        """Equal for texts that are equal after normalising."""
        return hashlib.blake2b(self.words.tobytes(), digest_size=8).hexdigest()

    @property
    def lead_end(self) -> int:
        """How many words the first paragraph has, between a dozen and forty."""
        line = self.text.find("\n")
        words = int(np.searchsorted(self.starts, line)) if line >= 0 else len(self.words)
        return min(max(words, LEAST_LEAD_WORDS), MOST_LEAD_WORDS, len(self.words))

    def passage(self, first: int, last: int) -> str:
        """The text from word `first` to before word `last`, as it is written."""
        return self.text[self.starts[first] : self.ends[last - 1]] if last > first else ""

    def word(self, index: int) -> str:
        """One word as it is written."""
        return self.text[self.starts[index] : self.ends[index]]


def clean(text: str) -> str:
    """The text in one Unicode form, without entities, boilerplate and dots within thousands."""
    if "&" in text:
        text = html.unescape(text)
    text = without_boilerplate(plain_marks(unicodedata.normalize("NFKC", text)))
    has_digit = any(digit in text for digit in string.digits)
    return _THOUSANDS.sub(_join_thousands, text) if has_digit else text


def normalise(texts: Sequence[str]) -> list[NormalisedText]:
    """Each text as folded, hashed words; the order is kept."""
    parts = (texts[first : first + BATCH_TEXTS] for first in range(0, len(texts), BATCH_TEXTS))
    return [text for part in parts for text in _normalise_batch(part)]


def _normalise_batch(texts: Sequence[str]) -> list[NormalisedText]:
    """All texts at once, as one array of code points that stays in the processor's cache."""
    cleaned = [clean(text) for text in texts]
    joined = "\n".join(cleaned)
    points = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32)
    is_letter, is_upper = _flags()
    folded, places = fold_codes(points)
    codes = np.where(is_letter.take(folded, mode="clip"), folded, SEPARATOR)
    hashes, first, last = _hash_words(codes)
    starts, ends = places[first], places[last - 1] + 1
    is_capital = is_upper.take(points[starts], mode="clip")
    is_number = (codes[first] >= ord("0")) & (codes[first] <= ord("9"))
    offsets = np.cumsum([0] + [len(text) + 1 for text in cleaned])
    bounds = np.searchsorted(starts, offsets)
    return [
        NormalisedText(
            text=text,
            words=hashes[low:high],
            starts=starts[low:high] - offset,
            ends=ends[low:high] - offset,
            is_capital=is_capital[low:high],
            is_number=is_number[low:high],
        )
        for text, low, high, offset in zip(
            cleaned, bounds[:-1], bounds[1:], offsets[:-1], strict=True
        )
    ]


def mix(values: Hashes) -> Hashes:
    """The last step of splitmix64 (Steele, Lea, Flood 2014): every bit depends on every bit."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _join_thousands(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1 : match.start()]
    is_longer = before.isdigit() or before in {".", ","}
    return match.group() if is_longer else re.sub("[^0-9]", "", match.group())


def _hash_words(codes: npt.NDArray[np.uint32]) -> tuple[Hashes, Places, Places]:
    """Hash, first and end position of every run of word codes: prefix sums of a polynomial hash."""
    in_word = np.concatenate(([False], codes != SEPARATOR, [False]))
    edges = np.flatnonzero(in_word[1:] != in_word[:-1])
    first, last = edges[::2], edges[1::2]
    sums = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum(codes.astype(np.uint64) * _powers(_BASE, len(codes)), out=sums[1:])
    hashes = (sums[last] - sums[first]) * _powers(_BASE_INVERSE, len(codes) + 1)[first]
    return mix(hashes), first, last


def _powers(base: int, count: int) -> Hashes:
    """The first powers of a number modulo 2^64."""
    return _all_powers(base, max(1 << count.bit_length(), LEAST_POWERS))[:count]


@lru_cache(maxsize=4)
def _all_powers(base: int, count: int) -> Hashes:
    powers = np.full(count, base, dtype=np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)


@cache
def _flags() -> tuple[Flags, Flags]:
    """Per code point of the Basic Multilingual Plane: if it is a letter or digit, if a capital.

    The last entry stands for everything beyond (emoji and the like): a separator.
    """
    characters = [*map(chr, range(_TABLE_SIZE)), " "]
    letters = np.array([character.isalnum() for character in characters])
    return letters, np.array([character.isupper() for character in characters])
