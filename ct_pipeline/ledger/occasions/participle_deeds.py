"""Occasions that a participle tells of: who met, what was signed or founded, who was arrested."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ct_pipeline.language.intervals import Interval
from ct_pipeline.language.resolving import Leaning
from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.occasions.occasion import Occasion
from ct_pipeline.ledger.sentence import Named, Sentence
from ct_pipeline.ledger.timing import When, find_times
from ct_pipeline.ledger.verbs.verb import Tense, Verb

_NEAR = 8  # tokens between a participle and its date or place
_BEFORE = 6  # tokens between what was signed, or whom they arrested, and the participle
_DONE = (
    ("sign", "signing", ("paper",)),
    ("arrest", "arrest", ("person_noun", "suspect", "arrested_noun")),
    ("meet", "meeting", ("group", "body", "minister_noun", "role")),
)
_BODIES = ("un_body", "un_ct_body", "intl_ct_body", "moroccan_body", "organisation")


def by_participles(
    sentence: Sentence, clauses: Sequence[Clause], base: Interval | None
) -> Iterator[Occasion]:
    """The occasions that the participles of a sentence tell of, each with a date or a place."""
    opening = _gathered(sentence, clauses, base) if sentence.verbs else None
    if opening:
        yield opening
    for verb in sentence.verbs:
        if verb.tense is not Tense.PARTICIPLE or sentence.quotation_at(verb.head) is not None:
            continue
        if verb.has("found") and (found := _founded(sentence, verb, base)):
            yield found
        elif opening is None or opening.verb is not verb:
            yield from _done(sentence, verb, base)


def _done(sentence: Sentence, verb: Verb, base: Interval | None) -> Iterator[Occasion]:
    """ "une convention paraphée jeudi à Salé", "Arrêté le 9 janvier, un suspect …"."""
    for deed, kind, objects in _DONE:
        if not verb.has(deed) or (deed == "arrest" and verb.has("hold")):
            continue  # "held in Marrakech"
        end = _end_of(sentence, verb)
        times = [
            one
            for one in find_times(sentence, base, Leaning.PAST)
            if verb.end <= one.start < end and one.is_known and not one.is_deadline
        ]
        if not times or not _is_of(sentence, verb, end, objects):
            return
        starts, ends = first_and_last(times[0])
        start = _object_start(sentence, verb, objects)
        yield Occasion(
            sentence, start, end, sentence.surface(start, end), kind, "held", verb, None,
            starts=starts, ends=ends, place=_city(sentence, verb.end, end),
        )  # fmt: skip
        return


def _end_of(sentence: Sentence, verb: Verb) -> int:
    """Where what a participle tells ends: at a comma, a verb, its agent."""
    tokens = sentence.tokens
    for index in range(verb.end, min(verb.end + _NEAR + 4, len(tokens))):
        verb_here = sentence.verb_starting(index)
        if tokens[index].surface in ",،;:." or (verb_here and verb_here.is_finite):
            return index
        if index > verb.end and "agent_mark" in tokens[index].tags:
            return index
    return min(verb.end + _NEAR + 4, len(tokens))


def _is_of(sentence: Sentence, verb: Verb, end: int, objects: Sequence[str]) -> bool:
    """Whether a participle tells of one of these nouns: right before it, or behind its comma."""
    tokens = sentence.tokens
    opens = verb.start == sentence.opening
    span = range(end + 1, min(end + _BEFORE, len(tokens))) if opens else _before(sentence, verb)
    named = (one for one in sentence.names if one.kind in _BODIES and one.start in span)
    return any(not tokens[at].tags.keys().isdisjoint(objects) for at in span) or (
        "body" in objects and next(named, None) is not None
    )


def _before(sentence: Sentence, verb: Verb) -> range:
    """The tokens right before a participle, its comma left out, up to another mark or verb."""
    first, tokens = verb.start - 1, sentence.tokens
    if first >= 0 and tokens[first].surface in ",،":
        first -= 1
    start = first
    while start >= max(sentence.opening, first - _BEFORE) and tokens[start].surface not in ",،;:":
        if (other := sentence.verb_covering(start)) and other.is_finite:
            break
        start -= 1
    return range(start + 1, first + 1)


def _object_start(sentence: Sentence, verb: Verb, objects: Sequence[str]) -> int:
    """Where the noun of what was done begins, with its article."""
    tokens = sentence.tokens
    noun = next(
        (at for at in _before(sentence, verb) if not tokens[at].tags.keys().isdisjoint(objects)),
        verb.start,
    )
    has_article = noun > 0 and noun < verb.start and "article" in tokens[noun - 1].tags
    return noun - 1 if has_article else noun


def _city(sentence: Sentence, start: int, end: int) -> Named | None:
    named = sentence.names_between(start, end)
    return next((one for one in named if one.kind == "city"), None)


def _gathered(
    sentence: Sentence, clauses: Sequence[Clause], base: Interval | None
) -> Occasion | None:
    """ "Réunis mardi à Dakar, les ministres …": a participle that opens the sentence."""
    verb = sentence.verbs[0]
    opens = verb.start == sentence.opening and verb.tense in (Tense.PARTICIPLE, Tense.GERUND)
    told = verb.has("meet") or (
        verb.has("brief") and sentence.names_between(verb.end, verb.end + 6)
    )
    if not opens or not told or not clauses:
        return None
    comma = next(
        (
            index
            for index in range(verb.end, len(sentence.tokens))
            if sentence.tokens[index].surface == ","
        ),
        None,
    )
    if comma is None:
        return None
    times = [one for one in find_times(sentence, base, Leaning.PAST) if one.end <= comma]
    place = next((one for one in sentence.names if one.kind == "city" and one.end <= comma), None)
    if not times and not place:
        return None
    starts, ends = first_and_last(times[0] if times else None)
    status = "under_way" if starts and starts.is_since else "held"
    return Occasion(
        sentence, 0, comma, sentence.surface(0, comma), "meeting", status, verb, None,
        starts=starts, ends=ends, place=place,
    )  # fmt: skip


def first_and_last(when: When | None) -> tuple[When | None, When | None]:
    """The first and the last day of two that were named together."""
    if when is None or when.pair is None:
        return when, None
    first, last = when.pair
    day = replace(when, first=first, last=first, precision="day", pair=None)
    return day, replace(when, first=last, last=last, precision="day", pair=None)


def _founded(sentence: Sentence, verb: Verb, base: Interval | None) -> Occasion | None:
    """ "lancé à Rabat en 2022, le programme …", "created in 2017": with its date."""
    times = [
        one for one in find_times(sentence, base, Leaning.PAST)
        if verb.end <= one.start <= verb.end + 6 and one.first and not one.is_deadline
    ]  # fmt: skip
    if not times:
        return None
    near = range(max(verb.start - 8, 0), min(verb.end + 14, len(sentence.tokens)))
    named = any(
        (one.start in near or verb.start - 3 <= one.end <= verb.start)
        for one in sentence.names
        if one.kind
        in ("un_ct_body", "event_series", "intl_process", "moroccan_body", "intl_ct_body")
    )
    if not named and not any(
        sentence.tokens[index].tags.keys() & {"programme_noun", "thing_opened"} for index in near
    ):
        return None
    place = next(
        (
            one
            for one in sentence.names
            if one.kind == "city" and verb.end <= one.start <= times[0].end + 4 and one.located
        ),
        None,
    )
    end = times[0].end
    return Occasion(
        sentence,
        verb.start,
        end,
        sentence.surface(verb.start, end),
        "launch",
        "held",
        verb,
        None,
        starts=times[0],
        place=place,
    )
