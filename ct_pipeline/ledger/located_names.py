"""Where a text names entities of the lexicon, countries and cities."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from ct_pipeline.language.folding import FoldedText
from ct_pipeline.language.places.finding import find_places
from ct_pipeline.ledger.values import LedgerText


class Located(NamedTuple):
    """Characters that name an entity of the lexicon, a country or a city."""

    start: int
    end: int
    id: str
    kind: str
    country: str | None = None
    is_located: bool = False


def locate_names(text: LedgerText, folded: FoldedText) -> list[Located]:
    """Character spans of what the body names: the lexicon's before countries and cities."""
    found = sorted(
        Located(one.char_start, one.char_end, one.entity_id, one.kind)
        for one in text.mentions
        if one.field == "body" and one.char_end <= len(folded.original)
    )
    longest = max((one.end - one.start for one in found), default=0)
    replaced: set[Located] = set()
    places: list[Located] = []
    for place in find_places(folded, text.language):
        start, end = folded.span(place.start, place.end)
        city = place.city
        kind = "city" if city else "country" if place.is_name else "demonym"
        name = city.name if city else place.country
        first = bisect_left(found, start - longest, key=lambda one: one.start)
        last = bisect_left(found, end, key=lambda one: one.start)
        overlapping = [one for one in found[first:last] if one.end > start and one not in replaced]
        if any(one.kind == "person" or kind == "country" == one.kind for one in overlapping):
            continue
        if city:
            replaced.update(one for one in overlapping if one.kind == "place")
        if overlapping and not all(one.kind in ("place", "country") for one in overlapping):
            kind = f"inner_{kind}"
        places.append(Located(start, end, name, kind, place.country, place.is_located))
    named = [*(one for one in found if one not in replaced), *places]
    return sorted(named, key=lambda one: (one.start, one.kind.startswith("inner"), -one.end))
