"""Whether a quotation is what the verb before it says."""

from __future__ import annotations

from ct_pipeline.ledger.quotation_marks import Quotation
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import COLONS, COMMAS, finite_between, inner, word_count
from ct_pipeline.ledger.verbs.verb import Verb

SHORTEST_SPEECH = 3  # words of a quotation that goes on without a verb of saying


def tells_more(sentence: Sentence, verb: Verb) -> bool:
    """ "في مؤتمر صحفي عقده اليوم": an Arabic verb that only tells more of the noun before it."""
    ends = sentence.tokens[verb.head].form.endswith(("ه", "ها"))
    led = sentence.tokens[verb.start - 1] if verb.start else None
    is_more = sentence.language == "ar" and ends and verb.has("hold", "organise")
    return is_more and led is not None and led.is_word


def leads_to(sentence: Sentence, verb: Verb, quotation: Quotation, mark: str) -> bool:
    """Whether a quotation is what the verb before it says."""
    between = sentence.tokens[verb.end : quotation.start]
    if any("that" in token.tags and "who" not in token.tags for token in between):
        return False
    if mark in COLONS:
        return True
    if verb.has("praise") and not verb.has("quip") and mark not in COMMAS:
        return False
    if mark in COMMAS:
        return word_count(sentence, *inner(quotation)) >= SHORTEST_SPEECH
    has_verb = bool(finite_between(sentence, *inner(quotation)))
    is_next = quotation.start == verb.end
    if sentence.language == "ar" and verb.has("tell"):
        last = sentence.tokens[quotation.start - 1]
        is_next = last.is_word and not (last.prefix or "preposition" in last.tags)
    return is_next and has_verb and word_count(sentence, *inner(quotation)) > SHORTEST_SPEECH
