"""When an article appeared: what marked elements and the date lines by the headline say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from ct_pipeline.articles.blocks import Line, Mark
from ct_pipeline.articles.bylines import byline
from ct_pipeline.articles.claims import Claim, Witness
from ct_pipeline.articles.dates import FoundDate, date_line, days_ago
from ct_pipeline.articles.moments import read_moment

LONGEST_LINE = 120
LONGEST_TAIL = 60
PLACE_WORDS = 3

PIECE_ENDS = re.compile(r"\s[|•·–-]\s|\s\|")
_SIGNED = re.compile(
    r"^(\W*(?:publi|post|écrit|rédig|written|escrito)\w*\s(?:par|by|por)\s\D{3,60}?)[,\s]\s?((?:le|on|el)\s.+)$",
    re.IGNORECASE,
)
_MODIFIED = re.compile(r"modif|updat|last-?mod", re.IGNORECASE)
_PUBLISHED = re.compile(r"publish|posted|entry-date|created|pubdate|issued", re.IGNORECASE)
_DATED = re.compile(r"date|publish|created|timestamp", re.IGNORECASE)
_VALUES = ("datetime", "content", "data-timestamp", "data-datetime", "data-date")


def marked_dates(marks: Sequence[Mark]) -> Iterator[Claim]:
    """The moments that elements by the headline carry in their attributes."""
    for mark in marks:
        element = mark.element
        attributes = ("itemprop", "property", "class", "pubdate")
        said = " ".join(element.get(name) or "" for name in attributes)
        if _MODIFIED.search(said) and not _PUBLISHED.search(said):
            continue
        value = next(filter(None, map(element.get, _VALUES)), None)
        if value is None and element.tag == "abbr":
            value = element.get("title")
        is_dated = element.tag in ("time", "abbr") or _DATED.search(said) is not None
        if value and is_dated and (interval := read_moment(value.strip())):
            shown = f"{element.tag} element '{value.strip()[:LONGEST_LINE]}'"
            yield Claim(Witness.TIME, shown, interval)


def dates_in(
    lines: Sequence[Line], seen_at: datetime, *, month_first: bool = False
) -> Iterator[Claim]:
    """The date lines by the headline; pieces of one line are read one by one."""
    for line in lines:
        for piece in pieces(line.text):
            found = date_line(piece, month_first=month_first)
            if found := found or _date_beside(piece, month_first=month_first):
                witness = Witness.UPDATED if found.is_update else Witness.DATE_LINE
                yield Claim(witness, f"page '{piece}'", found.interval, found.otherwise)
                break
            if interval := days_ago(piece, seen_at):
                yield Claim(Witness.AGO, f"page '{piece}'", interval)
                break


def _date_beside(piece: str, *, month_first: bool) -> FoundDate | None:
    """A date with something short beside it: "06.01.2026, Lesezeit 5 Min.", "Rabat, 6 mai 2025"."""
    first, _, rest = piece.partition(", ")
    if not rest or len(piece) > LONGEST_TAIL:
        return None
    if len(first) > 7 and (found := date_line(first)):
        return found
    is_name = first.istitle() and len(first.split()) <= PLACE_WORDS
    is_beside = is_name or bool(byline(first).people)
    return date_line(rest, month_first=month_first) if is_beside else None


def pieces(text: str) -> tuple[str, ...]:
    """A short line and its parts between bars and dashes; nothing of a long one.

    "Publié par Nadia Chraïbi le 6 mai 2025" has two parts as well.
    """
    if len(text) >= LONGEST_LINE:
        return ()
    if signed := _SIGNED.match(text):
        return (text, *signed.groups())
    return (text, *PIECE_ENDS.split(text))
