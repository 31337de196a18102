"""What is named where somebody who takes part stands: a building, a town, the occasion itself."""

from __future__ import annotations

from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.occasions.occasion import Occasion
from ct_pipeline.ledger.programmes import PROGRAMME_KINDS
from ct_pipeline.ledger.sentence import Sentence


def is_venue(sentence: Sentence, one: Actor) -> bool:
    """ "The annex will host a course": a building of no name."""
    words = [token for token in sentence.tokens[one.start : one.end] if "article" not in token.tags]
    return one.id is None and len(words) == 1 and "thing_opened" in words[0].tags


def is_city(sentence: Sentence, one: Actor) -> bool:
    """ "Rabat recibirá a …": where it will be, no host."""
    named = sentence.named_at(one.end - 1) if one.id is None and one.person is None else None
    if named is None or named.kind != "city" or named.end != one.end:
        return False
    led = range(one.start, named.start)
    return all("article" in sentence.tokens[at].tags for at in led)


def is_occasion(occasion: Occasion, sentence: Sentence, one: Actor) -> bool:
    """Whether an actor is the occasion itself: "the Forum will be held", or who it is of."""
    named = sentence.named_at(max(one.end - 1, one.start)) if one.person is None else None
    is_group = named is not None and named.kind in PROGRAMME_KINDS and occasion.sentence is sentence
    told = sentence.tokens[occasion.start : occasion.end] if is_group else []
    if any(token.tags.keys() & {"their", "works_noun"} for token in told):
        return True  # "The Africa Focus Group will hold its next session"
    is_named = bool(occasion.nouns) and occasion.sentence is sentence and one.person is None
    if is_named and occasion.start <= one.start < occasion.end:
        return True  # "Les cours débuteront"
    return one.id is not None and one.id == occasion.series
