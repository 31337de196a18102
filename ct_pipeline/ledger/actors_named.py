"""The people, bodies and countries that a stretch of words names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ct_pipeline.ledger.actor import (
    BODIES,
    NO_DOERS,
    Actor,
    is_possessive,
    of_name,
    of_person,
)
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.actors_unlisted import unlisted_bodies
from ct_pipeline.ledger.sentence import Sentence


def participants_between(
    sentence: Sentence, actors: Actors, start: int, end: int
) -> Iterator[Actor]:
    """As `actors_between`, with the bodies that no lexicon knows."""
    listed = list(actors_between(sentence, actors, start, end))
    taken = [(one.opening, one.end) for one in listed if one.kind != "country"]
    taken += [
        (one.mention.outer_start, one.mention.outer_end) for one in actors.cast.named_in(sentence)
    ]
    taken += [
        (one.start, one.end)
        for one in sentence.names
        if one.kind in ("city", "place") and start <= one.start < end
    ]
    unlisted = list(unlisted_bodies(sentence, start, end, taken))
    inner = [
        one
        for one in listed
        if one.kind == "country" and any(a.start < one.end and one.start < a.end for a in unlisted)
    ]
    yield from sorted(
        (one for one in (*listed, *unlisted) if one not in inner), key=lambda one: one.start
    )


def actors_between(sentence: Sentence, actors: Actors, start: int, end: int) -> Iterator[Actor]:
    """Each person, body and country that some tokens name, in order."""
    persons = [
        one
        for one in actors.cast.named_in(sentence)
        if start <= one.mention.start and one.mention.end <= end
    ]
    persons = [
        one
        for one in persons
        if not any(
            other is not one
            and other.mention.outer_start <= one.mention.start
            and one.mention.end <= other.mention.outer_end
            for other in persons
        )
    ]
    found = [
        replace(
            of_person(one.person),
            start=one.mention.start,
            end=max(one.mention.end, one.mention.outer_end),
            outer=one.mention.outer_start,
        )
        for one in persons
    ]
    roles = [(role.start, role.end) for one in persons for role in one.mention.roles]
    for named in sentence.names_between(start, end):
        if (
            named.kind not in BODIES
            or named.kind in NO_DOERS
            or any(a <= named.start < b for a, b in roles)
        ):
            continue
        if sentence.language == "en" and is_possessive(sentence, named.end):
            continue
        found.append(of_name(sentence, named))
    yield from sorted(found, key=lambda one: one.start)
