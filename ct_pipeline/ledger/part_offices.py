"""Parts that an office gives: who presides over a sitting by what he is."""

from __future__ import annotations

from collections.abc import Iterator

from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.sentence import Sentence


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
