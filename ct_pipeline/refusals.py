"""What pydantic refuses, in our words: it speaks to programmers, our files are other people's."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

VALUE_ERROR = "value_error"  # our own words, of a validator
_WORDS = {
    "int": "is no whole number",
    "float": "is no number",
    "finite": "is no number",
    "bool": "is neither true nor false",
    "string": "is no text; write it in quotes",
    "time": 'is no time of day; write it like "22:00"',
    "model": "is not made of keys and values",
    "missing": "is missing",
    "greater_than": "is too little: more than {gt} is wanted",
    "greater_than_equal": "is too little: {ge} is the least",
    "less_than_equal": "is too much: {le} is the most",
    "too_short": "is empty",
    "literal_error": "is none of {expected}",
    "union_tag_invalid": "has the type {tag}, which is none of {expected_tags}",
    "union_tag_not_found": "does not say its type",
}


def in_words(problem: ErrorDetails, subject: str) -> str:
    """A problem that pydantic found, as a sentence without its full stop about `subject`."""
    kind = problem["type"]
    if kind == VALUE_ERROR:
        return f"{subject}: {own_words(problem)}"
    words = _WORDS.get(kind) or _WORDS.get(kind.partition("_")[0])
    if words is None:
        return f"{subject}: {problem['msg']}"
    context = {name: _listed(value) for name, value in problem.get("ctx", {}).items()}
    return f"{subject} {words.format(**context)}"


def own_words(problem: ErrorDetails) -> str:
    """What a validator of ours said."""
    return problem["msg"].removeprefix("Value error, ")


def did_you_mean(name: str, known: Collection[str]) -> str:
    """The question whether the nearest known name is meant; empty where none is near."""
    nearest = get_close_matches(name, sorted(known), n=1)
    return f"did you mean {nearest[0]}?" if nearest else ""


def _listed(value: object) -> str:
    return (
        f"{value:g}"
        if isinstance(value, float)
        else str(value).replace(" or ", ", ").replace("'", "")
    )
