"""Where a text names places: countries, their people and their adjectives, and cities.

A name is a place by its grammar: a capital where the script has them, and a word of place before
it ("à", "in", "في", "ب"), a dateline or a label after it ("Lima: …"). Without these only capitals,
metropolises and the towns of the countries at home count, and no name that is a word too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ct_pipeline.language.folding import FoldedText
from ct_pipeline.language.places.addresses import is_in_address
from ct_pipeline.language.places.countries import find_countries
from ct_pipeline.language.places.found import FoundPlace
from ct_pipeline.language.places.gazetteer import WORD, City, Gazetteer, load_gazetteer
from ct_pipeline.language.places.grammar import (
    has_place_phrase,
    has_place_word,
    is_labelled,
    is_place_noun,
    list_place_words,
)
from ct_pipeline.language.places.homonyms import Town, find_claim

HOME = frozenset({"MA", "EH"})  # whose every town is known without a word of place
NEIGHBOURS = frozenset({"DZ", "TN", "MR", "LY"})
METROPOLIS = 300_000  # people
TOWN = 30_000  # people
MILLIONS = 1_000_000  # people
LONGEST_NAME = 4  # words
SHORTEST_ARABIC = 4  # letters of a name without a word of place

# A quarter, a square or a club that bears a city's name is not the city.
_NAMESAKES = frozenset(
    "hay quartier barrio stade real raja wydad fc athletic olympique club plaza place حي بحي ملعب"
    " بملعب نادي".split()
)
# What may be written before a name; the article is a part of the names that have it.
_NOT_THE_ARTICLE = ("وب", "ول", "فب", "و", "ف", "ب", "ل")
_IN = frozenset(("ب", "وب", "فب"))
_HER_VERB = re.compile(" ت[\u0621-\u064a]{3}")
_AND = frozenset(("et", "and", "y", "e", "و", "ou", "or", "puis"))


def find_places(
    folded: FoldedText, language: str | None, *, is_wide: bool = False
) -> list[FoundPlace]:
    """Every place that a folded text names, in reading order, none within another.

    `language` (ISO 639-1) tells which words are words of place. `is_wide` takes more for places:
    the neighbours' towns wherever they stand, and what "east of" or "the port of" stands before.
    """
    place_words = list_place_words(language)
    countries = list(find_countries(folded, place_words))
    cities = _find_cities(folded, countries, place_words, is_wide=is_wide)
    found = sorted((*countries, *cities), key=lambda found: found.start)
    return [
        one for one in found if not one.is_name or not is_in_address(folded, one.start, one.end)
    ]


def _find_cities(
    folded: FoldedText,
    countries: Sequence[FoundPlace],
    place_words: frozenset[str],
    *,
    is_wide: bool,
) -> Iterator[FoundPlace]:
    gazetteer, text = load_gazetteer(), folded.text
    known = HOME | NEIGHBOURS if is_wide else HOME
    taken = {position for found in countries for position in range(found.start, found.end)}
    beginnings = [
        (number, opening)
        for number, opening in enumerate(map(_find_opening, WORD.findall(text)))
        if opening
    ]
    words = [word.span() for word in WORD.finditer(text)] if beginnings else []
    last_end, last_located = 0, False
    for number, opening in beginnings:
        start, _ = words[number]
        if start < last_end or start in taken:
            continue
        is_arabic = _is_arabic(text[start])
        if not is_arabic and not folded.original[folded.origins.item(start)].isupper():
            continue
        found = _longest_name(text, words, number, opening)
        if found is None or found[0] in taken:
            continue
        first, last = found
        before = _word_before(words, text, number)
        is_located = (
            has_place_word(text, first, place_words)
            or (is_arabic and text[start:first] in _IN)
            or is_labelled(folded, start, last)
            or (is_wide and has_place_phrase(text, first))
            or is_place_noun(before)
            or (before in _AND and last_located and words[number - 2][1] <= last_end)
        )
        name = text[first:last]
        name = f"ال{name[2:]}" if name.startswith("لل") else name
        city, *others = gazetteer.look_up(name)
        if (
            before in _NAMESAKES
            or not (
                _counts(gazetteer, city, name, known, is_arabic=is_arabic, is_located=is_located)
                or (
                    _is_known(city, known)
                    and not gazetteer.is_word(name)
                    and _acts(text, first, last)
                )
            )
            or (first > start and not (_is_known(city, known) or city.population >= METROPOLIS))
        ):
            continue
        if not is_located and not is_arabic and _goes_on_from_a_name(folded, words, number):
            continue
        yield _as_city(folded, (first, last), (city, *others), countries, is_located=is_located)
        last_end, last_located = last, is_located


def _as_city(
    folded: FoldedText,
    span: tuple[int, int],
    namesakes: Sequence[City],
    countries: Sequence[FoundPlace],
    *,
    is_located: bool,
) -> FoundPlace:
    """The city that a name stands for: of the country said beside it, or else the first."""
    homes = {city.country: city for city in reversed(namesakes)}
    town = Town(*span, is_located, homes.__contains__)
    country = find_claim(folded, town, countries) or namesakes[0].country
    city = homes.get(country) if country != namesakes[0].country else namesakes[0]
    return FoundPlace(*span, country, city, is_located, is_name=True)


@dataclass(frozen=True, slots=True)
class _Opening:
    """How names may begin with a word: each way by the letters that go before the name and those
    that stand in it in their place; the words of the longest such name."""

    ways: tuple[tuple[int, str], ...]
    most_words: int


@lru_cache(maxsize=100_000)
def _find_opening(word: str) -> _Opening | None:
    """The ways in which the name of a city may begin with a folded word; mostly none."""
    cuts = [(0, "")]
    if _is_arabic(word):
        cuts += [(len(one), "") for one in _NOT_THE_ARTICLE if word.startswith(one)]
        cuts += [(2, "ال")] if word.startswith("لل") else []
    ways = {
        (before, article): most
        for before, article in cuts
        if (most := load_gazetteer().most_words(article + word[before:]))
    }
    return _Opening(tuple(ways), min(max(ways.values()), LONGEST_NAME)) if ways else None


def _is_arabic(word: str) -> bool:
    return "\u0621" <= word[0] <= "\u064a"


def _longest_name(
    text: str, words: Sequence[tuple[int, int]], number: int, opening: _Opening
) -> tuple[int, int] | None:
    """The span of the longest name that begins at a word, without what is written before it."""
    gazetteer, start = load_gazetteer(), words[number][0]
    for length in range(min(opening.most_words, len(words) - number), 0, -1):
        end = words[number + length - 1][1]
        for before, article in opening.ways:
            if gazetteer.is_name(article + text[start + before : end]):
                return start if article else start + before, end
    return None


def _counts(
    gazetteer: Gazetteer,
    city: City,
    form: str,
    known: frozenset[str],
    *,
    is_arabic: bool,
    is_located: bool,
) -> bool:
    """Whether a form that may be a city is one here."""
    is_home = city.country in HOME
    if gazetteer.is_word(form):
        least = MILLIONS if is_arabic else TOWN
        return is_located and (is_home or city.is_capital or city.population >= least)
    if is_arabic and len(form) < SHORTEST_ARABIC:
        return is_located and (_is_known(city, known) or city.population >= MILLIONS)
    return is_located or _is_known(city, known) or (not is_arabic and city.population >= METROPOLIS)


def _acts(text: str, start: int, end: int) -> bool:
    """Whether a name opens a line before a verb in the feminine, as towns are: "فاس تحتضن"."""
    return _HER_VERB.match(text, end) is not None and _opens_line(text, start)


def _is_known(city: City, known: frozenset[str]) -> bool:
    is_town = city.country in HOME or city.population >= TOWN
    return city.is_capital or (city.country in known and is_town)


def _word_before(words: Sequence[tuple[int, int]], text: str, number: int) -> str:
    if not number:
        return ""
    first, last = words[number - 1]
    return text[first:last] if text[last : words[number][0]].strip(" ,") == "" else ""


def _goes_on_from_a_name(folded: FoldedText, words: Sequence[tuple[int, int]], number: int) -> bool:
    """Whether a capitalised word stands right before: "Pedro Madrid", "Pierre Casablanca"."""
    if not number or folded.text[words[number - 1][1] : words[number][0]] != " ":
        return False
    first, last = words[number - 1]
    if last - first < 3 or folded.text[first:last] in _AND:
        return False
    surface = folded.original[folded.span(first, last)[0] : folded.span(first, last)[1]]
    return surface[:1].isupper() and not surface.isupper() and not _opens_line(folded.text, first)


def _opens_line(text: str, start: int) -> bool:
    line = text.rfind("\n", 0, start) + 1
    return not text[line:start].strip()
