"""Occasions that a verb alone tells of.

An inauguration, a signing, an arrest, a visit, a founding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ct_pipeline.language.intervals import Interval
from ct_pipeline.language.resolving import Leaning
from ct_pipeline.ledger.clause_moods import lies_ahead
from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.occasions.deed_kinds import deed_kind
from ct_pipeline.ledger.occasions.occasion import Occasion
from ct_pipeline.ledger.occasions.participle_deeds import by_participles, first_and_last
from ct_pipeline.ledger.occasions.places import is_located
from ct_pipeline.ledger.sentence import Named, Sentence
from ct_pipeline.ledger.timing import When, find_times
from ct_pipeline.ledger.verbs.verb import Tense, Verb

_PROMISE_REACH = 6  # tokens
_AFTER = frozenset(("après", "after", "tras", "following", "upon"))
_MEETING = 8  # tokens of "entretenu à Rabat avec son homologue"
_SOMEBODY = frozenset(("role", "rank", "sir"))
_MARKS = (",", ".", ";")


def find_deeds(
    sentence: Sentence, clauses: Sequence[Clause], base: Interval | None
) -> Iterator[Occasion]:
    """The occasions that the verbs of a sentence tell of."""
    for clause, leader in _with_promised(sentence, clauses):
        clause = _scheduled(sentence, clause, base)
        if lies_ahead(sentence, clause):
            clause = replace(clause, verb=replace(clause.verb, tense=Tense.FUTURE))
        verb = clause.verb
        if verb.negated or verb.tense in (Tense.CONDITIONAL, Tense.MUST, Tense.WAS_GOING):
            continue
        kind = deed_kind(sentence, clause)
        if kind is None:
            continue
        times = _times(sentence, clause, base)
        if kind in ("arrest", "attack") and _adds_up(sentence, clause, times, base):
            continue
        place = _place(sentence, clause)
        if found := _as_occasion(sentence, clause, kind, times, place):
            found.leader = leader
            yield found
    yield from by_participles(sentence, clauses, base)
    yield from _met_before(sentence, clauses, base)


def _scheduled(sentence: Sentence, clause: Clause, base: Interval | None) -> Clause:
    """A present with a date to come is a future: "يزور الثلاثاء المقبل", "visits next week"."""
    if clause.verb.tense is not Tense.PRESENT or base is None or clause.verb.passive:
        return clause
    ahead = [
        one for one in find_times(sentence, base, Leaning.FUTURE)
        if clause.holds(one.start) and one.first and one.first > base.end.date()
    ]  # fmt: skip
    if not ahead:
        return clause
    return replace(clause, verb=replace(clause.verb, tense=Tense.FUTURE))


def _met_before(
    sentence: Sentence, clauses: Sequence[Clause], base: Interval | None
) -> Iterator[Occasion]:
    """ "après s'être entretenu à Rabat avec X", "after meeting X in Rabat": what went before."""
    for verb in sentence.verbs:
        if verb.tense not in (Tense.INFINITIVE, Tense.GERUND) or not verb.has("meet"):
            continue
        led = sentence.tokens[max(verb.start - 1, 0)].form
        main = next((one for one in clauses if one.start <= verb.start < one.end), None)
        is_after = led in _AFTER or sentence.tokens[verb.start].form == "having"
        told = sentence.tokens[verb.end : verb.end + _MEETING + 4]
        is_after &= any(one.tags.keys() & _SOMEBODY and not one.form.endswith("s") for one in told)
        if not is_after or main is None or main.verb.tense is not Tense.PAST or main.verb.negated:
            continue
        stops = [at for at in range(verb.end, main.end) if sentence.tokens[at].surface in _MARKS]
        end = min([verb.end + _MEETING, main.end, *stops])
        places = [one for one in sentence.names if one.kind == "city" and one.located]
        near = [one for one in places if verb.end <= one.start < main.end] or places
        times = [one for one in find_times(sentence, base, Leaning.PAST) if main.holds(one.start)]
        known = [one for one in times if not (one.is_deadline or one.is_since) and one.is_known]
        if known or near:
            yield Occasion(
                sentence, verb.start, end, sentence.surface(verb.start, end), "meeting", "held",
                verb, None, starts=next(iter(known), None), place=next(iter(near), None),
            )  # fmt: skip


def _with_promised(
    sentence: Sentence, clauses: Sequence[Clause]
) -> Iterator[tuple[Clause, Verb | None]]:
    """The clauses, and each deed promised in one as a clause in the future."""
    for clause in clauses:
        yield clause, None
        yield from ((one, None) for one in _of_promise(sentence, clause))
        if clause.verb.negated or not clause.verb.has("promise", "plan", "agree"):
            continue
        for verb in sentence.verbs:
            if (
                verb.tense is Tense.INFINITIVE
                and clause.verb.end <= verb.start < clause.verb.end + 8
                and clause.holds(verb.start)
            ):
                deed = replace(verb, tense=Tense.FUTURE)
                yield replace(clause, verb=deed, start=verb.start), clause.verb
                break


def _of_promise(sentence: Sentence, clause: Clause) -> Iterator[Clause]:
    """ "con el compromiso de volver a reunirse en 2027": what a noun of promising leads to."""
    for noun in sentence.tagged("promise_noun"):
        for verb in sentence.verbs:
            near = clause.holds(noun) and noun < verb.start <= noun + _PROMISE_REACH
            if near and verb.tense is Tense.INFINITIVE and verb.has("meet"):
                deed = replace(verb, tense=Tense.FUTURE)
                yield replace(clause, verb=deed, start=verb.start)


def _adds_up(
    sentence: Sentence, clause: Clause, times: Sequence[When], base: Interval | None
) -> bool:
    """Whether a verb adds up many: "a démantelé 80 cellules depuis 2002", "this year"."""
    since = any(
        one.is_since and one.precision != "day" and clause.holds(one.start)
        for one in find_times(sentence, base, Leaning.PAST)
    )
    return since or any(one.precision in ("year", "quarter", "half_year") for one in times)


def _times(sentence: Sentence, clause: Clause, base: Interval | None) -> list[When]:
    is_past = clause.verb.tense is Tense.PAST
    leaning = Leaning.PAST if is_past else Leaning.FUTURE
    return [
        one
        for one in find_times(sentence, base, leaning)
        if clause.holds(one.start) and not one.is_since
    ]


def _place(sentence: Sentence, clause: Clause) -> Named | None:
    named = [
        one for one in sentence.names if one.kind in ("city", "country") and clause.holds(one.start)
    ]
    struck = clause.verb.has("attack", "arrest", "seize")
    located = [one for one in named if one.located or (struck and is_located(sentence, one))]
    cities = [one for one in located if one.kind == "city"]
    if clause.verb.has("sentence", "uphold"):  # "A Paris court jailed …": the court's city
        court = [one for one in named if one.start < clause.verb.start]
        cities = [one for one in court if one.kind == "city"] or court or cities
    if clause.verb.has("stand_trial") and not cities:
        cities = [one for one in named if one.kind == "city" and one.start >= clause.verb.end]
    if clause.verb.has("visit"):
        bodies = [
            one for one in sentence.names if one.kind not in ("city", "country", "demonym", "place")
        ]
        free = [
            one
            for one in named
            if one.kind == "city"
            and one.start >= clause.verb.end
            and not any(body.start <= one.start <= body.end for body in bodies)
        ]
        cities = free or cities
    return next(iter(cities or located), None)


def _as_occasion(
    sentence: Sentence, clause: Clause, kind: str, times: Sequence[When], place: Named | None
) -> Occasion | None:
    verb = clause.verb
    start = max(clause.start, sentence.opening)
    end = min(
        (a for a, b in clause.holes if b >= clause.end - 1 and a > verb.start), default=clause.end
    )
    while start < end and not sentence.tokens[start].is_word:
        start += 1
    while end > start and not sentence.tokens[end - 1].is_word:
        end -= 1
    is_future = verb.tense is Tense.FUTURE
    is_on = kind == "visit" and bool(times) and times[0].pair is not None
    is_on |= kind == "trial" and verb.has("start")  # "ha empezado a juzgar"
    if verb.tense is Tense.PRESENT and kind != "arrest" and not is_on:
        return None
    if is_future and not times:
        return None
    starts, ends = first_and_last(times[0] if times else None)
    status = "announced" if is_future else "under_way" if is_on else "held"
    is_placed = place or verb.has("sentence", "seize", "uphold") or sentence.dateline is not None
    if kind == "other" and not (times and place):
        return None
    if kind in ("visit", "meeting", "launch") and not (times or place):
        return None
    if kind in ("attack", "trial") and not (times and is_placed):
        return None
    return Occasion(
        sentence, start, end, sentence.surface(start, end), kind, status, verb, clause,
        starts=starts, ends=ends, place=place, is_promised=is_future,
    )  # fmt: skip
