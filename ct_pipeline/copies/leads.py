"""The beginnings of two texts that share the rest: has the thing moved on, or is it told anew?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from ct_pipeline.copies.compare import Comparison
from ct_pipeline.copies.normalise import Flags, NormalisedText
from ct_pipeline.copies.slot_words import classify
from ct_pipeline.copies.stages import AHEAD, Stage, find_stages
from ct_pipeline.copies.tolls import find_tolls, tolls_differ
from ct_pipeline.language.folding import fold
from ct_pipeline.language.proclitics import bare_forms
from ct_pipeline.language.word_lists import read_word_list

STEM_LETTERS = 5
LEAST_STEM_LETTERS = 4
OWN_SHARE = 0.6
LEAST_OWN_WORDS, LEAST_LONGER = 10, 15  # of either beginning, of the longer one
LEAST_FRESH = 3
MISREAD_RATIO = 70.0
LONGEST_DATELINE = 10  # words
_WORD = re.compile(r"\w+")
_WEAK_LETTERS = str.maketrans("", "", "اويءةىهتسنم")
_EMPTY = frozenset(
    word for words in read_word_list("function_words").values() for word in words[""]
)


def has_moved_on(
    a: NormalisedText,
    b: NormalisedText,
    titles: tuple[str, str],
    language: str,
    found: Comparison,
) -> bool:
    """Whether one beginning tells of another state of the thing than the other.

    Words of either beginning that the other text has nowhere, neither as such nor by the stage that
    they name, and that the headline stresses or that are two at least, tell a new state. Beginnings
    that outlets wrote themselves choose their words freely: there only another stage of the same
    course counts.
    """
    if not (found.fresh_a.any() and found.fresh_b.any()):
        return _headlines_differ(a, b, titles, language)
    one = _Side.of(a, titles[0], found.fresh_a, language)
    other = _Side.of(b, titles[1], found.fresh_b, language)
    new_one, new_other = one.head - other.whole, other.head - one.whole
    if (_courses(new_one) & _courses(new_other)) - {AHEAD} or _count_otherwise(
        a, b, titles, language
    ):
        return True
    if (
        are_own(found)
        or (one.title and titles[0] == titles[1])
        or not (_tells_more(one, other) or _tells_more(other, one))
    ):
        return False
    both = _courses(one.head) & _courses(other.head)
    if (_courses(new_one) | _courses(new_other)) & both - {AHEAD}:
        return True
    told = _tell_apart(one, other, language) & _tell_apart(other, one, language)
    if told - {(AHEAD, AHEAD)}:
        return False
    if (one.stressed - other.whole) | (other.stressed - one.whole):
        return True
    return _differ(one, other)


def _headlines_differ(
    a: NormalisedText, b: NormalisedText, titles: tuple[str, str], language: str
) -> bool:
    """Whether the headlines over one beginning name two stages of one course, each of which the
    other text names nowhere: the line-up that is expected, and the one that plays."""
    if titles[0] == titles[1]:
        return False
    ours, theirs = (find_stages(title, language) for title in titles)
    if not (_courses(ours) & _courses(theirs)) - {AHEAD}:
        return False
    ours -= theirs | find_stages(b.text, language)
    theirs -= find_stages(titles[0], language) | find_stages(a.text, language)
    return bool((_courses(ours) & _courses(theirs)) - {AHEAD})


def _count_otherwise(
    a: NormalisedText, b: NormalisedText, titles: tuple[str, str], language: str
) -> bool:
    """Whether the headline and beginning of each text count the victims otherwise than the other
    text anywhere: "at least four dead", "the toll rises to eleven"."""
    shown = titles if titles[0] != titles[1] else ("", "")
    one, other = (
        find_tolls(f"{title}\n{text.passage(0, text.lead_end)}", language)
        for text, title in zip((a, b), shown, strict=True)
    )
    return bool(one.keys() & other.keys()) and tolls_differ(
        one, other, find_tolls(a.text, language), find_tolls(b.text, language)
    )


def are_own(found: Comparison) -> bool:
    """Whether what stands before the first shared passage is hardly any of the other's words."""
    return max(found.own_a, found.own_b) >= LEAST_LONGER and all(
        own >= LEAST_OWN_WORDS and float(fresh[:own].mean()) > OWN_SHARE
        for fresh, own in ((found.fresh_a, found.own_a), (found.fresh_b, found.own_b))
    )


def _tells_more(one: _Side, other: _Side) -> bool:
    """Whether a beginning has words that the other text lacks, beside days and figures."""
    return any(stem not in other.stems and not classify(word) for stem, word in one.fresh.items())


def _tell_apart(one: _Side, other: _Side, language: str) -> frozenset[Stage]:
    """What a headline tells, and a beginning in words that the other text lacks."""
    own = (word for stem, word in one.fresh.items() if stem not in other.stems)
    return one.titled | find_stages(" ".join(own), language)


def _differ(one: _Side, other: _Side) -> bool:
    ours = {stem: word for stem, word in one.fresh.items() if stem not in other.stems}
    theirs = {stem: word for stem, word in other.fresh.items() if stem not in one.stems}
    ours, theirs = _unlike(ours, theirs), _unlike(theirs, ours)
    if not ours or not theirs:
        return False
    is_stressed = bool(ours.keys() & one.title or theirs.keys() & other.title)
    return is_stressed or len(ours) + len(theirs) >= LEAST_FRESH


@dataclass(frozen=True, slots=True)
class _Side:
    fresh: dict[str, str]  # stem -> word
    title: frozenset[str]
    stems: frozenset[str]
    head: frozenset[Stage]
    whole: frozenset[Stage]
    titled: frozenset[Stage]  # told by the headline
    stressed: frozenset[Stage]  # by the headline and the fresh words

    @classmethod
    def of(cls, text: NormalisedText, title: str, fresh: Flags, language: str) -> _Side:
        places = fresh.nonzero()[0]
        words = [text.word(int(place)) for place in places[places >= _end_dateline(text, fresh)]]
        lead = text.passage(0, text.lead_end)
        of_title, of_fresh = find_stages(title, language), find_stages(" ".join(words), language)
        return cls(
            {stem: word for word in words for stem in _stems(word)},
            _stems(title),
            _stems(f"{title} {text.text}"),
            find_stages(f"{title}\n{lead}", language),
            find_stages(f"{title}\n{text.text}", language),
            of_title,
            of_title & of_fresh,
        )


def _end_dateline(text: NormalisedText, fresh: Flags) -> int:
    """How many words of a text of its own end in a dash before the first shared one."""
    count = 0 if fresh.all() else int(fresh.argmin())
    is_dateline = 0 < count <= LONGEST_DATELINE and text.text[: int(text.starts[count])].rstrip(
        ' («"'
    ).endswith(("-", ":"))
    return count if is_dateline else 0


def _unlike(ours: dict[str, str], theirs: dict[str, str]) -> dict[str, str]:
    """Our words without those that are a misprint of one of theirs."""
    return {
        stem: word
        for stem, word in ours.items()
        if all(fuzz.ratio(word, other) < MISREAD_RATIO for other in theirs.values())
    }


def _courses(stages: Iterable[Stage]) -> set[str]:
    return {course for course, _ in stages}


def kinship(a: NormalisedText, end_a: int, b: NormalisedText, title_b: str) -> float:
    """The share of the words of a's first `end_a` words that b has too, by their stems."""
    own = _stems(a.passage(0, end_a))
    return len(own & (_stems(b.text) | _stems(title_b))) / max(len(own), 1)


def _stems(text: str) -> frozenset[str]:
    return frozenset(
        stem for word in _WORD.findall(fold(text).text) if (stem := _stem(word)) is not None
    )


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str | None:
    if word in _EMPTY:
        return None
    if "\u0621" <= word[0] <= "\u064a":
        root = min(bare_forms(word), key=len) if len(word) > 3 else word
        root = root if len(root) > 2 else word
        bare = root.translate(_WEAK_LETTERS)
        return (bare or root)[:4] if len(word) > 3 else None
    return word[:STEM_LETTERS] if len(word) >= LEAST_STEM_LETTERS or word.isdigit() else None
