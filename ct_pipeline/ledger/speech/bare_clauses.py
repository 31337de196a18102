"""English clauses that are reported without "that"."""

from __future__ import annotations

from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import COMMAS, finite_between
from ct_pipeline.ledger.subjects import subject_before
from ct_pipeline.ledger.verbs.verb import Verb

_NO_CLAUSE = frozenset(
    "tell urge ask call describe demand propose regret read hear remember find judge"
    " feel hold charge quote".split()
)


def bare_clause(sentence: Sentence, verb: Verb) -> int | None:
    """English without "that": "said the Office had received half of the money"."""
    tokens = sentence.tokens
    lemma_forms = {token.form for token in tokens[verb.head : verb.head + 1]}
    if (
        verb.has("call")
        or lemma_forms & _NO_CLAUSE
        or (subject_before(sentence, verb) is None and not _shares_subject(sentence, verb))
    ):
        return None
    at = verb.end
    while (at < len(tokens) and tokens[at].tags.keys() & {"time"}) or (
        at < len(tokens)
        and tokens[at].form in ("on", "in")
        and at + 1 < len(tokens)
        and "time" in tokens[at + 1].tags
    ):
        at += 1
    if (
        at >= len(tokens)
        or not tokens[at].is_word
        or (
            tokens[at].tags.keys() & {"to", "preposition"}
            and not tokens[at].tags.keys() & {"article"}
        )
    ):
        return None
    following = finite_between(sentence, at, len(tokens))
    if not following or following[0].start == at:
        return None
    between = tokens[at : following[0].start]
    if any(
        token.surface in COMMAS or token.surface in ";:" or token.form in ("but", "and")
        for token in between
    ) or sentence.quotation_at(at):
        return None
    return at


def _shares_subject(sentence: Sentence, verb: Verb) -> bool:
    return verb.start > 0 and "and" in sentence.tokens[verb.start - 1].tags
