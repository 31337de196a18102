"""Deeds that one verb promises, each with its date: "convenu de X d'ici mai et de Y en juin"."""

from __future__ import annotations

from dataclasses import replace

from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.verbs.verb import Tense

_PROMISING = ("promise", "agree", "plan")
_MARKERS = frozenset("de d à a to que".split())
_ARABIC = ("وعلي", "وبان", "وان")
_DEEDS = frozenset(("deed_noun", "holding", "grant_noun"))


def conjuncts(sentence: Sentence, clause: Clause) -> list[Clause]:
    """The clause cut between deeds that each have a date; itself where one date is of them all."""
    if not clause.verb.has(*_PROMISING):
        return [clause]
    cuts: list[int] = []
    for at in _joined_deeds(sentence, clause):
        since = cuts[-1] if cuts else clause.verb.end
        if _has_date(sentence, clause, since, at) and _has_date(sentence, clause, at, clause.end):
            cuts.append(at)
    starts, ends = [clause.start, *cuts], [*cuts, clause.end]
    return [replace(clause, start=start, end=end) for start, end in zip(starts, ends, strict=True)]


def conjunct_at(sentence: Sentence, clause: Clause, token: int) -> Clause:
    """The part of a clause that a token stands in."""
    parts = conjuncts(sentence, clause)
    return next((one for one in parts if one.start <= token < one.end), clause)


def _has_date(sentence: Sentence, clause: Clause, start: int, end: int) -> bool:
    return any(start < one.start < end and clause.holds(one.start) for one in sentence.dates)


def _joined_deeds(sentence: Sentence, clause: Clause) -> list[int]:
    """Where "and" joins a further deed: an infinitive, in Arabic a preposition or a verbal noun."""
    tokens, found = sentence.tokens, []
    for index in range(clause.verb.end + 1, clause.end - 1):
        token = tokens[index]
        if not clause.holds(index):
            continue
        if sentence.language == "ar":
            led = token.form in _ARABIC
            is_deed = token.prefix in ("وب", "و") and not token.tags.keys().isdisjoint(_DEEDS)
            if led or (is_deed and tokens[index - 1].surface == "،"):
                found.append(index)
            continue
        if "and" not in token.tags or ("while" in token.tags and token.form in ("while", "as")):
            continue
        at = index + 1
        while at < clause.end and (tokens[at].form in _MARKERS or tokens[at].surface in "'’"):
            at += 1
        verb = sentence.verb_covering(at)
        if verb is not None and verb.tense is Tense.INFINITIVE:
            found.append(index)
    return found
