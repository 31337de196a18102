"""The noun phrase that a verb belongs to where the order is inverted: after it."""

from __future__ import annotations

from ct_pipeline.ledger.arabic_adjuncts import is_adjunct
from ct_pipeline.ledger.people.cast import Cast
from ct_pipeline.ledger.people.phrases import noun_at, phrase_end
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.verbs.verb import Verb

_REACH_AFTER = 14


def subject_after(sentence: Sentence, verb: Verb, cast: Cast | None) -> tuple[int, int] | None:
    """The tokens after a verb that name its subject: "a déclaré jeudi le ministre"."""
    tokens = sentence.tokens
    start = verb.end
    limit = min(len(tokens), verb.end + _REACH_AFTER)
    persons = cast.named_in(sentence) if cast else []
    while start < limit:
        token = tokens[start]
        here = next(
            (one for one in persons if one.mention.outer_start <= start < one.mention.outer_end),
            None,
        )
        if here:
            return start, max(here.mention.outer_end, here.mention.end)
        after = max(token.tags.get("adverb", 0), token.tags.get("time", 0))
        if behalf := _behalf_end(sentence, start):
            start = behalf
            continue
        if told := _date_end(sentence, start):
            start = told
        elif start > verb.end and "aside_adjective" in token.tags:
            start += 1
        elif after > start and not token.tags.keys() & {"role", "article"}:
            start = after
        elif "preposition" in token.tags and token.form not in ("de", "du", "des", "d"):
            start = _after_aside(sentence, start)
        elif token.surface[0].isdigit() or (
            token.surface in (",", "،") and start > verb.end and start + 1 < limit
        ):
            start += 1
        else:
            break
    if (
        start >= limit
        or not tokens[start].is_word
        or tokens[start].tags.keys() & {"that", "if", "who"}
    ):
        return None
    if sentence.language == "ar" and is_adjunct(sentence, start):
        return None
    noun = noun_at(sentence, start, limit)
    if noun is None:
        return None
    end = phrase_end(sentence, noun, noun + 1)
    named = sentence.named_at(noun)
    end = max(end, named.end if named else 0)
    if (
        named
        and sentence.language == "ar"
        and named.kind not in ("person", "city", "place", "demonym")
    ):
        end = named.end
    for one in persons:
        if one.mention.outer_start <= end <= one.mention.outer_end or (
            end < len(tokens) and tokens[end].surface in ",،" and one.mention.outer_start == end + 1
        ):
            end = max(end, one.mention.outer_end)
    return start, end


def _behalf_end(sentence: Sentence, index: int) -> int:
    """After "en nombre de los alumnos", "au nom des victimes": for whom one speaks; else 0."""
    tokens = sentence.tokens
    words = [token.form for token in tokens[index : index + 2]]
    if words not in (["en", "nombre"], ["au", "nom"], ["on", "behalf"]):
        return 0
    index += 2
    while index < len(tokens) and (
        tokens[index].tags.keys() & {"of", "article", "their"} or tokens[index].surface in "'’"
    ):
        index += 1
    return index + 1


def _date_end(sentence: Sentence, index: int) -> int:
    """Where a date ends that begins at a token, behind its article: "este miércoles"; 0 if none."""
    behind = index + ("article" in sentence.tokens[index].tags)
    return next((one.end for one in sentence.dates if one.start in (index, behind)), 0)


def _after_aside(sentence: Sentence, start: int) -> int:
    """After a phrase like "à Rabat", "lors d'un point de presse", "dans un communiqué"."""
    tokens = sentence.tokens
    index = max(sentence.tokens[start].tags.get("preposition", 0), start + 1)
    while index < len(tokens) and (
        tokens[index].tags.keys() & {"article", "preposition"} or tokens[index].surface in "'’"
    ):
        index += 1
    named = sentence.named_at(index) if index < len(tokens) else None
    index = named.end if named else index + 1
    while (
        index < len(tokens)
        and (tokens[index].is_word or tokens[index].surface in "'’")
        and (
            not tokens[index].tags.keys() & {"article", "sir", "role", "rank", "that", "group"}
            or "aside_adjective" in tokens[index].tags
        )
        and not tokens[index].is_capital
    ):
        index += 1
    return index
