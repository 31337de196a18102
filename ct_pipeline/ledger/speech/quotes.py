"""The statements of a text in order: who said what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.direct import find_direct, is_continuation
from ct_pipeline.ledger.speech.frames import (
    COMMAS,
    SPEAKING_NOUNS,
    inner,
    is_relative,
    surface_at,
)
from ct_pipeline.ledger.speech.reported import find_reported
from ct_pipeline.ledger.speech.sources import find_sourced
from ct_pipeline.ledger.speech.statements import Statement
from ct_pipeline.ledger.subjects import subject_before

_SPEAKERS = ("person", "body", "country", "joint", "document")


def find_statements(sentences: Sequence[Sentence], actors: Actors) -> list[Statement]:
    """Everything that the text attributes to a speaker, in reading order."""
    statements: list[Statement] = []
    for sentence in sentences:
        actors.mark(sentence)
        before = statements[-1] if statements else None
        quotation = is_continuation(sentence)
        if quotation and before and _goes_on(before, sentence):
            piece = (sentence, inner(quotation))
            statements[-1] = replace(before, continued=(*before.continued, piece))
            continue
        found = _of_sentence(sentence, actors)
        statements += found
        if not found and actors.focus and actors.focus.kind == "unnamed":
            actors.focus = actors.speaker  # he goes on in the next sentence or not at all
        _refocus(sentence, found, actors)
    return statements


def _goes_on(before: Statement, sentence: Sentence) -> bool:
    """Whether a quotation alone continues the one before: the next sentence of the paragraph."""
    last = before.continued[-1][0] if before.continued else before.sentence
    return (
        before.is_quoted
        and sentence.number == last.number + 1
        and sentence.paragraph == last.paragraph
    )


def _of_sentence(sentence: Sentence, actors: Actors) -> list[Statement]:
    found = list(find_direct(sentence, actors))
    for one in found:
        _note(one.speaker, actors)
    taken = {one.verb.head for one in found if one.verb}
    sourced = list(find_sourced(sentence, actors))
    taken |= {
        verb.head for verb in sentence.verbs for one in sourced
        if one.told and one.told[0] <= verb.head < one.told[1]
    }  # fmt: skip
    for statement in find_reported(sentence, actors, taken):
        if _may_speak(statement):
            found.append(statement)
            _note(statement.speaker, actors)
    found = _untangle(
        sentence, sorted(found, key=lambda one: one.verb.start if one.verb else one.cut)
    )
    for one in sourced:
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
            if one.speaker and one.speaker.kind != "unnamed":
                _note(one.speaker, actors)
    return [one for one in sorted(found, key=lambda one: one.start) if _may_speak(one)]


def _may_speak(statement: Statement) -> bool:
    """Whether the speaker is one who speaks: no decision, no result."""
    speaker = statement.speaker
    if speaker is None:
        return statement.is_quoted
    if speaker.kind == "unnamed" and statement.is_doubtful:
        return False
    if _sentences(statement, speaker):
        return False
    if speaker.kind in _SPEAKERS or statement.is_quoted:
        return True
    if statement.verb and statement.verb.has("tell"):
        return True
    tokens = statement.sentence.tokens[speaker.start : speaker.end]
    return any(token.tags.keys() & SPEAKING_NOUNS for token in tokens)


def _sentences(statement: Statement, speaker: Actor) -> bool:
    """ "Un tribunal condamne …": a court that judges says nothing."""
    verb = statement.verb
    return (
        verb is not None
        and verb.has("sentence")
        and speaker.person is None
        and any(
            "court_noun" in token.tags
            for token in statement.sentence.tokens[speaker.start : speaker.end]
        )
    )


def _untangle(sentence: Sentence, statements: list[Statement]) -> list[Statement]:
    """Statements that follow one another cut each other short; one within another is dropped."""
    kept: list[Statement] = []
    for statement in statements:
        outer = next((one for one in kept if _holds(one, statement)), None)
        if outer is None:
            kept.append(statement)
            continue
        if not _is_coordinate(sentence, statement):
            continue
        shortened = outer.until(statement.cut)
        kept[kept.index(outer)] = shortened if shortened else statement
        if shortened:
            speaker = statement.speaker if _has_subject(sentence, statement) else outer.speaker
            kept.append(replace(statement, speaker=speaker))
    return kept


def _holds(outer: Statement, statement: Statement) -> bool:
    """Whether a statement is told within the words of another."""
    verb = statement.verb
    if verb is None or outer.verb is None:
        return False
    return any(start <= verb.start < end for start, end in outer.pieces)


def _is_coordinate(sentence: Sentence, statement: Statement) -> bool:
    """Whether a statement follows another rather than being part of it."""
    verb = statement.verb
    assert verb is not None
    tokens = sentence.tokens
    if statement.is_doubtful:
        return (
            surface_at(sentence, verb.start - 1) in COMMAS
            or tokens[verb.start - 1].tags.keys() & {"and"} != set()
            or tokens[verb.start - 1].form == "en"
        )
    if sentence.language == "ar" and tokens[verb.start].form.startswith("و"):
        return True
    cut = statement.cut
    linked = tokens[cut].tags.keys() & {"and", "while"} or tokens[
        min(cut + 1, len(tokens) - 1)
    ].tags.keys() & {"and", "while"}
    return bool(linked)


def _has_subject(sentence: Sentence, statement: Statement) -> bool:
    verb = statement.verb
    if verb is None or statement.is_doubtful:
        return False
    if sentence.language == "ar":
        return True
    return subject_before(sentence, verb) is not None


def _note(speaker: Actor | None, actors: Actors) -> None:
    if speaker and speaker.kind == "unnamed":
        actors.focus = speaker  # "a confié un officier. Il a ajouté …"
    if speaker and speaker.kind in ("person", "body", "country", "document", "joint"):
        actors.focus = actors.speaker = speaker


def _refocus(sentence: Sentence, found: list[Statement], actors: Actors) -> None:
    """Who acted last: the last speaker, else the subject of the sentence's first verb."""
    if any(one.speaker and one.speaker.kind == "person" for one in found):
        return
    for verb in sentence.verbs:
        if not verb.is_finite or sentence.quotation_at(verb.start) is not None:
            continue
        if is_relative(sentence, verb):
            continue
        span = subject_before(sentence, verb)
        actor = actors.identify(sentence, *span) if span else None
        if actor is None and sentence.language == "ar":
            named = actors.cast.named_in(sentence)
            if named and named[0].mention.outer_start <= verb.end + 1:
                actor = actors.identify(sentence, verb.end, named[0].mention.outer_end)
        if actor and (actor.id or actor.person or actor.kind == "joint"):
            actors.focus = actor
        return
