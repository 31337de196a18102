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

    Doubtful below 25 letters or 0.9 probability: a short text, or one in two languages.
    """
    sample = _sample(text)
    if sum(character.isalpha() for character in sample) < FEWEST_LETTERS:
        return DOUBTFUL
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
