"""The words that numbers are made of, and how they add up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from ct_pipeline.language.folding import fold
from ct_pipeline.language.phrases import PhraseFinder
from ct_pipeline.language.word_lists import Sections, read_word_list

LANGUAGES = ("fr", "en", "es", "ar")
THOUSAND = 1_000
# What takes the place of an ordinal's last letters in its other forms.
_ENDINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "fr": {"e": ("es",)},
    "es": {"o": ("os", "a", "as"), "a": ("as",)},
    "pt": {"o": ("os", "a", "as")},
    "it": {"o": ("a", "i", "e")},
    "de": {"e": ("en", "er", "es", "em")},
}
_PLURALS = frozenset(("es", "os", "as", "i", "e"))


@dataclass(frozen=True, slots=True)
class NumberWord:
    """A part of a number.

    `is_approximate`: a round word ("vingtaine"); `stands_alone`: it makes no compound; `is_part`:
    it says nothing alone.
    """

    value: float
    is_ordinal: bool = False
    is_approximate: bool = False
    stands_alone: bool = False
    is_part: bool = False


class Sum:
    """A number while it is read from left to right.

    `above` is what the multipliers so far have made (thousands, millions), `below` what has been
    said since, under a thousand.
    """

    def __init__(self, word: NumberWord, *, is_figure: bool = False) -> None:
        self.first = self.last = word
        self._is_figure = is_figure
        self._above, self._below, self._multiplier = 0.0, word.value, float("inf")
        if word.value >= THOUSAND and not is_figure:
            self._above, self._below, self._multiplier = word.value, 0.0, word.value

    @property
    def value(self) -> float:
        """What has been read."""
        return self._above + self._below

    @property
    def is_ordinal(self) -> bool:
        """Whether it says which one, not how many."""
        return self.first.is_ordinal or self.last.is_ordinal

    def add(self, word: NumberWord, *, is_joined: bool) -> bool:
        """Adds the next word, with or without "and" before it; False where it has no place."""
        last = self.last
        if word.stands_alone or last.stands_alone or word.is_approximate:
            return False
        if last.is_ordinal and not (word.is_ordinal or word.value == 10):
            return False
        if self._is_figure and (last.is_ordinal or is_joined or word.value < THOUSAND):
            return False
        is_added = (
            self._multiply(word.value)
            if word.value >= THOUSAND
            else self._place(word.value, is_joined=is_joined)
        )
        if is_added:
            self.last, self._is_figure = word, False
        return is_added

    def _multiply(self, value: float) -> bool:
        if value < self._multiplier:
            self._above += max(self._below, 1.0) * value
        elif self._multiplier == THOUSAND and not self._below:
            self._above *= value  # mil millones
        else:
            return False
        self._below, self._multiplier = 0.0, value
        return True

    def _place(self, value: float, *, is_joined: bool) -> bool:
        """Puts a value under a thousand beside the others."""
        if value == 100 and 0 < self._below < 100:
            self._below *= 100
        elif value >= 100 and not self._below:
            self._below = value
        elif value < 100 and _goes_with(self._below % 100, value, is_joined=is_joined):
            is_eighty = (self._below % 100, value) == (4, 20) and not is_joined
            self._below += 76 if is_eighty else value
        else:
            return False
        return True


def _goes_with(rest: float, value: float, *, is_joined: bool) -> bool:
    """Whether a value under a hundred can follow what has been said under a hundred."""
    if rest == 0:
        return True
    if rest in range(1, 10):  # quatre-vingt, ثلاثة عشر; ثلاثة وعشرون
        return value > 10 if is_joined else value == 10 or (rest, value) == (4, 20)
    if rest == 10:  # dix-sept, décimo tercero
        return value < 10 and not is_joined
    if rest in (60, 80):  # soixante-dix, soixante et onze
        return value < 20
    return rest % 10 == 0 and value < 10


@cache
def read_numbers() -> Sections:
    """The sections of `numbers.txt`, with the ordinals in all their forms and German numbers
    between the tens; read once per process, at the first call."""
    lists = read_word_list("numbers")
    for language in (*LANGUAGES, *_ENDINGS):
        for value, forms in lists.get(f"ordinals {language}", {}).items():
            known = {other for one in forms for other in _inflect(language, value, one)}
            forms += sorted(known - set(forms))
    units = {1: ["ein"], **{unit: lists["de"][str(unit)] for unit in range(2, 10)}}
    for numbers in (lists["de"], lists["ordinals de"]):
        for ten, unit in product(range(20, 100, 10), units):
            numbers[str(ten + unit)] = [
                f"{word}und{form}" for word in units[unit] for form in numbers[str(ten)]
            ]
    return lists


def _inflect(language: str, value: str, form: str) -> Iterator[str]:
    """The other forms of an ordinal; of "first" no plural: "les vingt premiers" are twenty."""
    if language == "ar" and form.startswith("ال") and form.endswith("ة") and value not in "12":
        yield form.removeprefix("ال")
    for ending in _ENDINGS.get(language, {}).get(form[-1], ()):
        if value != "1" or ending not in _PLURALS:
            yield form[:-1] + ending


@cache
def number_words(language: str | None) -> PhraseFinder[NumberWord | None]:
    """The words of the four languages of the pipeline and of the text's own; those that are other
    words elsewhere only for their own.

    None is found for what looks like a number and is none.
    """
    lists = read_numbers()
    others = {name: {fold(word).text for word in lists[name][""]} for name in _OTHERS}
    words: dict[str, NumberWord | None] = {}
    for tongue in dict.fromkeys((language or LANGUAGES[0], *LANGUAGES)):
        for phrase, word in _list_words(lists, tongue, others["parts"]):
            if tongue == language or phrase not in others["own language"]:
                words.setdefault(phrase, word)
    return PhraseFinder(words | dict.fromkeys(others["no numbers"]))


_OTHERS = ("parts", "own language", "no numbers")


def _list_words(
    lists: Sections, language: str, parts: set[str]
) -> Iterator[tuple[str, NumberWord]]:
    sections = (language, f"ordinals {language}", f"alone {language}", "about")
    for section in sections:
        for value, phrases in lists.get(section, {}).items():
            for phrase in (fold(phrase).text for phrase in phrases):
                yield (
                    phrase,
                    NumberWord(
                        float(value),
                        is_ordinal=section.startswith(("ordinals", "alone")),
                        is_approximate=section == "about",
                        stands_alone=section.startswith("alone"),
                        is_part=phrase in parts,
                    ),
                )
