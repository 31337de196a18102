"""Slots that differ: the same sentence with another number, name, month or weekday.

Templates (monthly figures, weather, condolences) and follow-ups of a running story share most of
their words with a text that they are not a copy of; what gives them away is what stands in the
places where two otherwise equal runs of words differ.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq, MatchingBlock

from ct_pipeline.copies.alignment import SLOT_WORDS, Chains
from ct_pipeline.copies.normalise import NormalisedText
from ct_pipeline.copies.slot_words import AMBIGUOUS, Kind, classify_all, is_other, town_of
from ct_pipeline.language.folding import fold_key

HEAD_WORDS = 80
SAME_NAME_RATIO = 60.0
SAME_WORD_RATIO = 70.0  # one letter misread in a word of four still leaves 75
# In a text with more of them (German, a headline in capitals) capitals name no one.
CAPITALISED_SHARE = 0.25
SIMILAR_TITLES = 0.5
_ORDINAL_MARK = re.compile(r"°|\.(?:[ao]s?\b|(?= [A-ZÄÖÜ]))")  # 4.ª, 4°, 5. Tagung
_SENTENCE_END = re.compile(r"[.!?…:؟\n][\s\"«»“”'()\-]*$")

# What a text is about; another one in the lead makes it another text, however little else differs.
IDENTIFYING = frozenset({Kind.MONTH, Kind.WEEKDAY, Kind.ORDINAL, Kind.YEAR, Kind.PLACE, Kind.NAME})


@dataclass(frozen=True, slots=True)
class Conflict:
    """A slot that two texts fill differently: the kind of its filling, and whether early on."""

    kind: Kind
    is_in_lead: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Slot:
    """The words of one side that stand where the other side has others, by kind.

    `names`: words with a capital within a sentence, each with its place.
    """

    values: dict[Kind, frozenset[str]]
    names: tuple[tuple[str, int], ...]
    caseless: tuple[str, ...]

    @classmethod
    def of(
        cls,
        text: NormalisedText,
        first: int,
        last: int,
        *,
        is_strict: bool = False,
    ) -> Slot:
        """The slot of the words from `first` to before `last`.

        With `is_strict` a word that may be something else ("may", "second") names nothing.
        """
        values: dict[Kind, set[str]] = {}
        names, caseless = [], []
        words = [text.word(index) for index in range(first, last)]
        for index, word, kinds in zip(range(first, last), words, classify_all(words), strict=True):
            found = () if is_strict and fold_key(word) in AMBIGUOUS else kinds
            for kind, key in found:
                values.setdefault(kind, set()).add(key)
                if kind == Kind.NUMBER and _ORDINAL_MARK.match(text.text, int(text.ends[index])):
                    values.setdefault(Kind.ORDINAL, set()).add(key)
            if len(word) < 3:
                continue
            if text.is_capital[index] and not is_strict and (town := town_of(word)):
                values.setdefault(Kind.PLACE, set()).add(town)
            if word == word.swapcase() and all(kind == Kind.PLACE for kind, _ in found):
                caseless.append(word)
            elif not found and text.is_capital[index] and not _begins_sentence(text, index):
                names.append((word, index))
        return cls(
            {kind: frozenset(keys) for kind, keys in values.items()},
            tuple(names),
            tuple(caseless),
        )


def find_conflicts(a: NormalisedText, b: NormalisedText, chains: Chains) -> list[Conflict]:
    """The slots between aligned runs that two texts fill differently.

    Where a script has no capitals to tell names, the same exchange made twice counts as a name, and
    once it may be one; so may a noun that the other text lacks, where all nouns have capitals.
    """
    named = Kind.NAME if _tells_names(a) and _tells_names(b) else Kind.NOUN
    lead = max(a.lead_end, b.lead_end)
    conflicts: list[Conflict] = []
    exchanges: list[tuple[int, set[tuple[str, str]]]] = []
    for before, after in (pair for chain in chains for pair in pairwise(_from_start(chain))):
        first_a, first_b = before.a + before.size, before.b + before.size
        if first_a == after.a or first_b == after.b:
            continue
        slot_a, slot_b = Slot.of(a, first_a, after.a), Slot.of(b, first_b, after.b)
        place = min(first_a, first_b)
        if kinds := set(_differing_kinds(slot_a, slot_b, a, b, named)):
            conflicts += [_conflict(kind, place, lead) for kind in kinds]
        elif len(slot_a.caseless) == len(slot_b.caseless):
            exchanges.append((place, _exchanges(slot_a.caseless, slot_b.caseless)))
    counts = Counter(exchange for _, exchanged in exchanges for exchange in exchanged)
    return conflicts + [
        _conflict(
            Kind.NAME if any(counts[one] > 1 for one in exchanged) else Kind.NOUN, place, lead
        )
        for place, exchanged in exchanges
        if exchanged
    ]


def _from_start(chain: list[MatchingBlock]) -> list[MatchingBlock]:
    """A chain that begins where both texts do, also where their first words differ."""
    first = chain[0]
    is_first = 0 < max(first.a, first.b) <= SLOT_WORDS
    return [MatchingBlock(0, 0, 0), *chain] if is_first else chain


def find_title_conflicts(a: NormalisedText, b: NormalisedText) -> set[Kind]:
    """What two headlines say differently: months and editions whatever the rest, all else only
    where the headlines are alike."""
    if not len(a.words) or not len(b.words):
        return set()
    is_alike = LCSseq.normalized_similarity(a.words.tolist(), b.words.tolist()) >= SIMILAR_TITLES
    slot_a = Slot.of(a, 0, len(a.words), is_strict=not is_alike)
    slot_b = Slot.of(b, 0, len(b.words), is_strict=not is_alike)
    kinds = set(_differing_kinds(slot_a, slot_b, a, b)) - {Kind.NAME}
    return kinds if is_alike else kinds & {Kind.MONTH, Kind.ORDINAL}


def _conflict(kind: Kind, place: int, lead: int) -> Conflict:
    return Conflict(kind, place < lead, 2.0 if place < HEAD_WORDS else 1.0)


def _differing_kinds(
    a: Slot, b: Slot, text_a: NormalisedText, text_b: NormalisedText, named: Kind = Kind.NAME
) -> Iterator[Kind]:
    """The kinds of filling that both sides have and that cannot both belong to copies; `named` is
    what a word with a capital is."""
    for kind in a.values.keys() & b.values.keys():
        if is_other(kind, a.values[kind], b.values[kind]):
            yield kind
    if any(_is_other_edition(*slots) for slots in ((a, b), (b, a))):
        yield Kind.ORDINAL
    if a.names and b.names:
        ours, theirs = (tuple(word for word, _ in slot.names) for slot in (a, b))
        are_names = all(
            any(_is_name(text.words[place], text_a, text_b) for _, place in slot.names)
            for slot, text in ((a, text_a), (b, text_b))
        )
        is_known = named == Kind.NOUN and (
            _hold_all(text_b, text_a, a) or _hold_all(text_a, text_b, b)
        )
        if are_names and not is_known and not _is_same_name(ours, theirs):
            yield named


def _hold_all(text: NormalisedText, other: NormalisedText, slot: Slot) -> bool:
    """Whether a text holds all names of the other one's slot, wherever."""
    return all((text.words == other.words[place]).any() for _, place in slot.names)


def _is_other_edition(a: Slot, b: Slot) -> bool:
    """Whether nothing but a number stands where the other text has nothing but another ordinal."""
    is_alone = not (a.caseless or b.caseless)
    if not is_alone or set(a.values) != {Kind.NUMBER} or set(b.values) != {Kind.ORDINAL}:
        return False
    return not a.values[Kind.NUMBER] & b.values[Kind.ORDINAL]


def _is_name(word: np.uint64, a: NormalisedText, b: NormalisedText) -> bool:
    """No word that either text writes without its capital as well."""
    return not any(((text.words == word) & ~text.is_capital).any() for text in (a, b))


def _tells_names(text: NormalisedText) -> bool:
    return float(text.is_capital.mean()) <= CAPITALISED_SHARE if len(text.words) else False


def _begins_sentence(text: NormalisedText, index: int) -> bool:
    start = int(text.starts[index])
    return index == 0 or bool(_SENTENCE_END.search(text.text, max(0, start - 8), start))


def _exchanges(a: Sequence[str], b: Sequence[str]) -> set[tuple[str, str]]:
    """The words that stand for each other and are not spelt alike."""
    return {
        (one, other)
        for one, other in zip(a, b, strict=True)
        if fuzz.ratio(one, other) < SAME_WORD_RATIO
    }


def _is_same_name(a: Sequence[str], b: Sequence[str]) -> bool:
    """Spelt alike, or one the initials of the other (ONU, Organisation des Nations Unies)."""
    joined_a, joined_b = " ".join(a).casefold(), " ".join(b).casefold()
    if fuzz.token_set_ratio(joined_a, joined_b) >= SAME_NAME_RATIO:
        return True
    return _is_acronym(a, b) or _is_acronym(b, a)


def _is_acronym(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether one capital word stands against a name in several words."""
    return len(short) == 1 and short[0].isupper() and len(long) > 1
