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
from ct_pipeline.ledger.sentence import Sentence


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
