"""What of a box is the article: its lines less what is foreign in it, with the standfirst above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from ct_pipeline.articles.blocks import HEADINGS, Box, Line, Sheet
from ct_pipeline.articles.box_names import Hint
from ct_pipeline.articles.densities import MOST, Densities, prose_of
from ct_pipeline.articles.foreign import Reason
from ct_pipeline.language.folding import fold_letters

COPIED_SHARE = 0.3
COPIED_LINES = 3
COPIED_SAMPLE = 30
# A box named as beside a text is none of it where less than this part of the text is on one side.
LITTLE_AFTER = 0.1
LITTLE_BEFORE = 0.02
SHORTEST_STANDFIRST = 40
IN_PARAGRAPHS = 0.8
LONGEST_LABEL = 40
SHORTEST_LINK = 20
SHORTEST_LINKED_SENTENCE = 80
ENDS = '.!?…»”"。！？؟'
_LABEL = re.compile(r"[:|–—>»→-]\s*$")
_STANDFIRST = frozenset({"p", "h2", "h3", "h4", "div", "section", "li", "header"})
_LEADING_ELSEWHERE = frozenset(
    {Reason.LINKS, Reason.LINK_LIST, Reason.CARD, Reason.BOX, Reason.FORM}
)

_BLANK = frozenset({"div", "section", "header", "article", "address", "main"})


class Page(Protocol):
    """What is known of a page when the lines of its main box are chosen."""

    sheet: Sheet
    densities: Densities
    foreign: Mapping[Box, Reason]
    titles: frozenset[str]  # by their letters
    headline: int | None
    weights: Sequence[float]  # sums of prose that may be the article's, up to each line

    def weight(self, box: Box) -> float:
        """Its prose, less what is foreign, what comments and what is named as beside the text."""
        return self.weights[box.end] - self.weights[box.start]


def kept_lines(page: Page, main: Box) -> list[Line]:
    """The article's lines, in order: of its main box, and the standfirst above it."""
    lines = page.sheet.lines
    start = main.start
    kept: list[Line] = []
    if page.headline is not None and page.headline < _first_prose(page, main):
        start = max(start, page.headline + 1)
        above = lines[page.headline + 1 : main.start]
        kept = [line for line in above if _is_standfirst(line, page)]
    outside = _outside(page, main)
    in_paragraphs = _is_in_paragraphs(page, main)
    for line in lines[start : main.end]:
        is_foreign = line.box in page.foreign or line.box in outside or is_link_elsewhere(line)
        if is_foreign or line.text in page.densities.repeated:
            continue
        if in_paragraphs and line.box.tag in _BLANK and not _is_sentence(line):
            continue
        kept.append(line)
    return _without_copy(_without_lone_headings(kept, page))


def is_link_elsewhere(line: Line) -> bool:
    """Whether a line is a link to something else: wholly, or behind a label."""
    length = len(line.text)
    if line.text[-1] in ENDS and length >= SHORTEST_LINKED_SENTENCE:
        return False
    if line.linked >= 0.8 * length and line.box.tag != "li":
        return True
    label = length - line.linked
    is_labelled = line.ends_linked and line.links == 1 and label <= LONGEST_LABEL
    if not is_labelled or line.linked < SHORTEST_LINK:
        return False
    return _LABEL.search(line.text[: label + 1]) is not None


def _first_prose(page: Page, main: Box) -> int:
    weights = page.weights
    numbers = range(main.start, main.end)
    return next((n for n in numbers if weights[n + 1] > weights[n]), main.start)


def _outside(page: Page, main: Box) -> set[Box]:
    """Boxes at the head and tail of the main box that are named as no text of an article."""
    found: set[Box] = set()
    for box in page.sheet.boxes:
        is_inner = main.start <= box.start and box.end <= main.end and box.depth > main.depth
        if is_inner and (box.parent in found or _is_outside(box, page, main)):
            found.add(box)
    return found


def _is_outside(box: Box, page: Page, main: Box) -> bool:
    if page.densities.hint(box) not in (Hint.BESIDE, Hint.COMMENTS, Hint.BOX):
        return False
    whole = page.weight(main)
    if box.tag in HEADINGS or page.weight(box) >= MOST * whole:
        return False
    if box.tag == "p" and page.densities.linked(box) * 5 < page.densities.text(box):
        return False
    before = page.weights[box.start] - page.weights[main.start]
    after = page.weights[main.end] - page.weights[box.end]
    return after < LITTLE_AFTER * whole or before < LITTLE_BEFORE * whole


def _is_in_paragraphs(page: Page, main: Box) -> bool:
    lines = page.sheet.lines[main.start : main.end]
    in_paragraphs = sum(prose_of(line) for line in lines if line.box.tag == "p")
    return in_paragraphs >= IN_PARAGRAPHS * page.densities.prose(main)


def _is_standfirst(line: Line, page: Page) -> bool:
    return (
        len(line.text) >= SHORTEST_STANDFIRST
        and line.linked * 3 < len(line.text)
        and line.box.tag in _STANDFIRST
        and line.box not in page.foreign
        and page.densities.hint(line.box) in (None, Hint.TEXT)
        and not line.box.pictures
        and line.text not in page.densities.repeated
        and fold_letters(line.text) not in page.titles
        and sum(map(str.isdigit, line.text)) * 5 < len(line.text)
    )


def _is_sentence(line: Line) -> bool:
    return len(line.text) >= SHORTEST_STANDFIRST and line.text[-1] in ENDS


def _without_lone_headings(lines: Sequence[Line], page: Page) -> list[Line]:
    """The lines without headings of what is gone: of links, cards, boxes, of nothing."""
    kept: list[Line] = []
    for line in reversed(lines):
        if line.box.tag in HEADINGS and (not kept or _heads_foreign(line, kept[-1], page)):
            continue
        kept.append(line)
    return kept[::-1]


def _heads_foreign(heading: Line, next_kept: Line, page: Page) -> bool:
    below = page.sheet.lines[heading.number + 1]
    if below is next_kept:
        return False
    reason = page.foreign.get(below.box)
    return reason in _LEADING_ELSEWHERE or (reason is None and is_link_elsewhere(below))


def _without_copy(lines: list[Line]) -> list[Line]:
    """The lines once, where a page holds most of its text twice (for small and wide screens)."""
    whole = sum(len(line.text) for line in lines)
    lines = [line for line in lines if not _holds_others(line, lines, whole)]
    for start, end in _copies(lines):
        if sum(len(line.text) for line in lines[start:end]) >= COPIED_SHARE * whole:
            return lines[:start] + lines[end:]
    return lines


def _holds_others(line: Line, lines: Sequence[Line], whole: int) -> bool:
    """Whether one long line is what several others say."""
    if len(line.text) * 4 < whole or len(lines) < COPIED_LINES + 1:
        return False
    others = [
        other.text
        for other in lines
        if other is not line and len(other.text) >= SHORTEST_STANDFIRST
    ][:COPIED_SAMPLE]
    held = sum(text in line.text for text in others)
    return held >= COPIED_LINES and held * 2 > len(others)


def _copies(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Runs of lines that stood before, in the same order: from and to which."""
    places: dict[str, int] = {}
    number = 0
    while number < len(lines):
        first = places.setdefault(lines[number].text, number)
        end = number + 1
        if first != number and len(lines[number].text) >= SHORTEST_STANDFIRST:
            while end < len(lines) and lines[first + end - number].text == lines[end].text:
                end += 1
            if end - number >= COPIED_LINES:
                yield number, end
        number = end
