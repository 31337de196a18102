"""A number and what it counts, in English, as our own messages say it."""

from __future__ import annotations

import re

_ES = re.compile(r"(s|x|z|ch|sh)$")
_IES = re.compile(r"(?<![aeiou])y$")


def counted(number: int, noun: str) -> str:
    """`1 delivery`, `2 deliveries`, `1,200 alerts`: the noun is given in the singular."""
    return f"{number:,} {noun if number == 1 else _plural(noun)}"


def _plural(noun: str) -> str:
    if _IES.search(noun):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if _ES.search(noun) else f"{noun}s"
