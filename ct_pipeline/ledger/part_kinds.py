"""Which part a clause gives to those whom it tells of."""

from __future__ import annotations

from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.occasions.occasion import Occasion
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.verbs.verb import Tense


def part_of(sentence: Sentence, clause: Clause, occasion: Occasion) -> str | None:
    """The part that the subject of a clause (or the agent of a passive) takes."""
    verb = clause.verb
    tells_it = (
        occasion.clause is not None
        and occasion.clause.verb.head == verb.head
        and occasion.sentence is sentence
    )
    relative = clause.who is not None and verb.has("hold", "organise", "give", "meet")
    if (
        occasion.leader is not None
        and occasion.leader.head == verb.head
        and occasion.verb is not None
    ):
        return "host" if occasion.verb.has("host") else "organiser"
    if verb.has("chair"):
        return "chair"
    if tells_it and occasion.kind == "inauguration":
        return "host"
    if tells_it and verb.has("host", "receive") and not verb.passive:
        return "host"
    if (
        tells_it
        and verb.has("start", "hold", "organise", "inaugurate", "finish", "conduct")
        and (verb.passive or not verb.reflexive)
    ):
        return "organiser"
    if relative:
        return "organiser"
    if (
        verb.has("fund")
        and not verb.passive
        and occasion.status != "announced"
        and _funds(sentence, clause)
    ):
        return "funder"
    if verb.has("attend") and verb.tense in (Tense.PAST, Tense.PRESENT):
        return "attended"
    if verb.has("organise") and verb.passive and not tells_it:
        return "organiser"
    if (
        verb.has("speak")
        and verb.tense is Tense.PAST
        and tells_it is False
        and _speaks(sentence, clause)
    ):
        return "speaker"
    return None


def _funds(sentence: Sentence, clause: Clause) -> bool:
    """Whether money, equipment or the costs are what is given."""
    span = range(clause.verb.end, clause.end)
    return any(
        tag.startswith("currency_") or tag == "funded_noun"
        for index in span
        for tag in sentence.tokens[index].tags
    )


def _speaks(sentence: Sentence, clause: Clause) -> bool:
    span = range(clause.verb.end, min(clause.end, clause.verb.end + 8))
    return any("speech_noun" in sentence.tokens[index].tags for index in span)


def is_absence(sentence: Sentence, clause: Clause) -> bool:
    """Whether the subject of a clause stayed away."""
    verb, tokens = clause.verb, sentence.tokens
    if verb.negated and verb.has("attend", "represent"):
        return True
    if verb.has("absent") or (verb.has("decline") and not verb.negated):
        return True
    span = range(verb.start, min(verb.end + 8, clause.end))
    if any("absent_word" in tokens[index].tags for index in span) and not verb.negated:
        return True
    if verb.negated and any(
        "absent_when_denied" in tokens[index].tags
        for index in range(verb.start, min(verb.end + 6, clause.end))
    ):
        return True
    return sentence.language == "en" and _is_cut_short(sentence, clause)


def _is_cut_short(sentence: Sentence, clause: Clause) -> bool:
    """ "Libya, though invited, did not."."""
    end = clause.end
    last = [token.form for token in sentence.tokens[max(end - 4, 0) : end] if token.is_word]
    return last[-2:] == ["did", "not"] or last[-1:] == ["didn"]


def organises(sentence: Sentence) -> bool:
    return any(verb.has("organise", "hold", "start") for verb in sentence.verbs)
