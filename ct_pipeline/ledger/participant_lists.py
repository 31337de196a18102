"""Lists of people, bodies and countries: "X, Y et le représentant de Z"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.actors_named import participants_between
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import COMMAS
from ct_pipeline.ledger.subjects import subject_before
from ct_pipeline.ledger.tokens import Token
from ct_pipeline.ledger.verbs.verb import Tense, Verb

# What opens a list of others: "avec l'appui de X et en présence de Y".
_OPENINGS = frozenset(("in_presence", "chaired_by", "funded_by", "by_initiative", "in_place_of"))


def list_end(sentence: Sentence, start: int) -> int:
    """Where a list that begins at a token ends at the latest: at a verb, at another list."""
    limit = len(sentence.tokens)
    for one in sentence.verbs:
        told_on = one.tense is Tense.PARTICIPLE and one.has("attend", "organise", "fund", "chair")
        told_on = told_on and "role" not in sentence.tokens[one.head].tags
        ends = one.is_finite and not _in_apposition(sentence, one)
        if one.start > start and (ends or told_on):
            limit = min(limit, _subject_start(sentence, one, start) if ends else one.start)
    for index in range(start + 1, limit):
        if sentence.tokens[index].tags.keys() & _OPENINGS:
            return index
    return limit


def _subject_start(sentence: Sentence, verb: Verb, start: int) -> int:
    """Where the subject of a verb begins that follows a list: "with X, and Ireland paid"."""
    tokens = sentence.tokens
    if sentence.language == "ar" or tokens[verb.start - 1].surface in COMMAS:
        return verb.start
    span = subject_before(sentence, verb)
    comma = span[0] - 1 if span else 0
    while comma > start and "and" in tokens[comma].tags:
        comma -= 1
    led = span is not None and "preposition" in tokens[span[0]].tags
    follows = span is not None and comma > start and tokens[comma].surface in COMMAS
    return comma if follows and not led else verb.start


def run(sentence: Sentence, actors: Actors, start: int) -> Iterator[Actor]:
    """The persons, bodies and countries of a list that begins at a token."""
    limit = list_end(sentence, start)
    opening = sentence.tokens[start - 1].tags if start else {}
    last, after_person, is_of = start, False, "of" in opening
    for actor in participants_between(sentence, actors, start, limit):
        gap = sentence.tokens[last : max(actor.opening, last)]
        loose = [
            token
            for token in gap
            if token.is_word
            and not token.tags.keys()
            & {
                "article",
                "and",
                "of",
                "role",
                "rank",
                "sir",
                "their",
                "former",
                "agent_mark",
                "preposition",
                "adverb",
            }
        ]
        if actor.person and _is_within_role(sentence, gap):
            continue
        led_by_of = any("of" in token.tags for token in (*gap, sentence.tokens[actor.opening]))
        closes = last > start and any("with" in token.tags for token in gap)
        closes |= any(token.surface == ":" or (token.surface == ";" and loose) for token in gap)
        if len(loose) > 3 or closes:
            return
        if (
            last > start
            and not actor.person
            and gap
            and (not _lists_on(gap) or (after_person and led_by_of))
            and not (is_of and _lists_on(gap, "of"))
        ):
            continue
        led = any("of" in token.tags for token in gap) if gap or last > start else is_of
        is_of = led and not actor.person
        after_person = actor.person is not None
        yield actor
        last = max(actor.end, last)


def _is_within_role(sentence: Sentence, gap: Sequence[Token]) -> bool:
    """ "par l'ambassadeur de SM le Roi, X": who is named in the role of another."""
    words = [token for token in gap if token.is_word and "article" not in token.tags]
    led = len(words) > 1 and "of" in words[-1].tags and "role" in words[-2].tags
    return led and sentence.language != "ar"


def _lists_on(gap: Sequence[Token], *others: str) -> bool:
    """Whether only a comma or "and", with an article, stands between two of a list."""
    return any(token.surface in COMMAS or "and" in token.tags for token in gap) and all(
        not token.is_word or token.tags.keys() & {"and", "article", *others} for token in gap
    )


def _in_apposition(sentence: Sentence, verb: Verb) -> bool:
    closed = any(token.surface in COMMAS for token in sentence.tokens[verb.end :])
    return closed and verb.start > 0 and "who" in sentence.tokens[verb.start - 1].tags
