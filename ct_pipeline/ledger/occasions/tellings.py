"""The values of how an occasion is told, and the tellings that stand beside it: a participle, what
people were gathered for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.occasions.clause_shapes import is_expected_for, is_near_participle
from ct_pipeline.ledger.occasions.phrase import OccasionPhrase
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import COMMAS
from ct_pipeline.ledger.verbs.verb import Tense, Verb

_SCHEDULED = tuple(
    "plan hold organise start postpone inaugurate meet give chair host finish".split()
)
_TO_COME = (Tense.FUTURE, Tense.MUST)
_FOR = frozenset(("pour", "for", "para"))


@dataclass(frozen=True, slots=True)
class Telling:
    """The verb that tells of an occasion, as its subject or object, with its clause."""

    verb: Verb
    clause: Clause | None
    role: str  # subject, object, participle, nominal
    tense: Tense


def gathered_for(phrase: OccasionPhrase, clauses: Sequence[Clause]) -> Telling | None:
    """ "a accueilli vingt policiers venus de … pour un stage", "hosted X for talks": people were
    received or gathered for it, however much is told of them between."""
    led = phrase.sentence.tokens[max(phrase.start - 2, 0) : phrase.start]
    if not any(token.form in _FOR for token in led):
        return None
    before = [one for one in clauses if one.verb.end <= phrase.start and one.holds(phrase.start)]
    clause = before[-1] if before else None
    if clause is None or clause.verb.passive or clause.verb.negated:
        return None
    gathers = clause.verb.has("host", "receive", "gather", "meet", "involve")
    told = clause.verb.tense in (Tense.PAST, Tense.PRESENT, Tense.FUTURE)
    return Telling(clause.verb, clause, "object", clause.verb.tense) if gathers and told else None


def by_participle(sentence: Sentence, phrase: OccasionPhrase) -> Telling | None:
    """ "la septième édition, prévue à Fès", "a course held in Accra"."""
    for verb in sentence.verbs:
        if verb.tense is not Tense.PARTICIPLE or not verb.has(*_SCHEDULED):
            continue
        inside = phrase.start < verb.start < phrase.end
        gap = sentence.tokens[phrase.end : verb.start]
        words = [token for token in gap if token.is_word]
        before = (
            verb.end <= phrase.start
            and verb.start <= 1
            and is_near_participle(sentence, verb, phrase)
        )
        far = len(words) <= 24 and bool(gap) and gap[-1].surface in COMMAS and phrase.is_stand_in
        before = before or is_expected_for(sentence, verb, phrase)
        follows = (
            phrase.end <= verb.start
            and (len(words) <= 8 or far)
            and not any(token.surface in ";:." for token in gap)
        )
        if not (inside or follows or before):
            continue
        if (
            follows
            and not far
            and any(
                one.is_finite and phrase.end <= one.start < verb.start for one in sentence.verbs
            )
        ):
            continue
        tense = Tense.FUTURE if verb.has("plan") else Tense.PAST
        return Telling(verb, None, "participle", tense)
    return None


def is_to_come(tense: Tense) -> bool:
    return tense in _TO_COME
