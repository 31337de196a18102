"""What a clause says of its certainty and time beside its tense: an "if", a saying, a plan."""

from __future__ import annotations

from ct_pipeline.ledger.clauses import LONGEST_GAP, Clause
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.verbs.verb import Tense


def is_conditional(sentence: Sentence, clause: Clause | None) -> bool:
    """Whether a clause depends on an "if": in the sentence, outside its quotations."""
    if clause is None:
        return False
    for index in sentence.tagged("if"):
        token = sentence.tokens[index]
        if sentence.quotation_at(index) is not None:
            continue
        if sentence.language == "ar" and "that" in token.tags and index > 0:
            continue
        if (
            sentence.language in ("fr", "es")
            and token.form == "si"
            and index
            and sentence.tokens[index - 1].tags.keys() & {"adverb"}
        ):
            continue
        if any(one.start > index for one in sentence.verbs):
            return True
    return False


def is_reported_future(sentence: Sentence, clause: Clause) -> bool:
    """ "a annoncé que le procès s'ouvrirait": the future, seen from a past saying."""
    if clause.verb.tense is not Tense.CONDITIONAL or clause.verb.negated:
        return False
    that = clause.start if clause.that is None else clause.that
    if clause.that is None and not _follows_saying(sentence, clause):
        return False
    tokens = sentence.tokens
    if any(
        "should" in tokens[index].tags and tokens[index].form not in ("would", "'d")
        for index in range(clause.verb.start, clause.verb.end)
    ):
        return False
    saying = [one for one in sentence.verbs if one.end <= max(that, clause.start)]
    return (
        bool(saying)
        and saying[-1].has("say")
        and saying[-1].tense is Tense.PAST
        and not saying[-1].has("wish", "call")
    )


def _follows_saying(sentence: Sentence, clause: Clause) -> bool:
    """ "said it would supply drones": English leaves out the "that"."""
    before = [one for one in sentence.verbs if one.end <= clause.verb.start]
    if sentence.language != "en" or not before or before[-1].end < clause.start:
        return False
    between = sentence.tokens[before[-1].end : clause.verb.start]
    return len(between) <= LONGEST_GAP and all(token.is_word for token in between)


def is_planned(sentence: Sentence, clause: Clause) -> bool:
    """ "Está previsto que el taller se repita": a present that depends on a plan."""
    if clause.that is None or clause.verb.tense is not Tense.PRESENT or clause.verb.negated:
        return False
    governing = [one for one in sentence.verbs if one.end <= clause.that]
    plan = governing[-1] if governing else None
    return bool(plan and plan.has("plan") and plan.passive and not plan.negated)


def lies_ahead(sentence: Sentence, clause: Clause) -> bool:
    """Whether a clause in another tense tells of the future: reported, or planned."""
    return is_reported_future(sentence, clause) or is_planned(sentence, clause)
