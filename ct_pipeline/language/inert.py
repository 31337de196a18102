"""Text from outside where some of its characters would be taken for more than text.

What is stored holds no control characters (storable.py). A title may still be Markdown, call people
by `@name`, or turn the rest of a line around; here it is made to show, and to do nothing.
"""

from __future__ import annotations

import re

from ct_pipeline.language.storable import storable

# Invisible, no place to break a line: between `@` and a name it keeps services from calling them.
WORD_JOINER = "\u2060"
# Overrides and isolates: what stands after them is shown in another order than it is written.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CALLING = re.compile(r"@(?=\w)")
_MARKUP = re.compile(r"[\\`*_\[\]<>&|~#]")
# What begins a list, a heading or a rule at the beginning of a line.
_LEADING = re.compile(r"^(\s*|\s*\d+)([-+=.)])", re.MULTILINE)
_UNSAFE_IN_ADDRESS = re.compile(r"[\s<>\"'`\\()\[\]{}|^*@]|[^\x21-\x7e]")


def shown(text: str) -> str:
    """The text for people's eyes: on a terminal, in a log, in a message."""
    return _TURNING.sub("", storable(text))


def calling_nobody(text: str) -> str:
    """The text in which no `@name` is a name that a service would call."""
    return _CALLING.sub(f"@{WORD_JOINER}", shown(text))


def as_markdown(text: str) -> str:
    """The text as Markdown that shows it letter by letter, and calls nobody."""
    escaped = _MARKUP.sub(r"\\\g<0>", calling_nobody(text))
    return _LEADING.sub(r"\1\\\2", escaped)


def address_as_markdown(url: str) -> str:
    """A web address as a link that Markdown makes of it, and of nothing beside it."""
    return f"<{_UNSAFE_IN_ADDRESS.sub(_percent, shown(url))}>"


def shortened(text: str, length: int) -> str:
    """The text, or its beginning with an ellipsis, in at most `length` characters."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())
