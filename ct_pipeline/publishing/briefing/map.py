"""Where the news is from: the places of datelines on a map whose land is the world's own towns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import Any

from ct_pipeline.language.folding import fold
from ct_pipeline.language.places.gazetteer import City, load_gazetteer

MOST_PLACES = 60
TOWNS = 3_000
HOME = "MA"  # of two towns of one name the one here is meant, then the larger


def place_names(counts: Iterable[tuple[str, int]]) -> list[list[Any]]:
    """Name, country, latitude, longitude and number of articles of each known place, most first.

    `counts` are datelines with their numbers of articles; two that name one place are added up.
    """
    gazetteer, found = load_gazetteer(), Counter[City]()
    for dateline, count in counts:
        cities = gazetteer.look_up(fold(dateline).text)
        if cities:
            found[next((city for city in cities if city.country == HOME), cities[0])] += count
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0].name))
    return [
        [city.name, city.country, city.latitude, city.longitude, count]
        for city, count in ranked[:MOST_PLACES]
    ]


def towns() -> list[int]:
    """The largest towns of the world as latitude and longitude in turn, in whole degrees."""
    largest = islice(load_gazetteer().cities(), TOWNS)
    spots = sorted({(round(city.latitude), round(city.longitude)) for city in largest})
    return [number for spot in spots for number in spot]
