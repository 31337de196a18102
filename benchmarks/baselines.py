"""The usual ways to find near duplicates, for comparison: MinHash-LSH, SimHash, TF-IDF cosine.

Each gets the benefit of the doubt: the same normalised words as our own method, and the threshold
that is best on the very data that it is scored on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

import numpy as np

from benchmarks.scores import Scores, score
from ct_pipeline.copies.normalise import NormalisedText, mix
from ct_pipeline.copies.sketch import shingles

Pairs = dict[tuple[int, int], float]

BANDS, ROWS = 64, 2


def minhash_lsh(texts: Sequence[NormalisedText]) -> Pairs:
    """Estimated Jaccard similarity of 5-word shingles for pairs that meet in one of 64 bands of 2
    (Broder 1997; Indyk and Motwani 1998)."""
    seeds = mix(np.arange(1, BANDS * ROWS + 1, dtype=np.uint64))
    signatures = np.stack(
        [
            mix(np.unique(shingles(text))[:, None] ^ seeds[None, :]).min(axis=0)
            if len(text.words) >= 5
            else seeds
            for text in texts
        ]
    )
    banded = signatures.reshape(len(texts), BANDS, ROWS)
    pairs = _pairs_in_buckets([[band.tobytes() for band in bands] for bands in banded])
    return {(a, b): float((signatures[a] == signatures[b]).mean()) for a, b in pairs}


def simhash(texts: Sequence[NormalisedText]) -> Pairs:
    """Similarity 1 - Hamming distance / 64 of 64-bit SimHashes over words, for pairs that agree in
    one byte at least (Charikar 2002; Manku, Jain, Das Sarma 2007)."""
    shifts = np.arange(64, dtype=np.uint64)
    bits = np.stack(
        [
            (((text.words[:, None] >> shifts) & np.uint64(1)).astype(np.int64) * 2 - 1).sum(axis=0)
            > 0
            for text in texts
        ]
    )
    packed = np.packbits(bits, axis=1)
    pairs = _pairs_in_buckets([[byte.tobytes() for byte in row] for row in packed])
    return {(a, b): 1.0 - float((bits[a] != bits[b]).sum()) / 64 for a, b in pairs}


def tfidf_cosine(texts: Sequence[NormalisedText]) -> Pairs:
    """Cosine of TF-IDF word vectors, all pairs above .3."""
    frequency = Counter(word for text in texts for word in set(text.words.tolist()))
    numbers = {word: number for number, word in enumerate(frequency)}
    vectors = np.zeros((len(texts), len(numbers)), dtype=np.float32)
    for place, text in enumerate(texts):
        for word, count in Counter(text.words.tolist()).items():
            inverse = np.log(len(texts) / frequency[word]) + 1
            vectors[place, numbers[word]] = (1 + np.log(count)) * inverse
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    pairs: Pairs = {}
    for start in range(0, len(texts), 500):
        cosines = vectors[start : start + 500] @ vectors.T
        for row, column in zip(*np.nonzero(cosines > 0.3), strict=True):
            if start + row < column:
                pairs[int(start + row), int(column)] = float(cosines[row, column])
    return pairs


BASELINES: dict[str, Callable[[Sequence[NormalisedText]], Pairs]] = {
    "MinHash-LSH 64x2": minhash_lsh,
    "SimHash 64": simhash,
    "TF-IDF cosine": tfidf_cosine,
}


def best_scores(pairs: Pairs, ids: Sequence[str], truth: Mapping[str, str]) -> tuple[float, Scores]:
    """The threshold with the best pair F1 on this very data, and the scores that it gives."""
    found = [
        (threshold, score(truth, _components(pairs, ids, threshold)))
        for threshold in (*np.arange(0.3, 1.0, 0.05), 0.968, 0.984, 1.0)
    ]
    return max(found, key=lambda result: result[1].f1)


def _components(pairs: Pairs, ids: Sequence[str], threshold: float) -> dict[str, str]:
    above = list(range(len(ids)))

    def root(place: int) -> int:
        while above[place] != place:
            above[place] = above[above[place]]
            place = above[place]
        return place

    for (a, b), similarity in pairs.items():
        if similarity >= threshold:
            above[root(a)] = root(b)
    return {article_id: str(root(place)) for place, article_id in enumerate(ids)}


def _pairs_in_buckets(bands: Sequence[Sequence[bytes]]) -> set[tuple[int, int]]:
    """Pairs of texts that agree in one band; `bands` holds each text's bands."""
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for place, row in enumerate(bands):
        for band, value in enumerate(row):
            buckets[band, value].append(place)
    return {pair for members in buckets.values() for pair in combinations(members, 2)}
