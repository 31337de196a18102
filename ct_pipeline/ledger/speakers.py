"""Who spoke at an occasion, or did there what only those who are there do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.occasions.occasion import Occasion
from ct_pipeline.ledger.participant_lists import run
from ct_pipeline.ledger.participants import list_subjects
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.statements import Statement
from ct_pipeline.ledger.verbs.verb import Tense, Verb

_GATHERINGS = frozenset("meeting conference course exercise signing inauguration other".split())
_AUDIENCE = frozenset(("presence", "participant_noun", "envoy_noun", "loose_occasion"))
_PUPILS = frozenset(("group", "person_noun", "participant_noun"))
_THEM = frozenset(("leur", "les", "them", "los", "las", "هم"))
_IN = frozenset(("en", "in", "at", "dans", "في"))
_TO_THEM = frozenset(("leur", "les"))
_TO = frozenset(("a", "to"))
_NEAR = 6  # tokens


def is_gathering(occasion: Occasion) -> bool:
    """Whether people come together at an occasion that has begun."""
    return occasion.kind in _GATHERINGS and occasion.status in ("held", "under_way")


def spoken_there(
    sentence: Sentence, statements: Sequence[Statement], occasion: Occasion, actors: Actors
) -> Iterator[Actor]:
    """ "said X at the workshop", "told delegates", "lors de la cérémonie": who spoke there."""
    tokens = sentence.tokens
    for one in statements:
        if one.sentence is not sentence or not one.speaker or not one.speaker.person:
            continue
        told = one.told or (sentence.opening, one.start)
        heard = is_gathering(occasion) and _has_audience(sentence, *told, occasion)
        if one.told is None and not heard and not _is_told_at(sentence, occasion):
            continue
        if (
            heard
            or one.told is None
            or any("speech_noun" in token.tags for token in tokens[slice(*told)])
        ):
            yield _placed(sentence, one.speaker, told, actors)
    for index in sentence.tagged("at_occasion"):
        end = tokens[index].tags["at_occasion"]
        if sentence.quotation_at(index) is not None:
            continue
        near = tokens[end : end + 3]
        if any("press_event" in one.tags for one in near):
            continue
        if not any(one.may_name_occasion or "sitting" in one.tags for one in near):
            continue
        for one in statements:
            is_here = one.sentence is sentence and one.speaker is not None
            within = any(first <= index < last for first, last in one.pieces)
            if is_here and one.speaker and one.speaker.person and not within:
                yield one.speaker


def _placed(sentence: Sentence, speaker: Actor, told: tuple[int, int], actors: Actors) -> Actor:
    """A speaker where the sentence names him, else where it tells that he spoke."""
    named = actors.cast.named_in(sentence)
    his = next((actors.as_actor(one) for one in named if one.person is speaker.person), None)
    return his or replace(speaker, start=told[0], end=told[1], outer=None)


def _is_told_at(sentence: Sentence, occasion: Occasion) -> bool:
    """ "defendió el jueves, en un coloquio, …": said at the occasion that its sentence names."""
    if occasion.sentence is not sentence or not occasion.start or not is_gathering(occasion):
        return False
    return sentence.tokens[occasion.start - 1].form in _IN


def _has_audience(sentence: Sentence, start: int, end: int, occasion: Occasion) -> bool:
    """Whether words were said "devant les participants", "ante los alumnos", to "delegates"."""
    for index in range(start, min(end + 1, len(sentence.tokens))):
        if _is_to_them(sentence, index, end):
            return True
        mark = sentence.tokens[index].tags.get("audience_mark", 0)
        if mark and sentence.quotation_at(index) is None and is_audience(sentence, mark, occasion):
            return True
    return False


def _is_to_them(sentence: Sentence, index: int, end: int) -> bool:
    """ "leur a rappelé X", "told them": said to those who were there."""
    verb = sentence.verb_covering(index)
    return (
        index < end
        and sentence.tokens[index].form in _TO_THEM
        and (verb is not None or sentence.verb_starting(index + 1) is not None)
    )


def is_audience(sentence: Sentence, start: int, occasion: Occasion) -> bool:
    """Whether a noun phrase that begins at a token is of those who were there."""
    tokens = sentence.tokens
    for index in range(start, min(start + 3, len(tokens))):
        token = tokens[index]
        if "press_event" in token.tags:
            return False
        if token.tags.keys() & _AUDIENCE or token.names_occasion:
            is_attended = tokens[start - 1].form in _TO  # "asistieron a la apertura"
            return not (token.may_name_occasion and is_attended)
        if token.tags.keys() & _PUPILS:
            return occasion.kind in ("course", "exercise")
        if "article" not in token.tags and not token.tags.keys() & {"their", "cardinal"}:
            return False
    return False


def heard_or_called(
    sentence: Sentence, clause: Clause, occasion: Occasion, actors: Actors
) -> Iterator[tuple[Actor, str]]:
    """ "Delegates heard X", "gave the floor to X", "congratulated the participants": who spoke, or
    was there."""
    verb = clause.verb
    is_told = verb.tense in (Tense.PAST, Tense.PRESENT) and not (verb.negated or verb.passive)
    if not is_told or not is_gathering(occasion):
        return
    if verb.has("listen") and _is_of_audience(sentence, clause, occasion):
        yield from ((one, "speaker") for one in _persons_after(sentence, verb, actors))
    if verb.has("give_floor"):
        yield from ((one, "speaker") for one in _persons_after(sentence, verb, actors))
    if verb.has("greet") and _is_done_to_them(sentence, clause):
        yield from ((one, "attended") for one in _doers(sentence, clause, actors))
    said = verb.has("say", "call", "praise", "wish")
    called = verb.has("call") and _is_done_to_them(sentence, clause)
    if called or (said and _says_there(sentence, verb)):
        yield from ((one, "speaker") for one in _doers(sentence, clause, actors))


def _doers(sentence: Sentence, clause: Clause, actors: Actors) -> Iterator[Actor]:
    """The persons who are the subject of a clause and named in it."""
    named = {one.person.name for one in actors.cast.named_in(sentence)}
    for one in list_subjects(sentence, clause, actors):
        if one.person and one.person.name in named:
            yield one


def _persons_after(sentence: Sentence, verb: Verb, actors: Actors) -> list[Actor]:
    return [one for one in run(sentence, actors, verb.end) if one.person][:2]


def _is_of_audience(sentence: Sentence, clause: Clause, occasion: Occasion) -> bool:
    if sentence.language == "ar":
        return is_audience(sentence, clause.verb.end, occasion)
    return any(
        is_audience(sentence, at, occasion)
        for at in range(max(clause.verb.start - 3, clause.start), clause.verb.start)
    )


def _is_done_to_them(sentence: Sentence, clause: Clause) -> bool:
    """Whether it was done to the participants, or with their certificates."""
    tokens, verb = sentence.tokens, clause.verb
    if any(
        tokens[at].form in _THEM
        for at in range(verb.start - 1, verb.end + 1)
        if 0 <= at < len(tokens) and at != verb.head
    ):
        return True
    return any(
        "diploma_noun" in tokens[at].tags
        or (tokens[at].tags.keys() & _AUDIENCE - {"loose_occasion"})
        for at in clause.behind(_NEAR)
    )


def _says_there(sentence: Sentence, verb: Verb) -> bool:
    """ "y a réclamé des moyens", "spoke there": said at what was told before."""
    return sentence.language == "fr" and any(
        token.form == "y" for token in sentence.tokens[max(verb.start - 1, 0) : verb.head]
    )
