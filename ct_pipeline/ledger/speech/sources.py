"""Clauses that a text gives on someone's word: "selon …", "according to …", حسب …"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.people.phrases import phrase_end
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import (
    COMMAS,
    finite_between,
    first_word,
    last_word,
    surface_at,
    word_count,
)
from ct_pipeline.ledger.speech.statements import Span, Statement
from ct_pipeline.ledger.subjects_after import subject_after

_LONGEST_SOURCE = 24
_ONLY_SAYS = 4  # words of "وأضافت القناة"
_SHORTEST_NOMINAL = 3  # words of an Arabic clause without a verb
_IMPERSONAL = frozenset("faut fallait faudra faudrait hay habrá había".split())
_PRONOUNS = {"lui": "il", "elle": "elle", "him": "il", "her": "elle", "él": "il", "ella": "elle"}
_FOR = frozenset("pour for para".split())
_WHOM = frozenset("qui whom quien quienes".split())


def find_sourced(sentence: Sentence, actors: Actors) -> Iterator[Statement]:
    """The statements of a sentence that rest on "according to"."""
    tokens = sentence.tokens
    for index in sentence.tagged("own_view", "according"):
        token = tokens[index]
        if end := token.tags.get("own_view", 0):
            speaker, pieces = actors.speaker or actors.focus, _clause(sentence, index, end)
            if speaker and pieces and _is_clause(sentence, pieces):
                yield Statement(sentence, None, speaker, pieces, index, told=(index, end))
            continue
        end = token.tags.get("according", 0)
        if end and (viewed := _for_whom(sentence, index, end, actors)):
            yield viewed
            continue
        if not end or sentence.quotation_at(index) is not None:
            continue
        source_end = _source_end(sentence, end, actors)
        if said := _said_by(sentence, end, actors):
            speaker, source_end = said
        else:
            speaker = _speaker(sentence, end, source_end, actors)
        if speaker is None:
            continue
        if token.form in _FOR and not (
            index == 0 and speaker.kind == "person" and surface_at(sentence, source_end) in COMMAS
        ):
            continue
        pieces = _clause(sentence, index, source_end)
        if pieces and _only_says(sentence, pieces):
            continue  # "وأضافت القناة نقلا عن مصادرها أن …"
        if pieces and _is_clause(sentence, pieces):
            yield Statement(sentence, None, speaker, pieces, index, told=(index, source_end))


def _only_says(sentence: Sentence, pieces: tuple[Span, ...]) -> bool:
    """Whether the words before a source only tell who says what follows it."""
    verbs = [one for piece in pieces for one in finite_between(sentence, *piece)]
    few = sum(word_count(sentence, *piece) for piece in pieces) <= _ONLY_SAYS
    return few and bool(verbs) and all(one.has("say") for one in verbs)


def _for_whom(sentence: Sentence, index: int, end: int, actors: Actors) -> Statement | None:
    """ "X, pour qui « … »", "X, para quien …": the view of the person right before."""
    if end >= len(sentence.tokens) or sentence.tokens[end].form not in _WHOM:
        return None
    for one in actors.cast.named_in(sentence):
        if index - 1 in (one.mention.end, one.mention.outer_end):
            piece = (end + 1, last_word(sentence, len(sentence.tokens)))
            speaker = actors.as_actor(one)
            found = Statement(sentence, None, speaker, (piece,), index, told=(index, end + 1))
            return found if finite_between(sentence, *piece) else None
    return None


def _is_clause(sentence: Sentence, pieces: tuple[Span, ...]) -> bool:
    """Whether the words make a clause; Arabic needs no verb for one."""
    if any(finite_between(sentence, *piece) for piece in pieces):
        return True
    if any(
        token.form in _IMPERSONAL for piece in pieces for token in sentence.tokens[slice(*piece)]
    ):
        return True
    return sentence.language == "ar" and word_count(sentence, *pieces[0]) >= _SHORTEST_NOMINAL


def _said_by(sentence: Sentence, start: int, actors: Actors) -> tuple[Actor | None, int] | None:
    """ "según informó la UNOCT", "حسب ما أعلنته الأمم المتحدة".

    A verb of saying with its subject.
    """
    verb = next(
        (one for one in sentence.verbs if start <= one.start <= start + 2 and one.has("say")), None
    )
    if verb is None:
        return None
    span = subject_after(sentence, verb, actors.cast)
    speaker = actors.identify(sentence, *span) if span else actors.speaker
    return speaker, span[1] if span else verb.end


def _speaker(sentence: Sentence, start: int, end: int, actors: Actors) -> Actor | None:
    tokens = sentence.tokens
    if start >= len(tokens):
        return None
    if "same_source" in tokens[start].tags:
        return actors.speaker
    if pronoun := _PRONOUNS.get(tokens[start].form):
        return actors.recall(sentence, start, pronoun)
    if tokens[start].tags.keys() & {"il", "elle"}:
        return actors.recall(sentence, start, "elle" if "elle" in tokens[start].tags else "il")
    found = actors.identify(sentence, start, end)
    if found is None:
        return None
    if found.kind == "unnamed":
        noun = start
        while noun < end and (
            tokens[noun].tags.keys() & {"article", "some", "former"} or tokens[noun].surface in "'’"
        ):
            noun += 1
        told = noun < end and tokens[noun].tags.keys() & {
            "role",
            "group",
            "official",
            "document",
            "rank",
        }
        return found if told else None
    return replace(found)


def _source_end(sentence: Sentence, start: int, actors: Actors) -> int:
    """Where the source ends: at a comma, a verb, the end of the sentence."""
    tokens = sentence.tokens
    index = start
    while index < len(tokens) and (
        tokens[index].tags.keys() & {"article"} or tokens[index].surface in "'’"
    ):
        index += 1
    if index >= len(tokens):
        return index
    end = max(phrase_end(sentence, index, index + 1), index + 1)
    named = sentence.named_at(index)
    end = max(end, named.end if named else 0)
    for one in actors.cast.named_in(sentence):
        if start <= one.mention.outer_start <= end + 1 and (
            one.mention.outer_start <= end or surface_at(sentence, end) in COMMAS
        ):
            return max(end, one.mention.outer_end)
    while (
        end < len(tokens)
        and end - start < _LONGEST_SOURCE
        and tokens[end].is_word
        and sentence.verb_covering(end) is None
        and not tokens[end].tags.keys() & {"who", "that"}
    ):
        end += 1
    if end < len(tokens) and surface_at(sentence, end) == "(":
        while end < len(tokens) and surface_at(sentence, end) != ")":
            end += 1
        end += 1
    return min(end, len(tokens))  # a bracket that is never closed ends with the sentence


def _clause(sentence: Sentence, index: int, source_end: int) -> tuple[Span, ...]:
    """The clause that rests on a source: after it where it opens the sentence, else before it."""
    tokens = sentence.tokens
    before = [token for token in tokens[:index] if token.is_word]
    if len(before) <= 1:
        start = first_word(sentence, source_end)
        while (
            start < len(tokens)
            and surface_at(sentence, start - 1) not in COMMAS
            and surface_at(sentence, source_end) not in COMMAS
            and sentence.verb_covering(start) is None
            and start - source_end < 4
        ):
            start += 1
        if surface_at(sentence, source_end) not in COMMAS:
            start = _after_first_comma(sentence, source_end)
        if start < len(tokens) and "that" in tokens[start].tags and sentence.language == "ar":
            start = tokens[start].tags["that"]
        return ((start, last_word(sentence, len(tokens))),) if start < len(tokens) else ()
    if of_relative := _relative_around(sentence, index, source_end):
        return (of_relative,)
    end = index
    start = 0
    for at in range(index - 1, -1, -1):
        if tokens[at].surface in (";", "؛", ":") and sentence.quotation_at(at) is None:
            start = at + 1
            break
    start = first_word(sentence, start)
    pieces: list[Span] = [(start, last_word(sentence, end))]
    if surface_at(sentence, source_end) in COMMAS and finite_between(
        sentence, source_end, len(tokens)
    ):
        rest = (source_end + 1, last_word(sentence, len(tokens)))
        if not finite_between(sentence, start, end) or (
            rest[0] < rest[1] and tokens[rest[0]].tags.keys() & {"and"}
        ):
            pieces.append(rest)
    return tuple(pieces)


def _relative_around(sentence: Sentence, index: int, source_end: int) -> Span | None:
    """ "una célula que, según los investigadores, captaba …": the rest of the relative clause."""
    tokens = sentence.tokens
    opens = index > 2 and tokens[index - 1].surface in COMMAS and "who" in tokens[index - 2].tags
    if not opens or surface_at(sentence, source_end) not in COMMAS:
        return None
    if tokens[index - 3].is_word and sentence.verb_covering(index - 3) is not None:
        return None  # "anunció que, según …": what is reported
    end = source_end + 1
    while end < len(tokens) and tokens[end].surface not in (*COMMAS, ";", "؛"):
        end += 1
    return source_end + 1, last_word(sentence, end)


def _after_first_comma(sentence: Sentence, start: int) -> int:
    for index in range(start, len(sentence.tokens)):
        if sentence.tokens[index].surface in COMMAS:
            return index + 1
    return start
