"""Parts that an office gives: who presides over a sitting by what he is."""

from __future__ import annotations

from collections.abc import Iterator

from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import COMMAS


def by_office(sentence: Sentence, actors: Actors) -> Iterator[tuple[Actor, str]]:
    """ "Le président de la séance, X": whose office is to chair the occasion."""
    for one in actors.cast.named_in(sentence):
        for role in one.mention.roles:
            words = sentence.tokens[role.start : role.end]
            if (
                words
                and "chair_noun" in words[0].tags
                and any(one.names_occasion or "sitting" in one.tags for one in words)
            ):
                yield actors.as_actor(one), "chair"
    for at in sentence.tagged("host_noun"):
        for one in actors.cast.named_in(sentence):
            before = at - 1 > 0 and max(one.mention.end, one.mention.outer_end) == at - 1
            if before and sentence.tokens[at - 1].surface in COMMAS:
                yield actors.as_actor(one), "host"  # "X, coanfitrión de la cita"
