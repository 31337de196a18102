"""Who is said to be absent: "le Maroc n'a pas participé", "without Morocco", "لم يشارك المغرب".

Words of absence are the lexicon's: those before which the absent is named (`absent_after`: "Morocco
did not attend"), those after which (`absent_before`: "in the absence of Morocco"), and those that
it must follow at once (`absent_next`: "without Morocco").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ct_pipeline.language.folding import FoldedText
from ct_pipeline.relevance.patterns import Role
from ct_pipeline.relevance.resolving import Candidate

Span = tuple[int, int]

WORDS_OF_ABSENCE = ("absent_after", "absent_before", "absent_next")
PRIVATE = "private_national"

LONGEST_REACH = 90  # characters between who is absent and the words that say so
ARTICLE_REACH = 5  # of an article between
# What stands between the members of one list: "ni le Maroc ni la Suède", "of Morocco and Tunisia".
_LIST = re.compile(
    r"[\s,،]*(?:(?:et|ni|and|nor|or|y|ou|de|du|des|la|le|les|l|of|the|el|los|las|و|ولا|او|من|"
    r"delegation|delegations)\s+|و)*"
)
_CLAUSE = re.compile(
    r"[;:.؛]| (?:mais|tandis que|alors que|but|while|whereas|pero|mientras|بينما|فيما|لكن) "
)


def find_absent_names(
    candidates: Sequence[Candidate],
    named: Sequence[Candidate],
    fields: Sequence[FoldedText],
) -> set[tuple[int, int]]:
    """Where names stand that stand for no State: it is absent, or a private person is meant."""
    words: dict[str, dict[int, list[tuple[int, int]]]] = {
        name: defaultdict(list) for name in WORDS_OF_ABSENCE
    }
    countries: dict[int, set[tuple[int, int]]] = defaultdict(set)
    field_of: dict[int, int] = {}
    for candidate in candidates:
        span = candidate.hit.start, candidate.hit.end
        if candidate.target.role is Role.TERM and candidate.target.id in words:
            words[candidate.target.id][candidate.sentence].append(span)
        elif candidate.hit.place or candidate.target.signal == "M":
            countries[candidate.sentence].add(span)
        field_of[candidate.sentence] = candidate.order[0]
    for name in named:
        if name.target.signal == "M":
            countries[name.sentence].add((name.hit.start, name.hit.end))
    absent = _find_private(candidates, named)
    for sentence in {number for places in words.values() for number in places}:
        field = field_of[sentence]
        gone = find_absent(
            fields[field].text,
            sorted(countries[sentence]),
            *(words[name][sentence] for name in WORDS_OF_ABSENCE),
        )
        absent.update((field, start) for start, _ in gone)
    return absent


def _find_private(
    candidates: Iterable[Candidate], named: Iterable[Candidate]
) -> set[tuple[int, int]]:
    """Where Moroccans are named who are private persons."""
    persons = sorted((name.order, name.hit.end) for name in named if name.target.id == PRIVATE)
    found = set()
    for candidate in candidates:
        number = bisect_right(persons, candidate.order, key=lambda person: person[0]) - 1
        if candidate.hit.place and number >= 0:
            (index, _), end = persons[number]
            if index == candidate.order[0] and candidate.hit.end <= end:
                found.add(candidate.order)
    return found


def find_absent(
    text: str,
    names: Sequence[Span],
    after: Iterable[Span],
    before: Iterable[Span],
    right_before: Iterable[Span],
) -> set[Span]:
    """Those of the `names` of countries (spans of one sentence, in order) that are absent.

    `after`: words of absence that follow who is absent; `before`: those that precede, and
    `right_before`: with no more than an article between.
    """
    absent: set[Span] = set()
    for start, end in after:
        absent.update(_list_back(text, names, start) or _list_on(text, names, end, reach=25))
    for _, end in before:
        absent.update(_list_on(text, names, end, reach=LONGEST_REACH))
    for _, end in right_before:
        absent.update(_list_on(text, names, end, reach=ARTICLE_REACH))
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
