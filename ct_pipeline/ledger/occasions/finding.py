"""The occasions of a text, each once, with all that its sentences say of it."""

from __future__ import annotations

from collections.abc import Sequence

from ct_pipeline.language.intervals import Interval
from ct_pipeline.language.resolving import Leaning
from ct_pipeline.ledger.clauses import Clause, is_conditional
from ct_pipeline.ledger.occasions.deeds import find_deeds
from ct_pipeline.ledger.occasions.entering import done_again, enter, is_sitting, told_again
from ct_pipeline.ledger.occasions.mentions import OccasionPhrase, find_phrases, iterate_words
from ct_pipeline.ledger.occasions.occasion import Occasion
from ct_pipeline.ledger.occasions.telling import Telling, find_telling
from ct_pipeline.ledger.occasions.times import bounds, participle_end, status_of, times_of
from ct_pipeline.ledger.sentence import Named, Sentence
from ct_pipeline.ledger.timing import find_times
from ct_pipeline.ledger.verbs.verb import Tense

_PLACES = ("city", "place", "country")


def find_occasions(
    sentences: Sequence[Sentence], clauses: Sequence[Sequence[Clause]], base: Interval | None
) -> list[Occasion]:
    """The occasions that a text tells of, in the order of their first telling."""
    occasions: list[Occasion] = []
    for sentence, parts in zip(sentences, clauses, strict=True):
        taken: set[int] = set()
        for phrase in find_phrases(sentence):
            telling = find_telling(phrase, parts)
            if telling and telling.role == "subject" and telling.verb.head in taken:
                continue
            if is_sitting(phrase) and occasions:
                continue
            told = _tell(phrase, telling, parts, base, occasions)
            if told:
                enter(told, phrase, occasions)
                taken |= {telling.verb.head} if telling else set()
            elif same := told_again(phrase, occasions):
                same.sentences.append(sentence.number)
        for deed in find_deeds(sentence, parts, base):
            if deed.verb is not None and deed.verb.head in taken:
                continue
            if same := done_again(deed, occasions):
                same.sentences.append(sentence.number)
            else:
                deed.sentences.append(sentence.number)
                occasions.append(deed)
    return occasions


def _tell(
    phrase: OccasionPhrase,
    telling: Telling | None,
    clauses: Sequence[Clause],
    base: Interval | None,
    known: Sequence[Occasion],
) -> Occasion | None:
    sentence = phrase.sentence
    if telling is None:
        return (
            _by_toll(phrase, clauses, base)
            or _by_date(phrase, clauses, base)
            or _in_passing(phrase, clauses, base)
        )
    if is_conditional(sentence, telling.clause):
        return None
    verb = telling.verb
    times = times_of(phrase, telling, base)
    status = status_of(phrase, telling, times, base)
    if status is None:
        return None
    place = _place(phrase, telling)
    if telling.role == "participle" and not (times or place) and phrase.is_bare:
        return None
    starts, ends = bounds(verb, times)
    if (
        status == "announced"
        and not (times or place)
        and not phrase.series
        and not (phrase.edition and telling.verb.has("hold"))
    ):
        return None
    if (
        telling.tense is Tense.PRESENT
        and status in ("announced", "under_way")
        and not times
        and not verb.has("postpone", "cancel")
    ):
        return None
    return Occasion(
        sentence,
        phrase.start,
        phrase.end,
        phrase.name,
        phrase.kind or _kind_of_last(known),
        status,
        verb,
        telling.clause,
        phrase.series,
        None,
        phrase.edition,
        starts,
        ends,
        place,
        frozenset(iterate_words(phrase)),
        is_promised=status in ("announced", "postponed"),
    )


def _kind_of_last(known: Sequence[Occasion]) -> str:
    return known[-1].kind if known else "other"


def _place(phrase: OccasionPhrase, telling: Telling | None) -> Named | None:
    """The city, else the country, where a telling puts an occasion."""
    sentence = phrase.sentence
    named = [one for one in sentence.names if one.kind in _PLACES and one.country]
    clause = telling.clause if telling else None
    verb = telling.verb if telling else None

    def near(one: Named) -> bool:
        if phrase.start <= one.start < phrase.end and phrase.series and one.kind != "city":
            return False
        if telling and telling.role == "participle" and verb:
            return verb.start <= one.start < participle_end(sentence, verb)
        return clause is None or clause.holds(one.start)

    fitting = [one for one in named if near(one)]
    cities = [one for one in fitting if one.kind == "city" and one.located] or [
        one for one in fitting if one.kind == "city" and not phrase.start <= one.start < phrase.end
    ]
    countries = [one for one in fitting if one.kind == "country" and one.located]
    pool = cities or countries or _in_relative(phrase, clause)
    after = [one for one in pool if verb and one.start > verb.start]
    return next(iter(after or pool), None)


def _in_relative(phrase: OccasionPhrase, clause: Clause | None) -> list[Named]:
    """The city in the relative clause of an occasion: "which was to take place in Tangier"."""
    if clause is None:
        return []
    holes = [hole for hole in clause.holes if phrase.end <= hole[0] <= phrase.end + 3]
    return [
        one
        for one in phrase.sentence.names
        if one.kind == "city" and any(a <= one.start < b for a, b in holes)
    ]


def _by_toll(
    phrase: OccasionPhrase, clauses: Sequence[Clause], base: Interval | None
) -> Occasion | None:
    """ "ont péri mardi dans l'attaque d'un marché": an attack told by whom it killed or hurt."""
    sentence = phrase.sentence
    clause = next((one for one in clauses if one.holds(phrase.start)), None)
    if phrase.kind != "attack" or clause is None or clause.verb.negated:
        return None
    told = range(clause.start, clause.end)
    if clause.verb.tense not in (Tense.PAST, Tense.PRESENT) or not (
        clause.verb.has("attack", "harm", "die", "wound")
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
    return Occasion(
        sentence, phrase.start, phrase.end, phrase.name, phrase.kind, "held", clause.verb, clause,
        starts=next(iter(times), None), place=_place(phrase, telling),
        nouns=frozenset(iterate_words(phrase)),
    )  # fmt: skip


def _by_date(
    phrase: OccasionPhrase, clauses: Sequence[Clause], base: Interval | None
) -> Occasion | None:
    """ "son ouverture le 6 octobre 2020": a date right after the phrase, and no verb."""
    sentence = phrase.sentence
    if phrase.kind == "anniversary" and phrase.edition:
        return Occasion(
            sentence,
            phrase.start,
            phrase.end,
            phrase.name,
            phrase.kind,
            "held",
            nouns=frozenset(iterate_words(phrase)),
            is_doubtful=True,
        )
    clause = next((one for one in clauses if one.holds(phrase.start)), None)
    if phrase.is_stand_in or (clause and clause.verb.has("promise", "plan", "agree", "wish")):
        return None
    for when in find_times(sentence, base, _leaning_of(phrase, clauses)):
        if when.is_deadline or when.is_since or not when.first:
            continue
        if when.start >= phrase.end and _only_place_between(sentence, phrase.end, when.start):
            status = "held" if base is None or when.first <= base.start.date() else "announced"
            place = _place(phrase, None)
            return Occasion(
                sentence,
                phrase.start,
                when.end,
                phrase.name,
                phrase.kind,
                status,
                None,
                None,
                phrase.series,
                None,
                phrase.edition,
                when,
                None,
                place,
                frozenset(iterate_words(phrase)),
            )
    return None


def _leaning_of(phrase: OccasionPhrase, clauses: Sequence[Clause]) -> Leaning:
    """Whether the clause around a phrase looks ahead: "whether it would attend the talks"."""
    clause = next((one for one in clauses if one.holds(phrase.start)), None)
    ahead = clause and clause.verb.tense in (Tense.FUTURE, Tense.CONDITIONAL, Tense.MUST)
    return Leaning.FUTURE if ahead else Leaning.PAST


def _only_place_between(sentence: Sentence, start: int, end: int) -> bool:
    """Whether no more than a preposition or a place stands between a phrase and its date."""
    loose = [
        token
        for index, token in enumerate(sentence.tokens[start:end], start)
        if token.is_word
        and "article" not in token.tags
        and not ((named := sentence.named_at(index)) and named.kind in _PLACES)
    ]
    placed = any(one.kind in _PLACES for one in sentence.names_between(start, end))
    return len(loose) <= (2 if placed else 1)


def _in_passing(
    phrase: OccasionPhrase, clauses: Sequence[Clause], base: Interval | None
) -> Occasion | None:
    """ "au terme d'un entretien avec X": an occasion at which something dated was done."""
    sentence = phrase.sentence
    if (
        phrase.is_stand_in
        or (phrase.is_definite and not phrase.series)
        or phrase.kind not in ("meeting", "conference")
    ):
        return None
    led = any(
        sentence.tokens[at].tags.get("at_occasion", 0) in (phrase.start, phrase.start - 1)
        for at in range(max(phrase.start - 5, 0), phrase.start)
    )
    clause = next((one for one in clauses if one.holds(phrase.start)), None)
    if not led or clause is None or clause.verb.tense is not Tense.PAST:
        return None
    times = [
        one
        for one in find_times(sentence, base, Leaning.PAST)
        if clause.holds(one.start) and not one.is_deadline and one.is_known
    ]
    past = [one for one in times if base is None or one.last is None or one.last <= base.end.date()]
    if not past:
        return None
    telling = Telling(clause.verb, clause, "nominal", Tense.PAST)
    return Occasion(
        sentence,
        phrase.start,
        phrase.end,
        phrase.name,
        phrase.kind,
        "held",
        None,
        None,
        phrase.series,
        None,
        phrase.edition,
        past[0],
        None,
        _place(phrase, telling),
        frozenset(iterate_words(phrase)),
    )
