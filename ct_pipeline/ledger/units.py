"""The currencies and qualifiers of quantities."""

from __future__ import annotations

from ct_pipeline.ledger.figure_refusals import (
    surface,
)
from ct_pipeline.ledger.sentence import Counted, Sentence
from ct_pipeline.ledger.words.vocabulary import CURRENCY

_HALVED = (12, 100, 1_000_000, 1_000_000_000)
QUALIFIERS = ("at_least", "more_than", "at_most", "less_than", "about")


def read_qualifier(sentence: Sentence, one: Counted) -> tuple[str, int]:
    """What is said of a number's exactness, before or right after it, and where that begins."""
    tokens = sentence.tokens
    start = one.start
    while (
        start > 0
        and (
            surface(sentence, start - 1) in "$€£"
            or tokens[start - 1].form
            in (
                "un",
                "une",
                "a",
                "una",
                "les",
                "los",
                "las",
                "le",
                "el",
                "the",
                "medio",
                "demi",
                "half",
                "-",
            )
        )
        and one.start - start < 3
    ):
        start -= 1
    for at in (start, one.start):
        for begin in range(max(at - 5, 0), at):
            for tag in QUALIFIERS:
                if tokens[begin].tags.get(tag) == at:
                    return tag, begin
    for begin in range(one.end, min(one.end + 5, len(tokens))):
        token = tokens[begin]
        for tag in ("at_least", "about", "at_most"):
            if (
                tag in token.tags
                and not any(other.start == token.tags[tag] for other in sentence.numbers)
                and token.tags[tag] - begin > (1 if tag != "about" else 0)
            ):
                return tag, one.start
    return "exactly", one.start


def currency(
    sentence: Sentence, one: Counted, last: Counted, start: int
) -> tuple[str | None, int, int]:
    """The code of the currency written before or after a number, and the span with it."""
    tokens = sentence.tokens
    for at in (one.start - 1, one.start - 2):
        code = _code(sentence, at, one.start) if at >= 0 else None
        if code and (at == one.start - 1):
            return code, min(start, at), last.end
    at = last.end
    while (
        at < len(tokens)
        and at - last.end < 3
        and (tokens[at].tags.keys() & {"of", "from"} or tokens[at].surface in "'’")
    ):
        at += 1
    if at < len(tokens):
        for tag, end in sorted(tokens[at].tags.items(), key=lambda item: -item[1]):
            if tag.startswith(CURRENCY):
                return tag.removeprefix(CURRENCY), start, end
    return None, start, last.end


def _code(sentence: Sentence, at: int, end: int) -> str | None:
    for tag, last in sentence.tokens[at].tags.items():
        if (
            tag.startswith(CURRENCY)
            and last == end
            and (not sentence.tokens[at].is_word or sentence.tokens[at].surface.isupper())
        ):
            return tag.removeprefix(CURRENCY)
    return None


def counted_before(sentence: Sentence, one: Counted) -> tuple[int, str] | None:
    """ "le nombre des participants, cent soixante-cinq, …": the noun before the number."""
    tokens = sentence.tokens
    for at in range(max(one.start - 8, 0), one.start):
        if "count_noun" in tokens[at].tags:
            noun = at + 1
            while noun < one.start and (
                tokens[noun].tags.keys() & {"of", "from", "article"} or tokens[noun].surface in "'’"
            ):
                noun += 1
            end = noun
            while end < one.start and tokens[end].is_word and sentence.verb_starting(end) is None:
                end += 1
            if end > noun:
                return at, sentence.surface(noun, end)
    return None


def half(sentence: Sentence, one: Counted) -> float:
    """ "medio millón", "une demi-douzaine", "half a million": what a number is to be taken by."""
    if one.number.value not in _HALVED:
        return 1.0
    before = {sentence.tokens[one.start - back].form for back in (1, 2) if one.start - back >= 0}
    return 0.5 if before & {"medio", "media", "demi", "half", "نصف"} else 1.0
