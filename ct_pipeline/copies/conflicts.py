"""Slots that differ: the same sentence with another number, name, month or weekday.

Templates (monthly figures, weather, condolences) and follow-ups of a running story share most of
their words with a text that they are not a copy of; what gives them away is what stands in the
places where two otherwise equal runs of words differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import MatchingBlock

from ct_pipeline.copies.normalise import NormalisedText

SLOT_WORDS = 5
LEAD_WORDS = 80
SAME_NAME_RATIO = 60.0

_CLASSES = {
    "month": (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
        "january february march april may june july august september october november december "
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
        "يناير فبراير مارس أبريل ماي مايو يونيو يوليو يوليوز غشت أغسطس شتنبر سبتمبر أكتوبر "
        "نونبر نوفمبر دجنبر ديسمبر"
    ),
    "weekday": (
        "lundi mardi mercredi jeudi vendredi samedi dimanche "
        "monday tuesday wednesday thursday friday saturday sunday "
        "lunes martes miércoles jueves viernes sábado domingo "
        "الاثنين الإثنين الثلاثاء الأربعاء الاربعاء الخميس الجمعة السبت الأحد الاحد"
    ),
    "number": (
        "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
        "vingt trente quarante cinquante soixante cent mille two "
        "three four five seven eight nine ten "
        "eleven twelve thirteen fourteen fifteen sixteen twenty thirty forty fifty sixty hundred "
        "thousand dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce veinte "
        "treinta cuarenta cincuenta sesenta ciento mil premier deuxième troisième quatrième "
        "cinquième first second third fourth fifth primera segunda tercera cuarta quinta "
        "ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة الأولى الثانية الثالثة الرابعة الخامسة"
    ),
}


def weigh_conflicts(a: NormalisedText, b: NormalisedText, blocks: Sequence[MatchingBlock]) -> float:
    """The number of conflicting slots between aligned runs; those in the lead count double."""
    weight = 0.0
    for before, after in pairwise(blocks):
        first_a, first_b = before.a + before.size, before.b + before.size
        gap_a, gap_b = after.a - first_a, after.b - first_b
        if not (1 <= gap_a <= SLOT_WORDS and 1 <= gap_b <= SLOT_WORDS):
            continue
        if is_conflict(_Slot.of(a, first_a, after.a), _Slot.of(b, first_b, after.b)):
            weight += 2.0 if min(first_a, first_b) < LEAD_WORDS else 1.0
    return weight


class _Slot:
    """The words that fill one slot, by kind."""

    __slots__ = ("classes", "names", "numbers")

    def __init__(self, numbers: list[str], names: list[str], classes: dict[str, set[str]]) -> None:
        self.numbers = numbers
        self.names = names
        self.classes = classes

    @classmethod
    def of(cls, text: NormalisedText, first: int, last: int) -> _Slot:
        """The slot of the words from `first` to before `last`."""
        words = [text.word(index) for index in range(first, last)]
        classes: dict[str, set[str]] = {}
        for word in words:
            kind = _class_words().get(word.casefold())
            if kind:
                classes.setdefault(kind, set()).add(word.casefold())
        return cls(
            numbers=sorted(w for i, w in enumerate(words, first) if text.is_number[i]),
            names=[w for i, w in enumerate(words, first) if text.is_capital[i] and len(w) > 2],
            classes=classes,
        )


def is_conflict(a: _Slot, b: _Slot) -> bool:
    """Whether two fillings of one slot cannot both belong to copies of one text."""
    if a.numbers and b.numbers and a.numbers != b.numbers:
        return True
    for kind in a.classes.keys() & b.classes.keys():
        if a.classes[kind] != b.classes[kind]:
            return True
    return bool(a.names and b.names) and not _is_same_name(a.names, b.names)


def _is_same_name(a: list[str], b: list[str]) -> bool:
    """Spelt alike, or one the initials of the other (ONU, Organisation des Nations Unies)."""
    joined_a, joined_b = " ".join(a).casefold(), " ".join(b).casefold()
    if fuzz.token_set_ratio(joined_a, joined_b) >= SAME_NAME_RATIO:
        return True
    return any(word.isupper() for word in (*a, *b)) and (len(a) != len(b) or a[0][0] == b[0][0])


@cache
def _class_words() -> dict[str, str]:
    return {word: kind for kind, words in _CLASSES.items() for word in words.split()}
