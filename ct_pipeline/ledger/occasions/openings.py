"""The day on which an occasion was opened, told apart: "Ouverts le 2 février, les travaux …"."""

from __future__ import annotations

from ct_pipeline.language.intervals import Interval
from ct_pipeline.language.resolving import Leaning
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import COMMAS
from ct_pipeline.ledger.subjects import subject_before
from ct_pipeline.ledger.timing import When, find_times
from ct_pipeline.ledger.verbs.verb import Tense, Verb

_OPENING = 3  # tokens of "À l'ouverture"
_OPENS = frozenset(("opening_noun", "kind_inauguration"))
_CLOSES = ("clôture", "clausura", "clos", "اختتام", "الاختتام")


def opened_works(sentence: Sentence, base: Interval | None) -> When | None:
    """The day in a participle that opens a sentence about "the works", "the meeting"; or beside the
    noun of the opening: "L'ouverture des travaux, lundi, …"."""
    if told := _by_noun(sentence, base):
        return told
    opening = sentence.verbs[0] if sentence.verbs else None
    if opening is None or opening.start or opening.tense is not Tense.PARTICIPLE:
        return None
    main = next((one for one in sentence.verbs if one.is_finite), None)
    if main is None or not opening.has("start", "inaugurate") or not _is_of_works(sentence, main):
        return None
    comma = next((at for at, one in enumerate(sentence.tokens) if one.surface in COMMAS), 0)
    times = find_times(sentence, base, Leaning.PAST)
    return next((one for one in times if one.end <= comma and one.is_known), None)


def _by_noun(sentence: Sentence, base: Interval | None) -> When | None:
    tokens, first = sentence.tokens, sentence.opening
    main = next((one for one in sentence.verbs if one.is_finite), None)
    span = range(first, min(first + _OPENING, main.start if main else 0))
    noun = next((at for at in span if tokens[at].tags.keys() & _OPENS), None)
    if noun is None or main is None or main.tense is not Tense.PAST or main.has("finish"):
        return None
    if tokens[noun].form.startswith(_CLOSES):
        return None
    of_works = any("loose_occasion" in tokens[at].tags for at in range(noun + 1, noun + 4))
    times = find_times(sentence, base, Leaning.PAST)
    near = (one for one in times if noun < one.start < main.start and one.is_known)
    return next(near, None) if of_works else None


def _is_of_works(sentence: Sentence, main: Verb) -> bool:
    span = subject_before(sentence, main)
    tokens = sentence.tokens[slice(*span)] if span else []
    return any("loose_occasion" in token.tags for token in tokens)
