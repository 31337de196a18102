"""How an occasion is told of: the verb it hangs on, and what that says of its time and state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ct_pipeline.ledger.clause_moods import lies_ahead
from ct_pipeline.ledger.clauses import Clause, main_clause_at
from ct_pipeline.ledger.conjuncts import conjunct_at
from ct_pipeline.ledger.occasions.clause_shapes import (
    has_object,
    is_copula,
    is_dated,
    is_governed,
    is_holding,
    is_near,
    put_off,
    takes_place,
)
from ct_pipeline.ledger.occasions.phrase import OccasionPhrase
from ct_pipeline.ledger.occasions.tellings import Telling, by_participle, gathered_for
from ct_pipeline.ledger.subjects import subject_before
from ct_pipeline.ledger.verbs.verb import Tense, Verb

# What an occasion does, and what someone does with it.
_DOES = ("hold", "start", "finish", "postpone", "cancel", "follow", "date_back", "meet")
_IS_DONE = (
    "hold",
    "start",
    "finish",
    "organise",
    "inaugurate",
    "host",
    "plan",
    "postpone",
    "cancel",
    "give",
    "chair",
    "speak",
    "do",
    "conduct",
)
_DONE_TO = (
    "hold",
    "start",
    "finish",
    "organise",
    "inaugurate",
    "host",
    "chair",
    "plan",
    "postpone",
    "cancel",
    "receive",
    "give",
    "speak",
    "perform",
    "conduct",
)
_DEEDS = frozenset(("launch", "inauguration", "signing", "visit"))
_PERFORMED = frozenset(("kind_inauguration", "kind_signing", "kind_launch", "handover_noun"))


def find_telling(phrase: OccasionPhrase, clauses: Sequence[Clause]) -> Telling | None:
    """What tells of an occasion; None where it is only named."""
    sentence = phrase.sentence
    clauses = [
        replace(one, verb=replace(one.verb, tense=Tense.FUTURE))
        if lies_ahead(sentence, one)
        else put_off(sentence, one)
        for one in clauses
    ]
    return (
        _by_noun(phrase)
        or _by_relative(phrase, clauses)
        or _by_bare_relative(phrase, clauses)
        or _as_subject(phrase, clauses)
        or _as_object(phrase, clauses)
        or by_participle(sentence, phrase)
    )


def _by_noun(phrase: OccasionPhrase) -> Telling | None:
    """ "le report du forum", "تأجيل ملتقى …": a noun that says that it was put or called off."""
    sentence = phrase.sentence
    for at in range(max(phrase.start - 3, 0), phrase.start):
        tags = sentence.tokens[at].tags
        between = sentence.tokens[at + 1 : phrase.start]
        if any(token.is_word and not token.tags.keys() & {"of", "article"} for token in between):
            continue
        for tag, deed in (("put_off", "postpone"), ("called_off", "cancel")):
            if tag in tags and sentence.verb_covering(at) is None:
                verb = Verb(at, at + 1, at, frozenset({deed}), Tense.PAST)
                clause = Clause(verb, 0, len(sentence.tokens))
                return Telling(verb, clause, "nominal", Tense.PAST)
    return None


def _by_relative(phrase: OccasionPhrase, clauses: Sequence[Clause]) -> Telling | None:
    """ "le Forum, qui se tiendra en novembre": a relative clause that begins after the phrase."""
    sentence = phrase.sentence
    for clause in clauses:
        if clause.who is None or not clause.verb.has(*_DOES, *_IS_DONE):
            continue
        gap = sentence.tokens[phrase.end : clause.who]
        words = [token for token in gap if token.is_word]
        if clause.who < phrase.end or len(words) > 6 or any(token.surface in ";:" for token in gap):
            continue
        if (
            "that" in sentence.tokens[clause.who].tags and sentence.language == "fr"
        ) or clause.verb.negated:
            continue
        if clause.verb.has(*_DOES) or clause.verb.passive or clause.verb.reflexive:
            main = main_clause_at(clauses, phrase.start)
            if main and main.verb.has("postpone", "cancel", "finish", "hold", "start"):
                return None
            return Telling(clause.verb, clause, "subject", clause.verb.tense)
    return None


def _by_bare_relative(phrase: OccasionPhrase, clauses: Sequence[Clause]) -> Telling | None:
    """ "أمام مؤتمر التأم يوم الاثنين": an Arabic relative clause right behind what it tells of."""
    if phrase.sentence.language != "ar" or phrase.is_definite:
        return None
    for clause in clauses:
        verb = clause.verb
        is_held = verb.has("hold") and verb.tense is Tense.PAST and not verb.negated
        if verb.start == phrase.end and is_held and is_dated(phrase.sentence, clause):
            return Telling(verb, clause, "subject", verb.tense)
    return None


def _as_subject(phrase: OccasionPhrase, clauses: Sequence[Clause]) -> Telling | None:
    sentence = phrase.sentence
    for clause in clauses:
        verb = clause.verb
        of_them = phrase.is_stand_in and clause.who == phrase.start - 1
        if (
            (clause.who is not None and not of_them)
            or not clause.holds(phrase.start)
            or (verb.negated and not verb.has("postpone"))
        ):
            continue
        if sentence.language == "ar":
            if verb.has("plan", "agree") and phrase.kind in _DEEDS:
                continue  # "قررت إنشاء …" decides on a thing
            if verb.has("follow") and phrase.is_definite and not is_dated(sentence, clause):
                continue  # "استفاد من الدروس": what was told of
            if (
                verb.end <= phrase.start
                and is_near(sentence, verb.end, phrase.start)
                and verb.has(*_DOES, "plan")
            ) or (
                phrase.end <= verb.start
                and verb.has(*_DOES, "organise", "plan", "cancel", "postpone")
            ):
                return Telling(verb, clause, "subject", verb.tense)
            continue
        if (
            verb.has("copula", "do")
            and verb.tense is Tense.FUTURE
            and not verb.passive
            and is_copula(sentence, verb)
            and is_dated(sentence, clause)
        ):
            span = subject_before(sentence, verb)
            if (
                span
                and span[0] <= phrase.start < span[1]
                and not is_governed(sentence, phrase, span[0])
            ):
                return Telling(verb, clause, "subject", verb.tense)
        fits = (
            verb.has(*_DOES)
            or (verb.has(*_IS_DONE) and (verb.passive or verb.reflexive))
            or (verb.has("give", "hold", "organise") and verb.passive)
            or (verb.has("gather") and not verb.passive and verb.tense is Tense.PAST)
        )
        if not fits or (
            verb.has("hold", "organise")
            and not verb.has("gather")
            and not (verb.passive or verb.reflexive or verb.has("follow") or takes_place(verb))
            and sentence.language != "en"
        ):
            continue
        if phrase.end > verb.start:
            continue
        span = subject_before(sentence, verb)
        if span is None or not (span[0] <= phrase.start < span[1]):
            continue
        if is_governed(sentence, phrase, span[0]):
            continue
        if (
            sentence.language == "en"
            and verb.has("open", "host", "organise")
            and not verb.passive
            and has_object(sentence, verb)
        ):
            continue
        return Telling(verb, clause, "subject", verb.tense)
    return None


def _as_object(phrase: OccasionPhrase, clauses: Sequence[Clause]) -> Telling | None:
    sentence = phrase.sentence
    verbs = [
        one
        for one in sentence.verbs
        if one.end <= phrase.start and sentence.quotation_at(one.head) is None and not one.negated
    ]
    if not verbs:
        return None
    if met := gathered_for(phrase, clauses):
        return met
    verb = verbs[-1]
    if verb.has("intervene") and verb.tense is Tense.PRESENT:
        return None  # "intervient deux semaines après l'attaque"
    if verb.tense in (Tense.PARTICIPLE, Tense.GERUND) and not (
        verb.tense is Tense.GERUND and verb.has("start", "speak", "finish", "inaugurate")
    ):
        return None
    clause = next((one for one in clauses if one.verb.head == verb.head), None)
    is_told = verb.tense in (Tense.PAST, Tense.PRESENT) and clause is not None
    is_known = phrase.is_definite and not (is_told and clause and is_dated(sentence, clause))
    if verb.has("attend", "follow") and not verb.has(*_DONE_TO) and is_known:
        return None
    if verb.has("agree", "promise", "plan") and is_holding(phrase):
        part = conjunct_at(sentence, clause, phrase.start) if clause else None
        return Telling(verb, part, "object", Tense.FUTURE)
    if not verb.has(*_DONE_TO, "attend", "follow") or not is_near(sentence, verb.end, phrase.start):
        return None
    tense = clause.verb.tense if clause else verb.tense
    if (verb.has("praise") and not verb.has("hold", "organise")) or (
        verb.has("praise", "say") and phrase.kind in ("visit", "signing", "launch")
    ):
        return None
    if verb.has("plan", "agree", "promise") and phrase.kind in _DEEDS:
        return None
    if verb.has("perform") and sentence.tokens[phrase.noun].tags.keys().isdisjoint(_PERFORMED):
        return None
    if verb.tense is Tense.INFINITIVE:
        leading = next((one for one in reversed(clauses) if one.verb.end <= verb.start), None)
        if (
            leading is None
            or leading.verb.negated
            or not leading.verb.has("plan", "promise", "agree")
        ):
            return None
        clause, tense = conjunct_at(sentence, leading, phrase.start), Tense.FUTURE
    if verb.tense is Tense.GERUND:
        clause, tense = (clauses[0] if clauses else None), Tense.PAST
    if verb.passive:  # "fue clausurado en Lima el seminario"
        is_told = sentence.language in ("fr", "es") and verb.has(*_IS_DONE)
        return Telling(verb, clause, "subject", tense) if is_told else None
    return Telling(verb, clause, "object", tense)
