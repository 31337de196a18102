"""The language of a text, or doubt: langdetect, seeded, over the languages that feeds may carry.

The profiles are a superset of the monitor's four languages: a detector that knows only those can
never answer that a text is written in another one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from langdetect import LangDetectException  # type: ignore[import-untyped]
from langdetect.detector_factory import DetectorFactory  # type: ignore[import-untyped]
from langdetect.utils.lang_profile import LangProfile  # type: ignore[import-untyped]

PROFILES = (
    *("fr", "ar", "en", "es"),
    *("de", "it", "pt", "nl", "ca", "ro", "pl", "ru", "uk", "tr", "fa", "ur", "he", "sw", "so"),
    *("sv", "zh-cn", "id", "hi"),
)
SEED = 0
SAMPLE_CHARACTERS = 500
SLICES = 3
FEWEST_LETTERS = 25
LEAST_CONFIDENCE = 0.9
SECOND_SCRIPT_SHARE = 0.25
FIRST_NOT_LATIN = "\u0250"  # letters before it are Latin, with all their marks
# langdetect repeats its guess from random starts. On 300 characters three starts are as right as
# its seven (benchmarks/README.md); on a headline the repetition is what shows doubt.
LONG_CHARACTERS = 300
STARTS_LONG, STARTS_SHORT = 3, 7


@dataclass(frozen=True, slots=True)
class Language:
    """An ISO 639-1 code, None where doubtful, and the detector's probability for its best guess."""

    code: str | None
    confidence: float | None


DOUBTFUL = Language(None, None)


def detect_language(text: str) -> Language:
    """The language of 500 characters from the text's beginning, middle and end.

    Doubtful below 25 letters or 0.9 probability: a short text, or one in two languages. Doubtful
    too where a second script has a fourth of the letters: langdetect leaves Latin letters out
    beside others, and would be certain of the rest.
    """
    sample = _sample(text)
    letters = [character for character in sample if character.isalpha()]
    if len(letters) < FEWEST_LETTERS:
        return DOUBTFUL
    latin_share = sum(letter < FIRST_NOT_LATIN for letter in letters) / len(letters)
    if SECOND_SCRIPT_SHARE <= latin_share <= 1 - SECOND_SCRIPT_SHARE:
        return Language(None, round(max(latin_share, 1 - latin_share), 4))
    detector = _factory().create()
    detector.seed = SEED
    detector.n_trial = STARTS_LONG if len(sample) >= LONG_CHARACTERS else STARTS_SHORT
    try:
        detector.append(sample)
        guesses = detector.get_probabilities()
    except LangDetectException:
        return DOUBTFUL
    if not guesses:
        return DOUBTFUL
    best = guesses[0]
    confidence = round(float(best.prob), 4)
    code = str(best.lang).partition("-")[0]
    return Language(code if confidence >= LEAST_CONFIDENCE else None, confidence)


def _sample(text: str) -> str:
    if len(text) <= SAMPLE_CHARACTERS:
        return text
    size = SAMPLE_CHARACTERS // SLICES
    last = len(text) - size
    starts = (last * number // (SLICES - 1) for number in range(SLICES))
    return " ".join(text[start : start + size] for start in starts)


@cache
def _factory() -> DetectorFactory:
    factory = DetectorFactory()
    folder = files("langdetect") / "profiles"
    for index, name in enumerate(PROFILES):
        profile = LangProfile(**json.loads((folder / name).read_text("utf-8")))
        factory.add_profile(profile, index, len(PROFILES))
    return factory
