"""The paragraphs of a text: its lines, but for those that a program broke at a width.

Such a break stands where the next word would not have fitted. In a block of lines that are mostly
broken so it is undone; elsewhere only where the next line begins in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

WIDTHS = range(30, 101)  # that programs break lines at, in characters
FULL_SHARE = 0.8  # of the lines of a block that do not end in a final mark

Span = tuple[int, int]
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_FINAL = ".!?؟…:۔。！？"


def split_paragraphs(text: str) -> Iterator[Span]:
    """The spans of the paragraphs that hold something, without the space around them."""
    for lines in _split_blocks(text):
        first = lines[0][0]
        for (_, end), goes_on, after in zip(
            lines, _find_wraps(text, lines), [*lines[1:], lines[0]], strict=True
        ):
            if not goes_on:
                yield first, end
                first = after[0]


def _split_blocks(text: str) -> Iterator[list[Span]]:
    """The lines between blank lines."""
    lines: list[Span] = []
    for line in _LINE.finditer(text):
        if lines and text.count("\n", lines[-1][1], line.start()) > 1:
            yield lines
            lines = []
        lines.append(line.span())
    if lines:
        yield lines


def _find_wraps(text: str, lines: list[Span]) -> list[bool]:
    """Whether each line of a block goes on in the next."""
    width = max(end - start for start, end in lines)
    if width not in WIDTHS:
        return [False] * len(lines)
    is_full = [
        end - start + 1 + len(text[after:last].split(maxsplit=1)[0]) > width
        for (start, end), (after, last) in pairwise(lines)
    ]
    is_open = [text[end - 1] not in _FINAL for _, end in lines[:-1]]
    unfinished = [full for full, is_open_line in zip(is_full, is_open, strict=True) if is_open_line]
    is_block_wrapped = len(lines) > 2 and sum(unfinished) >= max(FULL_SHARE * len(unfinished), 1)
    return [
        full and (is_block_wrapped or (unended and text[after].islower()))
        for full, unended, (after, _) in zip(is_full, is_open, lines[1:], strict=True)
    ] + [False]
