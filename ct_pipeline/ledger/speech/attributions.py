"""Where words end before their attribution."""

from __future__ import annotations

from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import (
    COMMAS,
    finite_between,
    first_word,
    is_end,
    surface_at,
)
from ct_pipeline.ledger.verbs.verb import Tense, Verb


def but_follows(sentence: Sentence, start: int) -> bool:
    """Whether the words go on after the attribution: ", a-t-il dit, mais …"."""
    if start >= len(sentence.tokens) or sentence.tokens[start].form not in (
        "mais",
        "but",
        "pero",
        "لكن",
        "sino",
    ):
        return False
    return bool(finite_between(sentence, start, len(sentence.tokens)))


def ends_here(sentence: Sentence, end: int) -> bool:
    return not finite_between(sentence, end, len(sentence.tokens))


def attribution_end(sentence: Sentence, end: int) -> int:
    """Past the time, place and occasion of saying it, up to a comma or the end."""
    tokens = sentence.tokens
    while (
        end < len(tokens) and surface_at(sentence, end) not in COMMAS and not is_end(sentence, end)
    ):
        end += 1
    return end


def start_before(sentence: Sentence, cut: int) -> int:
    for index in range(cut - 1, -1, -1):
        if (
            sentence.tokens[index].surface in (";", "؛", ":")
            and sentence.quotation_at(index) is None
        ):
            return index + 1
    return first_word(sentence, sentence.opening)


def until_other_clause(sentence: Sentence, start: int, end: int) -> int:
    """What follows ", while" is another clause: of a call always, in Arabic also of a report."""
    tokens = sentence.tokens
    is_report = start > 0 and any(
        "that" in token.tags for token in tokens[max(start - 2, 0) : start]
    )
    if is_report and sentence.language != "ar":
        return end
    for index in range(start + 1, end - 1):
        if sentence.quotation_at(index) is None and _says_more(sentence, index):
            return index
        if tokens[index].surface not in COMMAS or sentence.quotation_at(index) is not None:
            continue
        following = tokens[index + 1]
        if ("while" in following.tags and "and" not in following.tags) or following.form in (
            "while",
            "tandis",
            "mientras",
            "فيما",
            "بينما",
        ):
            return index
    return end


def _says_more(sentence: Sentence, index: int) -> bool:
    """ "a salué X et a appelé à Y": where another verb of saying is joined on."""
    token = sentence.tokens[index]
    if sentence.language == "ar":
        joined, at = token.surface in COMMAS, index + 1
        if not sentence.tokens[at].form.startswith("و"):
            return False
    else:
        joined, at = "and" in token.tags, index + 1
    verb = sentence.verb_starting(at)
    return bool(
        joined
        and verb
        and verb.is_finite
        and verb.tense in (Tense.PAST, Tense.PRESENT)
        and (
            verb.has("say", "praise", "call", "wish", "give", "agree") or sentence.language != "ar"
        )
    ) or bool(joined and verb and verb.tense is Tense.FUTURE and sentence.language != "ar")


def source_of_on(sentence: Sentence, verb: Verb, actors: Actors) -> Actor | None:
    """ "a-t-on appris mercredi de sources concordantes": from whom it was learnt."""
    tokens = sentence.tokens
    if verb.pronoun != "on":
        return None
    for index in range(verb.end, min(verb.end + 5, len(tokens) - 1)):
        if tokens[index].form in ("de", "auprès") and "group" in tokens[index + 1].tags:
            return actors.identify(sentence, index + 1, min(index + 4, len(tokens)))
    return None


def relies_on(sentence: Sentence, verb: Verb) -> bool:
    """ "contó con la asistencia de …": a verb that with its preposition does not say."""
    after = sentence.tokens[verb.head + 1].form if verb.head + 1 < len(sentence.tokens) else ""
    form = sentence.tokens[verb.head].form
    reliances = {"con": ("cont", "cuent"), "sur": ("compt",)}
    return form.startswith(reliances.get(after, "\n"))
