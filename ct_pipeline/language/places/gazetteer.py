"""Which places a name may stand for: the cities of the world with their countries.

The names come from GeoNames and CLDR (`cities.tsv`) and from our own list of what these lack
(`names.yaml`). Looking one up costs the same whatever the number of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from ct_pipeline.language.folding import fold

WORD = re.compile(r"\w+")  # of a folded text
WORD_MARK = "~"  # after a form that is an ordinary word or another name too


@dataclass(frozen=True, slots=True)
class City:
    """A city or town: `country` by ISO 3166, place in degrees, how many people live there."""

    geoname_id: int
    name: str
    country: str
    latitude: float
    longitude: float
    population: int
    is_capital: bool


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO 3166 code."""

    code: str
    continent: str
    is_kingdom: bool


class Gazetteer:
    """Cities by the folded forms of their names."""

    def __init__(
        self, rows: list[str], names: dict[str, dict[str, list[str]]], never: Iterable[str] = ()
    ) -> None:
        self._rows = rows
        self._by_form: dict[str, list[int]] = {}
        self._words: set[tuple[str, int]] = set()
        own = {
            (code, city): forms for code, cities in names.items() for city, forms in cities.items()
        }
        cities = [tuple(row.split("\t", 3)[1:3]) for row in rows]
        for number, (name, code) in enumerate(cities):
            for form in own.pop((code, name), ()):
                self._add(fold(form).text, number)
        for code, city in own:
            raise ValueError(
                f"names.yaml gives names to {city!r} in {code}, which cities.tsv lacks"
            )
        for number, row in enumerate(rows):
            for form in row[row.rindex("\t") + 1 :].split("|"):
                self._add(form, number)
        for form in never:
            self._by_form.pop(fold(form).text, None)
        self._longest: dict[str, int] = {}
        for form in self._by_form:
            first, *others = WORD.findall(form)
            self._longest[first] = max(1 + len(others), self._longest.get(first, 0))

    def _add(self, form: str, number: int) -> None:
        bare = form.removesuffix(WORD_MARK)
        numbers = self._by_form.setdefault(bare, [])
        if number not in numbers:
            numbers.append(number)
            if bare != form:
                self._words.add((bare, number))

    def look_up(self, form: str) -> tuple[City, ...]:
        """The cities that a folded form names: those of `names.yaml`, then the largest, first."""
        return tuple(_as_city(self._rows[number]) for number in self._by_form.get(form, ()))

    def cities(self) -> Iterator[City]:
        """All cities, the largest first."""
        return map(_as_city, self._rows)

    def capitals(self) -> Iterator[City]:
        """The capitals of countries, the largest first."""
        return (_as_city(row) for row in self._rows if row.split("\t", 7)[6] == "1")

    def most_words(self, first: str) -> int:
        """The words of the longest name that begins with a folded word, 0 where none does."""
        return self._longest.get(first, 0)

    def is_name(self, form: str) -> bool:
        """Whether a folded form names a city."""
        return form in self._by_form

    def is_word(self, form: str) -> bool:
        """Whether the form is an ordinary word too, so that it counts as a name in company only."""
        numbers = self._by_form.get(form)
        return numbers is not None and (form, numbers[0]) in self._words


@lru_cache(maxsize=10_000)
def _as_city(row: str) -> City:
    geoname_id, name, code, latitude, longitude, population, is_capital, _ = row.split("\t")
    return City(
        int(geoname_id),
        name,
        code,
        float(latitude),
        float(longitude),
        int(population),
        is_capital == "1",
    )


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer that ships with the package; read once per process, at the first call."""
    rows = [row for row in _read("cities.tsv").splitlines() if not row.startswith("#")]
    names = _parse("names.yaml")
    return Gazetteer(rows, names, names.pop("words"))


@cache
def load_countries() -> dict[str, Country]:
    """Every country by its code."""
    return {
        code: Country(code, row["continent"], bool(row.get("is_kingdom")))
        for code, row in _country_rows().items()
    }


def list_country_forms() -> Iterator[tuple[str, str, bool]]:
    """Every way to write a country: its code, the form, whether it is a name (no adjective)."""
    for code, row in _country_rows().items():
        for name in row["names"]:
            yield code, name, True
        for form in row.get("forms", ()):
            yield code, form, False


@cache
def _country_rows() -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = _parse("countries.yaml")
    return rows


def _parse(name: str) -> Any:
    """A file of the package as YAML: with the C loader, where there is one, a tenth of the time."""
    return yaml.load(_read(name), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


def _read(name: str) -> str:
    return (files("ct_pipeline.language.places") / name).read_text("utf-8")
