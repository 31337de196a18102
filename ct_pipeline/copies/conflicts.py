"""Slots that differ: the same sentence with another number, name, month or weekday.

Templates (monthly figures, weather, condolences) and follow-ups of a running story share most of
their words with a text that they are not a copy of; what gives them away is what stands in the
places where two otherwise equal runs of words differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import MatchingBlock

from ct_pipeline.copies.normalise import NormalisedText

SLOT_WORDS = 5
LEAD_WORDS = 80
SAME_NAME_RATIO = 60.0
SAME_WORD_RATIO = 70.0  # one letter misread in a word of four still leaves 75

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


@dataclass(frozen=True, slots=True)
class Slot:
    """The words of one side that stand where the other side has others, by kind."""

    numbers: tuple[str, ...]
    names: tuple[str, ...]
    caseless: tuple[str, ...]
    classes: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, text: NormalisedText, first: int, last: int) -> Slot:
        """The slot of the words from `first` to before `last`."""
        words = [(text.word(index), index) for index in range(first, last)]
        class_words = _class_words()
        return cls(
            numbers=tuple(sorted(word for word, index in words if text.is_number[index])),
            names=tuple(word for word, i in words if text.is_capital[i] and len(word) > 2),
            caseless=tuple(word for word, _ in words if len(word) > 2 and word == word.swapcase()),
            classes=frozenset(
                (class_words[folded], folded)
                for word, _ in words
                if (folded := word.casefold()) in class_words
            ),
        )


def weigh_conflicts(
    a: NormalisedText, b: NormalisedText, chains: Sequence[Sequence[MatchingBlock]]
) -> list[float]:
    """The weight of each conflicting slot between aligned runs: 2 in the lead, 1 after it.

    Where a script has no capitals to tell names, the same exchange made twice counts as a name.
    """
    weights: list[float] = []
    exchanges: list[tuple[float, set[tuple[str, str]]]] = []
    for before, after in (pair for chain in chains for pair in pairwise(chain)):
        first_a, first_b = before.a + before.size, before.b + before.size
        if first_a == after.a or first_b == after.b:
            continue
        slot_a, slot_b = Slot.of(a, first_a, after.a), Slot.of(b, first_b, after.b)
        worth = 2.0 if min(first_a, first_b) < LEAD_WORDS else 1.0
        if is_conflict(slot_a, slot_b):
            weights.append(worth)
        elif len(slot_a.caseless) == len(slot_b.caseless):
            exchanges.append((worth, _exchanges(slot_a.caseless, slot_b.caseless)))
    counts = Counter(exchange for _, exchanged in exchanges for exchange in exchanged)
    return weights + [
        worth for worth, exchanged in exchanges if any(counts[one] > 1 for one in exchanged)
    ]


def _exchanges(a: Sequence[str], b: Sequence[str]) -> set[tuple[str, str]]:
    """The words that stand for each other and are not spelt alike."""
    return {
        (one, other)
        for one, other in zip(a, b, strict=True)
        if fuzz.ratio(one, other) < SAME_WORD_RATIO
    }


def is_conflict(a: Slot, b: Slot) -> bool:
    """Whether two fillings of one slot cannot both belong to copies of one text."""
    if a.numbers and b.numbers and a.numbers != b.numbers:
        return True
    kinds = {kind for kind, _ in a.classes} & {kind for kind, _ in b.classes}
    if any(kind in kinds for kind, _ in a.classes ^ b.classes):
        return True
    return bool(a.names and b.names) and not _is_same_name(a.names, b.names)


def _is_same_name(a: Sequence[str], b: Sequence[str]) -> bool:
    """Spelt alike, or one the initials of the other (ONU, Organisation des Nations Unies)."""
    joined_a, joined_b = " ".join(a).casefold(), " ".join(b).casefold()
    if fuzz.token_set_ratio(joined_a, joined_b) >= SAME_NAME_RATIO:
        return True
    return _is_acronym(a, b) or _is_acronym(b, a)


def _is_acronym(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether one capital word stands against a name in several words."""
    return len(short) == 1 and short[0].isupper() and len(long) > 1


@cache
def _class_words() -> dict[str, str]:
    return {word: kind for kind, words in _CLASSES.items() for word in words.split()}
