"""What is promised, planned or decided: by a verb of promising or in the future, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ct_pipeline.language.intervals import Interval
from ct_pipeline.language.resolving import Leaning
from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.clause_moods import is_conditional, lies_ahead
from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.conjuncts import conjuncts
from ct_pipeline.ledger.occasions.occasion import Occasion
from ct_pipeline.ledger.promise_makers import ACTING, agents_of, makers_of, pledgers
from ct_pipeline.ledger.promised import (
    find_place,
    find_recurrence,
    is_being,
    is_forecast,
    is_of_attack,
    is_opinion,
    is_vowed,
    kind_of,
    promised_deed,
    states,
    was_planned,
)
from ct_pipeline.ledger.promises_elliptic import second_promise
from ct_pipeline.ledger.sentence import Named, Sentence
from ct_pipeline.ledger.timing import When, find_times
from ct_pipeline.ledger.verbs.verb import Tense, Verb

_NOT_DEEDS = ("copula",)


@dataclass(slots=True, eq=False)
class Promise:
    """A promise, plan or mandate: its tokens, who made it, when it is due, what becomes of it."""

    sentence: Sentence
    start: int
    end: int
    kind: str
    makers: tuple[Actor, ...]
    due: When | None
    recurrence: str | None
    place: Named | None
    occasion: Occasion | None
    status: str = "open"
    is_doubtful: bool = False


def find_promises(
    sentences: Sequence[Sentence],
    clauses: Sequence[Sequence[Clause]],
    occasions: Sequence[Occasion],
    actors: Actors,
    base: Interval | None,
) -> list[Promise]:
    """The promises of a text in reading order, those of an occasion first in their sentence."""
    found: list[Promise] = []
    for sentence, parts in zip(sentences, clauses, strict=True):
        actors.rewind(sentence)
        here = [one for one in occasions if one.sentence is sentence and one.is_promised]
        promised = [_of_occasion(one, actors) for one in here]
        found += promised
        for clause in (part for one in parts for part in conjuncts(sentence, one)):
            if any(_covers(one, clause) for one in here):
                continue
            promise = _of_clause(sentence, clause, actors, base)
            if promise:
                found += _with_second(promise, clause, actors, base)
    return sorted(found, key=lambda one: (one.sentence.number, one.start))


def _with_second(
    promise: Promise, clause: Clause, actors: Actors, base: Interval | None
) -> Sequence[Promise]:
    """A promise, and one more of the same clause by somebody else."""
    sentence = promise.sentence
    second = second_promise(sentence, clause, actors) if promise.makers else None
    if second is None:
        return (promise,)
    start, end, actor = second
    times = find_times(sentence, base, Leaning.FUTURE)
    dues = [one for one in times if start <= one.start < end]
    first, last = _trim(sentence, start, end)
    due = None if promise.due and promise.due.start >= start else promise.due
    return (
        replace(promise, end=_trim(sentence, promise.start, start)[1], due=due),
        replace(promise, start=first, end=last, makers=(actor,), due=next(iter(dues), None)),
    )


def _covers(occasion: Occasion, clause: Clause) -> bool:
    """Whether the promise of an occasion is told by this clause."""
    if occasion.leader is not None:
        return occasion.leader.head == clause.verb.head and _is_within(occasion, clause)
    if occasion.clause is not None and occasion.clause.verb.head == clause.verb.head:
        return _is_within(occasion, clause)
    return occasion.clause is None and clause.holds(occasion.start)


def _is_within(occasion: Occasion, clause: Clause) -> bool:
    """Whether an occasion is told in a clause, and not in another deed that it was cut from."""
    told = occasion.clause
    return told is None or (told.start < clause.end and clause.start < told.end)


def _of_occasion(occasion: Occasion, actors: Actors) -> Promise:
    sentence, clause, verb = occasion.sentence, occasion.clause, occasion.verb
    start, end = occasion.start, occasion.end
    makers: tuple[Actor, ...] = ()
    if clause is not None:
        start, end = _trim(sentence, *_stretch(clause))
        start, end = min(start, occasion.start) if clause.who is not None else start, end
    elif verb is not None:
        end = max(end, verb.end, occasion.starts.end if occasion.starts else 0)
    if verb is not None and clause is not None and not (verb.passive or verb.reflexive):
        makers = makers_of(sentence, clause.verb, actors)
        is_clause = occasion.start <= verb.start < occasion.end
        makers = tuple(
            one for one in makers if is_clause or not occasion.start <= one.start < occasion.end
        )
    due = occasion.starts or occasion.ends
    if occasion.starts and occasion.ends and occasion.starts.start == occasion.ends.start and due:
        due = replace(due, last=occasion.ends.last, precision="range")
    if occasion.leader is not None:
        makers = makers_of(sentence, occasion.leader, actors)
    kind = {"course": "training", "signing": "agreement"}.get(occasion.kind, "event")
    status = "postponed" if occasion.status == "postponed" else "open"
    return Promise(
        sentence,
        start,
        end,
        kind,
        makers,
        due,
        find_recurrence(sentence, start, end),
        occasion.place,
        occasion,
        status,
    )


def _stretch(clause: Clause) -> tuple[int, int]:
    """A clause without what is set at its end."""
    end = min(
        (a for a, b in clause.holes if b >= clause.end - 1 and a > clause.verb.start),
        default=clause.end,
    )
    return clause.start, end


def _trim(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    tokens = sentence.tokens
    while start < end and (
        (not tokens[start].is_word and tokens[start].surface not in '«“"')
        or (tokens[start].tags.keys() & {"and"} and not tokens[start].prefix)
    ):
        start += 1
    while end > start and not tokens[end - 1].is_word and tokens[end - 1].surface not in "»”%)":
        end -= 1
    return start, end


def _of_clause(
    sentence: Sentence, clause: Clause, actors: Actors, base: Interval | None
) -> Promise | None:
    verb = clause.verb
    if verb.negated or is_conditional(sentence, clause) or is_of_attack(sentence, clause):
        return None
    start, end = _trim(sentence, *_stretch(clause))
    if (
        verb.has("drop")
        and verb.tense in (Tense.PAST, Tense.PRESENT)
        and (found := _dropped(sentence, clause, actors, base))
    ):
        return found
    if (verb.has("plan") and was_planned(sentence, verb)) or _only_ends(verb):
        return None
    deed = promised_deed(sentence, clause)
    if deed is None and (not _is_to_come(sentence, clause, base) or is_opinion(sentence, clause)):
        return None
    makers = makers_of(sentence, verb, actors) or agents_of(sentence, clause, actors)
    makers = pledgers(sentence, clause, deed, actors) or states(sentence, clause) or makers
    due = _due(sentence, clause, base, deed)
    recurrence = find_recurrence(sentence, start, end)
    if deed is None:
        acting = any(
            one.kind in ACTING and (one.id or one.person or one.kind == "body") for one in makers
        )
        if is_forecast(verb) and not acting:
            return None
        if verb.has("continue") and not acting and due and due.is_until:
            return None  # "un curso que se prolongará hasta el 6 de febrero"
        if (verb.has(*_NOT_DEEDS) or is_being(sentence, verb)) and not due:
            return None
        if not (acting or due or recurrence):
            return None
    elif not (makers or due or recurrence):
        return None
    if deed is not None and verb.tense not in (Tense.PAST, Tense.PRESENT, Tense.FUTURE):
        return None
    kind = kind_of(sentence, clause, deed)
    place = find_place(sentence, clause)
    return Promise(sentence, start, end, kind, makers, due, recurrence, place, None)


def _is_to_come(sentence: Sentence, clause: Clause, base: Interval | None) -> bool:
    """Whether a clause tells of what will be: in the future, or reported as such and dated."""
    verb = clause.verb
    if verb.tense is Tense.FUTURE:
        return True
    is_dated = any(clause.holds(one.start) for one in find_times(sentence, base, Leaning.FUTURE))
    if verb.has("plan") and verb.passive and verb.tense is Tense.PRESENT:
        return is_dated  # "sont attendues pour le 1er juillet"
    if verb.tense is Tense.CONDITIONAL and verb.has(*_NOT_DEEDS):
        return False
    recurs = find_recurrence(sentence, clause.start, clause.end) is not None
    is_certain = is_dated or recurs or bool(states(sentence, clause)) or is_vowed(sentence, clause)
    return is_certain and lies_ahead(sentence, clause)


def _only_ends(verb: Verb) -> bool:
    """Whether a verb tells no more than when something is over, or who will be in its chair."""
    return verb.tense is Tense.FUTURE and (
        verb.has("finish") or (verb.passive and verb.has("chair", "represent"))
    )


def _due(
    sentence: Sentence, clause: Clause, base: Interval | None, deed: Verb | None
) -> When | None:
    """The date of what is promised: a date before the deed of a past promise tells when it was."""
    first = clause.start
    if deed is not None and clause.verb.tense is not Tense.FUTURE:
        first = _object_start(sentence, deed) if deed is clause.verb else deed.start
    times = [
        one for one in find_times(sentence, base, Leaning.FUTURE)
        if clause.holds(one.start) and not one.is_since and one.start >= first
    ]  # fmt: skip
    return next((one for one in times if one.is_known), times[0] if times else None)


def _object_start(sentence: Sentence, verb: Verb) -> int:
    """Where what is promised begins in Arabic: "تعهد المغرب، يوم الأربعاء، باستقبال …"."""
    for index in range(verb.end, min(verb.end + 16, len(sentence.tokens))):
        token = sentence.tokens[index]
        if any(date.start <= index < date.end for date in sentence.dates) or sentence.named_at(
            index
        ):
            continue
        if (
            token.form in ("علي", "عن")
            or (token.form.startswith("ب") and len(token.form) > 4)
            or "that" in token.tags
        ):
            return index
    return verb.end


def _dropped(
    sentence: Sentence, clause: Clause, actors: Actors, base: Interval | None
) -> Promise | None:
    """ "have given up their plan to send …": a promise that is no more."""
    verb = clause.verb
    deed = next(
        (
            one
            for one in sentence.verbs
            if verb.end <= one.start <= verb.end + 12 and one.tense is Tense.INFINITIVE
        ),
        None,
    )
    if not any(
        sentence.tokens[index].form
        in ("plan", "projet", "proyecto", "plans", "خطه", "مشروع", "الخطه", "المشروع")
        for index in range(verb.end, min(verb.end + 6, len(sentence.tokens)))
    ):
        return None
    start, end = _trim(sentence, *_stretch(clause))
    makers = makers_of(sentence, verb, actors)
    if not makers:
        return None
    due = _due(sentence, clause, base, deed)
    return Promise(
        sentence,
        start,
        end,
        kind_of(sentence, clause, deed),
        makers,
        due,
        None,
        find_place(sentence, clause),
        None,
        "dropped",
    )
