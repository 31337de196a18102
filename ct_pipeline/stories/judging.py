"""Whether two dispatches tell one event: what they share, what speaks against it, the judgement.

Text similarity does not answer this (two reports of one meeting share fewer words than two reports
of one ministry), so the anchors do. When in doubt apart: a wrong join hides an alert.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ct_pipeline.stories.measuring import MATTER, SPECIFIC_NUMBER, Measured, count_numbers, measure
from ct_pipeline.stories.profiles import Profile
from ct_pipeline.stories.refusals import refuse
from ct_pipeline.stories.sharing import Key
from ct_pipeline.stories.weights import (
    LEAST_SELECTIVE,
    PLAIN,
    SELECTIVE,
    SOUND_WEIGHT,
    SPECIFIC,
    weight_of,
)

ACCEPT = 3.6
ACCEPT_ERRATUM = 2.5  # of an erratum, which repeats of a text what it sets right and little else
# What a pair must share in keys that a database can join on: of the kinds that say which event it
# is, and in all (`candidates.sql` asks for the same).
LEAST_SELECTED, LEAST_OPEN, MOST_SOUNDS = 0.7, 2.0, 2.0
LEAST_PLACED, LEAST_SPECIFIC_SUM = 0.5, 1.4
# Numbers that need no place beside them, but something that they count.
ENOUGH_NUMBERS, ENOUGH_IF_SURE, SURE = 3, 2, 5.0

Shared = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether two dispatches are joined, or why not; of a pair that is not refused the score and
    the shared anchors."""

    is_joined: bool
    score: float
    shared: Shared
    refusal: str | None = None


def judge(a: Profile, b: Profile) -> Judgement:
    """The judgement on a pair; the same whichever comes first. What is refused is not weighed."""
    if refusal := refuse(a, b):
        return Judgement(is_joined=False, score=0.0, shared=(), refusal=refusal)
    measured = measure(a, b)
    shared = tuple(sorted(measured.weights))
    lack = _find_date_missing(a, b, shared) or _find_lack(measured, a, b)
    return Judgement(lack is None, measured.score, shared, lack)


def sum_selected(a: Profile, b: Profile) -> float:
    """What two texts share in keys of their own, wherever they stand: names by their sound."""
    selected = sum(
        weight
        for kind in SELECTIVE
        for key in a.named(kind) & b.named(kind)
        if (weight := weight_of(kind, key)) >= LEAST_SELECTIVE
    )
    sounds = sum(a.sounds[sound] or b.sounds[sound] for sound in a.sounds.keys() & b.sounds.keys())
    return selected + min(MOST_SOUNDS, SOUND_WEIGHT * sounds)


def sum_open(a: Profile, b: Profile) -> float:
    """What two texts share in keys of any kind, wherever they stand, but for names."""
    kinds = (*PLAIN, "number", "day")
    return sum(weight_of(kind, key) for kind in kinds for key in a.named(kind) & b.named(kind))


def _find_date_missing(a: Profile, b: Profile, shared: Shared) -> str | None:
    if a.is_dated and b.is_dated:
        return None
    kinds = {kind for kind, _ in shared}
    own_days = (a.head_days("day") & b.head_days("day", "means")) | (
        b.head_days("day") & a.head_days("means")
    )
    is_there = bool(a.named("city") & b.named("city")) and len(kinds & SPECIFIC) >= 3
    is_edition = "edition" in kinds and ("series" in kinds or is_there)
    if is_edition or (own_days and len(kinds & SPECIFIC) >= 2):
        return None
    return "undated, and not the same edition or day"


def _find_lack(measured: Measured, a: Profile, b: Profile) -> str | None:
    weights = measured.weights
    if measured.score < (ACCEPT_ERRATUM if _sets_right(weights, a, b) else ACCEPT):
        return "low score"
    specific = [(kind, weight) for (kind, _), weight in weights.items() if kind in SPECIFIC]
    placed = sum(weight for kind, weight in specific if kind not in ("number", "body"))
    is_placed = placed >= LEAST_PLACED and sum(w for _, w in specific) >= LEAST_SPECIFIC_SUM
    enough = ENOUGH_IF_SURE if measured.score >= SURE else ENOUGH_NUMBERS
    is_counted = count_numbers(weights) >= enough and any(kind in MATTER for kind, _ in weights)
    is_named = is_placed or is_counted
    if not is_named or (a.is_dated and b.is_dated and not _are_found(a, b)):
        return "too few anchors"
    return None


def _are_found(a: Profile, b: Profile) -> bool:
    selected = sum_selected(a, b)
    return selected >= LEAST_SELECTED and selected + sum_open(a, b) >= LEAST_OPEN


def _sets_right(weights: Mapping[Key, float], a: Profile, b: Profile) -> bool:
    """Whether one of the two is an erratum, and repeats a figure or name of the other, which was
    there before it."""
    known, erratum = (b, a) if a.named("erratum") else (a, b)
    if known.named("erratum") or not erratum.named("erratum"):
        return False
    if not known.published_from or not erratum.published_to:
        return False
    return known.published_from <= erratum.published_to and any(
        kind in ("number", "name", "person") and weight >= SPECIFIC_NUMBER
        for (kind, _), weight in weights.items()
    )
