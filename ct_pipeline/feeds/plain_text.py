"""Titles and short texts without their markup."""

from __future__ import annotations

import re
from html import unescape

# No `<` inside a tag: so a lone `<` costs nothing and "a < b" keeps its sign.
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--[^<>]*-->|<!\[CDATA\[|\]\]>")
_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>[^<]*</\1\s*>", re.IGNORECASE)
_SPACE = re.compile(r"[\s\u200b\ufeff]+")


def plain_text(markup: str | None) -> str | None:
    """The words of a piece of HTML on one line, or None where there are none."""
    if not markup:
        return None
    text = markup
    if "<" in text:
        text = _TAG.sub(" ", _HIDDEN.sub(" ", text))
    if "&" in text:
        text = unescape(text)
    return _SPACE.sub(" ", text).strip() or None
