"""Whether two dispatches tell one event: what they share, what speaks against it, the judgement.

Text similarity does not answer this (two reports of one meeting share fewer words than two reports
of one ministry), so the anchors do. When in doubt apart: a wrong join hides an alert.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from ct_pipeline.stories.anchors import Zone
from ct_pipeline.stories.names import skeletons
from ct_pipeline.stories.profiles import Profile, gap
from ct_pipeline.stories.translations import speaks_for
from ct_pipeline.stories.weights import (
    COMMON,
    SPECIFIC,
    TWO_PERSONS,
    WEIGHTS,
    is_specific,
    weight_of,
)

WINDOW = timedelta(hours=72)
ACCEPT = 4.0
LEAST_OPEN = 2.0  # of what both texts say in the same words: keys that a database can join on
LEAST_OPEN_TO_COMPARE = 1.0  # the same where similarity can make up for the rest
LATER = 0.6  # the part that counts of what a text tells only after its first sentence
APART = 0.6
PER_DAY_APART = 0.5
OTHER_NAMES = 0.6
WITH_CITY = 0.4  # the part of a country that counts beside a city: it mostly goes without saying
CLOSE, HALF = 2.5, 0.5  # reward per share of the fuller opening that is shared, beyond half
JOINABLE = tuple(sorted(WEIGHTS.keys() - {"name", "day"}))
COMPARED = tuple(kind for kind in JOINABLE if kind != "weekday")

Shared = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether two dispatches are joined: the score, the shared anchors, or why not."""

    is_joined: bool
    score: float
    shared: Shared
    refusal: str | None = None


def judge(a: Profile, b: Profile, similarity: float | None = None) -> Judgement:
    """The judgement on a pair; the same whichever comes first.

    `similarity` is the centred cosine of the two openings, where the extra `translations` gives it:
    it may make up for a low score or few anchors between languages, never for a refusal.
    """
    shared = tuple(sorted(find_shared(a, b)))
    score = round(weigh(shared, a, b) - weigh_against(shared, a, b), 3)
    refusal = refuse(a, b) or _find_date_missing(a, b, shared)
    if refusal is None and not _are_alike(a, b, shared, similarity):
        refusal = _find_lack(shared, score)
    return Judgement(refusal is None, score, shared, refusal)


def _find_date_missing(a: Profile, b: Profile, shared: Shared) -> str | None:
    if not (a.is_dated and b.is_dated) and not _is_specific_without_date(shared):
        return "undated, and not the same edition or day"
    return None


def _are_alike(a: Profile, b: Profile, shared: Shared, similarity: float | None) -> bool:
    return (
        similarity is not None
        and a.language != b.language
        and speaks_for(
            similarity,
            is_arabic="ar" in (a.language, b.language),
            specific_count=len({kind for kind, key in shared if is_specific(kind, key)}),
        )
    )


def _find_lack(shared: Shared, score: float) -> str | None:
    specific = {kind for kind, key in shared if is_specific(kind, key)}
    openly = sum(weight_of(kind, key) for kind, key in shared if kind in JOINABLE)
    if len(specific) < 2 or openly < LEAST_OPEN:
        return "too few anchors"
    return "low score" if score < ACCEPT else None


def find_shared(a: Profile, b: Profile) -> Iterator[tuple[str, str]]:
    """Kind and key of each anchor that both openings hold; names across scripts by consonants."""
    for kind in JOINABLE:
        yield from ((kind, key) for key in a.opens_with(kind) & b.opens_with(kind))
    yield from (("day", key) for key in _share_days(a, b))
    yield from (("name", key) for key in _share_names(a, b))


def weigh(shared: Shared, a: Profile, b: Profile) -> float:
    """The sum of what the shared anchors add, each kind up to its most.

    What either text tells only after its first sentence counts in part.
    """
    totals: dict[str, float] = {}
    has_city = any(kind == "city" and is_specific(kind, key) for kind, key in shared)
    for kind, key in shared:
        each, most = weight_of(kind, key), WEIGHTS[kind][1]
        if kind == "country" and has_city:
            each *= WITH_CITY
        if not _is_in_head(kind, key, a, b):
            each *= LATER
        totals[kind] = min(most, totals.get(kind, 0.0) + each)
    return sum(totals.values()) + _reward(shared, a, b)


def _reward(shared: Shared, a: Profile, b: Profile) -> float:
    """What is added for two shared persons, and for openings that tell nearly the same things."""
    persons = sum(1 for kind, key in shared if kind == "person" and key not in COMMON["person"])
    shared_weight = sum(weight_of(kind, key) for kind, key in shared if kind in COMPARED)
    closeness = shared_weight / max(_sum_of_opening(a), _sum_of_opening(b), 1.0)
    return (TWO_PERSONS if persons >= 2 else 0.0) + CLOSE * max(0.0, closeness - HALF)


def _sum_of_opening(profile: Profile) -> float:
    return sum(weight_of(kind, key) for kind in COMPARED for key in profile.opens_with(kind))


def weigh_against(shared: Shared, a: Profile, b: Profile) -> float:
    """What speaks against a pair: actors of the one that the other never names, time between."""
    against = APART * len(list(_actors_apart(a, b)))
    if a.heads("name") and b.heads("name") and not any(kind == "name" for kind, _ in shared):
        against += OTHER_NAMES
    apart = gap(a, b)
    if apart and not any(kind in ("day", "weekday") for kind, _ in shared):
        against += PER_DAY_APART * (apart / timedelta(days=1))
    return against


def _is_in_head(kind: str, key: str, a: Profile, b: Profile) -> bool:
    return all(
        anchor is None or anchor.zone <= Zone.FIRST_SENTENCE
        for anchor in (a.anchors.get((kind, key)), b.anchors.get((kind, key)))
    )


def refuse(a: Profile, b: Profile) -> str | None:
    """Why two dispatches cannot be one event, or None."""
    apart = gap(a, b)
    if apart is not None and apart > WINDOW:
        return "published more than 72 hours apart"
    if _disjoint(a.opens_with("edition"), b.opens_with("edition")):
        return "different editions"
    same_edition = all(a.opens_with(kind) & b.opens_with(kind) for kind in ("series", "edition"))
    if not same_edition and _days_differ(a, b):
        return "different days"
    if not same_edition and _tell_others("city", a, b):
        return "different places"
    if not same_edition and _tell_others("topic", a, b):
        return "different topics"
    if _disjoint(_foreign(a), _foreign(b)):
        return "different countries"
    return None


def _foreign(profile: Profile) -> frozenset[str]:
    return profile.opens_with("country") - {"ma"}


def _disjoint(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a and b and not a & b)


def _days_differ(a: Profile, b: Profile) -> bool:
    if _share_days(a, b):
        return False
    return any(
        _disjoint(one.heads("weekday"), other.opens_with("weekday"))
        or _disjoint(_day_of_year(one.heads("day")), _day_of_year(other.opens_with("day")))
        for one, other in ((a, b), (b, a))
    )


def _tell_others(kind: str, a: Profile, b: Profile) -> bool:
    """Whether either text begins with something of a kind that the other's opening lacks."""
    return _disjoint(a.heads(kind), b.opens_with(kind)) and _disjoint(
        b.heads(kind), a.opens_with(kind)
    )


def _day_of_year(days: frozenset[str]) -> frozenset[str]:
    return frozenset(day[-5:] for day in days)


def _share_days(a: Profile, b: Profile) -> frozenset[str]:
    """Days that one names and that the other names too, or means by a weekday."""
    return (a.opens_with("day") & b.possible_days) | (b.opens_with("day") & a.possible_days)


def _is_specific_without_date(shared: Shared) -> bool:
    """Whether the event is named so closely that the date of publication need not help."""
    kinds = {kind for kind, _ in shared}
    return {"series", "edition"} <= kinds or ("day" in kinds and len(kinds & SPECIFIC) >= 2)


def _actors_apart(a: Profile, b: Profile) -> Iterator[str]:
    """Who or where one opening tells of and the other text never names, where both have such."""
    for kind in ("person", "country"):
        only_a = a.opens_with(kind) - b.named.get(kind, frozenset())
        only_b = b.opens_with(kind) - a.named.get(kind, frozenset())
        if only_a and only_b:
            yield from only_a | only_b


def _share_names(a: Profile, b: Profile) -> set[str]:
    """Names of one opening that the other holds too, as written in the first."""
    names_a, names_b = a.opens_with("name"), b.opens_with("name")
    shared = set(names_a & names_b)
    shared |= set(_find_by_sound(names_a, names_b | b.opens_with("word")))
    shared |= set(_find_by_sound(names_b, names_a | a.opens_with("word")))
    return shared


def _find_by_sound(names: frozenset[str], words: frozenset[str]) -> Iterator[str]:
    sounds = {sound for word in words for sound in skeletons(word)}
    for name in names:
        if any(len(sound) >= 3 and sound in sounds for sound in skeletons(name)):
            yield name
