"""Promises whose verb is left out: "…, et la Norvège 5 millions avant la fin de 2027"."""

from __future__ import annotations

from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.actors_named import participants_between
from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import COMMAS

_LONGEST_NAME = 8  # tokens


def second_promise(
    sentence: Sentence, clause: Clause, actors: Actors
) -> tuple[int, int, Actor] | None:
    """Where the clause of a second promise begins and ends, and who makes it.

    After "and" stands who promises, then how much: what is done is said of the first alone.
    """
    tokens = sentence.tokens
    for index in range(clause.verb.end + 1, clause.end):
        joined = "and" in tokens[index].tags or tokens[index].surface in (";", *COMMAS)
        if not joined or any(one.is_finite and one.start > index for one in sentence.verbs):
            continue
        start = index + (sentence.language != "ar" or not tokens[index].is_word)
        end = min(start + _LONGEST_NAME, clause.end)
        actor = next(participants_between(sentence, actors, start, end), None)
        if actor is None or actor.start > start + 2:
            continue
        behind = actor.end + (actor.end < clause.end and tokens[actor.end].surface in COMMAS)
        if any(behind <= one.start <= behind + 1 for one in sentence.numbers):
            return index, clause.end, actor
    return None
