"""Where: how near two places are, and what kind of place says which event it is."""

from __future__ import annotations

from functools import cache, lru_cache
from math import asin, cos, radians, sin, sqrt

from ct_pipeline.language.folding import fold_key
from ct_pipeline.language.places.gazetteer import City, load_gazetteer

NEAR_KILOMETRES = 40
EARTH_KILOMETRES = 6371.0


def key_of(city: City) -> str:
    """The city as an anchor names it: "Agadir, MA"."""
    key = f"{city.name}, {city.country}"
    _cities().setdefault(key, city)
    return key


def country_of(key: str) -> str:
    """The country of a city's key."""
    return key[-2:].lower()


@lru_cache(maxsize=100_000)
def town_words(key: str) -> tuple[str, ...]:
    """The folded words of a city's name."""
    return tuple(fold_key(key[:-4]).split())


@cache
def _cities() -> dict[str, City]:
    return {}


@lru_cache(maxsize=100_000)
def are_near(a: str, b: str) -> bool:
    """Whether two cities are the same or so close that texts mix them."""
    if a == b:
        return True
    one, other = _find(a), _find(b)
    return one is not None and other is not None and _distance(one, other) <= NEAR_KILOMETRES


def _find(key: str) -> City | None:
    if key in _cities():
        return _cities()[key]
    name, _, country = key.rpartition(", ")
    for city in load_gazetteer().look_up(fold_key(name)):
        if city.country == country and city.name == name:
            return _cities().setdefault(key, city)
    return None


def _distance(a: City, b: City) -> float:
    """The great-circle distance in kilometres (haversine)."""
    lat_a, lat_b = radians(a.latitude), radians(b.latitude)
    half = (
        sin((lat_b - lat_a) / 2) ** 2
        + cos(lat_a) * cos(lat_b) * sin(radians(b.longitude - a.longitude) / 2) ** 2
    )
    return 2 * EARTH_KILOMETRES * asin(sqrt(half))
