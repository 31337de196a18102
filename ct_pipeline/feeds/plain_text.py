"""Titles and short texts without their markup."""

from __future__ import annotations

import re
from html import unescape

from ct_pipeline.language.storable import storable

# No `<` inside a tag: so a lone `<` costs nothing and "a < b" keeps its sign. One literal first
# character for all: `re` then skips to it many times faster.
_TAG = re.compile(r"<(?:[/!]?[a-zA-Z][^<>]*>|!--[^<>]*-->|!\[CDATA\[)")
_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>[^<]*</\1\s*>", re.IGNORECASE)
_INVISIBLE = ("\u200b", "\ufeff")


def plain_text(markup: str | None) -> str | None:
    """The words of a piece of HTML on one line, or None where there are none."""
    if not markup:
        return None
    text = markup
    if "<" in text:
        if "<s" in text or "<S" in text:
            text = _HIDDEN.sub(" ", text)
        text = _TAG.sub(" ", text).replace("]]>", " ")
    if "&" in text:
        text = unescape(text)
    if not text.isascii():
        for character in _INVISIBLE:
            text = text.replace(character, "")
    return " ".join(storable(text).split()) or None
