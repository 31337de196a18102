"""What readers see around an article's text: when it appeared and who wrote it.

Only what stands by the headline or right behind the text is the article's own: times and names
further off are those of recent posts, related articles and comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml.html import HtmlElement

from ct_pipeline.articles.blocks import Box, Line, Mark, Sheet
from ct_pipeline.articles.box_names import Hint
from ct_pipeline.articles.bylines import (
    NOBODY,
    Names,
    byline,
    distinct,
    looks_like_people,
    names_in,
)
from ct_pipeline.articles.characters import plain
from ct_pipeline.articles.claims import Claim, Witness
from ct_pipeline.articles.dates import FoundDate, date_line, days_ago
from ct_pipeline.articles.foreign import Reason
from ct_pipeline.articles.main_content import MainContent
from ct_pipeline.articles.moments import read_moment

LONGEST_LINE = 120
LINES_ABOVE = 6
LINES_BELOW = 25
LINES_BEHIND = 3
STANDFIRST_LINES = 3
MOST_AUTHORS = 12
SHORTEST_NAME = 4
LONGEST_TAIL = 60

# Lists of other articles are never the article's own, wherever they stand.
_OTHERS = frozenset(
    {Reason.LINK_LIST, Reason.CARD, Reason.HIDDEN, Reason.CAPTION, Reason.FORM, Reason.POST}
)
_PIECES = re.compile(r"\s[|•·–-]\s|\s\|")
_MODIFIED = re.compile(r"modif|updat|last-?mod", re.IGNORECASE)
_PUBLISHED = re.compile(r"publish|posted|entry-date|created|pubdate|issued", re.IGNORECASE)
_DATED = re.compile(r"date|publish|created", re.IGNORECASE)
_NUMBER = re.compile(r"\b\d")
_AUTHOR = re.compile(
    r"author|auteur|autor(?!it)|byline|firma(?!m)|signature|contributor|journalist", re.IGNORECASE
)
_ACCOUNT = re.compile(r"/(?:admin\w*|editor|webmaster|redac\w+|root|user)/?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Visible:
    """What stands by the headline and behind the text: dates, and who wrote it."""

    dates: tuple[Claim, ...] = ()
    names: Names = NOBODY


def read_visible(
    sheet: Sheet,
    content: MainContent,
    sites: Sequence[str],
    *,
    seen_at: datetime,
    month_first: bool = False,
) -> Visible:
    """The dates and names around the headline and behind the text; `sites` are the site's names."""
    head, tail = _head(sheet, content), _tail(sheet, content)
    numbers = {line.number for line in (*head, *tail)}
    marks = [mark for mark in sheet.marks if mark.at in numbers and _is_own(mark, content)]
    names = _marked_names(marks, sites)
    if not names.people:
        names = _named_in((*head, *tail), sites)
    dates = _dates_in(head, seen_at, month_first=month_first)
    return Visible((*_marked_dates(marks), *dates), names)


def _head(sheet: Sheet, content: MainContent) -> list[Line]:
    """The lines from a little above the headline to the beginning of the text."""
    start = max(0, content.start)
    headline = content.headline
    if headline is None or headline.number > start:
        lines = sheet.lines[max(0, start - LINES_ABOVE) : start + 2]
    else:
        around = set(_ancestors(headline.box))
        above = sheet.lines[max(0, headline.number - LINES_ABOVE) : headline.number]
        lines = [line for line in above if not around.isdisjoint(_ancestors(line.box))]
        kept = content.lines
        text = kept[min(len(kept), STANDFIRST_LINES) - 1].number if kept else headline.number
        end = max(min(text + 1, headline.number + LINES_BELOW), headline.number + 2)
        lines += sheet.lines[headline.number : end]
    return [line for line in lines if content.foreign.get(line.box) not in _OTHERS]


def _tail(sheet: Sheet, content: MainContent) -> list[Line]:
    """The last line of the text and the next few."""
    end = content.lines[-1].number if content.lines else 0
    around = set(_ancestors(sheet.lines[end].box)) if sheet.lines else set()
    return [
        line
        for line in sheet.lines[end : end + LINES_BEHIND]
        if line.box not in content.foreign
        and not _comments(line.box)
        and not around.isdisjoint(_ancestors(line.box))
    ]


def _ancestors(box: Box | None) -> Iterator[Box]:
    while box is not None and box.tag not in ("body", "html"):
        yield box
        box = box.parent


def _is_own(mark: Mark, content: MainContent) -> bool:
    reason = content.foreign.get(mark.box)
    if reason in _OTHERS or (_comments(mark.box) and mark.at > content.start):
        return False
    return reason is None or mark.at <= content.start + 1


def _comments(box: Box) -> bool:
    """Whether a box is within one that is named as comments."""
    return any(outer.hint is Hint.COMMENTS for outer in _ancestors(box))


def _marked_dates(marks: Sequence[Mark]) -> Iterator[Claim]:
    for mark in marks:
        element = mark.element
        attributes = ("itemprop", "property", "class", "pubdate")
        said = " ".join(element.get(name) or "" for name in attributes)
        if _MODIFIED.search(said) and not _PUBLISHED.search(said):
            continue
        value = element.get("datetime") or element.get("content")
        if value is None and element.tag == "abbr":
            value = element.get("title")
        is_dated = element.tag in ("time", "abbr") or _DATED.search(said) is not None
        if value and is_dated and (interval := read_moment(value.strip())):
            shown = f"{element.tag} element '{value.strip()[:LONGEST_LINE]}'"
            yield Claim(Witness.TIME, shown, interval)


def _dates_in(lines: Sequence[Line], seen_at: datetime, *, month_first: bool) -> Iterator[Claim]:
    """The date lines by the headline; pieces of one line are read one by one."""
    for line in lines:
        for piece in _pieces(line.text):
            if found := date_line(piece, month_first=month_first) or _date_first(piece):
                witness = Witness.UPDATED if found.is_update else Witness.DATE_LINE
                yield Claim(witness, f"page '{piece}'", found.interval, found.otherwise)
                break
            if interval := days_ago(piece, seen_at):
                yield Claim(Witness.AGO, f"page '{piece}'", interval)
                break


def _date_first(piece: str) -> FoundDate | None:
    """A date that a short line begins with: "06.01.2026, Lesezeit 5 Min."."""
    first, _, rest = piece.partition(", ")
    return date_line(first) if rest and len(piece) <= LONGEST_TAIL and len(first) > 7 else None


def _pieces(text: str) -> tuple[str, ...]:
    return (text, *_PIECES.split(text)) if len(text) < LONGEST_LINE else ()


def _named_in(lines: Sequence[Line], sites: Sequence[str]) -> Names:
    """Whom the first byline names, or the first line that else holds the date."""
    for line in lines:
        for piece in _pieces(line.text):
            names = byline(piece, sites)
            if names.people or names.agencies:
                return names
        name, *rest = _PIECES.split(line.text) if len(line.text) < LONGEST_LINE else ("",)
        if any(date_line(piece) is not None for piece in rest) and looks_like_people(name):
            names = names_in(name, sites)
            if names.people:
                return names
    return NOBODY


def _marked_names(marks: Sequence[Mark], sites: Sequence[str]) -> Names:
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
        is_account = _ACCOUNT.search(element.get("href") or "") is not None
        if names.people and not is_account and looks_like_people(", ".join(names.people)):
            people += names.people
            told.append(element)
        agencies += names.agencies
    return Names(distinct(people)[:MOST_AUTHORS], tuple(dict.fromkeys(agencies)))


def _text(mark: Mark) -> tuple[str, HtmlElement]:
    element = mark.element
    return plain(element.get("content") or element.text_content()), element
