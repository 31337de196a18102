"""Names that no list knows, comparable across scripts by their consonants.

A capitalised word of a Latin-script text ("Mudavadi") and a word of an Arabic one (مودافادي) are
the same name when their consonants agree. Arabic has no capitals, so there every word may be one;
so may a word that only begins a sentence, and every noun of a German text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from ct_pipeline.language.folding import fold_key
from ct_pipeline.language.proclitics import bare_forms
from ct_pipeline.language.word_lists import read_word_list

NAMES_FILE = Path(__file__).parent / "names.yaml"
LONE_LETTERS = 4
LONGEST_HEADLINE = 300
MAYBE_LETTERS = 4
CAPITALISED_NOUNS = "de"  # the language in which a capital alone makes no name
_CAPITALISED = r"[A-ZÀ-ÖØ-ÞŁŚŞĞİ]\w+"
_PARTICLES = "el|al|ben|bin|ibn|ould|uld|van|von|da|dos"  # small words within names
_RUN = re.compile(rf"{_CAPITALISED}(?:[ \u00a0\-'’](?:(?:{_PARTICLES})[ \-])?{_CAPITALISED})*")
_WORD = re.compile(r"\w+")
_ARABIC = re.compile("[\u0621-\u064a]{3,}")
_SENTENCE_START = re.compile(r"(?:^|[.!?:…«“\"\n•])[\s«“\"'(–—-]*$")
_INITIAL = re.compile(r" [A-ZÀ-Þ]\.")  # of the surname, as courts and their reporters write it
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ÿ]{4,}")


_Word = tuple[int, int, str]  # start, end, folded


@dataclass(frozen=True, slots=True)
class Name:
    """A name of one word or several, folded, with its span."""

    words: tuple[str, ...]
    start: int
    end: int


def find_names(
    text: str, consumed: Sequence[tuple[int, int]], language: str | None
) -> tuple[list[Name], list[str]]:
    """The names of a text, and in order the words that only may be names.

    A name is a run of capitalised words that nothing else explains (`consumed` are the spans of
    what is explained), and that does not begin a sentence with its only word.
    """
    names: list[Name] = []
    maybe: list[tuple[int, str]] = [
        (found.start(), word)
        for found in _ARABIC.finditer(text)
        if (word := _fold_word(found[0]))  # drawn-out letters alone fold to nothing
    ]
    is_headline = _is_title_case(text)
    explained = _mark(consumed, len(text))
    for run in _RUN.finditer(text):
        words = [
            (found.start() + run.start(), found.end() + run.start(), _fold_word(found[0]))
            for found in _WORD.finditer(run[0])
        ]
        for part in _unexplained(words, explained, _find_common(text, words, language)):
            start, end = part[0][0], part[-1][1]
            begins = bool(_SENTENCE_START.search(text, max(0, start - 4), start))
            is_doubtful = len(part) == 1 and _is_doubtful(part[0][2], begins, language)
            if is_headline or (is_doubtful and not _INITIAL.match(text, end)):
                maybe += [(place, word) for place, _, word in part if len(word) >= MAYBE_LETTERS]
            else:
                names.append(Name(tuple(word for *_, word in part), start, end))
    return names, [word for _, word in sorted(maybe)]


def _find_common(text: str, words: Sequence[_Word], language: str | None) -> frozenset[str]:
    """The words of a run that its language capitalises without naming anyone: an article that
    begins a sentence, and the nouns of German by their endings."""
    start, _, first = words[0]
    common = {word for *_, word in words if language == CAPITALISED_NOUNS and _is_noun(word)}
    if first in read_function_words(language) and _SENTENCE_START.search(
        text, max(0, start - 4), start
    ):
        common.add(first)
    return frozenset(common)


@lru_cache(maxsize=100_000)
def _is_noun(word: str) -> bool:
    return word.endswith(tuple(_read_lists()["noun_endings"]))


def _mark(spans: Sequence[tuple[int, int]], length: int) -> bytearray:
    """For each place of a text 1 where it lies in one of the spans."""
    marked = bytearray(length)
    for start, end in spans:
        marked[start:end] = b"\1" * (end - start)
    return marked


def _unexplained(
    words: Sequence[_Word], explained: bytearray, common: frozenset[str]
) -> Iterator[list[_Word]]:
    """The stretches of a run that no other anchor and no list of ordinary words explains."""
    part: list[_Word] = []
    not_names = read_not_names()
    for start, end, word in words:
        if word in common or word in not_names or explained.find(1, start, end) >= 0:
            if part:
                yield part
            part = []
        else:
            part.append((start, end, word))
    if part:
        yield part


def _is_doubtful(word: str, begins_sentence: bool, language: str | None) -> bool:
    return begins_sentence or language == CAPITALISED_NOUNS or len(word) < LONE_LETTERS


def _is_title_case(text: str) -> bool:
    """Whether a headline writes most of its words with a capital."""
    words = _LATIN_WORD.findall(text) if len(text) < LONGEST_HEADLINE else []
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


@lru_cache(maxsize=200_000)
def _fold_word(word: str) -> str:
    return fold_key(word).replace(" ", "")


@cache
def _read_lists() -> Mapping[str, list[str]]:
    lists: Mapping[str, list[str]] = yaml.safe_load(NAMES_FILE.read_text("utf-8"))
    return lists


@cache
def read_not_names() -> frozenset[str]:
    """Capitalised words that are no one's name; read once per process, at the first call."""
    return frozenset(_read_lists()["not_names"])


@cache
def read_function_words(language: str | None) -> frozenset[str]:
    """The articles, prepositions and other small words of a language, folded."""
    sections = read_word_list("function_words").get(language or "", {})
    return frozenset(fold_key(word) for words in sections.values() for word in words)


@cache
def read_given_names() -> frozenset[str]:
    """First names so common that sharing one says little, as they sound with their vowels."""
    return frozenset(sound for name in _read_lists()["given_names"] for sound in vowelled(name))


@cache
def _read_given_skeletons() -> frozenset[str]:
    return frozenset(sound for name in _read_lists()["given_names"] for sound in skeletons(name))


@lru_cache(maxsize=100_000)
def may_be_given_name(word: str) -> bool:
    """Whether a folded word has the consonants of a common first name: Arabic leaves out its short
    vowels."""
    return not _read_given_skeletons().isdisjoint(skeletons(word))


@lru_cache(maxsize=100_000)
def skeletons(word: str) -> frozenset[str]:
    """The consonants of a folded word, of an Arabic one also without what may be a prefix."""
    if not "\u0621" <= word[0] <= "\u064a":
        return frozenset({_squeeze(_WEAK.sub("", _latin_sounds(word)))})
    forms = (form for form in bare_forms(word) if len(form) > 2)
    return frozenset(_squeeze(_WEAK.sub("", _arabic_sounds(form))) for form in forms)


def is_given_name(word: str) -> bool:
    """Whether a folded word is a common first name."""
    return not read_given_names().isdisjoint(vowelled(word))


@lru_cache(maxsize=100_000)
def vowelled(word: str) -> frozenset[str]:
    """The same with long vowels: a, i (also e), u (also o)."""
    if not "\u0621" <= word[0] <= "\u064a":
        return frozenset({_squeeze(_latin_sounds(word))})
    return frozenset(_squeeze(_arabic_sounds(form)) for form in bare_forms(word) if len(form) > 2)


def _latin_sounds(word: str) -> str:
    for letters, sound in _LATIN_SOUNDS:
        word = letters.sub(sound, word)
    return _NO_SOUND.sub("", word)


def _arabic_sounds(word: str) -> str:
    return word.translate(_ARABIC_SOUNDS).replace("t$", "$")


def _squeeze(sounds: str) -> str:
    return _REPEATED.sub(r"\1", sounds)


_WEAK = re.compile("[aiu]")
_NO_SOUND = re.compile(r"[^a-zA-Z$]|h")
_REPEATED = re.compile(r"(.)\1+")
# One letter for sounds that transliteration mixes: g, gh, k and q; p and b; v and f; z and s.
_LATIN_SOUNDS = tuple(
    (re.compile(letters), sound)
    for letters, sound in (
        (r"tch|sch|ch|sh", "$"), (r"kh", "X"), (r"gh", "k"), (r"dj", "j"), (r"th", "t"),
        (r"ph|v", "f"), (r"qu?|ck|c(?![eiy])", "k"), (r"c", "s"), (r"x", "ks"), (r"p", "b"),
        (r"g(?=[eiy])", "j"), (r"gu(?=[eiy])", "k"), (r"g", "k"), (r"z", "s"),
        (r"ou|oo|o|w", "u"), (r"ai|ay|e|y", "i"),
    )
)  # fmt: skip
_ARABIC_SOUNDS = str.maketrans(
    "بتثجخدذرزسشصضطظغفقكلمنپڤچاآويى", "bttjXddrss$sdtskfkklmnbf$aauii", "ءحهعئؤ"
)
