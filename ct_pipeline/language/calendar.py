"""The names of months and weekdays, folded, with their numbers.

Unicode's CLDR (by Babel) knows them for each language and for the countries of the Maghreb and the
Levant; `calendar.txt` adds what newspapers write besides. French, Arabic, English and Spanish are
the pipeline's own languages; stories of others (it, pt, de) share names and dates with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from babel import Locale

from ct_pipeline.language.folding import fold_key
from ct_pipeline.language.word_lists import read_word_list

LANGUAGES = ("fr", "ar", "en", "es")
OTHER_LANGUAGES = ("it", "pt", "de")
_LOCALES = {"ar": ("ar", "ar_MA", "ar_DZ", "ar_LB", "ar_MR")}

Names = dict[str, int]


@cache
def written_months() -> Names:
    """Months of the four languages as they are written, lower case, for patterns: longest first.

    Their abbreviations without a stop too, with and without accents.
    """
    full = _list("months", LANGUAGES, lambda locale: locale.months["format"]["wide"])
    short = _list("short months", LANGUAGES, lambda locale: locale.months["format"]["abbreviated"])
    return _spell((*full, *short))


@cache
def written_weekdays() -> Names:
    """Weekdays of the four languages as they are written, with their abbreviations, likewise."""
    full = _list("weekdays", LANGUAGES, lambda locale: _iso(locale.days["format"]["wide"]))
    short = _list("-", LANGUAGES, lambda locale: _iso(locale.days["format"]["abbreviated"]))
    return _spell((*full, *short))


@cache
def month_names(*languages: str) -> Names:
    """Full names of months by their number, January 1; of the four languages where none is given.

    A name that means several months in several languages means that of the first.
    """
    return _join("months", languages, lambda locale: locale.months["format"]["wide"])


@cache
def short_months(*languages: str) -> Names:
    """Abbreviations of months without their stop: months only where a number stands beside them."""
    names = _join("short months", languages, lambda locale: locale.months["format"]["abbreviated"])
    return {name: number for name, number in names.items() if name not in month_names(*languages)}


@cache
def weekday_names(*languages: str) -> Names:
    """Full names of weekdays by their ISO number, Monday 1."""
    return _join("weekdays", languages, lambda locale: _iso(locale.days["format"]["wide"]))


@cache
def short_weekdays(*languages: str) -> Names:
    """Abbreviations of weekdays without their stop, as dates begin with them ("Thu, 3 Oct")."""
    names = _join("-", languages, lambda locale: _iso(locale.days["format"]["abbreviated"]))
    return {name: number for name, number in names.items() if name not in weekday_names(*languages)}


@cache
def hijri_months() -> Names:
    """Months of the Hijri calendar by their number, Muharram 1."""
    return _fold(read_word_list("calendar")["hijri months"])


def _join(
    section: str, languages: tuple[str, ...], read: Callable[[Locale], Mapping[int, str]]
) -> Names:
    names: Names = {}
    for name, number in _list(section, languages or LANGUAGES, read):
        names.setdefault(fold_key(name), number)
    return names


def _list(
    section: str, languages: Iterable[str], read: Callable[[Locale], Mapping[int, str]]
) -> Iterator[tuple[str, int]]:
    """The names of CLDR, then those of our list, language by language."""
    lists = read_word_list("calendar")
    for language in languages:
        for locale in _LOCALES.get(language, (language,)):
            yield from ((name, number) for number, name in read(Locale.parse(locale)).items())
        for number, names in lists.get(f"{section} {language}", {}).items():
            yield from ((name, int(number)) for name in names)


def _spell(names: Iterable[tuple[str, int]]) -> Names:
    spelt: Names = {}
    for name, number in names:
        plain = name.lower().strip(".")
        for form in (plain, fold_key(plain)):
            spelt.setdefault(form, number)
    return dict(sorted(spelt.items(), key=lambda item: -len(item[0])))


def _fold(lists: Mapping[str, list[str]]) -> Names:
    return {fold_key(name): int(number) for number, names in lists.items() for name in names}


def _iso(days: Mapping[int, str]) -> dict[int, str]:
    """CLDR's days begin with Monday 0."""
    return {day + 1: name for day, name in days.items()}
