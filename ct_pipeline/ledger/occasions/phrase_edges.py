"""What stands beside the noun of an occasion: a year, "next", a name, a bracket, a date."""

from __future__ import annotations

from ct_pipeline.ledger.sentence import Counted, Sentence

MOST_EDITIONS = 1000
MOST_LEADING = 4  # words of "no later than the"
_LEADING = ("preposition", "article", "deadline", "within", "leads_date")


def has_year(sentence: Sentence, index: int) -> bool:
    """ "L'édition 2025 de …", "the 2025 edition"."""
    beside = (
        sentence.tokens[at] for at in (index - 1, index + 1) if 0 <= at < len(sentence.tokens)
    )
    return any(len(token.surface) == 4 and token.surface.isdecimal() for token in beside)


def name_after(sentence: Sentence, end: int) -> int:
    """Past the name between quotation marks that follows: "l'exercice « Lion d'Afrique »"."""
    quotation = sentence.quotation_at(end) if end < len(sentence.tokens) else None
    return quotation.end if quotation and quotation.start == end else end


def opens_occasion(sentence: Sentence, end: int) -> bool:
    """Whether the noun before is of an occasion that follows: "l'ouverture du séminaire"."""
    tokens = sentence.tokens
    while end < len(tokens) and (
        tokens[end].tags.keys() & {"of", "article", "their"} or tokens[end].surface in "'’"
    ):
        end += 1
    return end < len(tokens) and any(
        tag == "loose_occasion" or (tag.startswith("kind_") and tag != "kind_inauguration")
        for tag in tokens[end].tags
    )


def stands_alone(sentence: Sentence, index: int, end: int) -> bool:
    """Whether an opening is of what is told of: "Prenant la parole à l'ouverture, …"."""
    tokens = sentence.tokens
    closes = end >= len(tokens) or tokens[end].surface in (",", "،", ".")
    before = tokens[index - 1].tags if index else {}
    goes_on = end < len(tokens) and "of" in tokens[end].tags
    closes |= "the" in before and "their" not in before and not goes_on
    led = any(
        "preposition" in token.tags or "at_occasion" in token.tags
        for token in tokens[max(index - 3, 0) : index]
    )
    return closes and led


def before_date(sentence: Sentence, noun_end: int, end: int) -> int:
    """Where a phrase ends that would run on into a date: "the meeting in Geneva on 9 June"."""
    end = min([one.start for one in sentence.dates if noun_end <= one.start < end] or [end])
    while end > noun_end:
        led = (
            at for at in range(max(noun_end, end - MOST_LEADING), end) if _leads(sentence, at, end)
        )
        opening = next(led, None)
        if opening is None:
            break
        end = opening
    return end


def _leads(sentence: Sentence, start: int, end: int) -> bool:
    """Whether these tokens only lead to a date: "d'ici", "de aquí a", "sometime in"."""
    tags = sentence.tokens[start].tags
    return any(tags.get(tag, 0) >= end for tag in _LEADING)


def is_next(sentence: Sentence, index: int) -> bool:
    return any(
        "next" in sentence.tokens[at].tags
        for at in (index - 1, index + 1)
        if 0 <= at < len(sentence.tokens)
    )


def parenthesis(sentence: Sentence, end: int) -> int:
    """After a bracket that follows: "(Phase du Koweït du Processus de Douchanbé)"."""
    tokens = sentence.tokens
    if end < len(tokens) and tokens[end].surface == "(":
        for index in range(end, min(end + 20, len(tokens))):
            if tokens[index].surface == ")":
                return index + 1
    return end


def is_of_body(sentence: Sentence, index: int) -> bool:
    """Whether a noun only tells what an institution is for: "el centro de formación"."""
    tokens = sentence.tokens
    before = index - 1
    while before > 0 and sentence.language != "ar" and tokens[before].form in ("de", "d", "'"):
        before -= 1
    if before < 0 or (before == index - 1 and sentence.language != "ar"):
        return False
    return not tokens[before].tags.keys().isdisjoint(("body", "thing_opened"))


def is_compound(sentence: Sentence, noun_end: int) -> bool:
    """Whether an English noun only tells what another is about: "training officer"."""
    if sentence.language != "en" or noun_end >= len(sentence.tokens):
        return False
    token = sentence.tokens[noun_end]
    if token.surface in "'’":
        return True
    if token.surface == "-" and sentence.tokens[noun_end - 1].end == token.start:
        return True  # "bomb-disposal course"
    return (
        token.is_word
        and not token.surface[0].isdigit()
        and sentence.verb_covering(noun_end) is None
        and not token.tags.keys()
        & {
            "preposition",
            "and",
            "that",
            "who",
            "adverb",
            "time",
            "to",
            "another",
            "not_after",
            "be",
            "have",
        }
    )


def edition_of(ordinal: Counted) -> int | None:
    """The ordinal as the edition of a meeting, which none has a thousand of."""
    value = ordinal.number.value
    return int(value) if value < MOST_EDITIONS else None


def is_counted(sentence: Sentence, start: int) -> bool:
    """Whether a number goes before: "quatre éditions", "112 sessions"."""
    return any(
        (one.end == start and not one.number.is_ordinal)
        or (one.start == start and not one.number.is_ordinal)
        for one in sentence.numbers
        if sentence.tokens[min(one.end, len(sentence.tokens) - 1)].surface
        != "-"  # "a four-day visit"
        if (one.number.value != 1 or sentence.text[one.number.start].isdigit())
        and not any(date.start <= one.start < date.end for date in sentence.dates)
    )
