"""The words that dates are made of, with a letter for each kind, and what stands between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ct_pipeline.language import calendar
from ct_pipeline.language.folding import fold, fold_key
from ct_pipeline.language.phrases import PhraseFinder
from ct_pipeline.language.word_lists import read_word_list

# The letter of each kind of word; of what stands between, see `kind_between`.
_KINDS = {
    "months": "m",
    "short months": "a",  # months only where a number stands beside them
    "hijri months": "h",
    "weekdays": "w",
    "short weekdays": "v",
    "days": "c",
    "directions": "r",
    "units": "u",
    "seasons": "s",
    "parts of day": "d",
    "edges": "e",
    "ends": "U",
    "ago before": "b",
    "ago after": "k",
    "ahead": "f",
}


@dataclass(frozen=True, slots=True)
class DateWord:
    """A word of dates: the letter of its kind and what it stands for (a number, a unit, a name)."""

    kind: str
    number: int = 0
    name: str = ""


@cache
def date_words() -> PhraseFinder[DateWord | None]:
    """The words of the four languages; None is found for what looks like a date and is none."""
    words: dict[str, DateWord | None] = {}
    for phrase, word in _list_words():
        words.setdefault(phrase, word)
    others = (fold(phrase).text for phrase in read_word_list("dates")["no dates"][""])
    return PhraseFinder(words | dict.fromkeys(others))


def _list_words() -> Iterator[tuple[str, DateWord]]:
    for section, lists in read_word_list("dates").items():
        for key, phrases in lists.items() if section in _KINDS else ():
            is_number = key.lstrip("-").isdecimal()
            kind, number = _KINDS[section], int(key) if is_number else 0
            yield from ((fold(phrase).text, DateWord(kind, number, key)) for phrase in phrases)
    english = calendar.month_names("en") | calendar.short_months("en")
    for section, names in (
        ("months", calendar.month_names()),
        ("hijri months", calendar.hijri_months()),
        ("short months", calendar.short_months()),
        ("weekdays", calendar.weekday_names()),
        ("short weekdays", calendar.short_weekdays()),
    ):
        for name, number in names.items():
            language = "en" if name in english else ""
            yield name, DateWord(_KINDS[section], number, language)


def kind_between(text: str) -> str:
    """What the text between two words of a date does: g of, t to, + and, a comma or a slash.

    Nothing for mere space; | where the two do not belong together.
    """
    return _between().get(" ".join(text.casefold().replace("’", "'").split()), "|")


@cache
def _between() -> Mapping[str, str]:
    lists = read_word_list("dates")
    words = {
        phrase: kind
        for section, kind in (("to", "t"), ("and", "+"), ("of", "g"))
        for phrase in lists[section][""]
    }
    return words | {"": "", ".": "", ",": ",", "،": ",", ".,": ",", "(": ",", "/": "/", "\\": "/"}


@cache
def words_before() -> frozenset[str]:
    """What stands before a month or a year and says that it is one; folded."""
    return frozenset(map(fold_key, read_word_list("dates")["before"][""]))
