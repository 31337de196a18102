"""Pages whose encoding is said wrongly, or that were encoded twice: read as they make sense.

The bytes decide where they are UTF-8 (`language.decoding`). A one-byte encoding fits any bytes, so
a server that says ISO-8859-1 for all its pages turns Arabic into "ÇáãÛÑÈ"; a text in UTF-8 that
was taken for windows-1252 and encoded again reads "Ã©". The words of the page, and the title that
its feed gives, tell which reading is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ct_pipeline.language.decoding import decode, list_claims

# Latin texts have one letter with a mark at a time; words of another script are runs of high bytes.
_RUN = re.compile(rb"[\xc0-\xff]{3,}")
_SINGLE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff]{1,2}(?![\x80-\xff])")
FEWEST_RUNS = 12
_ARABIC = ("cp1256", "iso8859-6")
_ARABIC_LETTERS = re.compile("[\u0621-\u064a]{2,}")
# The commonest beginnings and words of any Arabic text.
_ARABIC_WORDS = re.compile(r"(?<!\w)(?:ال\w{2,}|في|من|على|إلى|أن|عن|مع|التي|الذي)(?!\w)")
# What UTF-8 looks like as windows-1252: a lead character and what stands for the bytes behind it.
_TWICE = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013-\u203a\u20ac\u2122]{1,3}"
)
FEWEST_TWICE = 3
TITLE_WEIGHT = 1_000


def page_text(data: bytes, content_type: str | None = None, titles: Sequence[str] = ()) -> str:
    """The text of a page's bytes; `titles` are what others say that stands on it."""
    decoded = decode(data, content_type)
    if decoded.claim.encoding == "utf-8":
        return _once_encoded(decoded.text)
    runs = len(_RUN.findall(data))
    if runs < FEWEST_RUNS or runs < len(_SINGLE.findall(data)):
        return decoded.text
    # What the bytes may mean: as read, as each other witness claims, in Arabic's encodings.
    claimed = (claim.encoding for claim in list_claims(data, content_type))
    others = (data.decode(name, "replace") for name in dict.fromkeys((*claimed, *_ARABIC)))
    return max((decoded.text, *others), key=lambda text: _sense(text, titles))


def _sense(text: str, titles: Sequence[str]) -> int:
    """How much of a text makes sense in Arabic, or is what others say that it is."""
    words = len(_ARABIC_WORDS.findall(text)) * 4 + len(_ARABIC_LETTERS.findall(text))
    told = sum(title in text for title in titles if not title.isascii())
    return words + TITLE_WEIGHT * told - 4 * text.count("\ufffd")


def _once_encoded(text: str) -> str:
    """The text, where it was encoded twice as it was before."""
    if "\u00c3" not in text and "\u00e2\u20ac" not in text and "\u00d8" not in text:
        return text
    broken = sum(_undone(match[0]) is not None for match in _TWICE.finditer(text))
    if broken < FEWEST_TWICE:
        return text
    return _TWICE.sub(lambda match: _undone(match[0]) or match[0], text)


def _undone(text: str) -> str | None:
    """What characters were that are bytes of UTF-8 taken for windows-1252; None for others."""
    try:
        data = b"".join(_byte(character) for character in text)
        return data.decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return None


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")
