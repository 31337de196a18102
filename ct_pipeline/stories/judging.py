"""Whether two dispatches tell one event: what they share, what speaks against it, the verdict.

Text similarity does not answer this (two reports of one meeting share fewer words than two reports
of one ministry), so the anchors do. When in doubt apart: a wrong join hides an alert.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from ct_pipeline.stories.names import skeletons
from ct_pipeline.stories.profiles import Profile, gap

WINDOW = timedelta(hours=72)
ACCEPT = 4.0
# What one shared anchor adds, and the most that its kind adds.
WEIGHTS = {
    "edition": (1.5, 1.5),
    "series": (1.5, 2.0),
    "person": (1.2, 2.4),
    "body": (0.4, 0.8),
    "city": (1.5, 2.0),
    "country": (1.0, 2.0),
    "number": (1.0, 2.0),
    "day": (1.5, 1.5),
    "weekday": (0.7, 0.7),
    "act": (0.5, 1.5),
    "subject": (0.6, 2.4),
    "name": (1.2, 2.4),
}
COMMON = {
    "country": {"ma": 0.0},
    "city": {"rabat": 0.6, "new_york": 0.6},
    "body": {"unoct": 0.2},
}
SPECIFIC = frozenset({"series", "edition", "person", "city", "country", "number", "name", "body"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two dispatches are joined: the score, the shared anchors, or why not."""

    is_joined: bool
    score: float
    shared: tuple[tuple[str, str], ...]
    refusal: str | None = None


def judge(a: Profile, b: Profile) -> Verdict:
    """The verdict on a pair; the same whichever comes first."""
    refusal = refuse(a, b)
    shared = tuple(sorted(find_shared(a, b)))
    score = round(weigh(shared) - 0.6 * len(list(_actors_apart(a, b))), 3)
    if refusal:
        return Verdict(False, score, shared, refusal)
    if not (a.is_dated and b.is_dated) and not _is_specific_without_date(shared):
        return Verdict(False, score, shared, "undated")
    kinds = {kind for kind, key in shared if COMMON.get(kind, {}).get(key, 1.0) >= 0.5}
    if len(kinds & SPECIFIC) < 2:
        return Verdict(False, score, shared, "too few anchors")
    return Verdict(score >= ACCEPT, score, shared, None if score >= ACCEPT else "low score")


def find_shared(a: Profile, b: Profile) -> Iterator[tuple[str, str]]:
    """Kind and key of each anchor that both openings hold; names across scripts by consonants."""
    for kind in ("edition", "series", "person", "body", "city", "country", "number",
                 "weekday", "act", "subject"):  # fmt: skip
        yield from ((kind, key) for key in a.told(kind) & b.told(kind))
    yield from (("day", key) for key in _share_days(a, b))
    yield from (("name", key) for key in _share_names(a, b))


def weigh(shared: tuple[tuple[str, str], ...]) -> float:
    """The sum of what the shared anchors add, each kind up to its most."""
    totals: dict[str, float] = {}
    for kind, key in shared:
        each, most = WEIGHTS[kind]
        each = COMMON.get(kind, {}).get(key, each)
        if kind == "number" and float(key) < 10:
            each = 0.6
        totals[kind] = min(most, totals.get(kind, 0.0) + each)
    return sum(totals.values())


def refuse(a: Profile, b: Profile) -> str | None:
    """Why two dispatches cannot be one event, or None."""
    apart = gap(a, b)
    if apart is not None and apart > WINDOW:
        return "published more than 72 hours apart"
    if _disjoint(a.told("edition"), b.told("edition")):
        return "different editions"
    same_edition = bool(a.told("edition") & b.told("edition") and a.told("series") & b.told("series"))
    if not same_edition and _days_differ(a, b):
        return "different days"
    if _disjoint(a.told("city"), b.told("city")) and not same_edition:
        return "different places"
    if _disjoint(_foreign(a), _foreign(b)):
        return "different countries"
    return None


def _foreign(profile: Profile) -> frozenset[str]:
    return profile.told("country") - {"ma"}


def _disjoint(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a and b and not a & b)


def _days_differ(a: Profile, b: Profile) -> bool:
    if _share_days(a, b):
        return False
    return _disjoint(a.told("weekday"), b.told("weekday")) or _disjoint(
        frozenset(day[-5:] for day in a.told("day")), frozenset(day[-5:] for day in b.told("day"))
    )


def _share_days(a: Profile, b: Profile) -> frozenset[str]:
    """Days that one names and that the other names too, or means by a weekday."""
    return (a.told("day") & b.possible_days) | (b.told("day") & a.possible_days)


def _is_specific_without_date(shared: tuple[tuple[str, str], ...]) -> bool:
    """Whether the event is named so closely that the date of publication need not help."""
    kinds = {kind for kind, _ in shared}
    return {"series", "edition"} <= kinds or ("day" in kinds and len(kinds & SPECIFIC) >= 2)


def _actors_apart(a: Profile, b: Profile) -> Iterator[str]:
    """Who or where one opening tells of and the other text never names, where both have such."""
    for kind in ("person", "country"):
        only_a = a.told(kind) - b.named.get(kind, frozenset())
        only_b = b.told(kind) - a.named.get(kind, frozenset())
        if only_a and only_b:
            yield from only_a | only_b


def _share_names(a: Profile, b: Profile) -> set[str]:
    """Names of one opening that the other holds too, as written in the first."""
    names_a, names_b = a.told("name"), b.told("name")
    shared = set(names_a & names_b)
    shared |= set(_find_by_sound(names_a, names_b | b.told("word")))
    shared |= set(_find_by_sound(names_b, names_a | a.told("word")))
    return shared


def _find_by_sound(names: frozenset[str], words: frozenset[str]) -> Iterator[str]:
    sounds = {sound for word in words for sound in skeletons(word)}
    for name in names:
        if any(len(sound) >= 3 and sound in sounds for sound in skeletons(name)):
            yield name
