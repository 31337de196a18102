"""Reads a text once for all that it says, promises, counts and plans."""

from __future__ import annotations

from datetime import timedelta

from ct_pipeline.language import intervals
from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.clauses import split_clauses
from ct_pipeline.ledger.corrections import is_correction
from ct_pipeline.ledger.figures import find_figures
from ct_pipeline.ledger.figures_elliptic import Counting
from ct_pipeline.ledger.occasions.finding import find_occasions
from ct_pipeline.ledger.occasions.occasion import Occasion
from ct_pipeline.ledger.parts import Part, find_parts
from ct_pipeline.ledger.people.cast import Cast, Person
from ct_pipeline.ledger.places import check_places
from ct_pipeline.ledger.programmes import first_programme, programme_of, subjects_of
from ct_pipeline.ledger.promises import Promise, find_promises
from ct_pipeline.ledger.sentence import Sentence, read_sentences
from ct_pipeline.ledger.speech.quotes import find_statements
from ct_pipeline.ledger.speech.statements import Statement
from ct_pipeline.ledger.timing import When
from ct_pipeline.ledger.values import (
    Commitment,
    Event,
    EventPart,
    Figure,
    Interval,
    LedgerRows,
    LedgerText,
    PersonNamed,
    Place,
    Quote,
    RoleStated,
)

_DAY = timedelta(hours=30)


def read_text(text: LedgerText) -> LedgerRows:
    """What a text of one of the four languages puts into the ledger.

    Raises AstrayError where a row does not lead back to its words.
    """
    sentences = read_sentences(text)
    cast = Cast(sentences)
    actors = Actors(sentences, cast)
    statements = find_statements(sentences, actors)
    clauses = [split_clauses(sentence, statements) for sentence in sentences]
    base = _base(text)
    first = first_programme(sentences)
    occasions = find_occasions(sentences, clauses, base)
    promises = find_promises(sentences, clauses, occasions, actors, base)
    rows = LedgerRows(
        quotes=tuple(quote for one in statements if (quote := _as_quote(one)).quote),
        figures=tuple(_as_figure(first, one) for one in find_figures(sentences)),
        people=tuple(_as_person(sentences, one) for one in cast.persons if one.roles),
        events=tuple(_as_event(sentences, number, one) for number, one in enumerate(occasions)),
        parts=tuple(
            _as_part(one, occasions)
            for one in find_parts(sentences, clauses, occasions, actors, statements)
        ),
        commitments=tuple(_as_commitment(sentences, one, occasions) for one in promises),
        is_correction=is_correction(text),
    )
    check_places(text, rows)
    return rows


def _base(text: LedgerText) -> intervals.Interval | None:
    if text.published_from is None or text.published_to is None:
        return None
    length = text.published_to - text.published_from
    precision = intervals.Precision.DAY if length <= _DAY else intervals.Precision.MONTH
    return intervals.Interval(text.published_from, text.published_to, precision)


def _as_interval(when: When | None) -> Interval | None:
    return Interval(when.first, when.last, when.precision, when.text) if when else None


def _place(sentence: Sentence, start: int, end: int) -> Place:
    return Place("body", *sentence.span(start, end), sentence.words)


def _as_event(sentences: list[Sentence], key: int, one: Occasion) -> Event:
    place = one.place
    return Event(
        key=key,
        place=_place(one.sentence, one.start, one.end),
        name=one.name,
        kind=one.kind,
        programme_id=one.series or one.programme or programme_of(sentences, one.sentences),
        edition=one.edition,
        starts=_as_interval(one.starts),
        ends=_as_interval(one.ends),
        where=place.text if place else None,
        where_id=place.id if place and place.kind.endswith("city") else None,
        country=place.country if place else None,
        status=one.status,
        is_uncertain=one.is_doubtful,
    )


def _as_part(one: Part, occasions: list[Occasion]) -> EventPart:
    actor = one.actor
    person = actor.person
    return EventPart(
        event=occasions.index(one.occasion),
        place=_place(one.sentence, actor.start, max(actor.end, actor.start + 1)),
        name=actor.name or "",
        part=one.part,
        person=person.name if person else None,
        entity_id=_id(actor) if not person or person.entity_id else None,
        country=("MA" if actor.id == "morocco" else actor.id) if actor.kind == "country" else None,
        is_uncertain=False,
    )


def _as_commitment(
    sentences: list[Sentence], one: Promise, occasions: list[Occasion]
) -> Commitment:
    programme = (one.occasion.series or one.occasion.programme) if one.occasion else None
    return Commitment(
        place=_place(one.sentence, one.start, one.end),
        made_by=tuple(dict.fromkeys(maker for actor in one.makers if (maker := _id(actor)))),
        made_by_names=tuple(actor.name for actor in one.makers if actor.name),
        what=one.sentence.surface(one.start, one.end),
        kind=one.kind,
        due=_as_interval(one.due),
        recurrence=one.recurrence,
        where=one.place.text if one.place else None,
        programme_id=programme or programme_of(sentences, [one.sentence.number]),
        event=occasions.index(one.occasion) if one.occasion else None,
        status=one.status,
        is_uncertain=one.is_doubtful,
    )


def _id(actor: Actor) -> str | None:
    return "morocco" if actor.id == "MA" else actor.id


def _as_quote(statement: Statement) -> Quote:
    sentence, speaker = statement.sentence, statement.speaker
    pieces = [sentence.surface(*piece).strip(" ,;") for piece in statement.pieces]
    pieces += [later.surface(*piece).strip(" ,;") for later, piece in statement.continued]
    start, end = sentence.span(statement.start, statement.end)
    if statement.continued:
        later, piece = statement.continued[-1]
        end = later.span(*piece)[1]
    place = Place("body", start, end, sentence.words)
    return Quote(
        place=place,
        speaker_id=speaker.id if speaker else None,
        speaker=speaker.name if speaker else None,
        speaker_role=speaker.role if speaker else None,
        mode=statement.mode,
        quote=" ".join(pieces),
        is_uncertain=statement.is_doubtful or speaker is None,
    )


def _as_figure(first: str | None, counting: Counting) -> Figure:
    sentence = counting.sentence
    return Figure(
        _place(sentence, counting.start, counting.end),
        counting.value,
        counting.value_to,
        counting.qualifier,
        counting.measure,
        counting.unit,
        subjects_of(first, sentence, counting.measure),
        None,
        is_uncertain=counting.unit is None,
    )


def _as_person(sentences: list[Sentence], person: Person) -> PersonNamed:
    roles = []
    for role, number in person.roles:
        sentence = sentences[number]
        named = [one.id for one in sentence.names_between(role.start, role.end)]
        organisation = next((one for one in named), None)
        roles.append(RoleStated(role.text, organisation, _place(sentence, role.start, role.end)))
    return PersonNamed(person.entity_id, person.name, tuple(person.names), tuple(roles))
