"""Which boxes of a page are foreign to its article, wherever that is: by what they hold.

A name such as "widget" or "promo" is a hint that needs a proof: links, controls, no running text.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from ct_pipeline.articles.blocks import HEADINGS, Box
from ct_pipeline.articles.box_names import Hint
from ct_pipeline.articles.densities import MOST, Densities, is_linked_heading, prose_of

LONGEST_CAPTION = 300
CARD_PROSE = 350  # below each headline of a list of cards
CARD_HEAD = 3  # lines within which a card has its headline
LINKS_PER_PROSE = 4
FULL_STOPS = ".。"
LONGEST_ITEM = 60  # of a list of names that are links, on average
_LEAVES = HEADINGS | {"p"}
_CELLS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th"})
_ITEMS = frozenset({"li", "dl", "dd", "dt"})
_BLANK = frozenset({"div", "section", "figure", "center", "header"})


class Reason(StrEnum):
    """Why a box is foreign."""

    HIDDEN = "hidden"
    POST = "embedded post"
    CAPTION = "caption"
    BOX = "box"
    FORM = "form"
    LINKS = "links"
    LINK_LIST = "list of links"
    CARD = "card"


def foreign_boxes(densities: Densities) -> Mapping[Box, Reason]:
    """Each box that is foreign, also by lying in one, with the reason."""
    foreign: dict[Box, Reason] = {}
    for box in densities.sheet.boxes:
        outer = foreign.get(box.parent) if box.parent is not None else None
        why = outer or (_why_foreign(box, densities) if box.end > box.start else None)
        if why is not None:
            foreign[box] = why
    return foreign


def is_in_footer(box: Box | None) -> bool:
    """Whether a box lies in the footer of the page, not in that of an article."""
    while box is not None and box.word != "footer":
        box = box.parent
    return box is not None


def _why_foreign(box: Box, densities: Densities) -> Reason | None:
    prose = densities.prose(box)
    if prose >= MOST * densities.whole and prose:
        return None
    if box.is_hidden and not densities.hides_text:
        return Reason.HIDDEN
    return _by_name(box, densities, prose) or _by_content(box, densities, prose)


def _by_name(box: Box, densities: Densities, prose: int) -> Reason | None:
    hint = densities.hint(box)
    if hint is Hint.POST:
        return Reason.POST
    if hint is Hint.CAPTION:
        return Reason.CAPTION
    is_leaf = box.tag in _LEAVES
    if hint is Hint.BOX:
        return None if is_leaf else Reason.BOX
    if hint is not Hint.BESIDE:
        return None
    has_links = densities.linked(box) * 3 > densities.text(box)
    return Reason.BOX if has_links or box.controls or not (prose or is_leaf) else None


def _by_content(box: Box, densities: Densities, prose: int) -> Reason | None:
    tag = box.tag
    if tag == "figure":
        return Reason.CAPTION
    if tag in ("form", "fieldset") and box.controls:
        return Reason.FORM
    if tag in _LEAVES or tag in _CELLS:
        return None
    linked = densities.linked(box)
    if linked * 2 > densities.text(box):
        if tag in ("ul", "ol"):
            is_own = _is_enumeration(box, densities) or _is_of_sentences(box, densities)
            return None if is_own else Reason.LINK_LIST
        if tag not in _ITEMS and linked > LINKS_PER_PROSE * prose:
            return Reason.LINKS
    if linked and _is_card(box, densities, prose):
        return Reason.CARD
    return Reason.CAPTION if box.pictures and _is_caption(box, densities) else None


def _is_enumeration(box: Box, densities: Densities) -> bool:
    """A list of short links between two paragraphs that announce it: people, places, documents."""
    lines = densities.sheet.lines
    if not 0 < box.start < box.end < len(lines) or box.names:
        return False
    before, after = lines[box.start - 1], lines[box.end]
    is_within = all(
        line.box.tag == "p" and line.box.parent is box.parent and prose_of(line)
        for line in (before, after)
    )
    is_short = densities.text(box) <= LONGEST_ITEM * (box.end - box.start)
    return is_within and ":" in before.text and is_short


def _is_of_sentences(box: Box, densities: Densities) -> bool:
    """Whether each item ends as a sentence, and not each is a headline that does so."""
    lines = densities.sheet.lines[box.start : box.end]
    return not all(line.linked for line in lines) and all(
        prose_of(line) or line.text[-1] in FULL_STOPS for line in lines
    )


def _is_card(box: Box, densities: Densities, prose: int) -> bool:
    """A headline that leads elsewhere, with or without the first words behind it."""
    headings = densities.linked_headings(box)
    if not headings or prose > CARD_PROSE * headings:
        return False
    first = densities.sheet.lines[box.start : min(box.end, box.start + CARD_HEAD)]
    return any(map(is_linked_heading, first))


def _is_caption(box: Box, densities: Densities) -> bool:
    """A line or two in the box of a picture, and in no element for text."""
    if box.end - box.start > 2 or densities.text(box) > LONGEST_CAPTION:
        return False
    lines = densities.sheet.lines[box.start : box.end]
    return box.tag in _BLANK and all(line.box.tag in _BLANK for line in lines)
