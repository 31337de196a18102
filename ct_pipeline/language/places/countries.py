"""Where a text names countries, their people and their adjectives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, Implementation

from ct_pipeline.language.folding import FoldedText, fold
from ct_pipeline.language.places.found import FoundPlace
from ct_pipeline.language.places.gazetteer import WORD_MARK, list_country_forms
from ct_pipeline.language.places.grammar import has_place_word, is_labelled
from ct_pipeline.language.proclitics import starts_word

# What stands between two of a list; Arabic writes "and" together with the second.
_LISTED = frozenset((" و", ", ", "، ", " et ", " and ", " y ", " et le ", " et la ", " et l'"))
_ARABIC = re.compile("[\u0621-\u064a]")


def find_countries(folded: FoldedText, place_words: frozenset[str]) -> Iterator[FoundPlace]:
    """Every country that a folded text names, in reading order, none within another."""
    text = folded.text
    automaton, targets = _countries()
    found: list[tuple[FoundPlace, bool]] = []
    for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        for form, is_arabic in targets[index]:
            country = _as_country(folded, form, start, end, place_words, is_arabic=is_arabic)
            if country:
                found.append(country)
                break
    found.sort(key=lambda one: (one[0].start, -one[0].end, not one[0].is_name))
    last = -1
    before: FoundPlace | None = None
    for one, is_certain in found:
        is_listed = before and before.is_name and text[before.end : one.start] in _LISTED
        if one.start >= last and (is_certain or is_listed):
            last, before = one.end, one
            yield one


def _as_country(
    folded: FoldedText,
    form: _CountryForm,
    start: int,
    end: int,
    place_words: frozenset[str],
    *,
    is_arabic: bool,
) -> tuple[FoundPlace, bool] | None:
    """The country, and whether it is certain: a name that is a word too needs a word of place, or
    to stand in a list of countries."""
    text = folded.text
    ends_word = end == len(text) or not text[end].isalnum()
    if not starts_word(text, start, is_arabic=is_arabic):
        return None
    if not (ends_word or form.is_prefix) or not _is_spelt(form, folded, start, end):
        return None
    is_located = has_place_word(text, start, place_words) or is_labelled(folded, start, end)
    while not ends_word:
        end += 1
        ends_word = end == len(text) or not text[end].isalnum()
    place = FoundPlace(
        start, end, form.country, None, form.is_name and is_located, is_name=form.is_name
    )
    return place, is_located or not form.is_word


def _is_spelt(form: _CountryForm, folded: FoldedText, start: int, end: int) -> bool:
    if form.exact is None and not form.is_capitalised:
        return True
    first, last = folded.span(start, end)
    surface = folded.original[first:last]
    return surface == form.exact if form.exact else surface[:1].isupper()


@dataclass(frozen=True, slots=True)
class _CountryForm:
    country: str
    is_name: bool
    is_prefix: bool
    is_word: bool
    exact: str | None
    is_capitalised: bool


@cache
def _countries() -> tuple[AhoCorasick, list[list[tuple[_CountryForm, bool]]]]:
    forms: dict[str, list[_CountryForm]] = {}
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
        forms.setdefault(folded, []).append(form)
        if is_arabic and folded.startswith("ال"):
            forms.setdefault(f"لل{folded[2:]}", []).append(form)
    automaton = AhoCorasick(list(forms), implementation=Implementation.ContiguousNFA)
    return automaton, [
        [(form, bool(_ARABIC.search(key))) for form in own] for key, own in forms.items()
    ]
