"""What the rules may ask of a text: named facts, each with its certainty and its sentence.

A: a UN counter-terrorism body, process or officer is named. M: the Moroccan State, an official, or
Moroccan soil. T: terrorism. A link is A and M in one sentence, or in sentences of one event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum

from ct_pipeline.relevance.reading import Reading, SentenceReading

UN_BODY = {"A", "A+M"}
MOROCCO = {"M", "A+M"}
TERROR_BODIES = {"A", "A+M", "B"}
TERROR_TERMS = {"terrorism", "armed_groups"}
NEIGHBOURING = ("drugs", "maritime", "borders", "interpol")
OTHER_SUBJECTS = {*NEIGHBOURING, "other_crimes", "other_matters"}
# Their very subject is the institution, its strategy or its week.
INSTITUTIONAL = {"gcts", "ct_week", "ct_compact", "ctc_1373"}
LIST_LENGTH = 2  # other items beside terrorism that make it one item of a list
SUBJECT_SENTENCES = 2  # of a long lead: what is named only later is in passing


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


@dataclass(frozen=True, slots=True)
class Scene:
    """A reading with its references resolved: which sentences hold A, M, T and a link."""

    sentences: tuple[SentenceReading, ...]
    head: tuple[SentenceReading, ...]  # title and lead
    links: tuple[SentenceReading, ...]
    event_link: SentenceReading | None


def has_un_body(reading: SentenceReading) -> bool:
    """Test A of one sentence."""
    return bool(reading.groups & UN_BODY)


def has_morocco(reading: SentenceReading) -> bool:
    """Test M of one sentence."""
    return bool(reading.groups & MOROCCO)


def has_terrorism(reading: SentenceReading) -> bool:
    """Whether one sentence speaks of terrorism, by a term or by a body against it."""
    return bool(reading.groups & TERROR_BODIES) or bool(TERROR_TERMS.intersection(reading.terms))


def set_scene(reading: Reading) -> Scene:
    """Finds the links: A and M in a sentence, with what its references bring along."""
    sentences = reading.sentences
    links: list[SentenceReading] = []
    speakers: set[str] = set()
    for current in sentences:
        groups = set(current.groups)
        if "speech_goes_on" in current.terms:
            groups |= speakers
        elif groups & {"A", "M"}:
            speakers = groups & {"A", "M"}
        if "both_sides" in current.terms and links:
            groups |= UN_BODY | MOROCCO
        if groups & UN_BODY and groups & MOROCCO:
            links.append(current)
    return Scene(sentences, _find_head(sentences), tuple(links), _find_event_link(sentences))


def _find_head(sentences: tuple[SentenceReading, ...]) -> tuple[SentenceReading, ...]:
    """Title and lead; all of a round-up, whose every paragraph is a lead of its own."""
    if any(s.sentence.field == "title" and "roundup" in s.terms for s in sentences):
        return sentences
    return tuple(s for s in sentences if s.sentence.is_lead)


def _find_event_link(sentences: tuple[SentenceReading, ...]) -> SentenceReading | None:
    """The sentence that gives a UN body a part in the event that title or lead place in Morocco.

    In title and lead it is enough to name the occasion again; later on the sentence must say who
    organises it ("cet atelier, organisé par l'UNOCT").
    """
    occasions = {
        word
        for told in sentences
        if told.sentence.is_lead and has_morocco(told)
        for word in told.terms.get("event", ())
    }
    for sentence in sentences:
        if (
            has_un_body(sentence)
            and occasions.intersection(sentence.terms.get("event", ()))
            and (sentence.sentence.is_lead or "organises" in sentence.terms)
        ):
            return sentence
    return None


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
    named = [s for s in (*title, *lead) if has_terrorism(s)]
    meant = [s for s in named if not _lists_terrorism(s)]
    if not meant:
        return NO
    sentence = meant[0]
    if sentence in title:
        return _sure(sentence)
    has_other_title = any(OTHER_SUBJECTS.intersection(s.terms) for s in title)
    is_late = all(lead.index(s) >= SUBJECT_SENTENCES for s in meant)
    if len(meant) == 1 and (has_other_title or is_late):
        return Fact(Certainty.DOUBTFUL, sentence)
    return _sure(sentence)


def _lists_terrorism(reading: SentenceReading) -> bool:
    others = OTHER_SUBJECTS.intersection(reading.terms)
    is_named_once = sum(len(reading.terms.get(term, ())) for term in TERROR_TERMS) == 1
    return len(others) >= LIST_LENGTH and is_named_once and not reading.groups & TERROR_BODIES


def terrorism_is_named(scene: Scene) -> Fact:
    """A word on terrorism anywhere."""
    return _sure(_first(scene.sentences, has_terrorism))


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
    """A sentence with M and terrorism."""
    return _sure(_first(scene.sentences, lambda s: has_morocco(s) and has_terrorism(s)))


def moroccan_policy(scene: Scene) -> Fact:
    """Policy, institutions or cooperation in title or lead, or a body such as the GCTF.

    Beside an attack it is doubtful, unless the title speaks of it.
    """
    told = _first(scene.head, lambda s: "policy" in s.terms or "B" in s.groups)
    if told is None:
        return NO
    is_titled = told.sentence.field == "title"
    is_attack = any("attack" in s.terms for s in scene.head)
    return Fact(Certainty.DOUBTFUL, told) if is_attack and not is_titled else _sure(told)


def domestic_operation(scene: Scene) -> Fact:
    """An operation, arrest or trial in title or lead, unless the title speaks of policy."""
    told = _first(scene.head, lambda s: "operation" in s.terms)
    if told is None or any("joint_structure" in s.terms for s in scene.head):
        return NO
    is_titled = told.sentence.field == "title"
    title_is_policy = any("policy" in s.terms for s in scene.head if s.sentence.field == "title")
    return NO if title_is_policy and not is_titled else _sure(told)


def about_un_institution(scene: Scene) -> Fact:
    """The body itself: its head, strategy, week, mandate; not its work in some place."""
    named = _first(scene.head, has_un_body)
    if named is None:
        return NO
    is_institutional = any(
        "institution" in s.terms or INSTITUTIONAL.intersection(s.entities) for s in scene.head
    )
    is_elsewhere = any("elsewhere" in s.terms for s in scene.head)
    if is_institutional:
        return Fact(Certainty.DOUBTFUL if is_elsewhere else Certainty.YES, named)
    is_threat = any("armed_groups" in s.terms for s in scene.head)
    if is_elsewhere or is_threat:
        return NO
    return _sure(named)


def about_africa(scene: Scene) -> Fact:
    """Africa or an African country in title or lead."""
    return _sure(_first(scene.head, lambda s: "africa" in s.terms or "pl_sahel" in s.entities))


def outside_africa(scene: Scene) -> Fact:
    """A place outside Africa in title or lead."""
    return _sure(_first(scene.head, lambda s: "elsewhere" in s.terms))


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
        moroccan_role,
        moroccan_policy,
        domestic_operation,
        about_un_institution,
        about_africa,
        outside_africa,
        neighbouring_subject,
    )
}
