"""Who is said to be absent: "le Maroc n'a pas participé", "without Morocco", "لم يشارك المغرب".

Words of absence are the lexicon's: those before which the absent is named (`absent_after`: "Morocco
stayed away"), those after which (`absent_before`: "in the absence of Morocco"), and those that it
must follow at once (`absent_next`: "without Morocco"). A word of negation with a word of presence
behind it (`presence`) makes the like: "was not at the table", "aucun délégué marocain n'est venu".
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
WORDS_OF_DENIAL = ("negation", "presence", "not_only")
PRIVATE = "private_national"

LONGEST_REACH = 90  # characters between who is absent and the words that say so
ARTICLE_REACH = 5  # of an article between
DENIAL_REACH = 45  # between a negation and the presence that it denies
DENIED_WORDS = 5
SHORT_REACH = 25  # of who follows the words of absence
# What stands between the members of one list: "ni le Maroc ni la Suède", "of Morocco and Tunisia".
_LIST = re.compile(
    r"[\s,،]*(?:(?:et|ni|and|nor|or|y|ou|de|du|des|la|le|les|l|of|the|el|los|las|و|ولا|او|من|"
    r"delegation|delegations)\s+|و)*"
)
_CLAUSE = re.compile(
    r"[;:.؛]| (?:mais|tandis que|alors que|but|while|whereas|pero|mientras|بينما|فيما|لكن) "
)
# "No country but Morocco attended", "not content to attend": no absence is told.
_KEPT = re.compile(
    r"\b(?:but|except|save|only|until|than|sauf|hormis|excepte|que|pour|avant|seulement|salvo|excepto"
    r"|sino|solo|para|(?<!^ )to|الا|سوي|فقط|مجرد)\b"
)


def find_absent_names(
    candidates: Sequence[Candidate],
    named: Sequence[Candidate],
    fields: Sequence[FoldedText],
) -> set[tuple[int, int]]:
    """Where names stand that stand for no State: it is absent, or a private person is meant."""
    words: dict[str, dict[int, list[tuple[int, int]]]] = {
        name: defaultdict(list) for name in (*WORDS_OF_ABSENCE, *WORDS_OF_DENIAL)
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
        text, who = fields[field].text, sorted(countries[sentence])
        gone = find_absent(text, who, *(words[name][sentence] for name in WORDS_OF_ABSENCE))
        gone |= _find_denied(text, who, *(words[name][sentence] for name in WORDS_OF_DENIAL))
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
        within = {name for name in names if start <= name[0] and name[1] <= end}
        absent.update(within or _around(text, names, start, end))
    for _, end in before:
        absent.update(_list_on(text, names, end, reach=LONGEST_REACH))
    for _, end in right_before:
        absent.update(_list_on(text, names, end, reach=ARTICLE_REACH))
    return absent


def _find_denied(
    text: str,
    names: Sequence[Span],
    negations: Iterable[Span],
    presences: Sequence[Span],
    not_only: Sequence[Span],
) -> set[Span]:
    """Those of the names whose presence is denied, between the two words or around them."""
    absent: set[Span] = set()
    for start, end in negations:
        if any(first <= start < last for first, last in not_only):
            continue
        for first, last in presences:
            gap = text[end:first]
            if not end <= first <= end + DENIAL_REACH or _CLAUSE.search(gap) or _KEPT.search(gap):
                continue
            if len(gap.split()) > DENIED_WORDS:
                continue
            within = {name for name in names if end <= name[0] and name[1] <= first}
            absent.update(within or _around(text, names, start, last))
    return absent


def _around(text: str, names: Sequence[Span], start: int, end: int) -> set[Span]:
    return _list_back(text, names, start) or _list_on(text, names, end, reach=SHORT_REACH)


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
