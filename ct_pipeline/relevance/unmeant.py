"""Words of terror that tell of none: what is ruled out, and what is a figure of speech.

"rien à voir avec le terrorisme", "terrorism has been ruled out", "un attentat sur la cheville",
"terrorismo fiscal". The words that make them so are the lexicon's: those before which the terror
ruled out is named (`excluded_after`), those after which (`excluded_before`; `excluded_next`: with
"an act of" between, no more), those that take an exclusion back (`not_excluded`: "not ruled out"),
and what a figure of terror befalls (`figures`) or is called behind or before it (`figures_next`,
`figures_before`). Terror by its full name (`real_terror`) is no figure.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from ct_pipeline.language.folding import FoldedText
from ct_pipeline.relevance.patterns import TERROR_TERMS, Role
from ct_pipeline.relevance.resolving import Candidate

Span = tuple[int, int]

EXCLUSIONS = ("excluded_after", "excluded_before", "excluded_next", "not_excluded")
FIGURES = ("figures", "figures_next", "figures_before", "real_terror")
REACH = 45  # characters between an exclusion and what it excludes
FIGURE_WORDS = 3  # between a word of terror and what makes it a figure
_CLAUSE = re.compile(
    r"[;:.؛(]|[,،] (?!ni |nor |or |ou |o |او )| (?:mais|but|pero|sino|لكن|بل|now|qui|who|after"
    r"|apres|tras|بعد|complice|accomplice"
    r"|complices|menace|menaces|threat|amenaza|تهديد) "
)
# "not an act of", "ni un sabotage ni", "ليس عملا".
_ACT = re.compile(
    r"(?:[\s,]+(?:un|une|d|de|du|l|le|la|a|an|of|the|una|el|acte|actes|action|geste|piste|attaque"
    r"|sabotage|act|attack|case|incident|form|linked|related|to|treated|as|being|believed|thought"
    r"|considered|regarded|be|nor|or|ni|lie|liee|au|acto|ataque|accion|que|en|عملا|عمل|هجوما|حادثا"
    r"|فعلا|اعتداء|من|قبيل|ان|يكون|مرتبطا|الامر|الحادث))*[\s,]+(?:ب)?"
)
_BEFALLS = re.compile(
    r" (?:a|au|aux|sur|contre|dans|de|des|du|d|on|of|in|into|down|to|against|through|across|among"
    r"|al|en|contra|del|علي|في|ضد)(?: \w+){0,2} $"
)
_BREAK = re.compile(r"[,،;:.؛()\"\n]")


def find_unmeant(
    candidates: Iterable[Candidate], fields: Sequence[FoldedText]
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Where words of terror stand that are ruled out, and where those that are figures."""
    terror: dict[int, set[Span]] = defaultdict(set)
    words: dict[tuple[str, int], list[Span]] = defaultdict(list)
    field_of: dict[int, int] = {}
    for candidate in candidates:
        target, span = candidate.target, (candidate.hit.start, candidate.hit.end)
        if target.role is not Role.TERM:
            continue
        if target.id in TERROR_TERMS:
            terror[candidate.sentence].add(span)
            field_of[candidate.sentence] = candidate.order[0]
        elif target.id in EXCLUSIONS or target.id in FIGURES:
            words[target.id, candidate.sentence].append(span)
    excluded: set[tuple[int, int]] = set()
    figures: set[tuple[int, int]] = set()
    for sentence in {number for _, number in words} & terror.keys():
        field = field_of[sentence]
        text, named = fields[field].text, sorted(terror[sentence])
        gone = _find_excluded(text, named, *(words[name, sentence] for name in EXCLUSIONS))
        meant = [span for span in named if span not in gone]
        drawn = _find_figures(text, meant, *(words[name, sentence] for name in FIGURES))
        excluded.update((field, start) for start, _ in gone)
        figures.update((field, start) for start, _ in drawn)
    return excluded, figures


def _find_excluded(
    text: str,
    named: Sequence[Span],
    after: Iterable[Span],
    before: Iterable[Span],
    beside: Iterable[Span],
    kept: Sequence[Span],
) -> set[Span]:
    """Those of the words of terror that the words of exclusion reach, in their clause."""
    gone: set[Span] = set()
    for start, end in after:
        if not _lies_within(kept, start, end):
            gone.update(span for span in named if _is_near(text, span[1], start))
    for start, end in before:
        if not _lies_within(kept, start, end):
            gone.update(span for span in named if _is_near(text, end, span[0]))
    for start, end in beside:
        if not _lies_within(kept, start, end):
            gone.update(
                span
                for span in named
                if end <= span[0] <= end + REACH and _ACT.fullmatch(text, end, span[0])
            )
    return gone


def _lies_within(spans: Iterable[Span], start: int, end: int) -> bool:
    return any(first < end and start < last for first, last in spans)


def _is_near(text: str, end: int, start: int) -> bool:
    """Whether what ends at `end` and what begins at `start` stand in one clause."""
    return end <= start <= end + REACH and _CLAUSE.search(f"{text[end:start]} ") is None


def _find_figures(
    text: str,
    named: Sequence[Span],
    befallen: Sequence[Span],
    behind: Sequence[Span],
    before: Sequence[Span],
    real: Sequence[Span],
) -> set[Span]:
    """Those of the words of terror that words of figures stand beside."""
    starts = sorted(start for start, _ in befallen)
    drawn: set[Span] = set()
    for span in named:
        if _lies_within(real, *span):
            continue
        place = bisect_left(starts, span[1])
        gap = text[span[1] : starts[place]] if place < len(starts) else ""
        if (
            (_is_beside(gap, FIGURE_WORDS) and _BEFALLS.search(gap))
            or any(_is_beside(text[span[1] : start], 0) for start, _ in behind if span[1] <= start)
            or any(_is_beside(text[end : span[0]], 0) for _, end in before if end <= span[0])
        ):
            drawn.add(span)
    return drawn


def _is_beside(gap: str, words: int) -> bool:
    return len(gap.split()) <= words and _BREAK.search(gap) is None
