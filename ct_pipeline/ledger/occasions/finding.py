"""The occasions of a text, each once, with all that its sentences say of it."""

from __future__ import annotations

from collections.abc import Sequence

from ct_pipeline.language.intervals import Interval
from ct_pipeline.ledger.clause_moods import is_conditional
from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.occasions.deeds import find_deeds
from ct_pipeline.ledger.occasions.entering import (
    ceremony_of,
    done_again,
    enter,
    gathered_for,
    is_another,
    is_sitting,
    told_again,
)
from ct_pipeline.ledger.occasions.kinds import kind_before
from ct_pipeline.ledger.occasions.mentions import find_phrases, iterate_words
from ct_pipeline.ledger.occasions.nominal import (
    by_date,
    by_toll,
    dated,
    day_told_before,
    in_passing,
    is_led,
)
from ct_pipeline.ledger.occasions.occasion import Occasion
from ct_pipeline.ledger.occasions.openings import opened_works
from ct_pipeline.ledger.occasions.phrase import OccasionPhrase
from ct_pipeline.ledger.occasions.places import place_of, place_of_dispatch
from ct_pipeline.ledger.occasions.telling import find_telling
from ct_pipeline.ledger.occasions.tellings import Telling, by_participle
from ct_pipeline.ledger.occasions.times import bounds, status_of, times_of
from ct_pipeline.ledger.programmes import belongs_to
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import COMMAS
from ct_pipeline.ledger.timing import When
from ct_pipeline.ledger.verbs.verb import Tense

# What has editions and sessions.
_REPEATED = ("conference", "course", "exercise", "meeting")
# What is done at an occasion on the day on which it is.
_BEGINS = ("start", "inaugurate", "hold", "found")
_DATED_DEEDS = ("signing", "launch", "inauguration", "arrest", "attack", "visit")
_NEAR = 8  # tokens
_THERE = ("attend", "speak", "chair", "follow", "sign", "meet", "receive", "host")


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
                if phrase.kind != "attack":
                    continue
                telling = None
            if is_sitting(phrase) and occasions and not is_another(phrase, telling, base):
                continue
            told = _tell(phrase, telling, parts, base, occasions)
            if told:
                enter(told, phrase, occasions)
                taken |= {telling.verb.head} if telling else set()
            elif same := told_again(phrase, occasions):
                same.sentences.append(sentence.number)
                same.programme = same.programme or belongs_to(sentence, phrase.end)
        for deed in find_deeds(sentence, parts, base):
            if deed.verb is not None and deed.verb.head in taken:
                continue
            if same := (
                done_again(deed, occasions)
                or gathered_for(deed, occasions)
                or ceremony_of(deed, occasions)
            ):
                same.sentences.append(sentence.number)
            else:
                deed.sentences.append(sentence.number)
                occasions.append(deed)
        if occasions and (opened := opened_works(sentence, base)):
            occasions[-1].starts = occasions[-1].starts or opened
            occasions[-1].sentences.append(sentence.number)
    for one in occasions:
        one.place = one.place or place_of_dispatch(one, sentences)
        one.starts = one.starts or day_told_before(one, sentences, base)
    return occasions


def _tell(
    phrase: OccasionPhrase,
    telling: Telling | None,
    clauses: Sequence[Clause],
    base: Interval | None,
    known: Sequence[Occasion],
) -> Occasion | None:
    sentence = phrase.sentence
    if telling is None or _is_dated_aside(phrase):
        return (
            by_toll(phrase, clauses, base)
            or by_date(phrase, clauses, base)
            or in_passing(phrase, clauses, base)
        )
    if is_conditional(sentence, telling.clause):
        return None
    verb = telling.verb
    times = times_of(phrase, telling, base)
    if not any(not one.is_deadline for one in times) or not times:
        times = _told_beside(phrase, telling, clauses, base) or times
    status = status_of(phrase, telling, times, base)
    if status is None:
        return None
    place = place_of(phrase, telling)
    is_some = telling.role == "participle" or telling.verb.has("give")
    if is_some and not (times or place) and phrase.is_bare:
        return None  # "gave lectures"
    starts, ends = bounds(verb, times)
    if verb.has("finish") and not starts:
        starts = _opened(phrase, clauses, base)
    elif status == "under_way" and ends and ends.last and base and ends.last < base.start.date():
        status = "held"
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
        _kind(phrase, known),
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


def _is_dated_aside(phrase: OccasionPhrase) -> bool:
    """ "La signature, mercredi à Rabat, d'une convention ouvre …": a deed dated between commas,
    of which the verb tells only what it is good for."""
    sentence, tokens = phrase.sentence, phrase.sentence.tokens
    apart = phrase.end < len(tokens) and tokens[phrase.end].surface in COMMAS
    return (
        apart
        and phrase.kind in _DATED_DEEDS
        and any(0 < one.start - phrase.end <= 2 for one in sentence.dates)
    )


def _opened(
    phrase: OccasionPhrase, clauses: Sequence[Clause], base: Interval | None
) -> When | None:
    """When what has ended began: "a course, which had been opened on Monday", "opened on …"."""
    beside = by_participle(phrase.sentence, phrase)
    if beside and beside.verb.has(*_BEGINS):
        return next(iter(times_of(phrase, beside, base)), None)
    after = _relative_after(phrase, clauses)
    later = [one for one in clauses if one.start >= phrase.end and one.verb.has("start")]
    told = [after] if after and after.verb.has(*_BEGINS) else later
    return next((when for one in told for when in dated(phrase.sentence, one, base)), None)


def _relative_after(phrase: OccasionPhrase, clauses: Sequence[Clause]) -> Clause | None:
    """The relative clause that tells more of an occasion: ", which ran from 16 to 27 March"."""
    sentence = phrase.sentence
    for clause in clauses:
        if clause.who is not None and phrase.end <= clause.who <= phrase.end + _NEAR:
            gap = sentence.tokens[phrase.end : clause.who]
            return None if any(token.surface in ";:" for token in gap) else clause
    return None


def _told_beside(
    phrase: OccasionPhrase, telling: Telling, clauses: Sequence[Clause], base: Interval | None
) -> list[When]:
    """The dates of a participle, or of what was done there: "took part on Monday in a course that
    X hosted"."""
    if telling.verb.has("finish") and telling.tense is Tense.PAST:
        main = clauses[0] if clauses else None
        return dated(phrase.sentence, main, base) if main else []
    if telling.verb.has("postpone", "cancel", "finish"):
        return []
    after = _relative_after(phrase, clauses)
    if after and after.verb.has("hold") and (times := dated(phrase.sentence, after, base)):
        return times
    if telling.role == "participle" and is_led(phrase):
        main = next((one for one in clauses if one.holds(phrase.start)), None)
        return dated(phrase.sentence, main, base) if main else []
    beside = by_participle(phrase.sentence, phrase)
    if beside and telling.role != "participle" and beside.tense is Tense.PAST:
        return times_of(phrase, beside, base)
    main = next((one for one in clauses if one.who is None and one.holds(phrase.start)), None)
    was_there = main and main.verb.tense is Tense.PAST and main.verb.has(*_THERE)
    if main is None or not was_there or telling.clause is None or telling.clause.who is None:
        return []
    return dated(phrase.sentence, main, base)


def _kind(phrase: OccasionPhrase, known: Sequence[Occasion]) -> str:
    """The kind of an occasion; that of the last where the phrase is only a word for another one."""
    last = known[-1].kind if known else None
    if phrase.is_edition and last in _REPEATED:
        return last
    return phrase.kind or kind_before(phrase.sentence, phrase.start) or last or "other"
