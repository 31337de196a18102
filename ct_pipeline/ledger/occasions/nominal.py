"""Occasions that no verb of holding tells of: by a date beside them, by whom they killed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ct_pipeline.language.intervals import Interval
from ct_pipeline.language.resolving import Leaning
from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.occasions.mentions import iterate_words
from ct_pipeline.ledger.occasions.occasion import Occasion
from ct_pipeline.ledger.occasions.phrase import OccasionPhrase
from ct_pipeline.ledger.occasions.places import NAMED, place_of
from ct_pipeline.ledger.occasions.tellings import Telling
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.timing import When, find_times
from ct_pipeline.ledger.verbs.verb import Tense

_THESE = frozenset("ce cette ces this these este esta estos estas هذا هذه".split())
_IN = frozenset(("en", "in", "at", "dans", "في"))
_LENGTH = frozenset(("duration", "of", "cardinal"))
_ASIDE = 12  # tokens from who said it to where
_STRIKES = ("attack", "harm", "die", "wound")


def by_toll(
    phrase: OccasionPhrase, clauses: Sequence[Clause], base: Interval | None
) -> Occasion | None:
    """ "ont péri mardi dans l'attaque d'un marché": an attack told by whom it killed or hurt."""
    sentence = phrase.sentence
    clause = _clause_of(phrase, clauses)
    after = range(phrase.noun + 1, phrase.end + 3)
    which = next((one for one in clauses if one.who in after and one.verb.has(*_STRIKES)), None)
    if which is not None and dated(sentence, which, base):
        clause = which
    if phrase.kind != "attack" or clause is None or clause.verb.negated or _is_some(phrase):
        return None
    told = range(clause.start, clause.end)
    if clause.verb.tense not in (Tense.PAST, Tense.PRESENT) or not (
        clause.verb.has(*_STRIKES)
        or any(sentence.tokens[at].tags.keys() & {"killed_noun", "injured_noun"} for at in told)
    ):
        return None
    times = [
        one
        for one in find_times(sentence, base, Leaning.PAST)
        if (clause.holds(one.start) or (sentence.language == "ar" and one.start > phrase.start))
        and not (one.is_deadline or one.is_since)
    ]
    telling = Telling(clause.verb, clause, "nominal", Tense.PAST)
    return replace(
        _plain(phrase, "held"),
        verb=clause.verb,
        clause=clause,
        starts=next(iter(times), None),
        place=place_of(phrase, telling),
    )


def _is_some(phrase: OccasionPhrase) -> bool:
    """Whether it is attacks of no number: "lost 340 officers to militant attacks"."""
    token = phrase.sentence.tokens[phrase.start]
    is_plural = phrase.sentence.tokens[phrase.noun].form.endswith("s")
    return is_plural and phrase.sentence.language == "en" and not token.tags.keys() & {"article"}


def _clause_of(phrase: OccasionPhrase, clauses: Sequence[Clause]) -> Clause | None:
    """The clause that a phrase begins in."""
    return next((one for one in clauses if one.holds(phrase.start)), None)


def _plain(phrase: OccasionPhrase, status: str) -> Occasion:
    """The occasion that a phrase names, of which nothing more is known yet."""
    nouns = frozenset(iterate_words(phrase))
    return Occasion(
        phrase.sentence, phrase.start, phrase.end, phrase.name, phrase.kind, status, nouns=nouns
    )


def dated(sentence: Sentence, clause: Clause, base: Interval | None) -> list[When]:
    """The days that a clause names, neither deadlines nor beginnings."""
    return [
        one
        for one in find_times(sentence, base, Leaning.PAST)
        if clause.holds(one.start) and one.is_known and not (one.is_deadline or one.is_since)
    ]


def by_date(
    phrase: OccasionPhrase, clauses: Sequence[Clause], base: Interval | None
) -> Occasion | None:
    """ "son ouverture le 6 octobre 2020": a date right after the phrase, and no verb."""
    sentence = phrase.sentence
    if phrase.kind == "anniversary" and phrase.edition:
        return replace(_plain(phrase, "held"), is_doubtful=True)
    clause = _clause_of(phrase, clauses)
    if phrase.is_stand_in or (clause and clause.verb.has("promise", "plan", "agree", "wish")):
        return None
    for when in find_times(sentence, base, _leaning_of(phrase, clauses)):
        if when.is_deadline or when.is_since or not when.first:
            continue
        if when.start >= phrase.end and _only_place_between(sentence, phrase.end, when.start):
            status = "held" if base is None or when.first <= base.start.date() else "announced"
            place = place_of(phrase, None)
            return replace(
                _plain(phrase, status),
                end=when.end,
                series=phrase.series,
                edition=phrase.edition,
                starts=when,
                place=place,
            )
    return None


def _leaning_of(phrase: OccasionPhrase, clauses: Sequence[Clause]) -> Leaning:
    """Whether the clause around a phrase looks ahead: "whether it would attend the talks"."""
    clause = _clause_of(phrase, clauses)
    ahead = clause and clause.verb.tense in (Tense.FUTURE, Tense.CONDITIONAL, Tense.MUST)
    return Leaning.FUTURE if ahead else Leaning.PAST


def _only_place_between(sentence: Sentence, start: int, end: int) -> bool:
    """Whether no more than a preposition or a place stands between a phrase and its date."""
    loose = [
        token
        for index, token in enumerate(sentence.tokens[start:end], start)
        if token.is_word
        and "article" not in token.tags
        and not ((named := sentence.named_at(index)) and named.kind in NAMED)
    ]
    placed = any(one.kind in NAMED for one in sentence.names_between(start, end))
    return len(loose) <= (2 if placed else 1)


def is_led(phrase: OccasionPhrase) -> bool:
    """Whether a phrase tells at what something else was done: "lors d'une cérémonie"."""
    tokens, start = phrase.sentence.tokens, phrase.start
    if start and tokens[start - 1].form in _IN and not phrase.is_definite:
        return True
    while start > 1 and tokens[start - 1].tags.keys() & _LENGTH:
        start -= 1  # "after two days of talks"
    return any(
        tokens[at].tags.get("at_occasion", 0) in (start, start - 1, phrase.start, phrase.start - 1)
        for at in range(max(start - 7, 0), start)
    )


def day_told_before(
    one: Occasion, sentences: Sequence[Sentence], base: Interval | None
) -> When | None:
    """The day of the sentence before: "these announcements were made at …"."""
    sentence = one.sentence
    if one.starts or one.status != "held" or one.verb is not None or not sentence.number:
        return None
    if sentence.tokens[sentence.opening].form not in _THESE:
        return None
    times = find_times(sentences[sentence.number - 1], base, Leaning.PAST)
    return next((when for when in times if when.precision == "day"), None)


def _said_before(phrase: OccasionPhrase, clause: Clause) -> tuple[int, int] | None:
    """ "…, a annoncé mardi X, lors d'une conférence": the aside that tells what was said there."""
    if clause.verb.tense is Tense.PAST:
        return None
    for start, end in clause.holes:
        said = [one for one in phrase.sentence.verbs if start <= one.start < end]
        past = any(one.has("say") and one.tense is Tense.PAST for one in said)
        if past and 0 <= phrase.start - end <= _ASIDE:
            return start, phrase.start
    return None


def in_passing(
    phrase: OccasionPhrase, clauses: Sequence[Clause], base: Interval | None
) -> Occasion | None:
    """ "au terme d'un entretien avec X": an occasion at which something dated was done."""
    sentence = phrase.sentence
    if (
        phrase.is_stand_in
        or (phrase.is_definite and not phrase.series)
        or phrase.kind not in ("meeting", "conference", "course", "other")
    ):
        return None
    clause = _clause_of(phrase, clauses)
    if not is_led(phrase) or clause is None:
        return None
    said = _said_before(phrase, clause)
    if clause.verb.tense is not Tense.PAST and said is None:
        return None
    times = [
        one
        for one in find_times(sentence, base, Leaning.PAST)
        if (said[0] <= one.start < said[1] if said else clause.holds(one.start))
        and not one.is_deadline
        and one.is_known
    ]
    past = [one for one in times if base is None or one.last is None or one.last <= base.end.date()]
    telling = Telling(clause.verb, clause, "nominal", Tense.PAST)
    place = place_of(phrase, telling)
    if not past and (place is None or place.kind != "city"):
        return None
    return replace(
        _plain(phrase, "held"),
        series=phrase.series,
        edition=phrase.edition,
        starts=next(iter(past), None),
        place=place,
    )
