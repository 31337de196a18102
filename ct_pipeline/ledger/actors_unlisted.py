"""Bodies of no lexicon: "the West African Institute for Compliance", "كلية الآداب", "Horizon Sud".

An institution's noun with what makes it one of its own (a capital, a country's adjective; in Arabic
the words that it governs), a run of capitals, an acronym.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.people.capitals import begins_name
from ct_pipeline.ledger.people.phrases import is_acronym, noun_at, phrase_end
from ct_pipeline.ledger.sentence import Sentence

_SHORTEST_ACRONYM = 3
_STOPS = frozenset(
    ("article", "of", "preposition", "and", "that", "who", "agent_mark", "time", "adverb")
)
_NOT_PROPER = frozenset(("role", "rank", "sir", "group", "time", "document", "edition", "occasion"))
_BODY_TAGS = frozenset(("body", "named_body"))
_MANY = frozenset(("group", "state_noun", "person_noun", "role"))
Span = tuple[int, int]


def unlisted_bodies(
    sentence: Sentence, start: int, end: int, taken: Sequence[Span]
) -> Iterator[Actor]:
    """The bodies that some tokens name and no list knows; `taken` are those of other names."""
    index = max(start, sentence.opening)
    while index < end:
        span = None
        token = sentence.tokens[index]
        if not (token.is_capital or token.tags.keys() & _BODY_TAGS):
            index += 1
            continue
        if not any(a <= index < b for a, b in taken) and sentence.quotation_at(index) is None:
            span = _by_noun(sentence, index, start, taken) or _by_capitals(sentence, index)
        if span is None or any(a < span[1] and span[0] < b for a, b in taken):
            index += 1
            continue
        first, last = span
        joined = sentence.language == "ar" and sentence.tokens[first].prefix.startswith("و")
        name = sentence.surface(first, last)
        yield Actor("body", None, name[1:] if joined else name, start=first, end=last)
        index = last


def _by_noun(sentence: Sentence, index: int, start: int, taken: Sequence[Span]) -> Span | None:
    tokens = sentence.tokens
    head_end = tokens[index].tags.get("body", 0)
    if named_end := tokens[index].tags.get("named_body", 0):
        return index, named_end
    verb = sentence.verb_covering(index)
    tags = tokens[index].tags.keys()
    is_thing = tags & {"role", "course_noun", "document"}
    if not head_end or (is_thing and head_end == index + 1) or (verb and verb.is_finite):
        return None
    first = index
    if sentence.language == "en":
        while (
            first > start
            and tokens[first - 1].is_word
            and not tokens[first - 1].tags.keys() & _STOPS
            and tokens[first - 1].form != "s"
            and sentence.verb_covering(first - 1) is None
            and not any(a <= first - 1 < b for a, b in taken)
        ):
            first -= 1
    last = max(phrase_end(sentence, index, head_end), head_end)
    second = next(
        (
            one.start
            for one in sentence.names
            if head_end <= one.start < last and sentence.tokens[one.start].form.startswith("و")
        ),
        last,
    )
    other = next((at for at in range(head_end, last) if _begins_other(sentence, at)), last)
    last = min(last, second, other)  # "مكتب … والمغرب": the second of two
    return (first, last) if _is_proper(sentence, first, last) else None


def _begins_other(sentence: Sentence, index: int) -> bool:
    """ "du Conseil … et d'un représentant de …": another one after "and"."""
    after = sentence.tokens[index + 1 : index + 4]
    is_joined = "and" in sentence.tokens[index].tags and sentence.language != "ar"
    return is_joined and any("some" in one.tags and "of" not in one.tags for one in after)


def _is_proper(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a phrase names one institution: no "centre" of which nothing more is said."""
    if last - first < 2:
        return False
    if sentence.language == "ar":
        return True
    if sentence.language == "en" and is_owned(sentence, first):
        return True
    capitals = [index for index in range(max(first, 1), last) if sentence.tokens[index].is_capital]
    return bool(capitals) or any(
        one.kind == "demonym" for one in sentence.names if first <= one.start < last
    )


def is_owned(sentence: Sentence, index: int) -> bool:
    """ "Morocco's national police": whether a country's 's stands before a phrase."""
    if index < 3 or sentence.tokens[index - 1].form != "s":
        return False
    named = sentence.named_at(index - 3)
    return named is not None and named.kind == "country" and named.end == index - 2


def _by_capitals(sentence: Sentence, index: int) -> Span | None:
    """A run of two capitalised words or more, or an acronym, within a sentence."""
    tokens = sentence.tokens
    if sentence.language == "ar" or index == 0:
        return None
    named = sentence.named_at(index)
    if is_acronym(tokens[index].surface):
        known = named is not None or len(tokens[index].surface) < _SHORTEST_ACRONYM
        return None if known else (index, index + 1)
    if not begins_name(sentence, index):
        return None
    end = index + 1
    while end < len(tokens) and (
        (
            tokens[end].is_capital
            and tokens[end].is_word
            and not tokens[end].tags.keys() & _NOT_PROPER
        )
        or (
            tokens[end].tags.keys() & {"of"}
            and end + 1 < len(tokens)
            and tokens[end + 1].is_capital
            and sentence.named_at(end + 1) is None
        )
    ):
        end += 1
    if sentence.language == "en" and end < len(tokens) and tokens[end].tags.keys() & _MANY:
        return None  # "West African States"
    before = sentence.named_at(index - 1)
    if sentence.language == "en" and before and before.kind == "country" and end - index > 1:
        index = before.start  # "the Ghana Maritime Authority"
    return (index, end) if end - index > 1 else None


def unlisted_at(sentence: Sentence, start: int, end: int) -> Actor | None:
    """An English body of no lexicon at the head of a phrase: "The African Development Bank"."""
    at = noun_at(sentence, start, end)
    if at is None or sentence.language != "en":
        return None
    found = next(unlisted_bodies(sentence, at, end, ()), None)
    return replace(found, start=start) if found and found.start == at else None
