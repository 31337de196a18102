"""What readers see around an article's text: when it appeared and who wrote it.

Only what stands by the headline or right behind the text is the article's own: times and names
further off are those of recent posts, related articles and comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ct_pipeline.articles.blocks import Box, Line, Mark, Sheet
from ct_pipeline.articles.box_names import Hint
from ct_pipeline.articles.bylines import NOBODY, Names
from ct_pipeline.articles.claims import Claim
from ct_pipeline.articles.foreign import Reason
from ct_pipeline.articles.main_content import MainContent
from ct_pipeline.articles.visible_dates import dates_in, marked_dates
from ct_pipeline.articles.visible_names import (
    first_people,
    marked_names,
    named_by_label,
    named_in,
)

LINES_ABOVE = 6
LINES_BELOW = 25
LINES_BEHIND = 3
LINES_OF_TABLE = 12
STANDFIRST_LINES = 3
DEPTH = 3  # lines below the first one where a box with the byline may stand

# Lists of other articles are never the article's own, wherever they stand.
_OTHERS = frozenset(
    {Reason.LINK_LIST, Reason.CARD, Reason.HIDDEN, Reason.CAPTION, Reason.FORM, Reason.POST}
)
_CELLS = frozenset({"li", "dd", "td", "tr"})
_OWN_NAME = re.compile(r"(?:entry|post|article|node)-?footer")
_LABEL = re.compile(
    r"(?:datum|date|fecha|data|published|autor(?:in)?(?:/autor)?|aute?u?rs?|auteure?|authors?|by"
    r"|التاريخ|الكاتبة?)\b\s*:?\s*\S",
    re.IGNORECASE,
)


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
    near = [mark for mark in sheet.marks if mark.at in numbers]
    marks = [mark for mark in near if _is_own(mark, content, content.start + 1)]
    labelled = _labelled(sheet, content)
    names = first_people(
        marked_names(marks, sites),
        marked_names((m for m in near if _is_own(m, content, content.start + DEPTH)), sites),
        named_in((*head, *tail), sites),
        named_by_label(labelled, sites),
    )
    dates = (*dates_in(head, seen_at, month_first=month_first), *dates_in(labelled, seen_at))
    return Visible((*marked_dates(marks), *dates), names)


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
        if (line.box not in content.foreign or _is_of_article(line.box))
        and not _comments(line.box)
        and not around.isdisjoint(_ancestors(line.box))
    ]


def _ancestors(box: Box | None) -> Iterator[Box]:
    while box is not None and box.tag not in ("body", "html"):
        yield box
        box = box.parent


def _labelled(sheet: Sheet, content: MainContent) -> list[Line]:
    """The first lines of a table behind the text that say by a label what they hold."""
    end = content.lines[-1].number + 1 if content.lines else 0
    lines = sheet.lines[end : end + LINES_OF_TABLE]
    return [line for line in lines if _LABEL.match(line.text) and line.box.tag in _CELLS]


def _is_own(mark: Mark, content: MainContent, last_in_box: int) -> bool:
    reason = content.foreign.get(mark.box)
    if reason in _OTHERS or (_comments(mark.box) and mark.at > content.start):
        return False
    return reason is None or mark.at <= last_in_box or _is_of_article(mark.box)


def _is_of_article(box: Box) -> bool:
    """Whether a box is named as the foot of an article, which says of it what it is."""
    return any(_OWN_NAME.fullmatch(outer.word) for outer in _ancestors(box))


def _comments(box: Box) -> bool:
    """Whether a box is within one that is named as comments."""
    return any(outer.hint is Hint.COMMENTS for outer in _ancestors(box))
