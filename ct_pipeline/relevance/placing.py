"""The places of a text among what was found in it: towns that are words here go, countries come."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ct_pipeline.language.folding import FoldedText
from ct_pipeline.language.places.found import FoundPlace
from ct_pipeline.language.places.gazetteer import load_countries
from ct_pipeline.relevance.belonging import own_country
from ct_pipeline.relevance.known import MOROCCO, Known
from ct_pipeline.relevance.lexicon import ABROAD
from ct_pipeline.relevance.matching import Hit
from ct_pipeline.relevance.patterns import Role, Target
from ct_pipeline.relevance.resolving import Candidate

if TYPE_CHECKING:
    from ct_pipeline.relevance.sentences import Sentence

SEAT = "New York City"  # of the United Nations: no place abroad where something happens


def add_places(
    known: Known,
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
        if not known.is_place(candidate)
        or any(
            countries.get((candidate.order[0], p)) == known.country(candidate)
            for p in (candidate.hit.start, candidate.hit.end - 1)
        )
    ]
    return kept + found


def _place_target(place: FoundPlace) -> Target | None:
    if own_country(place.country) == MOROCCO:
        return Target(Role.SIGN, "morocco", "M")
    if place.city and place.city.name == SEAT:
        return None
    country = load_countries().get(place.country)
    where = "africa" if country and country.continent == "africa" else "elsewhere"
    return Target(Role.TERM, where, ABROAD)
