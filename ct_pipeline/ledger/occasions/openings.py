"""The day on which an occasion was opened, told apart: "Ouverts le 2 février, les travaux …"."""

from __future__ import annotations

from ct_pipeline.language.intervals import Interval
from ct_pipeline.language.resolving import Leaning
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import COMMAS
from ct_pipeline.ledger.subjects import subject_before
from ct_pipeline.ledger.timing import When, find_times
from ct_pipeline.ledger.verbs.verb import Tense, Verb


def opened_works(sentence: Sentence, base: Interval | None) -> When | None:
    """The day in a participle that opens a sentence about "the works", "the meeting"."""
    opening = sentence.verbs[0] if sentence.verbs else None
    if opening is None or opening.start or opening.tense is not Tense.PARTICIPLE:
        return None
    main = next((one for one in sentence.verbs if one.is_finite), None)
    if main is None or not opening.has("start", "inaugurate") or not _is_of_works(sentence, main):
        return None
    comma = next((at for at, one in enumerate(sentence.tokens) if one.surface in COMMAS), 0)
    times = find_times(sentence, base, Leaning.PAST)
    return next((one for one in times if one.end <= comma and one.is_known), None)


def _is_of_works(sentence: Sentence, main: Verb) -> bool:
    span = subject_before(sentence, main)
    tokens = sentence.tokens[slice(*span)] if span else []
    return any("loose_occasion" in token.tags for token in tokens)
