"""Names that no list knows, comparable across scripts by their consonants.

A capitalised word of a Latin-script text ("Mudavadi") and a word of an Arabic one (مودافادي) are
the same name when their consonants agree. Arabic has no capitals, so there every word that nothing
else explains may be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path

import yaml

from ct_pipeline.language.folding import fold
from ct_pipeline.language.proclitics import bare_forms

NAMES_FILE = Path(__file__).parent / "names.yaml"
NAME_LETTERS = 4
ARABIC_LETTERS = 4
_LATIN = re.compile(r"[A-ZÀ-ÖØ-Þ]\w{2,}")
_ARABIC = re.compile(r"[\u0621-\u064a]+(?:-[\u0621-\u064a]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:«“\"\n]\s*)$")


def find_names(
    original: str, consumed: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, str, int, int]]:
    """Kind (`name`, `word` for Arabic), folded word and span of what may be a name."""
    is_headline = _is_title_case(original)
    for found in _LATIN.finditer(original):
        word = _fold_word(found[0])
        if (
            len(word) < NAME_LETTERS
            or word in read_not_names()
            or is_headline
            or _SENTENCE_START.search(original, 0, found.start())
            or _overlaps(*found.span(), consumed)
        ):
            continue
        yield "name", word, *found.span()
    for found in _ARABIC.finditer(original):
        word = _fold_word(found[0])  # shorter than its letters where they are drawn out
        if len(word) >= ARABIC_LETTERS and not _overlaps(*found.span(), consumed):
            yield "word", word, *found.span()


def _is_title_case(text: str) -> bool:
    words = [word for word in re.findall(r"[A-Za-zÀ-ÿ]+", text) if len(word) > 3]
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def _overlaps(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in spans)


@lru_cache(maxsize=100_000)
def _fold_word(word: str) -> str:
    return fold(word).text.replace(" ", "")


@cache
def read_not_names() -> frozenset[str]:
    """Capitalised words that are no one's name; read once per process, at the first call."""
    content = yaml.safe_load(NAMES_FILE.read_text("utf-8"))
    return frozenset(content["not_names"])


@lru_cache(maxsize=100_000)
def skeletons(word: str) -> frozenset[str]:
    """The consonants of a folded word, of an Arabic one also without what may be a prefix."""
    if not "\u0621" <= word[0] <= "\u064a":
        return frozenset({_latin_skeleton(word)})
    forms = (form for form in bare_forms(word) if len(form) > 2)
    return frozenset(_squeeze(form.translate(_ARABIC_SOUNDS)) for form in forms)


def _latin_skeleton(word: str) -> str:
    for letters, sound in _LATIN_SOUNDS:
        word = re.sub(letters, sound, word)
    return _squeeze(re.sub(r"[^a-zA-Z$]|[aeiouywh]", "", word))


def _squeeze(sounds: str) -> str:
    return re.sub(r"(.)\1+", r"\1", sounds)


_LATIN_SOUNDS = (
    (r"tch|sch|ch|sh", "$"), (r"kh", "X"), (r"gh", "g"), (r"dj", "j"), (r"th", "t"),
    (r"ph|v", "f"), (r"qu?|ck|c(?![eiy])", "k"), (r"c", "s"), (r"x", "ks"), (r"p", "b"),
    (r"g(?=[eiy])", "j"), (r"z", "s"),
)  # fmt: skip
_ARABIC_SOUNDS = str.maketrans("بتثجخدذرزسشصضطظغفقكلمنپڤچ", "bttjXddrss$sdtsgfkklmnbf$", "اويءحهع")
