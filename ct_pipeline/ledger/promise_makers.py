"""Who makes a promise: the subject, whoever is told to do it, whose pledge it is."""

from __future__ import annotations

from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.actors_named import actors_between
from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.participant_lists import run
from ct_pipeline.ledger.promised import pledge
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.verbs.verb import Verb

ACTING = ("person", "body", "country", "joint")
_PRONOUNS = ("il", "elle", "ils", "on")


def makers_of(sentence: Sentence, verb: Verb, actors: Actors) -> tuple[Actor, ...]:
    """Who promises: the subject, both of two."""
    receives = verb.has("receive") and verb.has("train", "follow") and not verb.has("hold")
    if verb.passive or receives:
        return ()  # "recibirá cuatro patrulleras": somebody else's promise
    if verb.has("falls_to"):
        return tuple(one for one in run(sentence, actors, verb.end) if one.kind in ACTING)
    actor = actors.subject_of(sentence, _saying(sentence, verb) or verb)
    if actor is None or _is_where(sentence, verb, actor):
        return ()
    return actor.parts if actor.kind == "joint" else (actor,)


def _is_where(sentence: Sentence, verb: Verb, actor: Actor) -> bool:
    """ "un centro en Ceuta, que costará …": a relative clause that only stands behind a city."""
    named = sentence.named_at(actor.start)
    is_relative = verb.start > 0 and "who" in sentence.tokens[verb.start - 1].tags
    return is_relative and named is not None and named.kind in ("city", "place")


def _saying(sentence: Sentence, verb: Verb) -> Verb | None:
    """ "said it would supply drones": the verb whose subject the pronoun stands for."""
    pronoun = verb.start - 1
    if pronoun < 1 or sentence.tokens[pronoun].tags.keys().isdisjoint(_PRONOUNS):
        return None
    saying = [one for one in sentence.verbs if one.is_finite and one.end <= pronoun]
    if not saying or not saying[-1].has("say"):
        return None
    between = sentence.tokens[saying[-1].end : pronoun]
    near = len(between) <= 2 and all(one.is_word or one.surface in "'’" for one in between)
    return saying[-1] if near else None


def agents_of(sentence: Sentence, clause: Clause, actors: Actors) -> tuple[Actor, ...]:
    """Those by whom something will be done: "sera couvert par le Japon"."""
    if not clause.verb.passive:
        return ()
    for index in range(clause.verb.end, clause.end):
        end = sentence.tokens[index].tags.get("agent_mark", 0)
        if end and clause.holds(index):
            return tuple(
                one
                for one in actors_between(sentence, actors, end, clause.end)
                if one.kind in ACTING
            )
    return ()


def pledgers(
    sentence: Sentence, clause: Clause, deed: Verb | None, actors: Actors
) -> tuple[Actor, ...]:
    """Whose promise a noun tells of: "a réitéré l'engagement du Maroc à …"."""
    noun = pledge(sentence, clause) if deed else None
    if noun is None or deed is None or deed.start <= noun:
        return ()
    return tuple(actors_between(sentence, actors, noun + 1, deed.start))
