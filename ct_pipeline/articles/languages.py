"""The language of a text, or doubt: py3langid over 140 languages, a sample, a threshold.

The detector knows far more languages than feeds may carry: one that knows only the monitor's four
can never answer that a text is written in another one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from py3langid.langid import (  # type: ignore[import-untyped]
    MODEL_FILE,
    LanguageIdentifier,
)

SAMPLE_CHARACTERS = 500
SLICES = 3
SLICE = SAMPLE_CHARACTERS // SLICES
GUESSES = 5
FEWEST_LETTERS = 25
FEWEST_SIGNS = 10  # in scripts whose letters are syllables or words
LEAST_CONFIDENCE = 0.6
SECOND_SCRIPT_SHARE = 0.25
FIRST_NOT_LATIN = "\u0250"  # letters before it are Latin, with all their marks
FIRST_SYLLABIC = "\u2e80"
# What the detector tells apart and ISO 639-1 does not: written dialects and creoles.
_COUNTED_AS = {
    "arz": "ar",
    "ary": "ar",
    "pcm": "en",
    "ext": "es",
    "an": "es",
    "lij": "it",
    "crh": "tr",
    "uzs": "uz",
    "nb": "no",
    "nn": "no",
    "fil": "tl",
}


@dataclass(frozen=True, slots=True)
class Language:
    """An ISO 639-1 code, None where doubtful, and the detector's probability for its best guess."""

    code: str | None
    confidence: float | None


DOUBTFUL = Language(None, None)


def detect_language(text: str) -> Language:
    """The language of 500 characters from the text's beginning, middle and end.

    Doubtful below 25 letters or 0.6 probability: a short text, one in two languages, one in a
    language that has no code of two letters or that the detector does not know. Doubtful too where
    a second script has a fourth of the letters.
    """
    sample = _sample(text)
    letters = [character for character in sample if character.isalpha()]
    is_syllabic = sum(letter >= FIRST_SYLLABIC for letter in letters) * 2 > len(letters)
    if len(letters) < (FEWEST_SIGNS if is_syllabic else FEWEST_LETTERS):
        return DOUBTFUL
    latin_share = sum(letter < FIRST_NOT_LATIN for letter in letters) / len(letters)
    if SECOND_SCRIPT_SHARE <= latin_share <= 1 - SECOND_SCRIPT_SHARE:
        return Language(None, round(max(latin_share, 1 - latin_share), 4))
    best, confidence = _best(sample)
    is_sure = confidence >= LEAST_CONFIDENCE and len(best) == 2
    if is_sure and len(sample) >= SAMPLE_CHARACTERS:
        # A text in two languages: both ends are sure of theirs.
        ends = [_best(part) for part in (sample[:SLICE], sample[-SLICE:])]
        is_sure = all(code == best for code, sureness in ends if sureness >= LEAST_CONFIDENCE)
    return Language(best if is_sure else None, confidence)


def _best(text: str) -> tuple[str, float]:
    """The likeliest language of a text and its probability, dialects counted together."""
    shares: dict[str, float] = {}
    for label, probability in _identifier().rank(text)[:GUESSES]:
        code = _COUNTED_AS.get(label, label)
        shares[code] = shares.get(code, 0.0) + float(probability)
    best = max(shares, key=lambda code: shares[code])
    return best, min(1.0, round(shares[best], 4))


def _sample(text: str) -> str:
    if len(text) <= SAMPLE_CHARACTERS:
        return text
    last = len(text) - SLICE
    starts = (last * number // (SLICES - 1) for number in range(SLICES))
    return " ".join(text[start : start + SLICE] for start in starts)


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
