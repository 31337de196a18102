"""What a text leaves behind so that its copies can be found: hashes of five words in a row.

Two sketches, both chosen by the hashes alone, so that two texts choose the same ones: the
fraction sketch (every fourth shingle, at least sixteen) estimates containment and finds excerpts,
unlike MinHash, which estimates resemblance and loses them; the landmarks (every twelfth, at least
twelve) are few enough to be compared over all times, and as many as the text is long, so that a
long text without a date is found as surely as a short one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ct_pipeline.copies.normalise import Hashes, NormalisedText, mix

SHINGLE_WORDS = 5
FRACTION = 4
LANDMARK_FRACTION = 12
LEAST_SKETCH, LEAST_LANDMARKS = 16, 12

# Any odd numbers; one per word of a shingle, so that the order of words counts.
_FACTORS = tuple(
    np.uint64(factor)
    for factor in (
        0xA0761D6478BD642F,
        0xE7037ED1A0B428DB,
        0x8EBC6AF09C88C6E3,
        0x589965CC75374CC3,
        0x1D8E4E27C47D124F,
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """The signature of one text: the chosen hashes, ascending."""

    shingle_count: int
    fraction: Hashes
    landmarks: Hashes


def shingles(text: NormalisedText) -> Hashes:
    """One hash per place where five words follow each other, in the order of the text."""
    return _shingles(text.words)


def sketch(texts: Sequence[NormalisedText]) -> list[Sketch]:
    """The sketch of each text. All shingles are hashed at once, those across two texts left out."""
    lengths = np.array([len(text.words) for text in texts], dtype=np.int64)
    if not lengths.sum():
        return [_sketch(np.empty(0, dtype=np.uint64)) for _ in texts]
    hashes = _shingles(np.concatenate([text.words for text in texts]))
    ends = np.cumsum(lengths)
    return [
        _sketch(hashes[end - length : max(end - SHINGLE_WORDS + 1, end - length)])
        for end, length in zip(ends.tolist(), lengths.tolist(), strict=True)
    ]


def _shingles(words: Hashes) -> Hashes:
    if len(words) < SHINGLE_WORDS:
        return np.empty(0, dtype=np.uint64)
    count = len(words) - SHINGLE_WORDS + 1
    total = np.zeros(count, dtype=np.uint64)
    for shift, factor in enumerate(_FACTORS):
        total += words[shift : shift + count] * factor
    return mix(total)


def _sketch(hashes: Hashes) -> Sketch:
    """Of the shingles of a text."""
    chosen = _distinct(hashes[hashes % np.uint64(FRACTION) == 0])
    landmarks = chosen[chosen % np.uint64(LANDMARK_FRACTION) == 0]
    if len(chosen) < LEAST_SKETCH or len(landmarks) < LEAST_LANDMARKS:
        smallest = _distinct(hashes)[:LEAST_SKETCH]
        if len(chosen) < LEAST_SKETCH:
            chosen = _distinct(np.concatenate((chosen, smallest)))
        if len(landmarks) < LEAST_LANDMARKS:
            landmarks = _distinct(np.concatenate((landmarks, smallest[:LEAST_LANDMARKS])))
    return Sketch(len(hashes), chosen, landmarks)


def _distinct(hashes: Hashes) -> Hashes:
    """The hashes ascending, each once; `numpy.unique` takes ten times as long for so few."""
    ascending = np.sort(hashes)
    is_first = np.empty(len(ascending), dtype=np.bool_)
    is_first[:1] = True
    np.not_equal(ascending[1:], ascending[:-1], out=is_first[1:])
    return ascending[is_first]
