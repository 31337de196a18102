"""How well a grouping agrees with the truth: pairs, B-cubed, adjusted Rand index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import comb


@dataclass(frozen=True)
class Scores:
    """All in 0 … 1, but for the adjusted Rand index, which may fall below 0."""

    precision: float
    recall: float
    f1: float
    b_cubed: float
    adjusted_rand: float


def score(truth: Mapping[str, str], found: Mapping[str, str]) -> Scores:
    """Scores one grouping (item → group) against another over the same items.

    Pair scores after the usual definition; B-cubed F1 after Bagga and Baldwin (1998); adjusted
    Rand index after Hubert and Arabie (1985).
    """
    cells = Counter((truth[item], found[item]) for item in truth)
    rows = Counter(truth.values())
    columns = Counter(found[item] for item in truth)
    both = sum(comb(count, 2) for count in cells.values())
    true_pairs = sum(comb(count, 2) for count in rows.values())
    found_pairs = sum(comb(count, 2) for count in columns.values())
    precision, recall = both / max(found_pairs, 1), both / max(true_pairs, 1)
    total = len(truth)
    b_precision = sum(n * n / columns[group] for (_, group), n in cells.items()) / total
    b_recall = sum(n * n / rows[family] for (family, _), n in cells.items()) / total
    expected = true_pairs * found_pairs / max(comb(total, 2), 1)
    highest = (true_pairs + found_pairs) / 2
    return Scores(
        precision=precision,
        recall=recall,
        f1=_harmonic(precision, recall),
        b_cubed=_harmonic(b_precision, b_recall),
        adjusted_rand=(both - expected) / (highest - expected) if highest != expected else 1.0,
    )


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0
