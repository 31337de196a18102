"""Words between quotation marks that someone is said to have spoken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.actor_pairs import with_first
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.quotation_marks import Quotation
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import (
    COLONS,
    COMMAS,
    clause_cut,
    finite_between,
    inner,
    is_said,
    surface_at,
    word_count,
)
from ct_pipeline.ledger.speech.leading import SHORTEST_SPEECH, leads_to, tells_more
from ct_pipeline.ledger.speech.statements import Span, Statement
from ct_pipeline.ledger.subjects import subject_before
from ct_pipeline.ledger.subjects_after import subject_after
from ct_pipeline.ledger.verbs.verb import Tense, Verb

_LONGEST_PHRASE = 30  # tokens between a quotation and its verb


def find_direct(sentence: Sentence, actors: Actors) -> Iterator[Statement]:
    """The quotations of a sentence with a verb of saying beside them, broken ones as one."""
    used: set[int] = set()
    quotations = sentence.quotations
    for number, quotation in enumerate(quotations):
        if number in used:
            continue
        yield from _with_incision(sentence, quotation, actors, number, used)
        if number in used:
            continue
        found = _said_after(sentence, quotation, actors) or _said_before(
            sentence, quotation, actors
        )
        if found is None:
            continue
        verb, speaker, cut, end = found
        used.add(number)
        pieces: list[Span] = [inner(quotation)]
        attribution_end = end
        for other, after in enumerate(quotations[number + 1 :], number + 1):
            if not _continues(sentence, max(end, quotation.end), after):
                break
            used.add(other)
            pieces.append(inner(after))
            end = after.end
        told = (cut, attribution_end) if cut >= quotation.end else None
        yield Statement(sentence, verb, speaker, tuple(pieces), cut, is_quoted=True, told=told)


def _with_incision(
    sentence: Sentence, quotation: Quotation, actors: Actors, number: int, used: set[int]
) -> Iterator[Statement]:
    """A quotation with its attribution inside the marks: « Nous …, a-t-il dit, nous … »."""
    for verb in sentence.verbs:
        if not (
            quotation.start < verb.start and verb.end < quotation.end and verb.has("say", "quip")
        ):
            continue
        if surface_at(sentence, verb.start - 1) not in COMMAS or verb.tense not in (
            Tense.PAST,
            Tense.PRESENT,
        ):
            continue
        after = None if verb.pronoun else subject_after(sentence, verb, actors.cast)
        if verb.pronoun is None and not _is_named_person(sentence, after, actors):
            continue
        speaker = (
            recalled(sentence, verb, actors) if after is None else actors.identify(sentence, *after)
        )
        end = after[1] if after else verb.end
        while end < quotation.end - 1 and surface_at(sentence, end) not in (*COMMAS, "."):
            end += 1
        start, last = inner(quotation)
        pieces = (
            ((start, verb.start - 1), (end + 1, last)) if end < last else ((start, verb.start - 1),)
        )
        used.add(number)
        yield Statement(sentence, verb, speaker, pieces, verb.start, is_quoted=True)
        return


def _is_named_person(sentence: Sentence, span: Span | None, actors: Actors) -> bool:
    """Whether a person stands right after a verb within a quotation: « …, a promis Mme X, … »."""
    return span is not None and any(
        span[0] <= one.mention.start < span[1] for one in actors.cast.named_in(sentence)
    )


def _said_after(
    sentence: Sentence, quotation: Quotation, actors: Actors
) -> tuple[Verb, Actor | None, int, int] | None:
    """« … », a déclaré X; "…," said X; "…," X said: the verb, who, where the attribution lies."""
    if not _stands_alone(sentence, quotation):
        return None
    start = quotation.end
    if start < len(sentence.tokens) and "and" in sentence.tokens[start].tags:
        return None  # "… «una firma» y adelantó que …": what else was said
    while surface_at(sentence, start) in (*COMMAS, "-", "–", "—", "."):
        start += 1
    verb = next((one for one in sentence.verbs if one.start >= start and one.is_finite), None)
    if verb is None or not is_said(verb, sentence) or verb.start - start > _LONGEST_PHRASE:
        return None
    between = range(start, verb.start)
    if any(_parts(sentence, i) or sentence.quotation_at(i) for i in between):
        return None
    if any("that" in sentence.tokens[i].tags for i in between):
        return None
    if verb.start == start or (
        sentence.tokens[start].tags.keys() & {"adverb", "time"}
        and subject_before(sentence, verb) is None
    ):
        speaker, end = _speaker_after(sentence, verb, actors)
        return verb, speaker, start, end
    span = subject_before(sentence, verb)
    if span is None or span[0] < start:
        span = (start, verb.start)
    return verb, actors.identify(sentence, *span), start, verb.end


def _parts(sentence: Sentence, index: int) -> bool:
    """Whether a mark ends something; the point of "Mr." does not."""
    if surface_at(sentence, index) not in ".;:!?":
        return False
    return not (surface_at(sentence, index) == "." and "sir" in sentence.tokens[index - 1].tags)


def recalled(sentence: Sentence, verb: Verb, actors: Actors) -> Actor | None:
    """Whom the pronoun spliced into a verb means: "précise-t-on" is who spoke last."""
    if verb.pronoun == "on":
        return actors.speaker
    return actors.recall(sentence, verb.start, verb.pronoun)


def _speaker_after(sentence: Sentence, verb: Verb, actors: Actors) -> tuple[Actor | None, int]:
    if verb.pronoun:
        return recalled(sentence, verb, actors), verb.end
    span = subject_after(sentence, verb, actors.cast)
    speaker = actors.identify(sentence, *span) if span else None
    if span and speaker:
        return speaker, span[1]
    return actors.recall(sentence, verb.start, None), verb.end


def _stands_alone(sentence: Sentence, quotation: Quotation) -> bool:
    """Whether a quotation is a statement by itself, no part of a clause.

    "le « divorce », a dit …".
    """
    before = quotation.start - 1
    while before >= 0 and sentence.tokens[before].tags.keys() & {"and"} and before == 0:
        before -= 1
    return before < 0 or surface_at(sentence, before) in (
        *COLONS,
        *COMMAS,
        ".",
        ";",
        "-",
        "–",
        "—",
        "»",
        "”",
        "(",
    )


def _said_before(
    sentence: Sentence, quotation: Quotation, actors: Actors
) -> tuple[Verb | None, Actor | None, int, int] | None:
    """X a déclaré : « … »; He told them, "…"; وقال: «…»."""
    mark = surface_at(sentence, quotation.start - 1)
    verbs = [
        one
        for one in sentence.verbs
        if one.is_finite and one.end <= quotation.start and not tells_more(sentence, one)
    ]
    verb = verbs[-1] if verbs else None
    if verb and is_said(verb, sentence) and quotation.start - verb.end <= _LONGEST_PHRASE:
        if not leads_to(sentence, verb, quotation, mark):
            return None
        return (
            verb,
            speaker_of(sentence, verb, actors, quotation.start),
            clause_cut(sentence, verb),
            quotation.start,
        )
    if mark not in COLONS:
        return None
    start = max((one.end for one in sentence.quotations if one.end <= quotation.start), default=0)
    if verb is None or verb.end <= start:
        speaker = actors.identify(sentence, start, quotation.start - 1)
        if speaker and speaker.kind in ("person", "body", "country"):
            return None, speaker, start, quotation.start
        return None
    if word_count(sentence, *inner(quotation)) < SHORTEST_SPEECH:
        return None
    span = subject_before(sentence, verb)
    speaker = (
        actors.identify(sentence, *span) if span else actors.recall(sentence, verb.start, None)
    )
    return (
        (verb, speaker, verb.start, quotation.start)
        if speaker and speaker.kind == "person"
        else None
    )


def speaker_of(sentence: Sentence, verb: Verb, actors: Actors, limit: int) -> Actor | None:
    """Who a verb of saying belongs to: before it, after it, or who spoke last."""
    if verb.pronoun:
        return recalled(sentence, verb, actors)
    if sentence.language == "ar":
        if topic := actors.topic(sentence, verb.start):
            return topic
        after = subject_after(sentence, verb, actors.cast)
        if after and after[1] <= limit and (found := actors.identify(sentence, *after)):
            return found
        is_perfect = verb.start > 0 and sentence.tokens[verb.start - 1].form == "قد"
        before = subject_before(sentence, replace(verb, start=verb.start - is_perfect))
        found = actors.identify(sentence, *before) if before else None
        if found and found.kind != "unnamed":
            return found
        return actors.recall(sentence, verb.start, None)
    before = subject_before(sentence, verb)
    if before and (found := actors.identify(sentence, *before)):
        return with_first(sentence, actors.cast, found, before[0])
    if (
        not before
        and verb.start
        and "and" in sentence.tokens[verb.start - 1].tags
        and (joined := actors.subject_of(sentence, verb))
    ):
        return joined
    if sentence.language == "es" or not before:
        after = subject_after(sentence, verb, actors.cast)
        if (
            after
            and after[1] <= limit
            and (found := actors.identify(sentence, *after))
            and found.kind in ("person", "body", "country")
        ):
            return found
    return actors.recall(sentence, verb.start, None)


def _continues(sentence: Sentence, end: int, after: Quotation) -> bool:
    """Whether another quotation takes up the words after the attribution: « … », dit-il, « … »."""
    between = sentence.tokens[end : after.start]
    if len(between) > 3 + _LONGEST_PHRASE or finite_between(sentence, end, after.start):
        return False
    return (
        bool(between)
        and between[-1].surface in (*COMMAS, ".", ";", "–", "—")
        and all(not (token.is_word and "that" in token.tags) for token in between)
    )


def is_continuation(sentence: Sentence) -> Quotation | None:
    """The quotation that a sentence consists of, with nothing around it."""
    if len(sentence.quotations) != 1:
        return None
    quotation = sentence.quotations[0]
    outside = [
        token for i, token in enumerate(sentence.tokens) if token.is_word and not quotation.holds(i)
    ]
    return quotation if not outside else None
