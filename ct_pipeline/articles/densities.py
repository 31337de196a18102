"""How much running text and how many links each box of a page holds, and what its name is worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import accumulate

from ct_pipeline.articles.blocks import HEADINGS, Box, Line, Sheet
from ct_pipeline.articles.box_names import Hint

SHORTEST_PROSE = 40
# Of a page's prose: what holds it is no box beside it, whatever it is called.
MOST = 0.4
# A page that shows less than this beside its hidden boxes shows them to its readers somehow.
SEEN_PROSE = 300
SEEN_SHARE = 0.1
REPEATED = 3


def prose_of(line: Line) -> int:
    """Characters of running text of a line: none of a heading, a short line or a link."""
    length = len(line.text)
    if line.linked * 2 > length or length < SHORTEST_PROSE or line.box.tag in HEADINGS:
        return 0
    return length - line.linked


def is_linked_heading(line: Line) -> bool:
    """Whether a line is a headline that leads elsewhere."""
    return line.box.tag in HEADINGS and line.linked * 2 > len(line.text)


class Densities:
    """Sums over the lines up to each one, so that any box is measured by two look-ups."""

    def __init__(self, sheet: Sheet) -> None:
        lines = sheet.lines
        self.sheet = sheet
        self._prose = list(accumulate(map(prose_of, lines), initial=0))
        self._text = list(accumulate((len(line.text) for line in lines), initial=0))
        self._linked = list(accumulate((line.linked for line in lines), initial=0))
        self._linked_headings = list(accumulate(map(is_linked_heading, lines), initial=0))
        self.whole = self._prose[-1]
        self.repeated = _repeated(lines)
        hidden = self.prose_in(box for box in sheet.boxes if box.is_hidden)
        self.hides_text = self.whole - hidden < max(SEEN_PROSE, SEEN_SHARE * self.whole)
        self.mute = self._mute_words()

    def prose(self, box: Box) -> int:
        """Characters of running text in a box."""
        return self._prose[box.end] - self._prose[box.start]

    def text(self, box: Box) -> int:
        """Characters of all lines in a box."""
        return self._text[box.end] - self._text[box.start]

    def linked(self, box: Box) -> int:
        """Characters within links in a box."""
        return self._linked[box.end] - self._linked[box.start]

    def linked_headings(self, box: Box) -> int:
        """How many headlines in a box lead elsewhere."""
        return self._linked_headings[box.end] - self._linked_headings[box.start]

    def hint(self, box: Box) -> Hint | None:
        """What a box's name says, where boxes of that name do not hold the text of the page."""
        return None if box.word in self.mute else box.hint

    def prose_in(self, boxes: Iterable[Box]) -> int:
        """Characters of running text in any of these boxes, given in their order on the page."""
        prose = covered = 0
        for box in boxes:
            if box.end > covered:
                prose += self.prose(box)
                covered = box.end
        return prose

    def _mute_words(self) -> frozenset[str]:
        """The words of names that say nothing here, as boxes named so hold much of the prose.

        Comments may well be longer than what they comment on: they are the text where nothing is.
        """
        named: dict[tuple[Hint, str], list[Box]] = {}
        for box in self.sheet.boxes:
            if box.hint is not None and box.end > box.start:
                named.setdefault((box.hint, box.word), []).append(box)
        mute = set()
        for (hint, word), boxes in named.items():
            prose = self.prose_in(boxes)
            if hint is Hint.COMMENTS:
                is_mute = self.whole - prose < SEEN_PROSE
            else:
                is_mute = hint is not Hint.TEXT and prose >= MOST * self.whole
            if is_mute:
                mute.add(word)
        return frozenset(mute)


def _repeated(lines: Iterable[Line]) -> frozenset[str]:
    counts = Counter(line.text for line in lines)
    return frozenset(text for text, count in counts.items() if count >= REPEATED)
