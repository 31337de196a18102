"""Quantities whose noun was said before: "312, down from 455", "contre 250", "Four were held"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ct_pipeline.ledger.figure_refusals import has, unit_end
from ct_pipeline.ledger.sentence import Counted, Sentence
from ct_pipeline.ledger.subjects import subject_before
from ct_pipeline.ledger.verbs.verb import Verb

# Verbs of moving from one value to another, by how their forms begin.
CHANGES = (
    "passe", "passé", "passant", "progressé", "grimpé", "bondi", "chuté", "reculé", "tombé",
    "monté", "rose", "risen", "grew", "grown", "fell", "fallen", "went", "climb", "dropped",
    "increas", "decreas", "pasó", "pasado", "pasar", "subió", "subido", "bajó", "bajado",
    "creció", "aument", "descend", "ارتفع", "انتقل", "انخفض", "تراجع", "قفز",
)  # fmt: skip
_LARGE = 100_000  # what nothing but money is counted in without saying of what
_STEPS = frozenset("to from à de a desde hasta الي من".split())


@dataclass(frozen=True, slots=True)
class Counting:
    """A stated quantity: its tokens with qualifier and noun, and what it says."""

    sentence: Sentence
    start: int
    end: int
    value: float
    value_to: float | None
    qualifier: str
    unit: str | None
    measure: str | None
    number_start: int


def elliptic(sentence: Sentence, one: Counted, before: Sequence[Counting]) -> Counting | None:
    """A number without its noun, where a comparison, a change or the text before gives it one."""
    last = before[-1] if before else None
    here = last if last and last.sentence is sentence else None
    if one.start > 0 and has(sentence, one.start - 1, "compared") and here:
        return _as(sentence, one, here.unit, here.measure)
    if here and here.measure == "amount" and one.number.value >= _LARGE:
        return _as(sentence, one, here.unit, here.measure)  # "and Norway 5 million"
    if one.start > 0 and sentence.tokens[one.start - 1].form in _STEPS:
        verb = _change_before(sentence, one)
        if verb is not None and (unit := _counted_noun(sentence, verb)):
            return _as(sentence, one, unit, None)
    if _stands_for_noun(sentence, one):
        counted = (other for other in reversed(before) if other.unit and other.unit != "%")
        if noun := next(counted, None):
            return _as(sentence, one, noun.unit, noun.measure)
    return None


def _as(sentence: Sentence, one: Counted, unit: str | None, measure: str | None) -> Counting:
    value = one.number.value
    return Counting(
        sentence, one.start, one.end, value, None, "exactly", unit, measure, one.start
    )  # fmt: skip


def _change_before(sentence: Sentence, one: Counted) -> Verb | None:
    return next(
        (
            verb
            for verb in reversed(sentence.verbs)
            if verb.is_finite
            and verb.end <= one.start
            and one.start - verb.end <= 14
            and sentence.tokens[verb.head].form.startswith(CHANGES)
        ),
        None,
    )


def _counted_noun(sentence: Sentence, verb: Verb) -> str | None:
    """What rose or fell: the noun of the verb's subject."""
    span = subject_before(sentence, verb)
    if span is None:
        return None
    start = span[0]
    while start < span[1] and (
        sentence.tokens[start].tags.keys() & {"article", "count_noun", "of"}
        or not sentence.tokens[start].is_word
    ):
        start += 1
    end = start
    while end < span[1] and not sentence.tokens[end].tags.keys() & {"preposition", "of"}:
        end += 1
    return sentence.surface(start, end) or None


def _stands_for_noun(sentence: Sentence, one: Counted) -> bool:
    """ "Four were detained": a number as the subject of a verb right after it."""
    before = sentence.tokens[one.start - 1] if one.start else None
    if before is not None and before.form in ("otros", "otras"):
        return unit_end(sentence, one.end)[1] <= one.end
    opens = before is None or not before.is_word or before.form in ("otros", "otras", "autres")
    after = sentence.verb_starting(one.end)
    return opens and after is not None and after.is_finite
