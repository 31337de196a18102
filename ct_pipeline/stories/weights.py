"""What sharing an anchor says: the weights that two dispatches' score is made of.

Set by hand on the tuning half of the gold set (`benchmarks/eval_stories.py`).
"""

from __future__ import annotations

# What one shared anchor adds, and the most that its kind adds.
WEIGHTS = {
    "edition": (1.5, 1.5),
    "series": (1.5, 2.0),
    "person": (1.2, 2.4),
    "body": (0.4, 0.8),
    "city": (1.5, 2.0),
    "country": (1.0, 2.0),
    "number": (1.0, 2.0),
    "day": (0.8, 0.8),
    "weekday": (0.7, 0.7),
    "act": (0.5, 1.5),
    "subject": (0.6, 1.8),
    "topic": (0.6, 1.2),
    "name": (1.2, 2.4),
}
# So common on the beat that sharing them says less, or nothing.
COMMON = {
    "country": {"ma": 0.0},
    "city": {"rabat": 0.6, "new_york": 0.6},
    "body": {"unoct": 0.2, "mae": 0.0},
    "person": {"mohammed_vi": 0.0},
}
SMALL_NUMBER, SMALL_NUMBER_WEIGHT = 10, 0.6
TWO_PERSONS = 0.4  # added when two persons or more are shared
# Kinds that say which event it is; sharing what happened and on which weekday is not enough.
SPECIFIC = frozenset({"series", "edition", "person", "city", "country", "number", "name", "body"})
LEAST_SPECIFIC = 0.5


def weight_of(kind: str, key: str) -> float:
    """What sharing this anchor adds to a score, 0 for kinds that only refuse or link days."""
    if kind not in WEIGHTS:
        return 0.0
    if kind == "number" and float(key) < SMALL_NUMBER:
        return SMALL_NUMBER_WEIGHT
    return COMMON.get(kind, {}).get(key, WEIGHTS[kind][0])


def is_specific(kind: str, key: str) -> bool:
    """Whether an anchor helps to say which event it is."""
    return kind in SPECIFIC and weight_of(kind, key) >= LEAST_SPECIFIC
