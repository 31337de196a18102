"""How long: "six mois", "a week", "أسبوعين", in tokens and units of time."""

from __future__ import annotations

from collections.abc import Iterator

from ct_pipeline.ledger.sentence import Sentence

_ONE = frozenset(("a", "an", "one", "un", "une", "una"))
_PAIRS = frozenset("يومين اسبوعين شهرين سنتين عامين".split())
_TERMS = frozenset("غضون ظرف اجل".split())


def durations(sentence: Sentence) -> list[tuple[int, int, int]]:
    """Tokens that count units of time, and how many: "six mois", "a week", "أسبوعين"."""
    return sentence.once("durations", lambda: list(_durations(sentence)))


def _durations(sentence: Sentence) -> Iterator[tuple[int, int, int]]:
    tokens = sentence.tokens
    for one in sentence.numbers:
        counts = not one.number.is_ordinal and one.end < len(tokens)
        if counts and "duration" in tokens[one.end].tags:
            yield one.start, one.end + 1, int(one.number.value)
    for index, token in enumerate(tokens):
        if token.form in _PAIRS:
            yield index, index + 1, 2
        elif "duration" not in token.tags or index == 0:
            continue
        elif tokens[index - 1].form in _ONE:
            yield index - 1, index + 1, 1
        elif sentence.language == "ar" and tokens[index - 1].form in _TERMS and token.is_word:
            is_named = any(date.start <= index + 1 <= date.end for date in sentence.dates)
            if not is_named:
                yield index, index + 1, 1
