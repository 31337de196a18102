"""Who took which part in an occasion.

Chaired, organised, hosted, attended, was represented, stayed away.

Being named is not attending: each part rests on a verb or a phrase that tells it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ct_pipeline.ledger.absences import empty_seats, excused, held_without, is_absence, nobody_came
from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.encounters import met_in_passing
from ct_pipeline.ledger.occasions.occasion import Occasion
from ct_pipeline.ledger.origins import bodies_within, countries_within, nobody_from, origins
from ct_pipeline.ledger.part_kinds import is_encounter, is_of_people, part_of
from ct_pipeline.ledger.part_offices import by_office, is_speaking_place, opens_by_speaking
from ct_pipeline.ledger.part_phrases import (
    by_phrase,
    causes_to_represent,
    in_charge,
    listed_among,
    listed_as_present,
    of_participle,
    represented,
    sent,
)
from ct_pipeline.ledger.part_refusals import is_city, is_occasion, is_venue
from ct_pipeline.ledger.participant_lists import list_end, run
from ct_pipeline.ledger.participants import (
    OWN,
    agents,
    beside,
    likewise,
    list_subjects,
    named_before,
    objects,
    subject_is_led,
)
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speakers import heard_or_called, spoken_there
from ct_pipeline.ledger.speech.statements import Statement
from ct_pipeline.ledger.subjects import subject_before
from ct_pipeline.ledger.verbs.verb import Tense, Verb

_TAKEN_PART_IN = ("course", "conference", "exercise", "meeting")


@dataclass(frozen=True, slots=True)
class Part:
    """Someone's part in an occasion: the tokens that name him."""

    occasion: Occasion
    sentence: Sentence
    actor: Actor
    part: str


def find_parts(
    sentences: Sequence[Sentence],
    clauses: Sequence[Sequence[Clause]],
    occasions: Sequence[Occasion],
    actors: Actors,
    statements: Sequence[Statement],
) -> list[Part]:
    """The parts that a text tells of, each once, in reading order."""
    found: list[Part] = []
    for sentence, parts in zip(sentences, clauses, strict=True):
        actors.rewind(sentence)
        occasion = _occasion_of(sentence, occasions)
        if occasion is None:
            continue
        spoken = spoken_there(sentence, statements, occasion, actors)
        told = [Part(occasion, sentence, one, "speaker") for one in spoken]
        for one in (*_of_sentence(sentence, parts, occasion, occasions, actors), *told):
            if not any(_is_same(one, other) or _says_less(one, other) for other in found):
                found.append(one)
    return found


def _is_same(one: Part, other: Part) -> bool:
    same = one.actor.id == other.actor.id if one.actor.id else one.actor.name == other.actor.name
    return same and one.occasion is other.occasion and one.part == other.part


def _says_less(one: Part, other: Part) -> bool:
    """Whether someone who is known to have been there is told to have spoken, or been there."""
    same = one.actor.person is not None and one.actor.person is other.actor.person
    return same and one.occasion is other.occasion and one.part in ("speaker", "attended")


def _occasion_of(sentence: Sentence, occasions: Sequence[Occasion]) -> Occasion | None:
    """The occasion that a sentence is about.

    One that it tells of, else the last one that was on.
    """
    here = [one for one in occasions if sentence.number in one.sentences]
    on = [one for one in here if one.status != "announced"] or here
    if on:
        return on[0]
    before = [one for one in occasions if one.sentence.number < sentence.number]
    took_place = [one for one in before if one.status in ("held", "under_way")]
    return next(iter(took_place or before), None)


def _of_sentence(
    sentence: Sentence,
    clauses: Sequence[Clause],
    occasion: Occasion,
    occasions: Sequence[Occasion],
    actors: Actors,
) -> Iterator[Part]:
    for actor, part in _told(sentence, clauses, occasion, occasions, actors):
        target = next(
            (one for one in occasions if one.sentence is sentence and _within(one, actor)), occasion
        )
        yield Part(target, sentence, actor, part)


def _within(occasion: Occasion, actor: Actor) -> bool:
    """Whether an actor stands in the clause of an occasion of the same sentence."""
    return (
        occasion.clause is not None and occasion.clause.start <= actor.start < occasion.clause.end
    )


def _told(
    sentence: Sentence,
    clauses: Sequence[Clause],
    occasion: Occasion,
    occasions: Sequence[Occasion],
    actors: Actors,
) -> Iterator[tuple[Actor, str]]:
    own = {one.verb.head: one for one in occasions if one.sentence is sentence and one.verb}
    for clause in clauses:
        its = own.get(clause.verb.head, occasion)
        yield from _of_clause(sentence, clause, its, actors)
        yield from heard_or_called(sentence, clause, its, actors)
    for verb in sentence.verbs:
        if sentence.quotation_at(verb.head) is not None:
            continue
        if verb.has("involve") and not verb.passive and verb.tense is not Tense.PARTICIPLE:
            came = origins(sentence, verb.end, list_end(sentence, verb.end))
            yield from ((one, "attended") for one in came)
        if verb.tense is Tense.GERUND and verb.has("chair"):
            yield from ((one, "chair") for one in named_before(sentence, verb, actors))
        if verb.tense is Tense.PARTICIPLE:
            yield from of_participle(sentence, verb, actors)
        elif opens_by_speaking(sentence, verb):
            speaker = actors.subject_of(
                sentence,
                next(
                    (one for one in sentence.verbs if one.is_finite and one.start > verb.start),
                    verb,
                ),
            )
            if speaker and speaker.person:
                yield speaker, "speaker"
    if occasion.sentence is sentence and occasion.kind in _TAKEN_PART_IN:
        came = origins(sentence, sentence.opening, len(sentence.tokens), counted_only=True)
        yield from ((one, "attended") for one in came)
    for one in occasions:
        if one.sentence is sentence:
            met = met_in_passing(sentence, clauses, one, actors)
            yield from ((actor, "attended") for actor in met)
    yield from by_phrase(sentence, occasion, actors)
    yield from by_office(sentence, actors)
    yield from empty_seats(sentence)
    yield from excused(sentence, actors)
    yield from nobody_came(sentence, actors)


def _of_clause(
    sentence: Sentence, clause: Clause, occasion: Occasion, actors: Actors
) -> Iterator[tuple[Actor, str]]:
    verb = clause.verb
    if verb.tense in (Tense.CONDITIONAL, Tense.MUST):
        return
    if verb.has("represent"):
        yield from represented(sentence, clause, actors)
        return
    if verb.reflexive and not verb.negated and (deed := causes_to_represent(sentence, verb)):
        subjects = list_subjects(sentence, clause, actors)
        yield from ((one, "represented_by") for one in subjects if one.kind in OWN)
        yield from ((one, "attended") for one in agents(sentence, deed, actors) if one.person)
        return
    if is_absence(sentence, clause, occasion):
        for one in list_subjects(sentence, clause, actors):
            if one.kind in OWN:
                yield one, "absent"
            elif one.kind == "unnamed":
                yield from countries_within(sentence, one, "absent")
        if sentence.language in ("ar", "es") and verb.negated:
            yield from nobody_from(sentence, clause)
        yield from ((one, "absent") for one in likewise(sentence, clause, actors))
        return
    if verb.negated:
        return
    yield from held_without(sentence, clause)
    yield from listed_as_present(sentence, clause, actors)
    if verb.has("send") and (found := list(sent(sentence, clause, actors))):
        yield from found
        return
    if charged := list(in_charge(sentence, clause, actors)):
        yield from charged
        return
    part = part_of(sentence, clause, occasion)
    if verb.has("head") and verb.passive and _about_delegation(sentence, clause):
        yield from ((one, "attended") for one in agents(sentence, verb, actors) if one.person)
    if part is None:
        return
    doers = (
        agents(sentence, verb, actors)
        if verb.passive
        else list(list_subjects(sentence, clause, actors))
    )
    if part in ("attended", "speaker") and _is_inverted(sentence, clause):
        doers = list(run(sentence, actors, verb.end))
    if part == "attended" and is_of_people(sentence, clause):
        came = list(origins(sentence, max(clause.start, sentence.opening), verb.start))
        yield from ((one, part) for one in came)
        doers = [one for one in doers if one.id not in {each.id for each in came}]
    if part == "attended" and is_speaking_place(sentence, clause):
        part = "speaker"
    if part == "attended":
        yield from ((one, part) for one in listed_among(sentence, clause, actors))
    opens = part == "organiser" and verb.has("inaugurate", "start") and not verb.passive
    if opens and any(one.person for one in doers):
        doers = [one for one in doers if one.person]  # "le directeur de la sûreté, X": not both
    if part == "speaker" and any(one.person for one in doers):
        doers = [one for one in doers if one.person]  # "مفتي تشاد، الشيخ أحمد النور"
    for one in doers:
        if part == "funder" and one.person is not None:
            continue
        if part == "organiser" and one.person is not None and verb.passive and verb.has("teach"):
            yield one, "speaker"
        elif part == "organiser" and one.person is not None:
            yield one, "host" if verb.has("inaugurate", "start", "host") else "chair"
        elif (
            part == "chair" and one.person is None and one.kind == "body" and not verb.has("chair")
        ) or (part == "attended" and one.person is None and not _was_there(one, verb, occasion)):
            continue
        elif part in ("attended", "funder", "speaker") and one.kind == "unnamed":
            yield from countries_within(sentence, one, part)
            yield from ((body, part) for body in bodies_within(sentence, one, actors))
        elif part == "host" and (is_venue(sentence, one) or is_city(sentence, one)):
            continue
        elif one.kind in OWN and one.name and not is_occasion(occasion, sentence, one):
            yield one, part
    if part in ("organiser", "host") and _organises_with(clause, occasion):
        yield from ((one, "organiser") for one in beside(sentence, clause, actors, of_bodies=True))
    if part == "chair" or (part == "host" and occasion.kind == "inauguration"):
        yield from ((one, part) for one in beside(sentence, clause, actors))
    elif part is not None and is_encounter(sentence, clause, occasion):
        met = [*objects(sentence, clause, actors), *beside(sentence, clause, actors)]
        yield from ((one, "attended") for one in met if one not in doers)


def _was_there(one: Actor, verb: Verb, occasion: Occasion) -> bool:
    """Whether no person can be told to have been there: by a verb of attending, or who signed."""
    signed = occasion.kind == "signing" and one.kind == "country" and verb.has("sign")
    return signed or verb.has("attend", "send", "head", "start", "finish", "follow")


def _organises_with(clause: Clause, occasion: Occasion) -> bool:
    """ "que le Maroc organise avec l'ONUCT": no meeting with someone."""
    is_own = clause.who is not None or occasion.kind in ("course", "conference", "exercise")
    return is_own and not clause.verb.passive and clause.verb.has("organise", "hold", "host")


def _is_inverted(sentence: Sentence, clause: Clause) -> bool:
    """ "Y ont pris la parole X et Y", "A la ceremonia asistieron X y Z": who follows the verb."""
    if sentence.language == "ar":
        return False
    if clause.who is not None:
        led = "article" in sentence.tokens[max(clause.who - 1, 0)].tags
        return led and clause.verb.start == clause.who + 1  # "en la que han participado X e Y"
    before = [token for token in sentence.tokens[clause.start : clause.verb.start] if token.is_word]
    opens = not before or before[0].tags.keys() & {"preposition", "adverb"} or before[0].form == "y"
    return bool(opens) and subject_is_led(sentence, clause)


def _about_delegation(sentence: Sentence, clause: Clause) -> bool:
    span = subject_before(sentence, clause.verb)
    return span is not None and any(
        "delegation_noun" in sentence.tokens[index].tags for index in range(*span)
    )
