"""The noun phrase before a verb that it belongs to."""

from __future__ import annotations

from ct_pipeline.ledger.quotation_marks import Quotation
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.verbs.verb import Verb

_STOPS = frozenset(".;:!?؛؟…—–")
_LONGEST_NAME = 8
_PRONOUNS = frozenset(("il", "elle", "ils"))
_TAKEN_UP = frozenset(("lo", "la", "los", "las"))
_AND = frozenset(("et", "and", "y", "e"))
_PLURAL_ARTICLES = frozenset(
    "les des ces ses leurs plusieurs los las unos unas sus varios varias estos".split()
)


def subject_before(sentence: Sentence, verb: Verb) -> tuple[int, int] | None:
    """The tokens before a verb that hold its subject; None where it has none of its own."""
    place = ("subject", verb.start, verb.head)
    return sentence.once(place, lambda: _subject_before(sentence, verb))


def _subject_before(sentence: Sentence, verb: Verb) -> tuple[int, int] | None:
    tokens = sentence.tokens
    end = verb.start
    while end > 0 and _is_aside(sentence, end - 1) and tokens[end - 1].surface != ",":
        end -= 1
    if end == 0:
        return None
    if tokens[end - 1].surface in (",", "،"):
        opening = _opening_comma(sentence, end - 1)
        if opening is None:
            return _span(_segment_start(sentence, end - 1, verb), end - 1)
        return _span(_segment_start(sentence, opening, verb), end - 1)
    if "who" in tokens[end - 1].tags and not (
        "that" in tokens[end - 1].tags and sentence.language != "es"
    ):
        return _antecedent(sentence, end - 1, verb)
    if "and" in tokens[end - 1].tags or tokens[end - 1].surface in _STOPS:
        return None
    return _span(_segment_start(sentence, end, verb), end)


def is_fronted(sentence: Sentence, verb: Verb) -> bool:
    """ "El convenio lo rubricaron X e Y": an object before its verb, taken up by a pronoun."""
    before = verb.start - 1
    taken_up = before > 1 and sentence.tokens[before].form in _TAKEN_UP
    return sentence.language == "es" and taken_up and sentence.tokens[before - 1].is_word


def _antecedent(sentence: Sentence, who: int, verb: Verb) -> tuple[int, int] | None:
    """The phrase that a relative pronoun stands for, without the preposition before it."""
    tokens = sentence.tokens
    end = who
    while end > 0 and (
        tokens[end - 1].surface in (",", "،") or "preposition" in tokens[end - 1].tags
    ):
        end -= 1
    start = _segment_start(sentence, end, verb)
    named = sentence.named_at(end - 1) if end else None
    if (
        named
        and named.end == end
        and named.kind not in ("city", "place")
        and named.end - named.start > 1
    ):
        return _span(named.start, end)
    for index in range(end - 1, start - 1, -1):
        if "preposition" in tokens[index].tags and "of" not in tokens[index].tags:
            return _span(max(tokens[index].tags["preposition"], index + 1), end)
    return _span(start, end)


def _span(start: int, end: int) -> tuple[int, int] | None:
    return (start, end) if start < end else None


def _is_aside(sentence: Sentence, index: int) -> bool:
    """An adverb or a time between subject and verb."""
    tags = sentence.tokens[index].tags
    return bool(tags.keys() & {"adverb", "time"}) or any(
        sentence.tokens[at].tags.get("adverb", 0) > index for at in range(max(index - 3, 0), index)
    )


def _is_stop(sentence: Sentence, index: int) -> bool:
    """Whether a mark ends a phrase, and does not stand within a number: "450.000"."""
    tokens = sentence.tokens
    if tokens[index].surface not in _STOPS:
        return False
    before = tokens[index - 1] if index else None
    is_initial = before and len(before.surface) == 1 and "sir" not in before.tags
    is_title = before and sentence.language == "en" and before.tags.get("sir", 0) > index
    if (is_initial or is_title) and tokens[index].surface == ".":
        return False  # "Rachid B., ha negado"
    within = 0 < index < len(tokens) - 1 and tokens[index - 1].end == tokens[index + 1].start - 1
    return not (within and tokens[index - 1].surface[-1].isdigit())


def _opening_comma(sentence: Sentence, closing: int) -> int | None:
    """The comma that opens what the comma at `closing` closes."""
    tokens = sentence.tokens
    for index in range(closing - 1, max(closing - 30, -1), -1):
        if tokens[index].surface in (",", "،"):
            return index
        quote = sentence.quotation_at(index)
        if _is_stop(sentence, index) or (
            quote and quote.end <= closing and not _is_of_few_words(sentence, quote)
        ):
            return None
    return None


def _is_of_few_words(sentence: Sentence, quotation: Quotation) -> bool:
    """Whether a quotation is within a clause: ", que condenó «sin reservas» el atentado,"."""
    is_clause = any(verb.is_finite and quotation.holds(verb.head) for verb in sentence.verbs)
    return quotation.end - quotation.start <= _LONGEST_NAME and not is_clause


def _segment_start(sentence: Sentence, end: int, verb: Verb) -> int:
    """Where the phrase that ends at a token begins: after a comma, a mark, another clause."""
    tokens = sentence.tokens
    for index in range(end - 1, sentence.opening - 1, -1):
        token = tokens[index]
        if _is_stop(sentence, index) or token.surface in (",", "،"):
            return index + 1
        if (quotation := sentence.quotation_at(index)) is not None:
            if not _names_thing(sentence, quotation):
                return index + 1
            continue
        other = next(
            (one for one in sentence.verbs if one.is_finite and one.end - 1 == index), None
        )
        if other is not None:
            if _in_relative(sentence, other.start):
                continue
            return index + 1
        if (
            token.tags.keys() & {"that", "if"}
            and token.form not in ("si",)
            and not (_is_relative_that(sentence, index) and index + 1 < verb.start)
        ):
            return max(token.tags.get("that", 0), index + 1)
        if token.form in _AND and index < end - 1 and _joins_clauses(sentence, index, verb):
            return index + 1
        if (
            token.form in ("after", "before")
            and tokens[index + 1].is_word
            and any(one.is_finite and one.end <= index for one in sentence.verbs)
        ):
            return index + 1  # "The raid came days after the minister, X, met …"
        if token.form == "as" and sentence.tokens[index + 1].tags.keys() & _PRONOUNS:
            return index + 1  # "… as they ended a meeting"
        if (
            "while" in token.tags
            and token.form not in ("et", "and", "y", "e", "as")
            and index < end - 1
        ):
            return token.tags["while"]
    return sentence.opening


def _names_thing(sentence: Sentence, quotation: Quotation) -> bool:
    """Whether a quotation is part of a noun phrase: l'exercice « Bouclier », le « divorce »."""
    before = sentence.tokens[quotation.start - 1] if quotation.start else None
    short = quotation.end - quotation.start <= _LONGEST_NAME
    if before is None or (not before.is_word and before.surface not in "'’") or not short:
        return False
    return (
        not any(verb.is_finite and quotation.holds(verb.head) for verb in sentence.verbs)
        or "article" in before.tags
    )


def _joins_clauses(sentence: Sentence, conjunction: int, verb: Verb) -> bool:
    """Whether "and" before a subject begins a clause.

    A verb comes earlier, and the numbers agree.
    """
    earlier = [one for one in sentence.verbs if one.is_finite and one.end <= conjunction]
    if not earlier or any(
        sentence.tokens[at].surface in _STOPS for at in range(earlier[-1].end, conjunction)
    ):
        return False
    if _in_relative(sentence, earlier[-1].start):
        return False
    tokens = sentence.tokens
    after_verb = range(earlier[-1].end, conjunction)
    if any(
        tokens[at].surface == "," and tokens[at].end < tokens[at + 1].start for at in after_verb
    ):
        return False  # "…, officials and a doctor said"
    if sentence.language == "en" or not _is_plural_verb(sentence, verb):
        return True
    following = sentence.tokens[conjunction + 1].form
    return following in _PLURAL_ARTICLES or sentence.tokens[conjunction + 1].surface[0].isdigit()


def _is_plural_verb(sentence: Sentence, verb: Verb) -> bool:
    endings = {"fr": ("ont", "ent"), "es": ("n",)}.get(sentence.language, ())
    return any(
        sentence.tokens[at].form.endswith(endings)
        for at in range(verb.start, verb.head + 1)
        if endings
    )


def _in_relative(sentence: Sentence, index: int) -> bool:
    """Whether a verb belongs to a relative clause: "le ministre, qui dirige …, a dit"."""
    for at in range(index - 1, max(index - 14, -1), -1):
        token = sentence.tokens[at]
        if "who" in token.tags or (
            token.form in ("que", "qu", "that") and at and _is_noun_before(sentence, at)
        ):
            return True
        if token.surface in _STOPS or token.surface in (",", "،"):
            return False
    return False


def _is_relative_that(sentence: Sentence, index: int) -> bool:
    """ "a conference that was to open", "el foro que debía inaugurarse"."""
    return (
        sentence.language in ("en", "es")
        and index > 0
        and _is_noun_before(sentence, index)
        and sentence.verb_starting(index + 1) is not None
    )


def _is_noun_before(sentence: Sentence, that: int) -> bool:
    """Whether a "que" follows a noun, so that it begins a relative clause."""
    before = sentence.tokens[that - 1]
    if before.surface == ",":
        return True
    return (
        before.is_word
        and sentence.verb_covering(that - 1) is None
        and not before.tags.keys() & {"time", "adverb", "preposition"}
    )
