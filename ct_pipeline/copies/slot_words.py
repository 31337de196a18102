"""Words that fill a slot: which kind of thing each names, and which one."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
from ct_pipeline.language.places.gazetteer import list_country_forms, load_gazetteer
from ct_pipeline.language.proclitics import bare_forms
from ct_pipeline.language.word_lists import read_word_list

LEAST_STEM = 4
ROUNDED = 0.05  # the most by which a figure is rounded
LEAST_ROUNDED = 15
_FIGURE = re.compile(r"(\d+(?:[.,]\d+)?)(e|eme|ieme|er|ere|st|nd|rd|th|a|o)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
# They are another word or a name as well: what they stand in the place of decides.
AMBIGUOUS = frozenset("mar mai may march set abr ago nov jan sep marco second اب".split())
_NEVER = frozenset({"seconds", "secondes"})


class Kind(StrEnum):
    """What a word in a slot names."""

    MONTH = "month"
    WEEKDAY = "weekday"
    ORDINAL = "ordinal"
    YEAR = "year"
    NUMBER = "number"
    PLACE = "place"
    NAME = "name"


def classify(word: str) -> tuple[tuple[Kind, str], ...]:
    """What a written word may name: kinds with a key that is the same in every spelling."""
    return _classify(fold_key(word))


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
    other rounded, all else when nothing is in common."""
    if kind == Kind.NUMBER:
        return ours != theirs and not _are_rounded(ours, theirs)
    return not ours & theirs


def _are_rounded(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    try:
        pairs = list(zip(sorted(map(float, ours)), sorted(map(float, theirs)), strict=True))
    except ValueError:
        return False
    return all(one == other or _is_rounded(one, other) for one, other in pairs)


def _is_rounded(one: float, other: float) -> bool:
    low, high = sorted((one, other))
    is_close = low >= LEAST_ROUNDED and (high - low) / high <= ROUNDED
    return is_close and (one % 10 == 0) != (other % 10 == 0)


@cache
def _known() -> dict[str, tuple[tuple[Kind, str], ...]]:
    """Single folded words; a word of several meanings has all of them."""
    found: dict[str, list[tuple[Kind, str]]] = {}
    for kind, word, key in _list_words():
        if word in _NEVER or " " in word:
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
    for section, values in read_word_list("numbers").items():
        kind = Kind.ORDINAL if section.startswith(("ordinals", "alone")) else Kind.NUMBER
        for value, words in values.items():
            if (value and float(value) > 1) or (kind == Kind.ORDINAL and value):
                yield from ((kind, fold(word).text, value) for word in words)
