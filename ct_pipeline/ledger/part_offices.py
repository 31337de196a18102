"""Parts that an office, a place or a purse gives: who presides, is among the speakers, will pay."""

from __future__ import annotations

from collections.abc import Iterator

from ct_pipeline.ledger.actor import BODIES, Actor, of_name
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.occasions.occasion import Occasion
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import COMMAS
from ct_pipeline.ledger.verbs.verb import Tense, Verb

_AS = frozenset(("como", "comme", "as"))
_NEAR = 5  # tokens to an object


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
            elif len(words) == 1 and "moderator_noun" in words[0].tags:
                yield actors.as_actor(one), "chair"  # "said the chair, X"
    for at in sentence.tagged("host_noun"):
        for one in actors.cast.named_in(sentence):
            before = at - 1 > 0 and max(one.mention.end, one.mention.outer_end) == at - 1
            if before and sentence.tokens[at - 1].surface in COMMAS:
                yield actors.as_actor(one), "host"  # "X, coanfitrión de la cita"
    for at in sentence.tagged("sponsor_noun"):
        named = sentence.named_at(at - 2) if at > 1 else None
        if named and named.kind in BODIES and sentence.tokens[at - 1].form in _AS:
            yield of_name(sentence, named), "funder"  # "con Suiza como patrocinador"


def opens_by_speaking(sentence: Sentence, verb: Verb) -> bool:
    """ "S'exprimant à l'ouverture, X …"; "speaking alongside him" tells of no occasion."""
    if verb.tense is not Tense.GERUND or verb.start >= 3 or verb.end >= len(sentence.tokens):
        return False
    beside = "with" in sentence.tokens[verb.end].tags
    return verb.has("start", "inaugurate", "speak") and not beside


def is_speaking_place(sentence: Sentence, clause: Clause) -> bool:
    """ "are among the keynote speakers"."""
    return any("speaking_place" in sentence.tokens[at].tags for at in clause.behind(6))


def will_pay(sentence: Sentence, clause: Clause, occasion: Occasion) -> bool:
    """ "financera l'interprétation", "will pay the fares": the costs of what is announced."""
    verb = clause.verb
    if verb.tense is not Tense.FUTURE or verb.passive or occasion.status != "announced":
        return False
    return verb.has("fund") and any(
        "attendance_cost" in sentence.tokens[at].tags for at in clause.behind(_NEAR)
    )
