"""What leaves a verdict open: what the reading saw and could not settle.

Each doubt is a named question about a scene and the grade that it got. A verdict that one of them
holds against is marked uncertain, which puts it before a person (`relevance review`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ct_pipeline.language.places.finding import HOME
from ct_pipeline.relevance.briefs import may_be_briefs
from ct_pipeline.relevance.facts import (
    MANY_COUNTRIES,
    POLICY_TERMS,
    Certainty,
    terrorism_is_subject,
    un_administration,
)
from ct_pipeline.relevance.reading import SentenceReading
from ct_pipeline.relevance.scenes import (
    Scene,
    has_morocco,
    has_terrorism,
    has_un_body,
    is_figurative,
)

TOP, RELEVANT, CONTEXT = 3, 2, 1
OFFICES = frozenset({"officer", "body", "centre", "committee", "occasion"})
FEW_SPORTS = 2  # words of sport that make one look twice at a word of terror
SHORT_NAMED = frozenset({"cted", "ctc_1373"})  # CTED and CTC mean much else


def office_unknown(scene: Scene, grade: int) -> bool:
    """The UN and counter-terrorism in one sentence of title or lead, and no body made of them.

    Beside Morocco, an officer, office or occasion of the UN and any word on terrorism are enough.
    """
    is_beside_morocco = grade == RELEVANT and any(map(has_morocco, scene.head))
    return grade < TOP and any(
        "un" in s.parts
        and not has_un_body(s)
        and "efforts" not in s.parts
        and (
            "ct" in s.parts or (is_beside_morocco and bool(s.parts & OFFICES) and has_terrorism(s))
        )
        for s in scene.head
    )


def acronym_alone(scene: Scene, grade: int) -> bool:
    """A short acronym for a UN body, and not a word on terrorism or the UN in the whole text.

    A name that is spelt out ("Comité contre le terrorisme") says what it is.
    """
    words = {"terrorism", "armed_groups", "united_nations"}
    named = {entity for s in scene.sentences for entity in s.entities}
    return (
        grade in (CONTEXT, RELEVANT)
        and bool(named & SHORT_NAMED)
        and not any("ct" in s.parts or words & s.terms.keys() for s in scene.sentences)
    )


def assembly_unread(scene: Scene, grade: int) -> bool:
    """Terrorism and a resolution, review or assembly in one sentence, and no UN body named."""
    return (
        grade == CONTEXT
        and not any(map(has_un_body, scene.sentences))
        and any(has_terrorism(s) and "institution" in s.terms for s in scene.head)
    )


def person_alone(scene: Scene, grade: int) -> bool:
    """A UN officer's name in title and lead, and no word on the UN or its bodies in the text."""
    named = {entity for s in scene.sentences for entity in s.entities if has_un_body(s)}
    people = {person for s in scene.sentences for person in s.people}
    return (
        grade > 0
        and any(has_un_body(s) and s.people for s in scene.head)
        and named <= people
        and not any("un" in s.parts or "united_nations" in s.terms for s in scene.sentences)
    )


def link_unsaid(scene: Scene, grade: int) -> bool:
    """A UN body and Morocco both named, in title and lead or in the text, and never together."""
    both_in_head = any(map(has_un_body, scene.head)) and any(map(has_morocco, scene.head))
    both = any(map(has_un_body, scene.sentences)) and any(map(has_morocco, scene.sentences))
    return (both_in_head and grade < TOP) or (both and grade < RELEVANT and not scene.links)


def link_denied(scene: Scene, grade: int) -> bool:
    """Every sentence that links the two holds a word of negation or of former days.

    "Not only the host" denies nothing.
    """
    return grade >= RELEVANT and bool(scene.links) and all(map(_is_denied, scene.links))


def policy_denied(scene: Scene, grade: int) -> bool:
    """Where title and lead speak of Morocco and terrorism, they deny something."""
    told = [s for s in scene.head if has_morocco(s) and has_terrorism(s)]
    return grade == RELEVANT and not scene.links and any(map(_is_denied, told))


def _is_denied(reading: SentenceReading) -> bool:
    is_denial = {"negation", "bygone"}.intersection(reading.terms)
    return bool(is_denial) and "not_only" not in reading.terms


def absence_read(scene: Scene, grade: int) -> bool:
    """Morocco is said to be absent, and named elsewhere too."""
    is_absent = any(s.is_absent for s in scene.sentences)
    return is_absent and grade < TOP and any(map(has_morocco, scene.sentences))


def place_unknown(scene: Scene, grade: int) -> bool:
    """A UN body does something, and title and lead name no place that is known."""
    if grade != RELEVANT or scene.links or not any(map(has_un_body, scene.head)):
        return False
    is_activity = any("activity" in s.terms for s in scene.head)
    is_told = any({"direction", "africa", "elsewhere"}.intersection(s.terms) for s in scene.head)
    return is_activity and not is_told and not any(s.places for s in scene.head)


def deed_unknown(scene: Scene, grade: int) -> bool:
    """Terrorism and Morocco in title or lead, and neither policy nor an operation known."""
    if grade != CONTEXT or not any(map(has_morocco, scene.head)):
        return False
    known = {"operation", "attack", *POLICY_TERMS}
    return not any(known.intersection(s.terms) or "B" in s.groups for s in scene.head)


def part_unknown(scene: Scene, grade: int) -> bool:
    """Neither attack nor operation in the lead, Morocco below it, and its part there unknown."""
    if grade != CONTEXT or scene.links or not terrorism_is_subject(scene).certainty:
        return False
    if any({"operation", "attack"}.intersection(s.terms) for s in scene.head):
        return False
    return any(
        has_morocco(s) and _names_few(s, MANY_COUNTRIES)
        for s in scene.sentences
        if s not in scene.head
    )


def one_of_many(scene: Scene, grade: int) -> bool:
    """Morocco's policy or cooperation, told in a sentence that names other countries too."""
    return (
        grade == RELEVANT
        and not scene.links
        and not any(map(has_un_body, scene.head))
        and any(has_morocco(s) and not _names_few(s, MANY_COUNTRIES - 1) for s in scene.head)
    )


def _names_few(reading: SentenceReading, most: int) -> bool:
    return len({place.country for place in reading.places}) <= most


def passing_unread(scene: Scene, grade: int) -> bool:
    """Nothing counted, and yet terrorism and Morocco are both named."""
    return (
        grade == 0
        and any(map(has_terrorism, scene.sentences))
        and any(map(has_morocco, scene.sentences))
    )


def link_in_passing(scene: Scene, grade: int) -> bool:
    """A sentence links the two, in a text whose title and lead seem to tell of something else."""
    return grade == CONTEXT and bool(scene.links)


def office_elsewhere(scene: Scene, grade: int) -> bool:
    """What links the two is the Rabat office's name alone, beside a place abroad."""
    return (
        grade >= RELEVANT
        and bool(scene.links)
        and all(
            not s.groups & {"M"} and any(p.is_located and p.country not in HOME for p in s.places)
            for s in scene.links
        )
    )


def person_gone(scene: Scene, grade: int) -> bool:
    """What stands for the UN body in title and lead is told of in the past."""
    bodies = [s for s in scene.head if has_un_body(s) and s.sentence.field == "body"]
    return (
        grade == RELEVANT
        and not scene.links
        and bool(bodies)
        and all("bygone" in s.terms for s in bodies)
    )


def owner_unknown(scene: Scene, grade: int) -> bool:
    """A ministry or "the Kingdom" beside a UN body, and nothing tells whose it is."""
    return grade < TOP and any(s.has_unowned and has_un_body(s) for s in scene.sentences)


def office_only(scene: Scene, grade: int) -> bool:
    """What may be the UN body's own administration, or its direction."""
    return grade == CONTEXT and un_administration(scene).certainty > Certainty.NO


def stories_apart(scene: Scene, grade: int) -> bool:
    """Paragraphs with nothing in common: perhaps several stories, of which one counts for more."""
    is_named = any(has_un_body(s) or has_morocco(s) for s in scene.sentences)
    return grade in (CONTEXT, RELEVANT) and is_named and may_be_briefs(scene.sentences)


def terror_played(scene: Scene, grade: int) -> bool:
    """A match told in words of terror, or words of sport beside them."""
    if grade > RELEVANT or not any("terrorism" in s.terms for s in scene.head):
        return False
    sports = {word for s in scene.head for word in s.terms.get("sport", ())}
    return is_figurative(scene.head) if grade == 0 else len(sports) >= FEW_SPORTS


DOUBTS: dict[str, Callable[[Scene, int], bool]] = {
    doubt.__name__: doubt
    for doubt in (
        office_unknown,
        acronym_alone,
        assembly_unread,
        person_alone,
        link_unsaid,
        link_denied,
        link_in_passing,
        policy_denied,
        absence_read,
        place_unknown,
        deed_unknown,
        part_unknown,
        one_of_many,
        passing_unread,
        office_elsewhere,
        person_gone,
        owner_unknown,
        office_only,
        stories_apart,
        terror_played,
    )
}


def find_doubts(scene: Scene, grade: int) -> Iterator[str]:
    """The names of the doubts that hold against a grade."""
    return (name for name, holds in DOUBTS.items() if holds(scene, grade))
