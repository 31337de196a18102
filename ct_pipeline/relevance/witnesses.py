"""What a text's places, offices and words of absence make of the names found in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ct_pipeline.language.folding import FoldedText
from ct_pipeline.language.places.found import FoundPlace
from ct_pipeline.language.places.gazetteer import load_countries
from ct_pipeline.relevance.belonging import (
    Witness,
    find_kingdom,
    find_office_country,
    named_with,
    own_country,
)
from ct_pipeline.relevance.chains import Grammar, Part, sort_parts
from ct_pipeline.relevance.lexicon import ABROAD, Entity, Lexicon
from ct_pipeline.relevance.matching import Hit
from ct_pipeline.relevance.namesakes import find_namesakes, has_company
from ct_pipeline.relevance.patterns import PLACE, Role, Target
from ct_pipeline.relevance.resolving import (
    Candidate,
    cover,
    is_free,
    nothing_covered,
    overlap,
)
from ct_pipeline.relevance.terms_of_office import are_apposed, is_over, refers_back

if TYPE_CHECKING:
    from ct_pipeline.relevance.sentences import Sentence

MOROCCO = "MA"
FORMER = "former_holder"
PERSON = "person"
COUNTRY = "country"
UNCOUNTED = "none"
UN_SIGNALS = ("A", "A+M")
UN_PARTS = ("un", "ct")
CREDITS = ("agency", "publisher")  # who tells, whatever country of
SEAT = "New York City"  # of the United Nations: no place abroad where something happens


class Interpreter:
    """Reads a lexicon's grammar and what is known of its entities into a text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._grammar = Grammar(lexicon)
        self._entities: dict[str, Entity] = {entity.id: entity for entity in lexicon.entities}

    def add_places(
        self,
        candidates: Sequence[Candidate],
        places: Sequence[Sequence[FoundPlace]],
        sentences: Sequence[Sentence],
        fields: Sequence[FoldedText],
    ) -> list[Candidate]:
        """The candidates without towns that are words here, and with the places that were found."""
        found: list[Candidate] = []
        countries: dict[tuple[int, int], str] = {}
        for index, (folded, named) in enumerate(zip(fields, places, strict=True)):
            own = [
                (sentence.start, number)
                for number, sentence in enumerate(sentences)
                if (sentence.field == "title") == (index == 0)
            ]
            starts = [start for start, _ in own]
            for place in named:
                country = own_country(place.country)
                countries.update(((index, p), country) for p in range(place.start, place.end))
                target = _place_target(place)
                first = int(folded.origins[place.start])
                number = bisect_right(starts, first) - 1
                if target is None or number < 0 or first >= sentences[own[number][1]].end:
                    continue
                hit = Hit(place.start, place.end, (target,), place)
                found.append(Candidate((index, place.start), hit, target, own[number][1]))
        kept = [
            candidate
            for candidate in candidates
            if not self._is_place(candidate)
            or any(
                countries.get((candidate.order[0], p)) == self._entities[candidate.target.id].country
                for p in (candidate.hit.start, candidate.hit.end - 1)
            )
        ]
        return kept + found

    def _kind(self, candidate: Candidate) -> str | None:
        entity = self._entities.get(candidate.target.id)
        return entity.kind if entity and candidate.target.role is Role.NAME else None

    def _is_place(self, candidate: Candidate) -> bool:
        """Whether a name is one that the gazetteer must confirm."""
        entity = self._entities.get(candidate.target.id)
        is_name = candidate.target.role is Role.NAME
        return (
            is_name
            and entity is not None
            and entity.kind in (PLACE, COUNTRY)
            and entity.country is not None
        )

    def find_chains(
        self, candidates: Sequence[Candidate], fields: Sequence[FoldedText], language: str | None
    ) -> list[Candidate]:
        """The offices and bodies that are put together of parts, as names."""
        found: list[Candidate] = []
        for index, folded in enumerate(fields):
            own = [candidate for candidate in candidates if candidate.order[0] == index]
            sentence_at = {candidate.hit.start: candidate.sentence for candidate in own}
            # A name that needs company ("Comité contre le terrorisme") has it in a longer chain.
            names = [
                (c.hit.start, c.hit.end)
                for c in own
                if self._is_un_name(c) and not c.target.requirements
            ]
            parts = sort_parts(self._as_parts(own))
            for chain in self._grammar.find(parts, folded.text, language):
                role = Role.SHORT_FORM if chain.is_short else Role.NAME
                signal = self._entities[chain.entity_id].signal
                target = Target(role, chain.entity_id, signal)
                is_named = any(chain.start <= start and end <= chain.end for start, end in names)
                if is_named and chain.entity_id != FORMER:
                    continue
                hit = Hit(chain.start, chain.end, (target,))
                found.append(Candidate((index, chain.start), hit, target, sentence_at[chain.start]))
        return found

    def _is_un_name(self, candidate: Candidate) -> bool:
        target = candidate.target
        return target.role is Role.NAME and target.signal in UN_SIGNALS

    def _is_of_un(self, candidate: Candidate) -> bool:
        target = candidate.target
        return self._is_un_name(candidate) or (target.role is Role.PART and target.id in UN_PARTS)

    def _is_moroccan_office(self, candidate: Candidate) -> bool:
        target = candidate.target
        is_name = target.role in (Role.NAME, Role.SIGN) and target.signal == "M"
        return is_name and self._kind(candidate) != PERSON

    def _as_parts(self, candidates: Sequence[Candidate]) -> Iterable[Part]:
        beside_un = {
            c.sentence for c in candidates if c.target.role is Role.PART and c.target.id == "un"
        }
        for candidate in candidates:
            hit, target = candidate.hit, candidate.target
            if target.id == "organisation" and target.role is Role.PART:
                if beside_un.intersection((candidate.sentence, candidate.sentence - 1)):
                    yield Part(hit.start, hit.end, "un")
            elif target.role is Role.PART:
                yield Part(hit.start, hit.end, target.id)
            elif hit.place:
                yield Part(hit.start, hit.end, "country")
                if own_country(hit.place.country) == MOROCCO:
                    yield Part(hit.start, hit.end, "morocco")
                    if hit.place.city and candidate.sentence in beside_un:
                        yield Part(hit.start, hit.end, "seat_beside_un")
            elif self._is_un_name(candidate) and self._kind(candidate) != PERSON:
                yield Part(hit.start, hit.end, "A")
            elif self._is_moroccan_office(candidate):
                yield Part(hit.start, hit.end, "M")

    def give_to_countries(
        self,
        candidates: Sequence[Candidate],
        named: Sequence[Candidate],
        fields: Sequence[FoldedText],
        told_from: str | None,
    ) -> tuple[list[Candidate], list[Candidate]]:
        """Of the forms that every country has: those of their entity's country, and nobody's."""
        forms = [candidate for candidate in candidates if candidate.target.role is Role.OF_ANY]
        given: list[Candidate] = []
        unowned: list[Candidate] = []
        if not forms:
            return given, unowned
        witnesses = self._find_witnesses(candidates, named, fields)
        covered = nothing_covered(fields)
        for name in (*named, *(candidate for candidate in candidates if candidate.hit.place)):
            cover(name, covered)
        for form in sorted(forms, key=lambda one: (-one.hit.length, one.order)):
            if not is_free(form, covered):
                continue
            country = self._find_owner(form, witnesses, fields, told_from)
            if country is None:
                unowned.append(form)
            elif own_country(country) == self._entities[form.target.id].country:
                given.append(form)
                cover(form, covered)
        return given, unowned

    def _find_owner(
        self,
        form: Candidate,
        witnesses: Sequence[Witness],
        fields: Sequence[FoldedText],
        told_from: str | None,
    ) -> str | None:
        country = named_with(form, witnesses, fields)
        if country is None:
            find = find_kingdom if form.target.of_any == "kingdom" else find_office_country
            country = find(form.order, form.sentence, witnesses, told_from)
        if country is None and form.target.exact:  # an acronym of its own
            country = self._entities[form.target.id].country
        return country

    def _spoken_country(self, name: Candidate) -> str | None:
        """The country that is spoken of where somebody is named."""
        entity = self._entities[name.target.id]
        return None if entity.kind in CREDITS else entity.country

    def _find_witnesses(
        self,
        candidates: Sequence[Candidate],
        named: Sequence[Candidate],
        fields: Sequence[FoldedText],
    ) -> list[Witness]:
        covered = nothing_covered(fields)
        for name in named:
            if self._spoken_country(name) is None:
                cover(name, covered)
        witnesses = []
        for candidate in candidates:
            place = candidate.hit.place
            if place and is_free(candidate, covered):
                text = fields[candidate.order[0]].text[place.start : place.end]
                witnesses.append(
                    Witness(
                        candidate.order,
                        candidate.sentence,
                        own_country(place.country),
                        place.is_located,
                        place.is_name,
                        text.startswith(("المملكه", "royaume", "kingdom", "reino")),
                    )
                )
        for name in named:
            country = self._spoken_country(name)
            if country:
                witnesses.append(
                    Witness(name.order, name.sentence, country, is_located=False, is_name=True)
                )
        return sorted(witnesses, key=lambda witness: witness.order)

    def drop_namesakes(
        self,
        named: Sequence[Candidate],
        candidates: Iterable[Candidate],
        fields: Sequence[FoldedText],
    ) -> list[Candidate]:
        """The names without those of people who only share a surname, or a name in full."""
        persons = [name for name in named if self._kind(name) == PERSON]
        found = list(candidates) if persons else []
        others = find_namesakes(persons, found, fields) if persons else set()
        officers = {p.target.id for p in persons if p.target.signal in UN_SIGNALS}
        if officers and not has_company(found) and not any(map(self._is_in_office, named)):
            others |= officers
        return [name for name in named if name.target.id not in others]

    def _is_in_office(self, name: Candidate) -> bool:
        """Whether a name is that of a body, an office, or a Moroccan in office."""
        is_officer = self._kind(name) == PERSON and name.target.signal in UN_SIGNALS
        is_place = self._kind(name) in (PLACE, COUNTRY)
        return name.target.signal in (*UN_SIGNALS, "B", "M") and not is_officer and not is_place

    def drop_former(
        self,
        named: Sequence[Candidate],
        candidates: Iterable[Candidate],
        fields: Sequence[FoldedText],
        day: date | None,
    ) -> list[Candidate]:
        """The names; those of persons whose office is over, by the text or its day, count not."""
        persons = sorted(
            (name for name in named if self._kind(name) == PERSON), key=lambda one: one.order
        )
        chains = [name for name in named if name.target.id == FORMER]
        over = {
            person.target.id
            for person in persons
            if is_over(self._entities[person.target.id].roles, day)
            or any(are_apposed(person, chain, fields) for chain in chains)
        }
        of_un = [c for c in candidates if self._is_of_un(c)] if persons and chains else []
        for chain in chains:
            person = refers_back(chain, persons, fields)
            if (
                person
                and person.target.signal in UN_SIGNALS
                and any(overlap(chain, c) for c in of_un)
            ):
                over.add(person.target.id)
        return [
            replace(name, target=replace(name.target, signal=UNCOUNTED))
            if name.target.id in over
            else name
            for name in named
        ]


def _place_target(place: FoundPlace) -> Target | None:
    if own_country(place.country) == MOROCCO:
        return Target(Role.SIGN, "morocco", "M")
    if place.city and place.city.name == SEAT:
        return None
    country = load_countries().get(place.country)
    where = "africa" if country and country.continent == "africa" else "elsewhere"
    return Target(Role.TERM, where, ABROAD)
