"""Words reported without marks.

After "that", an infinitive, a colon, or before their attribution.
"""

from __future__ import annotations

from collections.abc import Iterator

from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.attributions import (
    attribution_end,
    but_follows,
    ends_here,
    relies_on,
    source_of_on,
    start_before,
    until_other_clause,
)
from ct_pipeline.ledger.speech.bare_clauses import bare_clause
from ct_pipeline.ledger.speech.calls import ARABIC_REACH, call, find_object, infinitive
from ct_pipeline.ledger.speech.direct import recalled, speaker_of
from ct_pipeline.ledger.speech.frames import (
    COLONS,
    COMMAS,
    SPEAKING_NOUNS,
    clause_cut,
    finite_between,
    is_end,
    is_relative,
    is_said,
    last_word,
    surface_at,
    that_after,
    word_count,
)
from ct_pipeline.ledger.speech.of_oneself import says_of_himself
from ct_pipeline.ledger.speech.statements import Span, Statement
from ct_pipeline.ledger.subjects import subject_before
from ct_pipeline.ledger.subjects_after import subject_after
from ct_pipeline.ledger.verbs.verb import Tense, Verb

_REACH = 16  # tokens between a verb of saying and its "that"
_SHORTEST_CLAUSE = 3  # words


def find_reported(sentence: Sentence, actors: Actors, taken: set[int]) -> Iterator[Statement]:
    """What the verbs of a sentence report, in order; `taken` are heads of verbs that quote."""
    for verb in sentence.verbs:
        if verb.head in taken or sentence.quotation_at(verb.start) is not None:
            continue
        before = _before(sentence, verb, actors)
        is_inverted = surface_at(sentence, verb.start - 1) in COMMAS and verb.has("say")
        speaker = before.speaker if before and is_inverted else None
        if before and speaker and speaker.kind == "person" and not verb.pronoun:
            yield before  # ", a regretté le ministre …": who speaks is no object
            continue
        found = _after(sentence, verb, actors) or before
        if found:
            yield found


def _after(sentence: Sentence, verb: Verb, actors: Actors) -> Statement | None:
    """The words that follow a verb of saying."""
    if verb.negated or (verb.passive and verb.has("call") and not verb.has("say")):
        return None
    is_finite = verb.tense in (Tense.PAST, Tense.PRESENT, Tense.CONDITIONAL)
    is_gerund = verb.tense is Tense.GERUND
    historic = (
        verb.tense is Tense.INFINITIVE
        and sentence.language == "fr"
        and _is_historic(sentence, verb)
    )
    if not (is_finite or is_gerund or historic):
        return None
    if verb.tense is Tense.CONDITIONAL and not verb.has("wish", "say"):
        return None
    start = _clause_start(sentence, verb, actors)
    if start is None:
        return None
    end = last_word(sentence, _sentence_end(sentence, start))
    end = last_word(sentence, until_other_clause(sentence, start, end))
    if word_count(sentence, start, end) < 2:
        return None
    if is_gerund or historic:
        speaker = actors.focus if historic or not is_gerund else None
        if is_gerund:
            speaker, says = _subject_of_participle(sentence, verb, actors)
            if not says and (speaker is None or speaker.person is None):
                return None  # "Madhya Pradesh reports most cases, highlighting a concern"
        return Statement(
            sentence,
            verb,
            speaker,
            ((start, end),),
            clause_cut(sentence, verb),
            is_doubtful=is_gerund,
        )
    speaker = speaker_of(sentence, verb, actors, start)
    return Statement(sentence, verb, speaker, ((start, end),), clause_cut(sentence, verb))


def _is_historic(sentence: Sentence, verb: Verb) -> bool:
    """ "Et d'ajouter que …": an infinitive that opens the sentence."""
    return verb.start <= 4 and any(
        token.form in ("d", "de") for token in sentence.tokens[: verb.start]
    )


def _subject_of_participle(
    sentence: Sentence, verb: Verb, actors: Actors
) -> tuple[Actor | None, bool]:
    """Whose participle it is, and whether he said something before in the sentence."""
    earlier = [
        one
        for one in sentence.verbs
        if (one.is_finite and one.start < verb.start and is_said(one, sentence))
        or (one.has("praise", "call", "wish") and one.start < verb.start)
    ]
    if earlier:
        return speaker_of(sentence, earlier[-1], actors, verb.start), True
    opening = sentence.opening
    for one in actors.cast.named_in(sentence):
        if one.mention.outer_start - opening <= 1 and one.mention.end < verb.start:
            return actors.as_actor(one), False  # "Bourita correspondió asegurando que …"
    return actors.recall(sentence, verb.start, None), False


def _clause_start(sentence: Sentence, verb: Verb, actors: Actors) -> int | None:
    """Where what a verb reports begins; None where it reports nothing after it."""
    tokens = sentence.tokens
    if "impersonal" in tokens[verb.start].tags:
        return None  # "يذكر أن …": the text's own word
    if verb.reflexive and verb.has("intervene") and not verb.has("say"):
        return None  # "S'exprimant à cette occasion"
    reach = ARABIC_REACH if sentence.language == "ar" else _REACH
    if verb.reflexive and says_of_himself(sentence, verb):
        return verb.end
    says = verb.has("say", "wish", "praise", "call")
    if says and (that := that_after(sentence, verb.end, verb.end + reach)):
        return that[1]
    if is_relative(sentence, verb) and not _after_person(sentence, verb, actors):
        return None
    if verb.reflexive and verb.has("promise"):
        return None
    if verb.has("call") and (found := call(sentence, verb, actors)):
        return found
    if verb.has("say") and (found := infinitive(sentence, verb)):
        return found
    if verb.has("praise") and (found := find_object(sentence, verb, actors.cast)):
        return found
    if verb.has("say"):
        if sentence.language == "en" and (found := bare_clause(sentence, verb)):
            return found
        for index in range(verb.end, min(verb.end + 12, len(tokens))):
            if tokens[index].surface in COLONS and sentence.quotation_at(index + 1) is None:
                return index + 1 if finite_between(sentence, index, len(tokens)) else None
            if is_end(sentence, index) or sentence.quotation_at(index):
                break
    return None


def _after_person(sentence: Sentence, verb: Verb, actors: Actors) -> bool:
    """ ", M. X, qui a appelé à …": a relative that only tells on of someone named."""
    who = verb.start - 1
    return (
        who > 1
        and "who" in sentence.tokens[who].tags
        and surface_at(sentence, who - 1) in COMMAS
        and any(
            who - 1 in (one.mention.end, one.mention.outer_end)
            for one in actors.cast.named_in(sentence)
        )
    )


def _sentence_end(sentence: Sentence, start: int) -> int:
    """The end of the sentence, or of the part of it before a semicolon."""
    for index in range(start, len(sentence.tokens)):
        if sentence.tokens[index].surface in (";", "؛") and sentence.quotation_at(index) is None:
            return index
    return len(sentence.tokens)


def _before(sentence: Sentence, verb: Verb, actors: Actors) -> Statement | None:
    """The words before a verb of saying that stands at the end or between commas."""
    if relies_on(sentence, verb):
        return None
    if not is_said(verb, sentence) or "who" in sentence.tokens[max(verb.start - 1, 0)].tags:
        return None
    if sentence.language == "ar" and sentence.tokens[verb.start].form.startswith("و"):
        return None  # "، ودعا إلى …" says more, it attributes nothing
    span = None if verb.pronoun else subject_before(sentence, verb)
    after: Span | None = None
    inverted = verb.pronoun is not None or surface_at(sentence, verb.start - 1) in COMMAS
    if inverted:
        cut = verb.start - 1
        if surface_at(sentence, cut) not in COMMAS:
            return None
        after = None if verb.pronoun else subject_after(sentence, verb, actors.cast)
        speaker = (
            source_of_on(sentence, verb, actors) or recalled(sentence, verb, actors)
            if verb.pronoun
            else (actors.identify(sentence, *after) if after else None)
        )
        end = after[1] if after else verb.end
        if speaker and speaker.kind == "unnamed" and not _is_speaking(sentence, speaker):
            return None
        if speaker is None and sentence.language == "en" and span:
            speaker, cut, end = actors.identify(sentence, *span), span[0] - 1, verb.end
        if speaker is None and sentence.language in ("es", "ar"):
            speaker = actors.recall(sentence, verb.start, None)
        if sentence.language == "en" and span and not after:
            cut = span[0] - 1
    else:
        if span is None or span[0] == 0 or surface_at(sentence, span[0] - 1) not in COMMAS:
            return None
        has_object = "article" in sentence.tokens[min(verb.end, len(sentence.tokens) - 1)].tags
        if has_object and sentence.tokens[verb.head].form != "told":
            return None  # it does not say
        speaker, cut, end = actors.identify(sentence, *span), span[0] - 1, verb.end
    if cut <= 0:
        return None
    start = start_before(sentence, cut)
    pieces: list[Span] = [(start, cut)]
    end = attribution_end(sentence, end)
    goes_on = end < len(sentence.tokens) and surface_at(sentence, end) in COMMAS
    if goes_on and but_follows(sentence, end + 1):
        pieces.append((end + 1, last_word(sentence, _sentence_end(sentence, end + 1))))
    elif not finite_between(sentence, start, cut):
        opens = sentence.tokens[start].tags
        if sentence.language == "ar" and opens.keys() & {"preposition", "adverb"}:
            return None  # "وفي سياق متصل، تحدث …"
        if after and any(surface_at(sentence, at) in COMMAS for at in range(verb.end, after[0])):
            return None  # "X, ministro, anunció hoy, tras reunirse en …": its subject goes before
        later = finite_between(sentence, end, len(sentence.tokens))
        if not (goes_on and later):
            return None
        pieces.append((end + 1, last_word(sentence, _sentence_end(sentence, end + 1))))
    if word_count(sentence, start, cut) < _SHORTEST_CLAUSE and len(pieces) == 1:
        return None
    if not goes_on and not ends_here(sentence, end):
        return None
    return Statement(sentence, verb, speaker, tuple(pieces), cut, told=(cut, end))


def _is_speaking(sentence: Sentence, speaker: Actor) -> bool:
    """Whether a noun after the verb is one who speaks.

    By our lists, or "un meunier", no "la piste".
    """
    tokens = sentence.tokens[speaker.start : speaker.end]
    if any(token.tags.keys() & SPEAKING_NOUNS for token in tokens):
        return True
    is_occasion = any(token.names_occasion for token in tokens[:3])
    return bool(tokens) and "some" in tokens[0].tags and not is_occasion
