"""Which lines of a page are its article.

The prose of a page lies in one box almost always: from the outermost box inwards, the one that
still holds most of the running text of the one around it. What is foreign in it goes
(`kept_lines`); a standfirst between the headline and that box comes along.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ct_pipeline.articles.blocks import HEADINGS, Box, Line, Sheet
from ct_pipeline.articles.box_names import Hint
from ct_pipeline.articles.densities import MOST, Densities, is_linked_heading, prose_of
from ct_pipeline.articles.foreign import Reason, foreign_boxes
from ct_pipeline.articles.kept_lines import Page, kept_lines
from ct_pipeline.language.folding import fold_letters

# Of the prose of a box, for the one in it to be its text; less where that is named as a text.
HOLDS = 0.8
HOLDS_AS_TEXT = 0.6
# Prose in boxes that are named as beside a text, or as comments, counts so much.
BESIDE_WEIGHT = 0.3
COMMENT_WEIGHT = 0.1
LITTLE = 250
OTHER_ARTICLES = 0.2
NEARLY_ALL = 0.9
HEADING_WITHIN = 3  # lines of an article
# Proofs, which no other reading of the page can refute.
_NEVER_OWN = frozenset({Reason.CARD, Reason.HIDDEN, Reason.LINK_LIST, Reason.POST})


@dataclass(frozen=True, slots=True)
class MainContent:
    """The article's lines and its headline; `is_doubtful` where another reading should be heard."""

    lines: tuple[Line, ...]
    headline: Line | None
    foreign: Mapping[Box, Reason]
    is_doubtful: bool
    others: frozenset[str] = frozenset()  # lines that are another article's, or hidden

    @property
    def start(self) -> int:
        """The number of the first line of text, a standfirst included; -1 without any."""
        return self.lines[0].number if self.lines else -1


def main_content(sheet: Sheet, titles: Sequence[str] = ()) -> MainContent:
    """The lines of a page that are its article; `titles` as its head gives them."""
    search = _Search(sheet, titles)
    main = search.main_box()
    lines = kept_lines(search, main)
    weight = search.weight(main)
    is_little = weight < LITTLE or weight < MOST * search.densities.whole
    is_doubtful = is_little and not (lines and search.is_brief_among_articles(main))
    headline = None if search.headline is None else sheet.lines[search.headline]
    others = search.lines_of_others() if is_doubtful else frozenset()
    return MainContent(tuple(lines), headline, search.foreign, is_doubtful, others)


class _Search(Page):
    """One page while its article is looked for."""

    def __init__(self, sheet: Sheet, titles: Sequence[str]) -> None:
        self.sheet = sheet
        self.densities = Densities(sheet)
        self.foreign = foreign_boxes(self.densities)
        self.titles = frozenset(fold_letters(title) for title in titles) - {""}
        self.headline = _headline(sheet, self.titles)
        self.weights = list(accumulate(self._weighed(), initial=0.0))
        self.own_article = self._own_article()
        self.children: dict[Box | None, list[Box]] = {}
        for box in sheet.boxes:
            self.children.setdefault(box.parent, []).append(box)

    def main_box(self) -> Box:
        """The innermost box that holds most of the prose."""
        box = self.own_article or self.sheet.boxes[0]
        while True:
            inner = max(self.children.get(box, ()), key=self.weight, default=None)
            if inner is None or inner.end - inner.start < 2:
                return box
            is_text = inner.hint is Hint.TEXT or inner.tag == "article"
            if self.weight(inner) < (HOLDS_AS_TEXT if is_text else HOLDS) * self.weight(box):
                return box
            box = inner

    def is_brief_among_articles(self, main: Box) -> bool:
        """Whether what the page holds beside this short text is other articles of their own."""
        if self.own_article is None:
            return False
        others = covered = 0.0
        for box in self._other_articles(self.own_article):
            if box.start >= covered and self._is_like(box, self.own_article):
                others += self.weight(box)
                covered = box.end
        return 0 < others >= NEARLY_ALL * (self.weights[-1] - self.weight(main))

    def lines_of_others(self) -> frozenset[str]:
        """The lines of cards, of hidden boxes and of articles with a headline of their own."""
        numbers = set[int]()
        if self.own_article is not None and self.weight(self.own_article) > 0:
            for box in self._other_articles(self.own_article):
                if any(line.box.tag == "h1" or is_linked_heading(line) for line in self._head(box)):
                    numbers.update(range(box.start, box.end))
        lines = self.sheet.lines
        return frozenset(
            line.text
            for line in lines
            if line.number in numbers or self.foreign.get(line.box) in _NEVER_OWN
        )

    def _weighed(self) -> Iterator[float]:
        factors: dict[Box | None, float] = {None: 1.0}
        for box in self.sheet.boxes:
            factor = 0.0 if box in self.foreign else factors[box.parent]
            hint = self.densities.hint(box)
            if hint is Hint.BESIDE:
                factor *= BESIDE_WEIGHT
            elif hint is Hint.COMMENTS:
                factor *= COMMENT_WEIGHT
            factors[box] = factor
        repeated = self.densities.repeated
        for line in self.sheet.lines:
            yield 0.0 if line.text in repeated else prose_of(line) * factors[line.box]

    def _own_article(self) -> Box | None:
        """The <article> that the headline stands in, where it or others of its kind hold texts."""
        box = self.sheet.lines[self.headline].box if self.headline is not None else None
        while box is not None and box.tag != "article":
            box = box.parent
        if box is None or self.weight(box) <= 0:
            return None
        others = sum(map(self.weight, self._other_articles(box)))
        whole = self.weights[-1]
        is_own = self.weight(box) >= MOST * whole or others >= OTHER_ARTICLES * whole
        return box if is_own else None

    def _other_articles(self, box: Box) -> Iterator[Box]:
        for other in self.sheet.boxes:
            if other.tag == "article" and (other.start >= box.end or other.end <= box.start):
                yield other

    def _is_like(self, box: Box, other: Box) -> bool:
        """Whether a box has a heading and is of one template with another, by their names."""
        ours, theirs = (
            {name for name in each.names.split() if not any(map(str.isdigit, name))}
            for each in (box, other)
        )
        is_of_template = len(ours & theirs) * 2 >= max(len(ours), len(theirs))
        return is_of_template and any(line.box.tag in HEADINGS for line in self._head(box))

    def _head(self, box: Box) -> Sequence[Line]:
        return self.sheet.lines[box.start : min(box.end, box.start + HEADING_WITHIN)]


def _headline(sheet: Sheet, titles: frozenset[str]) -> int | None:
    """The number of the line that is the article's headline."""
    last = None
    for line in sheet.lines:
        if line.box.tag in HEADINGS:
            is_title = fold_letters(line.text) in titles
            if line.box.tag == "h1":
                if is_title:
                    return line.number
                last = line.number
            elif is_title and last is None:
                last = line.number
    return last
