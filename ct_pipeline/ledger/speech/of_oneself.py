"""What someone says of himself: "s'est dit « honoré »", "se mostró dispuesto"."""

from __future__ import annotations

from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import is_end
from ct_pipeline.ledger.verbs.verb import Verb

_OF_ONESELF = ("dit", "déclar", "montr", "avou", "dij", "declar", "mostr", "confes")


def says_of_himself(sentence: Sentence, verb: Verb) -> bool:
    """ "s'est dit « honoré de … »", "se mostró dispuesto a …": how one is, in one's own word."""
    at = verb.end
    while not is_end(sentence, at) and "adverb" in sentence.tokens[at].tags:
        at = max(sentence.tokens[at].tags["adverb"], at + 1)
    if not sentence.tokens[verb.head].form.startswith(_OF_ONESELF) or is_end(sentence, at):
        return False
    after, quoted = sentence.tokens[at], sentence.quotation_at(at)
    return (quoted is not None and quoted.start == at) or (
        after.is_word and not after.tags.keys() & {"that", "article", "preposition"}
    )
