"""A page as its reader sees it: the lines of its text in order, each within its boxes.

One walk over the tree gives every line of visible text and the nest of block elements around it.
What the article is, what stands around it and what says its date are all decided on these: no
second copy of the tree is made, and no element is taken off on a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from ct_pipeline.articles.box_names import Hint, hint_of, is_mark_name, is_unseen_name
from ct_pipeline.articles.characters import plain
from ct_pipeline.articles.wrapping import paragraphs

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Nobody reads these, or not as text.
_SKIPPED = frozenset(
    {
        *("script", "style", "template", "svg", "math", "canvas", "iframe", "object", "embed"),
        *("video", "audio", "map", "select", "option", "datalist", "textarea", "head", "title"),
        *("amp-ad", "amp-sidebar", "amp-social-share", "amp-analytics", "rp", "rt"),
    }
)
_PICTURES = frozenset({"img", "picture", "amp-img", "amp-video", "video", "iframe"})
_CONTROLS = frozenset({"button", "input"})
_BOXES = frozenset(
    {
        *("body", "div", "section", "article", "main", "header", "footer", "aside", "nav", "form"),
        *("p", *HEADINGS, "hgroup", "blockquote", "pre", "address", "center", "dialog", "hr"),
        *("ul", "ol", "li", "dl", "dt", "dd", "menu", "figure", "figcaption", "fieldset"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "details", "summary"),
        *("legend", "search", "amp-accordion", "amp-carousel"),
    }
)
# Not entered: nobody reads these as text.
_NO_TEXT = _SKIPPED | _PICTURES | _CONTROLS | {"noscript"}
_HIDING = frozenset({"hidden", "aria-hidden", "style"})
_MARKING = frozenset({"itemprop", "property", "rel"})
_BREAK = "\n"
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
LONGEST_NAMES = 300
LONGEST_HEADING = 400  # characters; what is longer was left open


@dataclass(slots=True, eq=False)
class Box:
    """A block element: what it is called, what surrounds it, which lines are in it."""

    tag: str
    parent: Box | None
    depth: int
    names: str  # its class and id
    start: int  # its lines are lines[start:end]
    end: int = 0
    hint: Hint | None = None  # what its names and its element say that it is, where it has lines
    word: str = ""  # which of them says so
    is_hidden: bool = False
    pictures: int = 0
    controls: int = 0


@dataclass(slots=True, eq=False)
class Line:
    """One paragraph, heading, item or cell as it reads, and how much of it is set apart."""

    number: int  # among the lines of the page
    text: str
    box: Box
    linked: int  # characters within links
    links: int
    ends_linked: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """An element that says something by its attributes, and the line in which it stands."""

    element: HtmlElement
    at: int
    box: Box


@dataclass(slots=True)
class Sheet:
    """The lines of a page, its boxes and its marked elements, in order."""

    lines: list[Line] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


def read_sheet(tree: HtmlElement) -> Sheet:
    """All text of a page that a reader may see, hidden boxes marked as such."""
    walk = _Walk()
    steps = etree.iterwalk(tree, events=("start", "end"))
    for event, element in steps:
        if event == "end":
            walk.leave(element)
        elif not walk.enter(element):
            steps.skip_subtree()
    return walk.finish()


class _Walk:
    """Where the walk is: the open box, the text of the open line, how it is set apart."""

    def __init__(self) -> None:
        self.sheet = Sheet()
        self.box = self._new_box("html", None, "", is_hidden=False)
        self.pieces: list[str] = []
        self.linked = self.links = 0
        self.ends_linked = False
        self.in_link = self.in_pre = 0
        # An open heading is one line, whatever blocks its kicker and its parts stand in.
        self.heading: HtmlElement | None = None

    def enter(self, element: HtmlElement) -> bool:
        """Opens an element; False where its content is not for readers."""
        tag = element.tag
        if tag in _NO_TEXT:
            self._count(element, tag)
            return False
        given = element.keys()  # most elements have no attributes, or none that tells anything
        names = element.get("class") or "" if "class" in given else ""
        is_unseen = bool(given) and _is_unseen(element, given, names)
        if tag in _BOXES and self.heading is None:
            self._end_line()
            self._open(element, tag, names, is_hidden=is_unseen)
        elif tag == "a":
            self.in_link += 1
            self.links += 1
        elif tag == "br":
            self.pieces.append(_BREAK)
        elif is_unseen:
            return False
        elif tag in _BOXES:
            self.pieces.append(_BREAK)
        if tag == "time" or (given and _is_mark(element, given, names)):
            self.sheet.marks.append(Mark(element, len(self.sheet.lines), self.box))
        if text := element.text:
            self._add(text)
        return True

    def leave(self, element: HtmlElement) -> None:
        """Closes an element and takes up the text behind it."""
        tag = element.tag
        if tag in _BOXES and self.heading in (None, element):
            self._end_line()
            self._close()
        elif tag in _BOXES:
            self.pieces.append(_BREAK)
        elif tag == "a":
            self.in_link -= 1
        if text := element.tail:
            self._add(text)

    def finish(self) -> Sheet:
        """All that was read."""
        self._end_line()
        self.box.end = len(self.sheet.lines)
        return self.sheet

    def _count(self, element: HtmlElement, tag: str) -> None:
        if tag in _CONTROLS:
            self.box.controls += element.get("type") != "hidden"
        elif tag in _PICTURES or (tag == "noscript" and element.find(".//img") is not None):
            self.box.pictures += 1

    def _add(self, text: str) -> None:
        pieces = self.pieces
        if text.isspace() and not self.in_pre:
            if pieces:
                pieces.append(" ")
            return
        if not self.in_pre:
            text = text.replace(_BREAK, " ")
        if pieces and self.box.tag in HEADINGS and _are_two_parts(pieces[-1], text):
            pieces.append(" ")
        pieces.append(text)
        self.ends_linked = self.in_link > 0
        if self.in_link:
            self.linked += len(text)

    def _end_line(self) -> None:
        if self.pieces:
            self._keep_lines("".join(self.pieces))
            self.pieces.clear()
        self.linked = self.links = 0

    def _keep_lines(self, text: str) -> None:
        if self.box.tag in HEADINGS:
            text = text.replace(_BREAK, " ")
        if _BREAK not in text:
            if shown := plain(text):
                self._keep(shown, 1.0)
            return
        parts = paragraphs(text)
        whole = sum(map(len, parts))
        for part in parts:
            self._keep(part, len(part) / whole)

    def _keep(self, text: str, share: float) -> None:
        linked = min(len(text), round(self.linked * share))
        number = len(self.sheet.lines)
        self.sheet.lines.append(Line(number, text, self.box, linked, self.links, self.ends_linked))

    def _open(self, element: HtmlElement, tag: str, names: str, *, is_hidden: bool) -> None:
        if name := element.get("id"):
            names = f"{names} {name}"
        self.box = self._new_box(tag, self.box, names[:LONGEST_NAMES], is_hidden=is_hidden)
        if tag == "pre":
            self.in_pre += 1
        if tag in HEADINGS and len(element) and len(element.text_content()) <= LONGEST_HEADING:
            self.heading = element

    def _new_box(self, tag: str, parent: Box | None, names: str, *, is_hidden: bool) -> Box:
        start = len(self.sheet.lines)
        depth = parent.depth + 1 if parent else 0
        box = Box(tag, parent, depth, names, start, is_hidden=is_hidden)
        self.sheet.boxes.append(box)
        return box

    def _close(self) -> None:
        box = self.box
        self.heading = None
        box.end = len(self.sheet.lines)
        if box.end > box.start:
            box.hint, box.word = hint_of(box.tag, box.names)
        if box.tag == "pre":
            self.in_pre -= 1
        if box.parent is not None:
            box.parent.pictures += box.pictures
            box.parent.controls += box.controls
            self.box = box.parent


def _is_unseen(element: HtmlElement, given: list[str], names: str) -> bool:
    if not _HIDING.isdisjoint(given):
        if element.get("hidden") is not None or element.get("aria-hidden") == "true":
            return True
        style = element.get("style")
        if style and _NOT_SHOWN.search(style):
            return True
    return bool(names) and is_unseen_name(names)


def _is_mark(element: HtmlElement, given: list[str], names: str) -> bool:
    if not _MARKING.isdisjoint(given) and (
        element.get("itemprop") is not None
        or element.get("property") is not None
        or "author" in (element.get("rel") or "")
    ):
        return True
    return bool(names) and is_mark_name(names)


def _are_two_parts(before: str, text: str) -> bool:
    """Whether an element of a heading ends between two words: a kicker without a blank behind."""
    last, first = before[-1:], text[:1]
    is_wordlike = last.isalnum() and first.isalnum() and not last.isupper()
    return is_wordlike and (first.isupper() or not first.islower()) and len(before.strip()) > 2
