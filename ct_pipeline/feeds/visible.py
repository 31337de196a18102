"""What a visitor sees of a page, roughly and fast: enough to tell a page from a mere relay."""

from __future__ import annotations

import re
from html import unescape

_BODY = re.compile(r"<body\b[^<>]*>|</head\s*>", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^<>]*>([^<]*)", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_ENDS = {"!--": "-->", "!doctype": ">", "?xml": "?>"}
UNSEEN = ("!--", "script", "style", "template")
FOR_OTHERS = ("noscript",)  # shown to visitors without scripts only


def without(markup: str, names: tuple[str, ...]) -> str:
    """The markup without such elements, comments or declarations; one without end takes the rest.

    By find, not by pattern: a pattern takes quadratic time on many that never end.
    """
    opening = re.compile("<(" + "|".join(re.escape(name) for name in names) + r")(?![\w-])", re.I)
    lower, kept, position = markup.lower(), [], 0
    while match := opening.search(markup, position):
        kept.append(markup[position : match.start()])
        end = _ENDS.get(match[1].lower())
        found = lower.find(end or f"</{match[1].lower()}", match.end())
        if found >= 0 and end is None:
            end = ">"
            found = lower.find(end, found)
        position = len(markup) if found < 0 else found + len(end or "")
    return " ".join([*kept, markup[position:]])


def visible_words(markup: str) -> list[str]:
    """The words of a page's body, without those that only some visitors see."""
    page = without(markup, (*UNSEEN, *FOR_OTHERS))
    body = _BODY.search(page)
    seen = page[body.end() :] if body else _TITLE.sub(" ", page)
    return unescape(_TAG.sub(" ", seen)).split()


def title_of(markup: str) -> str | None:
    """The title of a page on one line, None where it has none."""
    found = _TITLE.search(markup)
    return " ".join(unescape(found[1][:300]).split()) or None if found else None
