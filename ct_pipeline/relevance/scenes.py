"""The scenes of a text: its sentences as told, with the links between a UN body and Morocco.

A text tells one scene; a text of several stories one for each, every one a title and lead.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ct_pipeline.relevance.briefs import split_briefs
from ct_pipeline.relevance.patterns import TERROR_TERMS
from ct_pipeline.relevance.reading import Reading, SentenceReading

UN_BODY = {"A", "A+M"}
MOROCCO = {"M", "A+M"}
TERROR_BODIES = {"A", "A+M", "B"}
SPORT_WORDS = 4  # of title and lead, in a text on sport
FEW_WORDS = 3  # likewise, or of a film or a market, where no authorities are named


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


def is_figurative(head: Iterable[SentenceReading]) -> bool:
    """Whether title and lead tell of a match, a film or a market, with only its words of terror.

    Fewer words of sport do where somebody bears a nickname, or where title and lead speak of terror
    and of no authorities beside it. Deaths and terror by its full name are no figures.
    """
    reading = list(head)
    named = {term for s in reading for term in s.terms}
    if named & {"armed_groups", "operation", "real_terror"} or any(
        s.groups & TERROR_BODIES for s in reading
    ):
        return False
    sports = count_words(reading, "sport") * (2 if "nickname" in named else 1)
    if "terrorism" not in named or "authorities" in named:
        return sports >= SPORT_WORDS
    if any(s.is_figure for s in reading) and "attack" not in named:
        return True
    others = max(count_words(reading, name) for name in ("culture", "markets"))
    return max(sports, others) >= FEW_WORDS


def count_words(head: Iterable[SentenceReading], name: str) -> int:
    """How many different words of a list each sentence holds, together."""
    return sum(len(set(s.terms.get(name, ()))) for s in head)


def set_scenes(reading: Reading) -> tuple[Scene, ...]:
    """The scene of a text; of a text of several stories one for each, as a title and lead."""
    briefs = split_briefs(reading.sentences)
    if not briefs:
        return (_set_scene(reading.sentences, is_brief=False),)
    return tuple(_set_scene(brief, is_brief=True) for brief in briefs)


def _set_scene(sentences: tuple[SentenceReading, ...], *, is_brief: bool) -> Scene:
    """Finds the links: A and M in a sentence, with what its references bring along."""
    links: list[SentenceReading] = []
    speakers: set[str] = set()
    for current in sentences:
        groups = set(current.groups)
        if "speech_goes_on" in current.terms:
            groups |= speakers
        elif "minister_goes_on" in current.terms:
            groups |= speakers & MOROCCO
        elif groups & {"A", "M"}:
            speakers = groups & {"A", "M"}
        if "both_sides" in current.terms and links:
            groups |= UN_BODY | MOROCCO
        if groups & UN_BODY and groups & MOROCCO:
            links.append(current)
    head = sentences if is_brief else tuple(s for s in sentences if s.sentence.is_lead)
    return Scene(sentences, head, tuple(links), _find_event_link(sentences))


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
