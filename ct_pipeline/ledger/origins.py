"""Whom people came for: "magistrates from Mali and Niger", "un représentant de l'OSCE"."""

from __future__ import annotations

from collections.abc import Iterator

from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.actors_named import participants_between
from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.sentence import Named, Sentence
from ct_pipeline.ledger.speech.frames import COMMAS

_MANY = frozenset(("group", "person_noun", "participant_noun", "minister_noun", "role"))
_DELEGATION = frozenset(("delegation_noun",))
_WATERS = frozenset(("gulf", "golfe", "golfo"))
_LONGEST_ASIDE = 10  # tokens
_NEXT, _LISTED = 12, 3  # tokens of a further body, and before it
_LONGEST_GAP = 5  # tokens between people and where they came from


def origins(
    sentence: Sentence, start: int, end: int, *, counted_only: bool = False
) -> Iterator[Actor]:
    """The countries that the people told of in some tokens came from."""
    index = start
    while index < end:
        if counted_only:
            ahead = [at for one in sentence.numbers for at in (one.end, one.end + 1) if at >= index]
            index = min(ahead, default=end)
            if index >= end or not is_counted(sentence, index):
                index += 1
                continue
        if _is_of_many(sentence, index) and (origin := _origin_after(sentence, index + 1, end)):
            index = origin
            while (named := _country_at(sentence, index)) and named.start < end:
                yield _as_actor(named)
                index = named.end
        index += 1


def countries_within(sentence: Sentence, actor: Actor, part: str) -> Iterator[tuple[Actor, str]]:
    """ "وزراء من غانا وبنين", "ministers from Ghana and Benin": the countries they came from."""
    inside = [
        one for one in sentence.names_between(actor.start, actor.end) if one.kind == "country"
    ]
    yield from ((_as_actor(named), part) for named in inside)
    index = actor.end
    if index < len(sentence.tokens) and sentence.tokens[index].form == "عن":
        index += 1  # "ممثلون عن ليبيا والجزائر"
    while named := _country_at(sentence, index):
        yield _as_actor(named), part
        index = named.end


def bodies_within(sentence: Sentence, actor: Actor, actors: Actors) -> Iterator[Actor]:
    """ "Representatives of the OSCE and the EU": the bodies that unnamed envoys are of."""
    span = range(actor.start, min(actor.end, actor.start + 3))
    if not any("envoy_noun" in sentence.tokens[at].tags for at in span):
        return
    end, last = actor.start, len(sentence.tokens)
    while body := next(
        (
            one
            for one in participants_between(sentence, actors, end, min(end + _NEXT, last))
            if one.kind == "body" and (end == actor.start or one.start <= end + _LISTED)
        ),
        None,
    ):
        yield body
        end = body.end


def nobody_from(sentence: Sentence, clause: Clause) -> Iterator[tuple[Actor, str]]:
    """ "لم يحضر أي ممثل عن سوريا": the country that nobody came from."""
    tokens = sentence.tokens
    for named in sentence.names_between(clause.verb.end, clause.end):
        before = tokens[named.start - 1]
        sent = before.form in ("عن", "من") or before.tags.keys() & {"of", "from"}
        of_group = any(
            token.tags.keys() & {"group", "role", "delegation_noun", "envoy_noun"}
            for token in tokens[max(named.start - 3, clause.verb.end) : named.start]
        )
        if named.kind == "country" and sent and of_group:
            yield _as_actor(named), "absent"


def is_counted(sentence: Sentence, index: int) -> bool:
    """ "31 fiscales", "34 young magistrates": how many of them there were, and no suspects."""
    counted = any(
        index - 1 <= one.end <= index and not one.number.is_ordinal for one in sentence.numbers
    )
    return counted and not sentence.tokens[index].tags.keys() & {"suspect", "assailant"}


def _is_of_many(sentence: Sentence, index: int) -> bool:
    """Whether a noun tells of several people, or of a delegation."""
    token = sentence.tokens[index]
    if token.tags.keys() & _DELEGATION:
        return True
    if sentence.language == "ar":
        one = "role" in token.tags and not token.form.endswith(("ين", "ون"))
        return not one and bool(token.tags.keys() & _MANY)
    counted = sentence.language == "en" and is_counted(sentence, index)
    return token.form.endswith("s") and (counted or bool(token.tags.keys() & _MANY))


def _origin_after(sentence: Sentence, start: int, end: int) -> int | None:
    """Where the countries begin after people: past "from", "venus du", "du"."""
    tokens = sentence.tokens
    index, limit = start - 1, min(start + _LONGEST_GAP, end)
    while (index := index + 1) < limit:
        token = tokens[index]
        if token.surface in COMMAS and (closing := _aside_end(sentence, index)):
            index, limit = closing, min(closing + 2, end)
            continue
        if not token.is_word or (sentence.verb_starting(index) and "from" not in token.tags):
            return None
        if token.tags.keys() & {"from", "of"} and _country_at(sentence, index + 1):
            return index + 1
    return None


def _aside_end(sentence: Sentence, comma: int) -> int | None:
    """The comma that closes an aside: "34 judges, half of them women, from Chad"."""
    for index in range(comma + 1, min(comma + _LONGEST_ASIDE, len(sentence.tokens))):
        if sentence.tokens[index].surface in COMMAS:
            return index
        if sentence.named_at(index):
            return None
    return None


def _country_at(sentence: Sentence, index: int) -> Named | None:
    """The country that begins at a token, past what joins a list: ", et du Mali"."""
    tokens = sentence.tokens
    while index < len(tokens) and (
        tokens[index].tags.keys() & {"of", "article", "from", "and"}
        or tokens[index].surface in COMMAS
        or tokens[index].surface in "'’"
    ):
        if named := _country(sentence, index):
            return named
        index += 1
    return _country(sentence, index)


def _country(sentence: Sentence, index: int) -> Named | None:
    named = sentence.named_at(index)
    if index > 1 and sentence.tokens[index - 2].form in _WATERS:
        return None  # "from the Gulf of Guinea"
    return named if named and named.start == index and named.kind == "country" else None


def _as_actor(named: Named) -> Actor:
    return Actor("country", named.id, named.text, start=named.start, end=named.end)
