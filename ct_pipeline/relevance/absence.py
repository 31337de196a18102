"""Who is said to be absent: "le Maroc n'a pas participé", "without Morocco", "لم يشارك المغرب".

Words of absence are the lexicon's: those before which the absent is named (`absent_after`: "Morocco
did not attend") and those after which (`absent_before`: "without Morocco").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

Span = tuple[int, int]

LONGEST_REACH = 90  # characters between who is absent and the words that say so
# What stands between the members of one list: "ni le Maroc ni la Suède", "of Morocco and Tunisia".
_LIST = re.compile(
    r"[\s,،]*(?:(?:et|ni|and|nor|or|y|ou|de|du|des|la|le|les|l|of|the|el|los|las|و|ولا|او|من|"
    r"delegation|delegations)\s+|و)*"
)
_CLAUSE = re.compile(
    r"[;:.؛]| (?:mais|tandis que|alors que|but|while|whereas|pero|mientras|بينما|فيما|لكن) "
)


def find_absent(
    text: str, names: Sequence[Span], after: Iterable[Span], before: Iterable[Span]
) -> set[Span]:
    """Those of the `names` of countries (spans of one sentence, in order) that are absent.

    `after`: words of absence that follow who is absent; `before`: those that precede.
    """
    absent: set[Span] = set()
    for start, end in after:
        absent.update(_list_back(text, names, start) or _list_on(text, names, end, reach=25))
    for _, end in before:
        absent.update(_list_on(text, names, end, reach=LONGEST_REACH))
    return absent


def _list_back(text: str, names: Sequence[Span], start: int) -> set[Span]:
    """The list of names that ends last before the words of absence, in their clause."""
    found: set[Span] = set()
    edge = start
    for name in reversed([name for name in names if name[1] <= start]):
        gap = text[name[1] : edge]
        if not found:
            if len(gap) > LONGEST_REACH or _CLAUSE.search(gap):
                break
        elif not _LIST.fullmatch(gap):
            break
        found.add(name)
        edge = name[0]
    return found


def _list_on(text: str, names: Sequence[Span], end: int, *, reach: int) -> set[Span]:
    return set(_follow(text, names, end, reach))


def _follow(text: str, names: Sequence[Span], end: int, reach: int) -> Iterator[Span]:
    edge, is_first = end, True
    for name in names:
        if name[0] < end:
            continue
        gap = text[edge : name[0]]
        if is_first and (len(gap) > reach or _CLAUSE.search(gap.replace(":", " "))):
            return
        if not is_first and not _LIST.fullmatch(gap):
            return
        yield name
        edge, is_first = name[1], False
