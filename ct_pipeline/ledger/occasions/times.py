"""When an occasion begins and ends, and what its tense says of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ct_pipeline.language.intervals import Interval
from ct_pipeline.language.resolving import Leaning
from ct_pipeline.ledger.occasions.phrase import OccasionPhrase
from ct_pipeline.ledger.occasions.tellings import Telling, is_to_come
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.timing import When, find_times
from ct_pipeline.ledger.verbs.verb import Tense, Verb

_FOR = frozenset(("for", "pour", "para"))
_LED = 2  # tokens from "planned" to its day


def times_of(phrase: OccasionPhrase, telling: Telling, base: Interval | None) -> list[When]:
    """The dates that belong to a telling: those of its clause, or after its participle."""
    leaning = _leaning(telling.tense, telling.verb)
    times = find_times(phrase.sentence, base, leaning)
    if telling.role == "object" and telling.verb.has("plan", "organise"):
        times = _ahead_where(_is_for, phrase.sentence, times, base)
    clause = telling.clause
    if telling.verb.has("cancel") and clause is not None:
        was_to_be = any(verb.tense is Tense.WAS_GOING for verb in phrase.sentence.verbs)
        if was_to_be and base is not None:
            ahead = find_times(phrase.sentence, base, Leaning.FUTURE)
            pairs = zip(times, ahead, strict=False)
            times = [min(pair, key=lambda one: _distance(one, base)) for pair in pairs]
        elif base is not None:
            times = _ahead_where(_was_planned, phrase.sentence, times, base)
        end = max(
            (b for a, b in clause.holes if a <= phrase.end + 2 and b <= clause.verb.start + 3),
            default=0,
        )
        return [
            one
            for one in times
            if clause.start <= one.start < max(clause.verb.start, end) or clause.holds(one.start)
        ]
    if telling.role == "participle":
        end = participle_end(phrase.sentence, telling.verb)
        return [one for one in times if telling.verb.start <= one.start < end]
    if clause is None:
        return []
    if telling.verb.has("postpone"):
        later = [hole for hole in clause.holes if hole[0] > telling.verb.start]
        return [
            one
            for one in times
            if clause.start <= one.start < clause.end
            and not any(a <= one.start < b for a, b in later)
        ]
    begin = 0
    if telling.verb.tense is Tense.INFINITIVE and clause.verb.tense is Tense.PAST:
        begin = telling.verb.start  # "agreed on Thursday to hold …"
    return [
        one
        for one in times
        if clause.holds(one.start)
        and one.start >= begin
        and not (one.is_since and one.precision != "day")
        and not _in_participle(phrase, telling, one)
    ]


def _ahead_where(
    is_to_be: Callable[[Sentence, When], bool],
    sentence: Sentence,
    times: Sequence[When],
    base: Interval | None,
) -> list[When]:
    """The dates, each seen as one to come where its words say that something was to be then."""
    ahead = find_times(sentence, base, Leaning.FUTURE)
    return [
        later if is_to_be(sentence, one) else one for one, later in zip(times, ahead, strict=False)
    ]


def _is_for(sentence: Sentence, when: When) -> bool:
    """ "has called a summit for 2 July", "convocada para el viernes": a day to come."""
    near = sentence.tokens[max(when.start - 2, 0) : when.start]
    return any(token.form in _FOR for token in near)


def _was_planned(sentence: Sentence, when: When) -> bool:
    """ "prévue samedi", "planned for Saturday": the day on which something was to be."""
    return any(
        verb.tense is Tense.PARTICIPLE and verb.has("plan") and 0 <= when.start - verb.end <= _LED
        for verb in sentence.verbs
    )


def _distance(when: When, base: Interval) -> int:
    return abs(((when.first or base.start.date()) - base.start.date()).days)


def _in_participle(phrase: OccasionPhrase, telling: Telling, when: When) -> bool:
    """Whether a date belongs to a participle of another matter: "annoncé en septembre par …"."""
    for verb in phrase.sentence.verbs:
        if (
            verb.tense is Tense.PARTICIPLE
            and verb.head != telling.verb.head
            and verb.end <= when.start
        ):
            between = phrase.sentence.tokens[verb.end : when.start]
            if len(between) <= 3 and not any(token.surface in ",،" for token in between):
                return verb.has("say", "publish", "found", "sign") or not verb.has(
                    "plan", "hold", "organise", "meet"
                )
    return False


def participle_end(sentence: Sentence, verb: Verb) -> int:
    for index in range(verb.end, len(sentence.tokens)):
        if sentence.tokens[index].surface in (",", "،", ";", ")", "."):
            return index
        other = sentence.verb_starting(index)
        if other and other.is_finite:
            return index
    return len(sentence.tokens)


def _leaning(tense: Tense, verb: Verb) -> Leaning:
    if is_to_come(tense) or verb.has("postpone") or tense is Tense.PRESENT:
        return Leaning.FUTURE
    return Leaning.PAST


def status_of(
    phrase: OccasionPhrase, telling: Telling, times: Sequence[When], base: Interval | None
) -> str | None:
    """What the verb of an occasion says of its state; None where it says nothing certain."""
    verb = telling.verb
    if telling.tense in (Tense.CONDITIONAL, Tense.INFINITIVE):
        return None
    if verb.has("postpone"):
        moves = telling.tense is Tense.PRESENT and not (verb.passive or verb.reflexive)
        is_new = any(
            "next" in token.tags for token in phrase.sentence.tokens[phrase.start : phrase.end]
        )
        return "announced" if moves and is_new else "postponed"
    if verb.has("cancel") and not verb.has("organise"):
        return "cancelled"
    is_late = is_to_come(telling.tense) or telling.tense is Tense.PRESENT
    began = any(one.is_since for one in times)
    if verb.has("finish") and is_late and (began or _is_going_on(phrase, base)):
        return "under_way"
    if (
        is_to_come(telling.tense)
        or _convenes(telling, times, base)
        or (verb.has("plan") and telling.role in ("participle", "subject"))
    ):
        return "announced"
    if telling.tense is Tense.WAS_GOING:
        return "announced"
    if telling.tense is Tense.PRESENT:
        known = [one for one in times if one.first or one.last]
        ahead = any(
            base is None or (one.last and one.last > base.end.date() and not _has_begun(one, base))
            for one in known
        )
        if verb.has("plan") or (not began and ((known and ahead) or (times and not known))):
            return "announced"
        return "under_way"
    if verb.has("finish"):
        return "held"
    if verb.has("start", "inaugurate") and not verb.has("hold"):
        return "under_way"
    return "held"


def _convenes(telling: Telling, times: Sequence[When], base: Interval | None) -> bool:
    """ "convocó para el viernes una cumbre": what was called is to come."""
    is_called = telling.role == "object" and telling.verb.has("plan", "organise")
    known = [one.first for one in times if one.first]
    return is_called and base is not None and bool(known) and min(known) > base.end.date()


def _has_begun(when: When, base: Interval) -> bool:
    """Whether a range of days began before the text came out: "se déroule du 12 au 23 mai"."""
    return bool(when.pair and when.pair[0] <= base.end.date())


def _is_going_on(phrase: OccasionPhrase, base: Interval | None) -> bool:
    """Whether what "will end on Friday" has begun: the one that the text tells of."""
    return base is not None and phrase.is_definite and not (phrase.series or phrase.edition)


def bounds(verb: Verb, times: Sequence[When]) -> tuple[When | None, When | None]:
    """When an occasion starts and ends, by the dates of its telling."""
    if verb.has("postpone"):
        after = [one for one in times if one.start > verb.start]
        moved = [_as_named(one) for one in after or times]
        return (moved[-1] if moved else None), None
    until = next((one for one in times if one.is_until), None)
    rest = [one for one in times if one is not until]
    ends = replace(until, first=until.last, precision="day") if until else None
    if verb.has("finish"):
        ended = [one for one in rest if not (one.is_deadline or one.is_since)]
        since = next((one for one in rest if one.is_since), None)
        return since, ends or (ended[0] if ended else None)
    starts = rest[0] if rest else None
    if starts and starts.pair:
        first, last = starts.pair
        day = replace(starts, first=first, last=first, precision="day", pair=None)
        return day, ends or replace(starts, first=last, last=last, precision="day", pair=None)
    return starts, ends


def _as_named(when: When) -> When:
    """A postponement "until the autumn" is to the autumn."""
    named = when.named or when.tail
    if named is None:
        return when
    first, last, precision = named
    return replace(
        when, first=first, last=last, precision=precision, is_deadline=False, is_until=False
    )
