"""What two dispatches share, and how much each shared anchor says."""

from __future__ import annotations

from collections.abc import Iterator

from ct_pipeline.stories.anchors import Zone
from ct_pipeline.stories.matching import holds_name, share_names
from ct_pipeline.stories.places import town_words
from ct_pipeline.stories.profiles import Profile
from ct_pipeline.stories.weights import weight_of, weight_of_number

# The part that counts of an anchor in the title, first sentence, opening, rest.
ZONE_PARTS = (1.0, 1.0, 0.9, 0.5)
UNLISTED = 0.8  # the part of a town that the gazetteer knows in one of the texts only
ROUNDED, LEAST_ROUNDED = 0.05, 15  # by how much a figure is rounded, and from which on
MORE_THAN = 0.08  # by how much more it is than what it is said to exceed

Key = tuple[str, str]


def find_shared(a: Profile, b: Profile) -> Iterator[tuple[Key, float]]:
    """Each anchor that both hold, one of them in its opening, with what sharing it says."""
    for pair in sorted(a.plain & b.plain):
        zones = a.anchors[pair].zone, b.anchors[pair].zone
        if pair[0] == "city" or min(zones) <= Zone.LEAD:
            yield pair, weight_of(*pair) * ZONE_PARTS[max(zones)]
    if a.named("day") or b.named("day"):
        days = (a.named("day") & b.possible_days) | (b.named("day") & a.possible_days)
        for key in sorted(days):
            yield ("day", key), weight_of("day", key) * _part("day", key, a, b)
    yield from _share_unlisted_towns(a, b)
    yield from _share_lands(a, b)
    yield from _share_numbers(a, b)
    bodies = a.named("body") | b.named("body")
    for name, weight in share_names(a.names, b.names).items():
        if name not in bodies:  # it counts as a body already
            yield ("name", name), weight


def _part(kind: str, key: str, a: Profile, b: Profile) -> float:
    return min(ZONE_PARTS[a.zone_of(kind, key)], ZONE_PARTS[b.zone_of(kind, key)])


def _share_unlisted_towns(a: Profile, b: Profile) -> Iterator[tuple[Key, float]]:
    """Towns that one text names and the other too, though the gazetteer does not know it there."""
    for one, other in ((a, b), (b, a)):
        for key in one.named("city") - other.named("city"):
            if holds_name(town_words(key), other.names):
                part = ZONE_PARTS[one.zone_of("city", key)]
                yield ("city", key), weight_of("city", key) * part * UNLISTED


def _share_lands(a: Profile, b: Profile) -> Iterator[tuple[Key, float]]:
    """Countries that one text names where the other only names a town of theirs."""
    for one, other in ((a, b), (b, a)):
        for key in (one.named("country") - other.named("country")) & other.all_countries:
            part = ZONE_PARTS[one.zone_of("country", key)]
            yield ("country", key), weight_of("country", key) * part * UNLISTED


def _share_numbers(a: Profile, b: Profile) -> Iterator[tuple[Key, float]]:
    """Numbers that are the same, in an opening at least, and openings' numbers rounded."""
    ours, theirs = a.named("number"), b.named("number")
    for key in ours & theirs & (a.opens_with("number") | b.opens_with("number")):
        yield ("number", key), weight_of("number", key) * _part("number", key, a, b)
    for key in a.opens_with("number") - theirs:
        for other in b.opens_with("number") - ours:
            if _is_rounded(float(key), float(other)):
                yield (
                    ("number", min(key, other)),
                    0.5 * weight_of_number(max(float(key), float(other))),
                )


def _is_rounded(one: float, other: float) -> bool:
    low, high = sorted((one, other))
    if low < LEAST_ROUNDED:
        return False
    is_low, is_high = (len(f"{v:.0f}".strip("0")) <= 2 and v % 10 == 0 for v in (low, high))
    return is_low != is_high and (high - low) / high <= (MORE_THAN if is_low else ROUNDED)
