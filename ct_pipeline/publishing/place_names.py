"""Places by the names that our English pages use, whatever the language of the text."""

from __future__ import annotations

from functools import cache

from babel import Locale

from ct_pipeline.language.folding import fold
from ct_pipeline.language.places.gazetteer import City, list_country_forms, load_gazetteer

HOME = "MA"  # of two towns of one name the one here is meant, then the larger


def city_of(place: str, country: str | None = None) -> City | None:
    """The city that a place's words name, in that country where it is known; None for no city."""
    cities = load_gazetteer().look_up(fold(place).text)
    in_country = [city for city in cities if city.country == (country or HOME)]
    return next(iter([*in_country, *cities]), None)


def in_english(place: str | None, country: str | None = None) -> str | None:
    """A place by its English name where one is known, else by its own words."""
    if place is None:
        return None
    city = city_of(place, country)
    return city.name if city else _countries().get(fold(place).text, place)


@cache
def _countries() -> dict[str, str]:
    """English names of countries (CLDR) by every folded name."""
    english = Locale("en").territories
    return {
        fold(name).text: english[code]
        for code, name, is_name in list_country_forms()
        if is_name and code in english
    }
