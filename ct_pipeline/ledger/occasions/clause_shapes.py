"""What stands in a clause around an occasion."""

from __future__ import annotations

from dataclasses import replace

from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.occasions.phrase import OccasionPhrase
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import COMMAS
from ct_pipeline.ledger.verbs.verb import Tense, Verb

_NEAR = 4  # tokens from a verb to its date
_ABOUT = frozenset(("حول", "عن", "بشان"))


def is_copula(sentence: Sentence, verb: Verb) -> bool:
    return verb.has("copula") or sentence.tokens[verb.head].form in (
        "sera",
        "seront",
        "será",
        "serán",
        "be",
    )


def is_dated(sentence: Sentence, clause: Clause) -> bool:
    return any(clause.holds(date.start) for date in sentence.dates)


def put_off(sentence: Sentence, clause: Clause) -> Clause:
    """The clause; of postponing where it tells till when something will not be held."""
    verb = clause.verb
    if not (verb.negated and verb.tense is Tense.FUTURE and verb.has("hold", "start")):
        return clause
    until = any(
        sentence.tokens[at].tags.keys() & {"before", "until"} for at in clause.behind(_NEAR)
    )
    if not (until and is_dated(sentence, clause)):
        return clause
    return replace(clause, verb=replace(verb, tags=frozenset({"postpone"}), negated=False))


def takes_place(verb: Verb) -> bool:
    """ "aura lieu", "tendrá lugar": two words for to be held."""
    return verb.end - verb.head > 1


def has_object(sentence: Sentence, verb: Verb) -> bool:
    after = sentence.tokens[verb.end : verb.end + 1]
    return bool(after) and bool(after[0].tags.keys() & {"article"})


def is_governed(sentence: Sentence, phrase: OccasionPhrase, start: int) -> bool:
    """Whether a phrase hangs on another: "les conclusions de la réunion ont été …"."""
    before = phrase.start - 1
    if before < start:
        return False
    token = sentence.tokens[before]
    if token.surface in COMMAS or "and" in token.tags:
        return False
    if "of" in token.tags and before > start and "duration" in sentence.tokens[before - 1].tags:
        return False  # "three days of talks"
    return (
        bool(token.tags.keys() & {"preposition", "of"}) and not token.tags.keys() & {"article"}
    ) or bool(token.tags.keys() & {"preposition", "of"})


def is_near(sentence: Sentence, start: int, end: int) -> bool:
    """Whether between a verb and a phrase stand only times, places, asides and its subject."""
    tokens = sentence.tokens
    if end - start > 26:
        return False
    for index in range(start, end):
        token = tokens[index]
        if not token.is_word:
            if token.surface in ";:":
                return False
            continue
        if "that" in token.tags or "who" in token.tags:
            return False
        if any(verb.start == index and verb.is_finite for verb in sentence.verbs):
            return False
    if sentence.language == "ar":
        return not any(token.form in _ABOUT for token in tokens[start:end])
    opening = {
        at
        for index in range(start, end)
        for at in range(index, tokens[index].tags.get("opening_noun", 0))
    }
    nouns = [
        token
        for index, token in enumerate(tokens[start:end], start)
        if token.is_word
        and index not in opening
        and not token.tags.keys()
        & {"article", "preposition", "of", "adverb", "time", "former", "their", "and", "duration"}
        and not token.is_capital
        and not any(date.start <= index < date.end for date in sentence.dates)
        and not (sentence.named_at(index))
        and not any(number.start <= index < number.end for number in sentence.numbers)
    ]
    return len(nouns) <= (3 if end > start and tokens[start].tags.keys() & {"preposition"} else 1)


def is_near_participle(sentence: Sentence, verb: Verb, phrase: OccasionPhrase) -> bool:
    """ "Prévu jusqu'au 20 février, le stage …": a participle that opens the sentence."""
    between = sentence.tokens[verb.end : phrase.start]
    return sum(token.surface in COMMAS for token in between) == 1 and between[-1].surface in COMMAS


def is_holding(phrase: OccasionPhrase) -> bool:
    """ "على عقد الدورة الرابعة", "la tenue d'un forum": the noun of holding before a phrase."""
    before = phrase.sentence.tokens[max(phrase.start - 3, 0) : phrase.start]
    return any("holding" in token.tags for token in before)


def is_expected_for(sentence: Sentence, verb: Verb, phrase: OccasionPhrase) -> bool:
    """ "attendu jeudi à Abuja pour un sommet": who is expected, and for what."""
    led = sentence.tokens[max(phrase.start - 2, 0) : phrase.start]
    near = 0 < phrase.start - verb.end <= 8
    return near and verb.has("plan") and any(one.form in ("pour", "for", "para") for one in led)
