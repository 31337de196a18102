"""Lines that surround an article and are not its text: told by what they say, whole line only."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

MAX_LENGTH = 160


def kind_of_line(line: str) -> str | None:
    """What a short line is if it is no text of the article: "share bar", "tags" …; else None."""
    text = re.sub(r"\s+", " ", line).strip(" \t-–—•*|[]()")
    if not text or len(text) > MAX_LENGTH:
        return None
    match = _any_kind().fullmatch(text)
    return _kind_names()[match.lastgroup] if match and match.lastgroup else None


@cache
def _patterns() -> dict[str, list[str]]:
    """Kind -> patterns, as `vocabulary/boilerplate_lines.txt` lists them."""
    text = (files("ct_pipeline.articles") / "vocabulary" / "boilerplate_lines.txt").read_text(
        "utf-8"
    )
    patterns: dict[str, list[str]] = {}
    kind = ""
    for line in text.splitlines():
        if heading := re.fullmatch(r"\[([\w ]+)\]", line):
            kind = heading[1]
        elif line and not line.startswith("# "):
            patterns.setdefault(kind, []).append(line)
    return patterns


@cache
def _kind_names() -> dict[str, str]:
    return {kind.replace(" ", "_"): kind for kind in _patterns()}


@cache
def _any_kind() -> re.Pattern[str]:
    kinds = (
        f"(?P<{name}>(?:{'|'.join(_patterns()[kind])})[ ]*[:>»…→.]*)"
        for name, kind in _kind_names().items()
    )
    return re.compile("|".join(kinds), re.IGNORECASE)
