"""Where a text names places: countries, their people and their adjectives, and cities.

A name is a place by its grammar: a capital where the script has them, and a word of place before
it ("à", "in", "في", "ب"), a dateline or a label after it ("Lima: …"). Without these only capitals,
metropolises and the towns of the countries at home count, and no name that is a word too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, Implementation

from ct_pipeline.language.folding import DASHES, FoldedText, fold
from ct_pipeline.language.places.gazetteer import (
    WORD,
    WORD_MARK,
    City,
    Gazetteer,
    list_country_forms,
    load_gazetteer,
)
from ct_pipeline.language.proclitics import starts_word

HOME = frozenset({"MA", "EH"})  # whose every town is known without a word of place
METROPOLIS = 300_000  # people
TOWN = 30_000  # people
MILLIONS = 1_000_000  # people
LONGEST_NAME = 4  # words
SHORTEST_ARABIC = 4  # letters of a name without a word of place

_ARABIC = re.compile("[\u0621-\u064a]")
_LABEL = re.compile(r" ?(?:[:،,./|(]|\n|$)")
_DASH = re.compile(rf"[ \u00a0]?[{DASHES}][ \u00a0]")  # folding makes it a space
# English "a" is an article: "a Casablanca court" is no place where something happens.
_TO = "a"
_PLACE_WORDS = frozenset(
    "au aux en dans depuis vers in at near pres ville villes city ciudad capital capitale desde"
    " hacia cerca region province provincia prefecture"
    " في من الي مدينه بمدينه لمدينه العاصمه بالعاصمه قرب ولايه بولايه جهه بجهه اقليم باقليم عماله"
    " بعماله نحو وفي ومن".split()
)
# In German, where a capital before a name makes no first name of a noun.
_PLACE_WORDS_OF_GERMAN = frozenset(
    "aus bei im ins nach nahe raum region stadt hauptstadt von provinz kreis landkreis".split()
)
_PLACE_NOUN = re.compile(r"\w*(?:gericht|gerichts|anwaltschaft|polizei|flughafen|universitat)")
# A quarter, a street, a club or a hotel that bears a city's name is not the city.
_NAMESAKES = frozenset(
    "hay avenue av boulevard bd rue quartier calle barrio street hotel stade real raja wydad"
    " fc athletic olympique club plaza place حي بحي شارع بشارع زنقه ساحه ملعب بملعب فندق"
    " نادي".split()
)
# What may be written before a name; the article is a part of the names that have it.
_NOT_THE_ARTICLE = ("وب", "ول", "فب", "و", "ف", "ب", "ل")
_IN = frozenset(("ب", "وب", "فب"))
_AND = frozenset(("et", "and", "y", "e", "و", "ou", "or", "puis"))


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place named: its folded span and country, and the city where it is one.

    `is_located`: something is said to be or happen there. `is_name`: no adjective or people.
    """

    start: int
    end: int
    country: str
    city: City | None
    is_located: bool
    is_name: bool


def find_places(folded: FoldedText, language: str | None) -> list[FoundPlace]:
    """Every place that a folded text names, in reading order, none within another.

    `language` (ISO 639-1) tells which words are words of place.
    """
    place_words = _place_words(language)
    countries = list(_find_countries(folded, place_words))
    taken = {position for found in countries for position in range(found.start, found.end)}
    cities = _find_cities(folded, taken, place_words)
    return sorted((*countries, *cities), key=lambda found: found.start)


@cache
def _place_words(language: str | None) -> frozenset[str]:
    words = _PLACE_WORDS if language == "en" else _PLACE_WORDS | {_TO}
    return words | _PLACE_WORDS_OF_GERMAN if language == "de" else words


def _find_countries(folded: FoldedText, place_words: frozenset[str]) -> Iterator[FoundPlace]:
    text = folded.text
    automaton, targets = _countries()
    found: list[FoundPlace] = []
    for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        form, is_arabic = targets[index]
        ends_word = end == len(text) or not text[end].isalnum()
        if not starts_word(text, start, is_arabic=is_arabic):
            continue
        if not (ends_word or form.is_prefix) or not _is_spelt(form, folded, start, end):
            continue
        is_located = _has_place_word(text, start, place_words) or _is_labelled(folded, start, end)
        if form.is_word and not is_located:
            continue
        while not ends_word:
            end += 1
            ends_word = end == len(text) or not text[end].isalnum()
        is_name = form.is_name
        found.append(FoundPlace(start, end, form.country, None, is_name and is_located, is_name))
    found.sort(key=lambda one: (one.start, -one.end, not one.is_name))
    last = -1
    for one in found:
        if one.start >= last:
            last = one.end
            yield one


def _is_spelt(form: _CountryForm, folded: FoldedText, start: int, end: int) -> bool:
    if form.exact is None and not form.is_capitalised:
        return True
    first, last = folded.span(start, end)
    surface = folded.original[first:last]
    return surface == form.exact if form.exact else surface[:1].isupper()


def _find_cities(
    folded: FoldedText, taken: set[int], place_words: frozenset[str]
) -> Iterator[FoundPlace]:
    gazetteer, text = load_gazetteer(), folded.text
    words = [word.span() for word in WORD.finditer(text)]
    last_end, last_located = 0, False
    for number, (start, end) in enumerate(words):
        if start < last_end or start in taken:
            continue
        openings = _openings(text[start:end])
        if not openings:
            continue
        is_arabic = _is_arabic(text[start])
        if not is_arabic and not folded.original[folded.origins[start]].isupper():
            continue
        found = _longest_name(text, words, number, openings)
        if found is None or found[0] in taken:
            continue
        first, last = found
        before = _word_before(words, text, number)
        is_located = bool(
            _has_place_word(text, first, place_words)
            or (is_arabic and text[start:first] in _IN)
            or _is_labelled(folded, start, last)
            or _PLACE_NOUN.fullmatch(before)
            or (before in _AND and last_located and words[number - 2][1] <= last_end)
        )
        name = text[first:last]
        name = f"ال{name[2:]}" if name.startswith("لل") else name
        city = gazetteer.look_up(name)[0]
        if (
            before in _NAMESAKES
            or not _counts(gazetteer, city, name, is_arabic=is_arabic, is_located=is_located)
            or (first > start and not (_is_known(city) or city.population >= METROPOLIS))
        ):
            continue
        if not is_located and not is_arabic and _goes_on_from_a_name(folded, words, number):
            continue
        yield FoundPlace(first, last, city.country, city, is_located, is_name=True)
        last_end, last_located = last, is_located


@dataclass(frozen=True, slots=True)
class _Opening:
    """How a name may begin with a word: the letters that go before it, those that stand in the name
    in their place, and the words of the longest such name."""

    before: int
    article: str
    most_words: int


@lru_cache(maxsize=100_000)
def _openings(word: str) -> tuple[_Opening, ...]:
    """The ways in which the name of a city may begin with a folded word; mostly none."""
    cuts = [(0, "")]
    if _is_arabic(word):
        cuts += [(len(one), "") for one in _NOT_THE_ARTICLE if word.startswith(one)]
        cuts += [(2, "ال")] if word.startswith("لل") else []
    return tuple(
        _Opening(before, article, most)
        for before, article in cuts
        if (most := load_gazetteer().most_words(article + word[before:]))
    )


def _is_arabic(word: str) -> bool:
    return "\u0621" <= word[0] <= "\u064a"


def _longest_name(
    text: str, words: Sequence[tuple[int, int]], number: int, openings: Sequence[_Opening]
) -> tuple[int, int] | None:
    """The span of the longest name that begins at a word, without what is written before it."""
    gazetteer, start = load_gazetteer(), words[number][0]
    longest = max(one.most_words for one in openings)
    for length in range(min(longest, LONGEST_NAME, len(words) - number), 0, -1):
        end = words[number + length - 1][1]
        for one in openings:
            if gazetteer.is_name(one.article + text[start + one.before : end]):
                return start if one.article else start + one.before, end
    return None


def _counts(
    gazetteer: Gazetteer, city: City, form: str, *, is_arabic: bool, is_located: bool
) -> bool:
    """Whether a form that may be a city is one here."""
    is_home = city.country in HOME
    if gazetteer.is_word(form):
        least = MILLIONS if is_arabic else TOWN
        return is_located and (is_home or city.is_capital or city.population >= least)
    if is_arabic and len(form) < SHORTEST_ARABIC:
        return is_located and (_is_known(city) or city.population >= MILLIONS)
    return is_located or _is_known(city) or (not is_arabic and city.population >= METROPOLIS)


def _is_known(city: City) -> bool:
    return city.country in HOME or city.is_capital


def _has_place_word(text: str, start: int, place_words: frozenset[str]) -> bool:
    before = text[max(start - 12, 0) : start].split()
    return bool(before) and before[-1] in place_words and text[start - 1 : start] == " "


def _is_labelled(folded: FoldedText, start: int, end: int) -> bool:
    """Whether a name opens a line and a dateline's or label's mark follows it."""
    text = folded.text
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip(' "('):
        return False
    return bool(_LABEL.match(text, end) or _DASH.match(folded.original, folded.span(start, end)[1]))


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


@dataclass(frozen=True, slots=True)
class _CountryForm:
    country: str
    is_name: bool
    is_prefix: bool
    is_word: bool
    exact: str | None
    is_capitalised: bool


@cache
def _countries() -> tuple[AhoCorasick, list[tuple[_CountryForm, bool]]]:
    forms: dict[str, _CountryForm] = {}
    for code, written, is_name in list_country_forms():
        stem = written.removesuffix("*").removesuffix(WORD_MARK)
        is_arabic = bool(_ARABIC.search(stem))
        exact = stem if stem.isupper() and not is_arabic else None
        form = _CountryForm(
            code,
            is_name,
            written.endswith("*"),
            written.endswith(WORD_MARK),
            exact,
            is_capitalised=is_name and not is_arabic,
        )
        folded = fold(stem).text.strip()
        forms.setdefault(folded, form)
        if is_arabic and folded.startswith("ال"):
            forms.setdefault(f"لل{folded[2:]}", form)
    automaton = AhoCorasick(list(forms), implementation=Implementation.ContiguousNFA)
    return automaton, [(form, bool(_ARABIC.search(key))) for key, form in forms.items()]
