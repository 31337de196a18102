"""Who wrote an article: what marked elements, bylines and labels near its text say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from ct_pipeline.articles.blocks import Line, Mark
from ct_pipeline.articles.bylines import (
    NOBODY,
    Names,
    byline,
    distinct,
    looks_like_people,
    names_in,
)
from ct_pipeline.articles.characters import plain
from ct_pipeline.articles.dates import date_line
from ct_pipeline.articles.metadata import ACCOUNT
from ct_pipeline.articles.visible_dates import LONGEST_LINE, PIECE_ENDS, pieces

MOST_AUTHORS = 12
SHORTEST_NAME = 4

_NUMBER = re.compile(r"\b\d")
_AUTHOR = re.compile(
    r"author|auteur|autor(?!it)|byline|firma(?!m)|signature|contributor|journalist", re.IGNORECASE
)


def first_people(*told: Names) -> Names:
    """The people that the first witness names who names any, with the agencies up to there."""
    agencies: list[str] = []
    for names in told:
        agencies += names.agencies
        if names.people:
            return Names(names.people, tuple(dict.fromkeys(agencies)))
    return Names((), tuple(dict.fromkeys(agencies)))


def named_in(lines: Sequence[Line], sites: Sequence[str]) -> Names:
    """Whom the first byline names, or the first line that else holds the date."""
    for line in lines:
        for piece in pieces(line.text):
            names = byline(piece, sites)
            if names.people or names.agencies:
                return names
        name, *rest = PIECE_ENDS.split(line.text) if len(line.text) < LONGEST_LINE else ("",)
        if any(date_line(piece) is not None for piece in rest) and looks_like_people(name):
            names = names_in(name, sites)
            if names.people:
                return names
    return NOBODY


def named_by_label(lines: Sequence[Line], sites: Sequence[str]) -> Names:
    """Whom the first label names that names people and nothing else."""
    told = (names_in(line.text, sites) for line in lines if not _NUMBER.search(line.text))
    return next((names for names in told if _are_full(names.people)), NOBODY)


def marked_names(marks: Iterable[Mark], sites: Sequence[str]) -> Names:
    """Whom elements name that say they name the author: the innermost of each nest."""
    people: list[str] = []
    agencies: list[str] = []
    told: list[HtmlElement] = []
    for text, element in sorted(map(_text, marks), key=lambda pair: len(pair[0])):
        said = " ".join(element.get(name) or "" for name in ("itemprop", "rel", "class"))
        is_short = SHORTEST_NAME <= len(text) < LONGEST_LINE
        if not is_short or not _AUTHOR.search(said) or _NUMBER.search(text):
            continue
        if any(element in inner.iterancestors() for inner in told):
            continue
        names = names_in(text, sites)
        is_account = ACCOUNT.search(element.get("href") or "") is not None
        if _are_full(names.people) and not is_account:
            people += names.people
            told.append(element)
        agencies += names.agencies
    return Names(distinct(people)[:MOST_AUTHORS], tuple(dict.fromkeys(agencies)))


def _are_full(people: Sequence[str]) -> bool:
    return bool(people) and looks_like_people(", ".join(people))


def _text(mark: Mark) -> tuple[str, HtmlElement]:
    element = mark.element
    return plain(element.get("content") or element.text_content()), element
