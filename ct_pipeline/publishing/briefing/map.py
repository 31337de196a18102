"""Where the news is from: places of datelines and events on a map of the world's own towns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import Any

from ct_pipeline.language.places.gazetteer import City, load_gazetteer
from ct_pipeline.publishing.place_names import city_of

MOST_PLACES = 60
TOWNS = 3_000


def place_names(named: Iterable[tuple[str, str, str | None]]) -> list[list[Any]]:
    """Name, country, latitude, longitude and number of articles of each known place, most first.

    `named` are an article's id, a place that it names and its country where that is known; two
    names of one place in one article count once.
    """
    found = Counter[City](
        city
        for _, city in {(article, city_of(place, country)) for article, place, country in named}
        if city is not None
    )
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
