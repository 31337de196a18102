"""Texts that are worst for a pattern: what it repeats, repeated, and then what does not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

# The parser of the standard library, which has no public name.
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

SAMPLES = 8  # of each repeated part: it may have alternatives
ENDS = ("", "\x01", "!\n")
LEAST_REPEATS = 20  # what is repeated less often costs little
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_OF_CATEGORY = {
    codes.CATEGORY_DIGIT: "1",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_DIGIT: "a",
    codes.CATEGORY_NOT_SPACE: "a",
    codes.CATEGORY_NOT_WORD: " ",
}


@dataclass(frozen=True, slots=True)
class Pump:
    """A text of any length: `repeated` so many times between a beginning and an end."""

    beginning: str
    repeated: str
    end: str

    def text(self, times: int) -> str:
        """The text with so many repetitions."""
        return self.beginning + self.repeated * times + self.end


def pumps_of(pattern: re.Pattern[Any]) -> list[Pump]:
    """The pumps of a pattern, the same at each call, without doubles."""
    chance = Random(1)
    found: dict[Pump, None] = {}
    tree = list(parser.parse(pattern.pattern, pattern.flags))
    for beginning, part in _repeated(tree, "", chance):
        for _ in range(SAMPLES):
            repeated = _sample(part, chance)
            for end in ENDS if repeated else ():
                found[Pump(beginning, repeated, end)] = None
    return list(found)


def _repeated(items: Any, beginning: str, chance: Random) -> Iterator[tuple[str, Any]]:
    """Each repeated part with a text that leads to it."""
    for code, value in items:
        if code in _REPEATS and value[1] > LEAST_REPEATS:
            yield beginning, value[2]
        for inner in _inner(code, value):
            yield from _repeated(inner, beginning, chance)
        beginning += _sample([(code, value)], chance)


def _inner(code: Any, value: Any) -> list[Any]:
    if code in _REPEATS:
        return [value[2]]
    if code is codes.SUBPATTERN:
        return [value[3]]
    if code is codes.BRANCH:
        return list(value[1])
    if code is codes.ATOMIC_GROUP:
        return [value]
    return []


def _sample(items: Any, chance: Random) -> str:
    """A text that the items match, where no assertion forbids it."""
    return "".join(_one(code, value, chance) for code, value in items)


def _one(code: Any, value: Any, chance: Random) -> str:
    if code is codes.LITERAL:
        return chr(value)
    if code is codes.NOT_LITERAL:
        return "z" if value == ord("a") else "a"
    if code is codes.ANY:
        return "a"
    if code is codes.IN:
        return _of_class(value, chance)
    if code in _REPEATS:
        least, most, part = value
        return "".join(_sample(part, chance) for _ in range(max(least, 1) if most else 0))
    if code is codes.BRANCH:
        return _sample(chance.choice(value[1]), chance)
    inner = _inner(code, value)
    return _sample(inner[0], chance) if inner else ""


def _of_class(members: Any, chance: Random) -> str:
    if members[0][0] is codes.NEGATE:
        allowed = (one for one in "a 1-.,<\"'/x" if not any(_holds(m, one) for m in members[1:]))
        return next(allowed, "\u1234")
    code, value = chance.choice(members)
    if code is codes.CATEGORY:
        return _OF_CATEGORY[value]
    return chr(value[0] if code is codes.RANGE else value)


def _holds(member: Any, character: str) -> bool:
    code, value = member
    if code is codes.LITERAL:
        return chr(value) == character
    if code is codes.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    return re.fullmatch(f"[{_OF_CATEGORY[value]}]", character) is not None
