"""Words that fill a slot: which kind of thing each names, and which one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache, lru_cache

from ct_pipeline.language.calendar import (
    LANGUAGES,
    OTHER_LANGUAGES,
    hijri_months,
    month_names,
    short_months,
    weekday_names,
)
from ct_pipeline.language.folding import fold, fold_key
from ct_pipeline.language.number_words import NumberWord, Sum, read_numbers
from ct_pipeline.language.places.gazetteer import list_country_forms, load_gazetteer
from ct_pipeline.language.proclitics import bare_forms

LEAST_STEM = 4
ROUNDED = 0.05  # the most by which a figure is rounded
LEAST_ROUNDED = 45
LEAST_PEOPLE = 100_000
_FIGURE = re.compile(
    r"(\d+(?:[.,]\d+)?)((?:e|eme|ieme|er|ere|re|nde?|de|a|o)s?|st|rd|th|ten?|ter)?"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ROMAN = re.compile(
    r"(?=[IVX])(XL|X{0,3})(IX|IV|V?I{0,3})((?:[eè]|[eè]me|er|[eè]?re|nde?|a|o)s?|st|rd|th)?"
)
_TENS = {"": 0, "X": 10, "XX": 20, "XXX": 30, "XL": 40}
_UNITS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_AND = frozenset(("et", "y", "e", "and", "und"))
# They are another word or a name as well: what they stand in the place of decides.
AMBIGUOUS = frozenset("mar mai may march set abr ago nov jan sep marco second i v x اب".split())


class Kind(StrEnum):
    """What a word in a slot names."""

    MONTH = "month"
    WEEKDAY = "weekday"
    ORDINAL = "ordinal"
    YEAR = "year"
    NUMBER = "number"
    PLACE = "place"
    NAME = "name"
    NOUN = "noun"  # where writing does not tell, it may be a name


_COUNTS = frozenset({Kind.ORDINAL, Kind.NUMBER})


def classify(word: str) -> tuple[tuple[Kind, str], ...]:
    """What a written word may name: kinds with a key that is the same in every spelling."""
    if roman := _ROMAN.fullmatch(word):
        return ((Kind.ORDINAL, str(_TENS[roman[1]] + _UNITS.index(roman[2]))),)
    return _classify(fold_key(word))


def classify_all(words: Sequence[str]) -> list[tuple[tuple[Kind, str], ...]]:
    """The same for each of some words that stand side by side; both words of an ordinal made of
    two ("vingt et unième", الثالثة عشرة) name the whole."""
    found = [classify(word) for word in words]
    for place in range(1, len(words)):
        is_joined = fold_key(words[place - 1]) in _AND
        before = place - 1 - is_joined
        whole = _add_up(found[before], found[place], words[place], is_joined=is_joined)
        if before >= 0 and whole:
            found[before] = found[place] = ((Kind.ORDINAL, whole),)
    return found


def _add_up(
    before: Sequence[tuple[Kind, str]],
    last: Sequence[tuple[Kind, str]],
    word: str,
    *,
    is_joined: bool,
) -> str | None:
    """The ordinal that two parts make."""
    parts = [next((one for one in found if one[0] in _COUNTS), None) for found in (before, last)]
    if None in parts or Kind.ORDINAL not in {part[0] for part in parts if part}:
        return None
    first, second = (
        NumberWord(float(key), is_ordinal=kind == Kind.ORDINAL) for kind, key in filter(None, parts)
    )
    total = Sum(first)
    is_joined = is_joined or word.startswith("و")
    return f"{total.value:g}" if total.add(second, is_joined=is_joined) else None


@lru_cache(maxsize=100_000)
def _classify(folded: str) -> tuple[tuple[Kind, str], ...]:
    if _YEAR.fullmatch(folded):
        return ((Kind.YEAR, folded),)
    if figure := _FIGURE.fullmatch(folded):
        return ((Kind.ORDINAL if figure[2] else Kind.NUMBER, figure[1].replace(",", ".")),)
    if folded[:1].isdigit():
        return ((Kind.NUMBER, folded),)
    known = _known()
    if "\u0621" <= folded[:1] <= "\u064a":
        forms = list(bare_forms(folded))
        found = next((known[form] for form in forms if form in known), ())
        return found or tuple(_places(forms))
    return known.get(folded, ()) or tuple(_places([folded]))


def _places(forms: list[str]) -> Iterator[tuple[Kind, str]]:
    """The country that a word or its stem names; in Arabic, without capitals, also the city."""
    whole, stems = _country_forms()
    for form in forms:
        code = whole.get(form)
        for length in range(len(form), LEAST_STEM - 1, -1):
            code = code or stems.get(form[:length])
        if code:
            yield Kind.PLACE, code
            return
    gazetteer = load_gazetteer()
    for form in forms:
        if (
            len(form) > LEAST_STEM
            and "\u0621" <= form[0] <= "\u064a"
            and gazetteer.is_name(form)
            and not gazetteer.is_word(form)
        ):
            city = gazetteer.look_up(form)[0]
            yield Kind.PLACE, f"{city.name}, {city.country}"
            return


@lru_cache(maxsize=100_000)
def town_of(word: str) -> str | None:
    """The town that a capitalised word names and nothing else, None where there is none so large
    that it goes by its name alone."""
    form = fold_key(word)
    gazetteer = load_gazetteer()
    if len(form) < LEAST_STEM or gazetteer.is_word(form) or not gazetteer.is_name(form):
        return None
    city = gazetteer.look_up(form)[0]
    is_known = city.is_capital or city.population >= LEAST_PEOPLE
    return f"{city.name}, {city.country}" if is_known else None


@cache
def _country_forms() -> tuple[dict[str, str], dict[str, str]]:
    """Whole words and stems that name a country, its people or what is of it."""
    whole: dict[str, str] = {}
    stems: dict[str, str] = {}
    for code, form, _ in list_country_forms():
        folded = fold(form.rstrip("*~")).text.strip()
        if " " not in folded and len(folded) > 2 and not form.endswith("~"):
            (stems if form.endswith("*") and len(folded) >= LEAST_STEM else whole).setdefault(
                folded, code
            )
    return whole, stems


def is_other(kind: Kind, ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two fillings of one kind cannot both be of one text: figures differ unless one is the
    other rounded, editions unless one text names but some of the other's, all else when nothing is
    in common."""
    if kind == Kind.NUMBER:
        return ours != theirs and not _are_all_rounded(ours, theirs)
    if kind == Kind.ORDINAL:
        return not (ours <= theirs or theirs <= ours)
    if kind == Kind.PLACE:  # a town and its country are one place
        return not _lands(ours) & _lands(theirs) or _are_other_towns(ours, theirs)
    return not ours & theirs


def _lands(places: frozenset[str]) -> set[str]:
    return {place[-2:] for place in places}


def _are_other_towns(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    towns = [{place for place in places if ", " in place} for places in (ours, theirs)]
    return all(towns) and not towns[0] & towns[1]


def _are_all_rounded(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    try:
        pairs = list(zip(sorted(map(float, ours)), sorted(map(float, theirs)), strict=True))
    except ValueError:
        return False
    return all(one == other or are_rounded(one, other) for one, other in pairs)


def are_rounded(one: float, other: float) -> bool:
    """Whether of two figures one is the other, rounded."""
    low, high = sorted((one, other))
    is_close = low >= LEAST_ROUNDED and (high - low) / high <= ROUNDED
    if not is_close or (one % 10 == 0) == (other % 10 == 0):
        return False
    digits = f"{one if one % 10 == 0 else other:.0f}"
    step = float("1" + "0" * (len(digits) - len(digits.rstrip("0"))))
    return high - low < step


@cache
def _known() -> dict[str, tuple[tuple[Kind, str], ...]]:
    """Single folded words; a word of several meanings has all of them."""
    found: dict[str, list[tuple[Kind, str]]] = {}
    for kind, word, key in _list_words():
        if " " in word:
            continue
        if (kind, key) not in found.setdefault(word, []):
            found[word].append((kind, key))
    return {word: tuple(keys) for word, keys in found.items()}


def _list_words() -> Iterator[tuple[Kind, str, str]]:
    for language in (*LANGUAGES, *OTHER_LANGUAGES):
        for names in (month_names(language), short_months(language)):
            yield from ((Kind.MONTH, word, str(number)) for word, number in names.items())
        weekdays = weekday_names(language)
        yield from ((Kind.WEEKDAY, word, str(number)) for word, number in weekdays.items())
    for word, number in hijri_months().items():
        yield Kind.MONTH, word, f"hijri {number}"
    for section, values in read_numbers().items():
        kind = Kind.ORDINAL if section.startswith(("ordinals", "alone")) else Kind.NUMBER
        for value, words in values.items():
            if (value and float(value) > 1) or (kind == Kind.ORDINAL and value):
                yield from ((kind, fold(word).text, value) for word in words)
