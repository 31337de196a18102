"""How many: the quantities that a text states, with their nouns; no dates, ages, addresses.

A number counts where a noun follows it (or "the number of …" precedes it), unless the words around
it make it something else: an article of a law, a street number, a duration, a value taken back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ct_pipeline.ledger.figure_refusals import (
    form,
    has,
    in_date,
    is_anaphoric,
    is_something_else,
    phone,
    skip_back,
    unit_end,
)
from ct_pipeline.ledger.figures_elliptic import CHANGES, Counting, elliptic
from ct_pipeline.ledger.measures import measure_of
from ct_pipeline.ledger.sentence import Counted, Sentence
from ct_pipeline.ledger.units import counted_before, currency, half, read_qualifier
from ct_pipeline.ledger.words.vocabulary import CURRENCY

_THOUSAND, _MILLION = 1_000, 1_000_000


def find_figures(sentences: Sequence[Sentence]) -> list[Counting]:
    """The quantities that a text states, in reading order."""
    found: list[Counting] = []
    seen: set[float] = set()
    for sentence in sentences:
        for one in _of_sentence(sentence, seen, found):
            found.append(one)
            seen.add(one.value)
    return found


def _of_sentence(
    sentence: Sentence, seen: set[float], before: Sequence[Counting]
) -> Iterator[Counting]:
    numbers = [
        one
        for one in sentence.numbers
        if not (
            one.number.is_ordinal or in_date(sentence, one) or has(sentence, one.start, "percent")
        )
    ]
    skipped = phone(numbers)
    index = 0
    while index < len(numbers):
        one = numbers[index]
        index += 1
        if one in skipped:
            continue
        if index < len(numbers) and _adds_up(sentence, one, numbers[index]):
            one = _sum(one, numbers[index])
            index += 1
        second = _range_end(sentence, one, numbers[index : index + 1])
        if second:
            index += 1
        if is_something_else(sentence, one, second or one) or is_anaphoric(sentence, one, seen):
            continue
        if found := _read(sentence, one, second) or elliptic(sentence, one, before):
            yield found


def _adds_up(sentence: Sentence, one: Counted, other: Counted) -> bool:
    """ "مليون و800 ألف": words and figures of one number, joined by "and"."""
    return (
        sentence.language == "ar"
        and other.start == one.end
        and sentence.tokens[other.start].form.startswith("و")
        and one.number.value >= _MILLION > other.number.value >= _THOUSAND
    )


def _sum(one: Counted, other: Counted) -> Counted:
    number = replace(one.number, end=other.number.end, value=one.number.value + other.number.value)
    return Counted(one.start, other.end, number)


def _range_end(sentence: Sentence, one: Counted, following: Sequence[Counted]) -> Counted | None:
    """The second number of "entre 60 et 70", "from 60 to 70", "60-70"."""
    if not following:
        return None
    other = following[0]
    between = [
        token for token in sentence.tokens[one.end : other.start] if token.surface not in "$€£"
    ]
    words = [token for token in between if not any(tag.startswith(CURRENCY) for tag in token.tags)]
    before = skip_back(sentence, one.start)
    opens_between = before >= 0 and has(sentence, before, "between")
    opens_from = before >= 0 and has(sentence, before, "from")
    if opens_between and (
        (len(words) == 1 and "and" in words[0].tags)
        or (not words and sentence.tokens[other.start].form.startswith("و"))
    ):
        return other
    if opens_from and len(words) == 1 and words[0].form in ("à", "to", "a", "الي"):
        words_before = sentence.tokens[max(before - 4, 0) : before]
        changes = any(token.form.startswith(CHANGES) for token in words_before)
        return None if changes else other  # "passé de 350 à 480": two values, no range
    is_dash = len(words) == 1 and words[0].surface in "-–" and other.number.value > one.number.value
    return other if is_dash and words[0].start == sentence.tokens[one.end - 1].end else None


def _read(sentence: Sentence, one: Counted, second: Counted | None) -> Counting | None:
    tokens = sentence.tokens
    last = second or one
    qualifier, start = read_qualifier(sentence, one)
    if qualifier == "exactly" and one.number.is_approximate:
        qualifier = "about"
    if second:
        qualifier = "exactly" if qualifier == "exactly" else qualifier
        before = skip_back(sentence, one.start)
        start = min(start, before if before >= 0 else start)
    code, start, end = currency(sentence, one, last, start)
    value, value_to = one.number.value, second.number.value if second else None
    if second and value < (value_to or 0) and _scale(value_to or 0) > 1 and value < 1000:
        value *= (
            _scale(value_to or 0)
            if not code or value * _scale(value_to or 0) <= (value_to or 0)
            else 1
        )
    value *= half(sentence, one)
    if code:
        return Counting(sentence, start, end, value, value_to, qualifier, code, "amount", one.start)
    for at in range(last.end, min(last.end + 3, len(tokens))):
        if "percent" in tokens[at].tags and (at == last.end or form(sentence, at - 1) in ("%",)):
            end = tokens[at].tags["percent"]
            return Counting(
                sentence,
                start,
                end,
                value,
                value_to,
                qualifier,
                "%",
                measure_of(sentence, start, end, "%"),
                one.start,
            )
    noun, end = unit_end(sentence, last.end)
    if end > noun:
        unit = sentence.surface(noun, end)
        if (
            second is None
            and noun > last.end
            and not one.number.is_approximate
            and one.number.value < 1_000_000
            and sentence.language != "ar"
            and tokens[noun - 1].form not in ("d", "'", "’")
            and form(sentence, last.end) in ("de", "of", "des", "du", "del")
            and value < 1000
            and qualifier != "about"
        ):
            return None
        return Counting(
            sentence,
            start,
            end,
            value,
            value_to,
            qualifier,
            unit,
            measure_of(sentence, noun, end, unit, opening=start),
            one.start,
        )
    if counted := counted_before(sentence, one):
        begin, unit = counted
        return Counting(
            sentence,
            begin,
            last.end,
            value,
            value_to,
            qualifier,
            unit,
            measure_of(sentence, begin, last.end, unit),
            one.start,
        )
    if qualifier != "exactly" or any(
        "only" in tokens[at].tags for at in (one.start - 1, last.end) if 0 <= at < len(tokens)
    ):
        return Counting(
            sentence, start, last.end, value, value_to, qualifier, None, None, one.start
        )
    return None


def _scale(value: float) -> float:
    return 1_000_000.0 if value >= 1_000_000 else 1.0
