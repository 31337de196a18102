"""Lines broken for their width put together again: a name must not stand over a break."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ct_pipeline.articles.characters import plain

# Text broken for width has lines of one width: no next word would have fitted in.
SHORTEST_WIDTH, LONGEST_WIDTH = 34, 140
FEWEST_BREAKS = 3
WRAPPED_SHARE = 0.8
# A line this long that stops within its sentence goes on in the next one.
SHORTEST_PART = 40
_SENTENCE_END = re.compile(r"[.!?…:;؟۔。！？][»”\"’')\]]*$")
_EMPTY_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text in which LF is a break: an empty line parts them, a single break
    where it stands for something and not for the width of a line."""
    groups = [
        lines
        for part in _EMPTY_LINES.split(text)
        if (lines := [shown for line in part.split("\n") if (shown := plain(line))])
    ]
    is_wrapped = _is_wrapped(groups)
    return [whole for lines in groups for whole in _joined(lines, is_wrapped)]


def _is_wrapped(groups: Sequence[Sequence[str]]) -> bool:
    width = max((len(line) for lines in groups for line in lines), default=0)
    breaks = [pair for lines in groups for pair in pairwise(lines)]
    if not SHORTEST_WIDTH <= width <= LONGEST_WIDTH or len(breaks) < FEWEST_BREAKS:
        return False
    full = sum(len(line) + 1 + len(after.split()[0]) > width for line, after in breaks)
    within = sum(_SENTENCE_END.search(line) is None for line, _ in breaks)
    return full >= WRAPPED_SHARE * len(breaks) and within * 2 >= len(breaks)


def _joined(lines: Sequence[str], is_wrapped: bool) -> list[str]:
    wholes = [lines[0]]
    for line, after in pairwise(lines):
        if is_wrapped or _goes_on(line, after):
            wholes[-1] += after if wholes[-1].endswith("-") else f" {after}"
        else:
            wholes.append(after)
    return wholes


def _goes_on(line: str, after: str) -> bool:
    """Whether a line stops within a sentence that the next one goes on with."""
    if _SENTENCE_END.search(line):
        return False
    if after[0].islower() or line[-1] in ",،-":
        return len(line) + len(after) > SHORTEST_PART
    is_last_small = line.split()[-1][0].islower() or not line[-1].isascii()
    return len(line) >= SHORTEST_PART and is_last_small and _SENTENCE_END.search(after) is not None
