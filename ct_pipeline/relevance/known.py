"""What a lexicon knows of the entities that are named: their kind, whose they are."""

from __future__ import annotations

from ct_pipeline.relevance.lexicon import Entity, Lexicon
from ct_pipeline.relevance.patterns import PLACE, Role
from ct_pipeline.relevance.resolving import Candidate

MOROCCO = "MA"
PERSON = "person"
COUNTRY = "country"
UN_SIGNALS = ("A", "A+M")
UN_PARTS = ("un", "ct")
CREDITS = ("agency", "publisher")  # who tells, whatever country of


class Known:
    """The entities of a lexicon, asked of what was found in a text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.entities: dict[str, Entity] = {entity.id: entity for entity in lexicon.entities}

    def kind(self, candidate: Candidate) -> str | None:
        """The kind of the entity that is named; None of what is no name."""
        entity = self.entities.get(candidate.target.id)
        return entity.kind if entity and candidate.target.role is Role.NAME else None

    def country(self, candidate: Candidate) -> str | None:
        """The country of the entity that a candidate stands for."""
        return self.entities[candidate.target.id].country

    def is_place(self, candidate: Candidate) -> bool:
        """Whether a name is one that the gazetteer must confirm."""
        kind = self.kind(candidate)
        return kind in (PLACE, COUNTRY) and self.country(candidate) is not None

    def is_un_name(self, candidate: Candidate) -> bool:
        """Whether a body or officer of the United Nations is named."""
        target = candidate.target
        return target.role is Role.NAME and target.signal in UN_SIGNALS

    def is_un_officer(self, candidate: Candidate) -> bool:
        """Whether a person of that kind is."""
        return self.is_un_name(candidate) and self.kind(candidate) == PERSON

    def is_of_un(self, candidate: Candidate) -> bool:
        """Whether it is such a name, or a word that names of that kind are made of."""
        target = candidate.target
        return self.is_un_name(candidate) or (target.role is Role.PART and target.id in UN_PARTS)

    def is_moroccan_office(self, candidate: Candidate) -> bool:
        """Whether a Moroccan institution is named, or a word that speaks of one."""
        target = candidate.target
        is_name = target.role in (Role.NAME, Role.SIGN) and target.signal == "M"
        return is_name and self.kind(candidate) != PERSON

    def is_in_office(self, name: Candidate) -> bool:
        """Whether a name is that of a body, an office, or a Moroccan in office."""
        is_counted = name.target.signal in (*UN_SIGNALS, "B", "M")
        return is_counted and not self.is_un_officer(name) and not self.is_place(name)

    def spoken_country(self, name: Candidate) -> str | None:
        """The country that is spoken of where somebody is named."""
        entity = self.entities[name.target.id]
        return None if entity.kind in CREDITS else entity.country
