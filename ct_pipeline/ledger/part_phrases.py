"""Parts told beside a clause: by a participle, a phrase, on behalf of somebody."""

from __future__ import annotations

from collections.abc import Iterator

from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.actors_named import actors_between
from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.part_kinds import organises
from ct_pipeline.ledger.participants import (
    OWN,
    agents,
    list_subjects,
    run,
)
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.verbs.verb import Verb

# The phrase before a list of people or bodies, and the part that it gives them.
_PHRASES = (
    ("chaired_by", "chair"),
    ("in_presence", "attended"),
    ("together_with", "organiser"),
    ("on_behalf", "organiser"),
)


def of_participle(sentence: Sentence, verb: Verb, actors: Actors) -> Iterator[tuple[Actor, str]]:
    """ "réunis par le Maroc et l'ONUCT", "conduite par la députée", "finally prevented.

    X and Y".
    """
    if verb.has("spoil"):
        yield from (
            (one, "absent") for one in run(sentence, actors, verb.end) if one.kind == "country"
        )
        return
    part = next(
        (
            part
            for tag, part in (
                ("organise", "organiser"),
                ("hold", "organiser"),
                ("chair", "chair"),
                ("head", "attended"),
            )
            if verb.has(tag)
        ),
        None,
    )
    if verb.has("represent") and not verb.has("organise"):
        return
    if part is None:
        return
    for one in agents(sentence, verb, actors):
        if part == "organiser" and one.person is not None:
            continue
        yield one, part


def represented(sentence: Sentence, clause: Clause, actors: Actors) -> Iterator[tuple[Actor, str]]:
    verb = clause.verb
    if verb.passive:
        subjects = list(list_subjects(sentence, clause, actors))
        if verb.negated:
            yield from ((one, "absent") for one in subjects)
            return
        yield from ((one, "represented_by") for one in subjects if one.kind in OWN)
        yield from ((one, "attended") for one in agents(sentence, verb, actors) if one.person)
        return
    if verb.negated:
        yield from ((one, "absent") for one in list_subjects(sentence, clause, actors))
        return
    if sentence.language == "ar":
        after = list(actors_between(sentence, actors, verb.end, clause.end))
        persons = [one for one in after if one.person]
        others = [one for one in after if not one.person]
        if persons and others:
            yield others[0], "represented_by"
            yield persons[0], "attended"
        return
    doers = [one for one in list_subjects(sentence, clause, actors) if one.person]
    if doers:
        yield from ((one, "attended") for one in doers)
        yield from (
            (one, "represented_by")
            for one in actors_between(sentence, actors, verb.end, clause.end)
            if one.kind in ("country", "body")
        )


def by_phrase(
    sentence: Sentence, actors: Actors, *, told_here: bool
) -> Iterator[tuple[Actor, str]]:
    """ "sous la présidence de X", "en présence de Y": who stands after a phrase."""
    for index, token in enumerate(sentence.tokens):
        if sentence.quotation_at(index) is not None:
            continue
        for tag, part in _PHRASES:
            end = token.tags.get(tag, 0)
            if not end or (part == "organiser" and not (told_here and organises(sentence))):
                continue
            for one in run(sentence, actors, end):
                if part == "organiser" and one.person is not None:
                    continue
                yield one, part
    yield from _with_speech(sentence, actors)


def _with_speech(sentence: Sentence, actors: Actors) -> Iterator[tuple[Actor, str]]:
    """ "Dans une allocution, M. X …": whoever the sentence begins with after its speech."""
    for index, token in enumerate(sentence.tokens[:4]):
        if "speech_noun" in token.tags and sentence.verbs:
            main = next((one for one in sentence.verbs if one.is_finite), None)
            speaker = actors.subject_of(sentence, main) if main else None
            if speaker and speaker.person and index < 4:
                yield speaker, "speaker"
            return
