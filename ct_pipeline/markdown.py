"""Tables in Markdown, for the UI and the documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

# What would end a cell, or begin a tag.
SPECIAL = re.compile(r"([\\|<])")


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table that any text can stand in, each cell on one line; None is an empty one."""
    return "\n".join([_line(headings), "|" + "---|" * len(headings), *map(_line, rows)])


def _line(cells: Sequence[Any]) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(value: Any) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return SPECIAL.sub(r"\\\1", text)
