"""What sharing an anchor says: the weights that two dispatches' score is made of.

Set by hand on the tuning half of the gold set (`benchmarks/eval_stories.py`).
"""

from __future__ import annotations

from functools import lru_cache

# What one shared anchor adds, and the most that its kind adds.
WEIGHTS = {
    "edition": (1.5, 1.5),
    "series": (1.5, 2.0),
    "person": (1.2, 2.4),
    "body": (0.3, 0.6),
    "city": (1.5, 2.5),
    "country": (0.7, 1.4),
    "region": (0.9, 0.9),
    "number": (0.9, 3.6),
    "day": (0.8, 0.8),
    "weekday": (0.7, 0.7),
    "act": (0.4, 1.2),
    "subject": (0.5, 2.0),
    "topic": (0.5, 1.0),
    "name": (1.3, 3.6),
}
# So common on the beat that sharing them says less, or nothing.
COMMON = {
    "country": {"ma": 0.0},
    "city": {
        "Rabat, MA": 0.6,
        "New York City, US": 0.6,
        "Casablanca, MA": 0.9,
        "Paris, FR": 0.9,
        "Brussels, BE": 0.9,
        "Geneva, CH": 0.9,
    },
    "body": {"unoct": 0.2, "mae": 0.0, "united_nations": 0.1, "dgsn": 0.2},
    "person": {
        "mohammed_vi": 0.0,
        "bourita": 0.8,
        "hammouchi": 0.8,
        "voronkov": 0.8,
        "laftit": 0.8,
        "hilale": 0.8,
    },
}
# Kinds whose keys are the same in every text.
PLAIN = (
    "series", "edition", "person", "body", "city", "country", "region", "weekday", "act", "subject",
    "topic",
)  # fmt: skip
# Kinds that say which event it is; sharing what happened and on which weekday is not enough.
SPECIFIC = frozenset(
    {"series", "edition", "person", "city", "country", "number", "name", "body", "region"}
)
# Those by which a database finds pairs, where the key is not everybody's.
SELECTIVE = frozenset({"series", "edition", "person", "city", "country", "number", "region"})
LEAST_SELECTIVE = 0.65
SOUND_WEIGHT = 1.0
SMALL, ALMOST_NONE = 10, 3  # numbers that are shared by chance


@lru_cache(maxsize=100_000)
def weight_of(kind: str, key: str) -> float:
    """What sharing this anchor adds to a score, 0 for kinds that only refuse or link days."""
    if kind not in WEIGHTS:
        return 0.0
    if kind == "number":
        return weight_of_number(float(key))
    return COMMON.get(kind, {}).get(key, WEIGHTS[kind][0])


def weight_of_number(value: float) -> float:
    """The same of a number: round and small ones are shared by chance."""
    if value != int(value):
        return 1.2
    if value < SMALL:
        return 0.4 if value >= ALMOST_NONE else 0.15
    if value < 10 * SMALL:
        return 0.9 if value % 10 else 0.7
    digits = len(f"{value:.0f}".rstrip("0"))
    return {1: 0.8, 2: 1.0}.get(digits, 1.3)


def is_specific(kind: str, key: str) -> bool:
    """Whether an anchor helps to say which event it is."""
    return kind in SPECIFIC and weight_of(kind, key) >= LEAST_SELECTIVE
