"""The characters of a stored text: composed, without those that no reader sees."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from ct_pipeline.language.storable import storable

# Soft hyphens, marks of direction and of joining words. U+200C and U+200D stay: they are
# spelling in Persian and in Indic scripts.
_UNSEEN = re.compile("[\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Arabic letters stretched for looks, and letters stored as the shapes that print had of them.
_STRETCHED = re.compile("(?<=[\u0620-\u064a])\u0640+(?=[\u0620-\u064a])")
_SHAPES = re.compile("[\ufb50-\ufdcf\ufe70-\ufefc]+")
# What a printable text may hold beside them that is written otherwise.
_UNLIKE = re.compile("[\u0640\ufb50-\ufdcf\ufe70-\ufefc]")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")


def plain(text: str) -> str:
    """A text composed (NFC), white space as single blanks, unseen and stretched characters gone."""
    text = " ".join(text.split())
    if text.isprintable():  # control characters and unseen ones are not
        if text.isascii():
            return text
        if _UNLIKE.search(text) is None and unicodedata.is_normalized("NFC", text):
            return text
    text = _UNSEEN.sub("", storable(text))
    if "\u0640" in text:
        text = _STRETCHED.sub("", text)
    text = _SHAPES.sub(lambda shapes: unicodedata.normalize("NFKC", shapes[0]), text)
    return " ".join(unicodedata.normalize("NFC", text).split())


def plain_value(text: str) -> str:
    """A value of a page's head or of a feed: as `plain`, without references and markup.

    References twice: pages escape what their templates escape again.
    """
    if "&" in text:
        text = unescape(unescape(text))
    if "<" in text:
        text = _MARKUP.sub(" ", text)
    return plain(text)
