"""Where: how near two places are, and what kind of place says which event it is."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache, lru_cache
from math import asin, cos, nan, radians, sin, sqrt

import numpy as np

from ct_pipeline.language.folding import fold_key
from ct_pipeline.language.places.found import FoundPlace
from ct_pipeline.language.places.gazetteer import City, load_gazetteer

NEAR_KILOMETRES = 40
EARTH_KILOMETRES = 6371.0
NEAR_COSINE = cos(1.001 * NEAR_KILOMETRES / EARTH_KILOMETRES)
COMPARED_ROWS = 256  # cities that are laid beside all others at once
_CAPITAL_BEFORE = re.compile(
    r"\b(?:capitale?|hauptstadt|[وف]?[بل]?(?:ال|ل)?عاصمه)"
    r" (?:(?:du|de la|de l|de|des|del|della|of|von|da|do) |ال)?$"
)
_CAPITAL_AFTER = re.compile(r" (?:العاصمه|capital)\b(?! (?:market|gain|flow|inflow|invest|punish))")


def key_of(city: City) -> str:
    """The city as an anchor names it: "Agadir, MA"."""
    key = f"{city.name}, {city.country}"
    _cities().setdefault(key, city)
    return key


def find_capital(text: str, place: FoundPlace) -> City | None:
    """The capital that a country in a folded text stands for: "la capitale algérienne", "the
    capital of Mali", الجزائر العاصمة."""
    is_capital = _CAPITAL_BEFORE.search(text, max(0, place.start - 24), place.start) or (
        _CAPITAL_AFTER.match(text, place.end)
    )
    return _capitals().get(place.country) if is_capital else None


@cache
def _capitals() -> dict[str, City]:
    """By country; the largest where there are several."""
    capitals: dict[str, City] = {}
    for city in load_gazetteer().capitals():
        capitals.setdefault(city.country, city)
    return capitals


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


def near_each(keys: Collection[str]) -> dict[str, frozenset[str]]:
    """For each city itself and those of the others that may be near it: all that are, and at the
    very edge one that is not quite."""
    known = sorted(keys)
    points = np.array([_direction(key) for key in known]).reshape(-1, 3)
    near: dict[str, set[str]] = {key: {key} for key in known}
    for first in range(0, len(known), COMPARED_ROWS):
        found = points[first : first + COMPARED_ROWS] @ points.T >= NEAR_COSINE
        for row, column in zip(*(places.tolist() for places in found.nonzero()), strict=True):
            near[known[first + row]].add(known[column])
    return {key: frozenset(others) for key, others in near.items()}


def _direction(key: str) -> tuple[float, float, float]:
    """Where a city lies seen from the centre of the earth; nowhere where it is not known."""
    city = _find(key)
    if city is None:
        return nan, nan, nan
    latitude, longitude = radians(city.latitude), radians(city.longitude)
    return cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)


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
