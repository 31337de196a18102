"""Whether a heading is the last step of a breadcrumb trail, not the headline that readers see.

Sites put the title that they want search engines to show into an h1 behind the links of the trail;
the headline then stands in an h2 by the text.
"""

from __future__ import annotations

from collections.abc import Sequence

from ct_pipeline.articles.blocks import Box, Line, Sheet

LONGEST_STEP = 40  # letters of a step before the last one
LINES_TO_HEADLINE = 12
_LISTS = frozenset({"li", "ol", "ul", "nav"})
_NAME = "breadcrumb"


def is_in_breadcrumbs(heading: Line, sheet: Sheet) -> bool:
    """Whether what stands around a heading is nothing but the links that lead to it."""
    boxes = [heading.box]
    while boxes[-1].parent is not None and boxes[-1].end - boxes[-1].start < 2:
        boxes.append(boxes[-1].parent)
    around = sheet.lines[boxes[-1].start : boxes[-1].end]
    steps = [line for line in around if line is not heading]
    if not steps or not all(line.number < heading.number and _is_step(line) for line in steps):
        return False
    if any(box.tag in _LISTS or _NAME in box.names for box in boxes):
        return True
    # A kicker of two sections looks alike: the headline itself must stand further below.
    links = sum(line.links for line in steps)
    return links > 1 and _has_headline_below(heading, sheet.lines)


def _is_step(line: Line) -> bool:
    letters = sum(map(str.isalnum, line.text))
    return 0 < letters <= min(line.linked, LONGEST_STEP * line.links)


def _has_headline_below(heading: Line, lines: Sequence[Line]) -> bool:
    below = lines[heading.number + 1 : heading.number + LINES_TO_HEADLINE]
    return any(_is_in(line.box, "h2") for line in below)


def _is_in(box: Box | None, tag: str) -> bool:
    while box is not None and box.tag != tag:
        box = box.parent
    return box is not None
