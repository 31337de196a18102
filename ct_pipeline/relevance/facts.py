"""What the rules may ask of a text: named facts, each with its certainty and its sentence.

A: a UN counter-terrorism body, process or officer is named. M: the Moroccan State, an official, or
Moroccan soil. T: terrorism. A link is A and M in one sentence, or in sentences of one event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum

from ct_pipeline.language.places.finding import HOME
from ct_pipeline.language.places.found import FoundPlace
from ct_pipeline.language.places.gazetteer import load_countries
from ct_pipeline.relevance.patterns import TERROR_TERMS
from ct_pipeline.relevance.reading import SentenceReading
from ct_pipeline.relevance.scenes import (
    TERROR_BODIES,
    Scene,
    has_morocco,
    has_terrorism,
    has_un_body,
    is_figurative,
)

NEIGHBOURING = ("drugs", "maritime", "borders", "interpol")
OTHER_SUBJECTS = {*NEIGHBOURING, "other_crimes", "other_matters"}
# Their very subject is the institution, its strategy or its week.
INSTITUTIONAL = {"gcts", "ct_week", "ct_compact", "ctc_1373"}
LIST_LENGTH = 2  # other items beside terrorism that make it one item of a list
SUBJECT_SENTENCES = 2  # of a long lead: what is named only later is in passing
MANY_COUNTRIES = 3  # others in a sentence that make one a name in a list
POLICY_TERMS = frozenset({"policy", "joint_structure"})


class Certainty(IntEnum):
    """How sure a fact is."""

    NO = 0
    DOUBTFUL = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact's certainty and the sentence that shows it best."""

    certainty: Certainty
    sentence: SentenceReading | None = None


NO = Fact(Certainty.NO)


def _sure(sentence: SentenceReading | None) -> Fact:
    return Fact(Certainty.YES, sentence) if sentence else NO


def _first(
    sentences: Iterable[SentenceReading], test: Callable[[SentenceReading], bool]
) -> SentenceReading | None:
    return next(filter(test, sentences), None)


def link_in_title_or_lead(scene: Scene) -> Fact:
    """A and M in one sentence of title or lead, or there in two sentences on one event."""
    body_first = sorted(scene.links, key=lambda link: link.sentence.field == "title")
    return _sure(_first(body_first, lambda link: link in scene.head) or scene.event_link)


def link(scene: Scene) -> Fact:
    """A and M in one sentence anywhere."""
    return _sure(scene.links[0] if scene.links else None)


def two_link_sentences(scene: Scene) -> Fact:
    """At least two such sentences."""
    return _sure(scene.links[0] if len(scene.links) > 1 else None)


def terrorism_is_subject(scene: Scene) -> Fact:
    """Terrorism is what title or lead is about, not an item of a list nor a late remark."""
    title = [s for s in scene.head if s.sentence.field == "title"]
    lead = [s for s in scene.head if s.sentence.field == "body"]
    if is_figurative(scene.head):
        return NO
    named = [s for s in (*title, *lead) if has_terrorism(s)]
    meant = [s for s in named if not _lists_terrorism(s)]
    if not meant:
        return NO if named else _claimed_attack(scene)
    sentence = meant[0]
    if sentence in title:
        return _sure(sentence)
    has_other_title = any(OTHER_SUBJECTS.intersection(s.terms) for s in title)
    is_late = all(lead.index(s) >= SUBJECT_SENTENCES for s in meant)
    is_body = bool(sentence.groups & TERROR_BODIES) and not is_late
    if len(meant) == 1 and (has_other_title or is_late) and not is_body:
        return Fact(Certainty.DOUBTFUL, sentence)
    return _sure(sentence)


def _claimed_attack(scene: Scene) -> Fact:
    """An attack in title or lead that an armed group has claimed, as the text says below."""
    is_claimed = any({"armed_groups", "attack"} <= s.terms.keys() for s in scene.sentences)
    return _sure(_first(scene.head, lambda s: "attack" in s.terms)) if is_claimed else NO


def _lists_terrorism(reading: SentenceReading) -> bool:
    others = OTHER_SUBJECTS.intersection(reading.terms)
    is_named_once = sum(len(reading.terms.get(term, ())) for term in TERROR_TERMS) == 1
    return len(others) >= LIST_LENGTH and is_named_once and not reading.groups & TERROR_BODIES


def terrorism_is_named(scene: Scene) -> Fact:
    """A word on terrorism anywhere."""
    return NO if is_figurative(scene.head) else _sure(_first(scene.sentences, has_terrorism))


def morocco_in_title_or_lead(scene: Scene) -> Fact:
    """M in title or lead."""
    return _sure(_first(scene.head, has_morocco))


def un_body_in_title_or_lead(scene: Scene) -> Fact:
    """A in title or lead."""
    return _sure(_first(scene.head, has_un_body))


def un_body(scene: Scene) -> Fact:
    """A anywhere."""
    return _sure(_first(scene.sentences, has_un_body))


def moroccan_role(scene: Scene) -> Fact:
    """A sentence with M and terrorism; "the two countries" are M after a lead with M."""
    if is_figurative(scene.head):
        return NO
    is_party = any(map(has_morocco, scene.head))
    return _sure(
        _first(
            scene.sentences,
            lambda s: (
                has_terrorism(s) and (has_morocco(s) or (is_party and "both_sides" in s.terms))
            ),
        )
    )


def moroccan_policy(scene: Scene) -> Fact:
    """Policy, institutions or cooperation in title or lead, a body such as the GCTF, a partner.

    Beside an attack it is doubtful, unless the title speaks of it.
    """
    policy = _first(
        scene.head,
        lambda s: not POLICY_TERMS.isdisjoint(s.terms) or "B" in s.groups,
    )
    reading = policy or _first(scene.head, _names_partners)
    if reading is None:
        return NO
    is_titled = reading is policy and reading.sentence.field == "title"
    is_attack = any("attack" in s.terms and "activity" not in s.terms for s in scene.head)
    return Fact(Certainty.DOUBTFUL, reading) if is_attack and not is_titled else _sure(reading)


def _names_partners(reading: SentenceReading) -> bool:
    """Whether a sentence names Morocco beside another country, and neither as a mere place."""
    actors = [place for place in reading.places if not place.is_located and place.is_name]
    is_place = any(place.is_located and place.country in HOME for place in reading.places)
    by_name = {"morocco", "pl_rabat"}.intersection(reading.entities)
    is_named = bool(by_name) or any(place.country in HOME for place in actors)
    is_actor = is_named and not is_place and has_morocco(reading)
    return is_actor and any(place.country not in HOME for place in actors)


def domestic_operation(scene: Scene) -> Fact:
    """An operation, arrest or trial in title or lead, unless the title speaks of policy."""
    reading = _first(scene.head, lambda s: "operation" in s.terms)
    if reading is None or any("joint_structure" in s.terms for s in scene.head):
        return NO
    is_titled = reading.sentence.field == "title"
    title_is_policy = any(
        not POLICY_TERMS.isdisjoint(s.terms) for s in scene.head if s.sentence.field == "title"
    )
    return NO if title_is_policy and not is_titled else _sure(reading)


def un_administration(scene: Scene) -> Fact:
    """The UN body's own accounts, budget, staff or premises, and no word of where it goes."""
    reading = _first(scene.head, lambda s: has_un_body(s) and "administration" in s.terms)
    is_direction = any("direction" in s.terms for s in scene.head)
    is_activity = any(place.is_located for s in scene.head for place in _places_abroad(s))
    return NO if reading is None or is_direction or is_activity else _sure(reading)


def about_un_institution(scene: Scene) -> Fact:
    """The body itself: its head, strategy, week, mandate; not its work in some place."""
    named = _first(scene.head, has_un_body)
    if named is None:
        return NO
    is_institutional = any(
        {"institution", "direction"}.intersection(s.terms) or INSTITUTIONAL.intersection(s.entities)
        for s in scene.head
    )
    is_elsewhere = outside_africa(scene).certainty is Certainty.YES
    if is_institutional:
        return Fact(Certainty.DOUBTFUL if is_elsewhere else Certainty.YES, named)
    is_threat = any({"armed_groups", "attack"}.intersection(s.terms) for s in scene.head)
    if is_elsewhere or is_threat:
        return NO
    return _sure(named)


def about_africa(scene: Scene) -> Fact:
    """Africa or an African country in title or lead, and not as an observer's only."""
    reading = _first(scene.head, lambda s: "africa" in s.terms or "pl_sahel" in s.entities)
    if (
        reading
        and "observers" in reading.terms
        and outside_africa(scene).certainty is Certainty.YES
    ):
        return NO
    return _sure(reading)


def outside_africa(scene: Scene) -> Fact:
    """Where title or lead place something outside Africa, or whom a UN activity there serves."""
    located = _first(scene.head, lambda s: any(p.is_located for p in _places_abroad(s)))
    if located:
        return _sure(located)
    is_activity = any("activity" in s.terms for s in scene.head)
    is_direction = any("direction" in s.terms for s in scene.head)
    named = _first(scene.head, lambda s: "elsewhere" in s.terms)
    return _sure(named) if is_activity and not is_direction else NO


def _places_abroad(reading: SentenceReading) -> list[FoundPlace]:
    countries = load_countries()
    return [
        place
        for place in reading.places
        if place.country in countries and countries[place.country].continent != "africa"
    ]


def moroccan_part(scene: Scene) -> Fact:
    """A sentence in which Morocco does something, and is more than a name in a list."""
    return _sure(
        _first(
            scene.sentences,
            lambda s: (
                has_morocco(s)
                and "takes_part" in s.terms
                and len({place.country for place in s.places}) <= MANY_COUNTRIES
            ),
        )
    )


def neighbouring_subject(scene: Scene) -> Fact:
    """Drugs, borders, the sea or Interpol in title or lead."""
    return _sure(_first(scene.head, lambda s: not set(NEIGHBOURING).isdisjoint(s.terms)))


FACTS: dict[str, Callable[[Scene], Fact]] = {
    fact.__name__: fact
    for fact in (
        link_in_title_or_lead,
        link,
        two_link_sentences,
        terrorism_is_subject,
        terrorism_is_named,
        morocco_in_title_or_lead,
        un_body_in_title_or_lead,
        un_body,
        un_administration,
        moroccan_part,
        moroccan_role,
        moroccan_policy,
        domestic_operation,
        about_un_institution,
        about_africa,
        outside_africa,
        neighbouring_subject,
    )
}
