"""Whether two dispatches tell one event: what they share, what speaks against it, the judgement.

Text similarity does not answer this (two reports of one meeting share fewer words than two reports
of one ministry), so the anchors do. When in doubt apart: a wrong join hides an alert.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from ct_pipeline.stories.anchors import Zone
from ct_pipeline.stories.matching import holds_name, share_names
from ct_pipeline.stories.places import town_words
from ct_pipeline.stories.profiles import NOTHING, Profile, gap
from ct_pipeline.stories.refusals import follow_by_night, refuse
from ct_pipeline.stories.weights import (
    LEAST_SELECTIVE,
    PLAIN,
    SELECTIVE,
    SOUND_WEIGHT,
    SPECIFIC,
    WEIGHTS,
    weight_of,
    weight_of_number,
)

ACCEPT = 3.6
ACCEPT_ERRATUM = 2.5  # of an erratum, which repeats of a text what it sets right and little else
# What a pair must share in keys that a database can join on: of the kinds that say which event it
# is, and in all (`candidates.sql` asks for the same).
LEAST_SELECTED, LEAST_OPEN, MOST_SOUNDS = 0.7, 2.0, 2.0
LEAST_PLACED, LEAST_SPECIFIC_SUM = 0.5, 1.4
ENOUGH_NUMBERS, ENOUGH_IF_SURE, SURE = 3, 2, 5.0  # numbers that need no place beside them
MATTER = frozenset({"act", "subject", "topic"})  # but something that they count
SPECIFIC_NUMBER = 0.5
# The part that counts of an anchor in the title, first sentence, opening, rest.
ZONE_PARTS = (1.0, 1.0, 0.9, 0.5)
UNLISTED = 0.8  # the part of a town that the gazetteer knows in one of the texts only
OF_TEAMS = 0.5  # the part of a town that counts in sports, where teams bear its name
SPORTS = frozenset(
    {("topic", "football"), ("topic", "sport"), ("subject", "match"), ("subject", "competition")}
)
WITH_CITY = 0.4  # the part of a country that counts beside a city: it mostly goes without saying
TO_OFFICE = 0.5  # someone whom both name is named to an office but once
MORE_NUMBERS = 0.4  # for each further number: that several agree by chance is unlikely
# So many of a kind may a text name before each says less.
PLENTY = {"city": 6, "country": 6, "number": 12, "name": 12}
PER_DAY_APART, OTHER_PARTIES, OTHER_TOPICS, OTHER_OCCASION = 0.4, 1.5, 0.8, 1.0
OTHER_WORDS, ALIKE_WORDS, FEW_WORDS = 1.0, 0.17, 15  # the share that two texts of an event have
ROUNDED, LEAST_ROUNDED = 0.05, 15  # by how much a figure is rounded, and from which on
MORE_THAN = 0.08  # by how much more it is than what it is said to exceed

Key = tuple[str, str]
Shared = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """What each shared anchor says, and the score that they add up to."""

    weights: Mapping[Key, float]
    score: float


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


def measure(a: Profile, b: Profile) -> Measured:
    """What two dispatches share and how much it says, whatever may speak against a join."""
    weights = dict(find_shared(a, b))
    return Measured(weights, round(weigh(weights, a, b) - weigh_against(weights, a, b), 3))


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
    yield from _share_numbers(a, b)
    bodies = a.named("body") | b.named("body")
    for name, weight in share_names(a.names, b.names).items():
        if name not in bodies:  # it counts as a body already
            yield ("name", name), weight


def weigh(weights: Mapping[Key, float], a: Profile, b: Profile) -> float:
    """The sum of what the shared anchors add, each kind up to its most."""
    totals: dict[str, float] = {}
    has_city = any(
        kind == "city" and weight_of(kind, key) >= LEAST_SELECTIVE for kind, key in weights
    )
    of_teams = not SPORTS.isdisjoint(weights)
    for (kind, _), each in weights.items():
        if kind == "country" and has_city:
            each *= WITH_CITY
        if kind == "city" and of_teams:
            each *= OF_TEAMS
        if kind in PLENTY:
            each *= min(1.0, PLENTY[kind] / max(len(a.named(kind)), len(b.named(kind)), 1))
        totals[kind] = min(WEIGHTS[kind][1], totals.get(kind, 0.0) + each)
    if ("act", "appoint") in weights and totals.keys() & {"person", "name"}:
        totals["act"] += TO_OFFICE
    if "day" in totals:  # a date and its weekday are one thing
        totals["weekday"] = 0.0
    if (numbers := _count_numbers(weights)) > 1:
        most = WEIGHTS["number"][1]
        totals["number"] = min(most, totals["number"] + MORE_NUMBERS * (numbers - 1))
    return sum(totals.values())


def weigh_against(weights: Mapping[Key, float], a: Profile, b: Profile) -> float:
    """What speaks against a pair: other parties, topics or occasion, time between."""
    against = 0.0
    apart = gap(a, b)
    kinds = {kind for kind, _ in weights}
    if apart and not kinds & {"day", "weekday"} and not follow_by_night(a, b):
        against += PER_DAY_APART * (apart / timedelta(days=1))
    of_one_event = {
        kind
        for (kind, _), weight in weights.items()
        if kind != "number" or weight >= SPECIFIC_NUMBER
    }
    if not of_one_event & {"name", "number", "series", "edition"} and _have_other_parties(a, b):
        against += OTHER_PARTIES
    if ("anniversary" in a.head) != ("anniversary" in b.head):
        against += OTHER_OCCASION
    if _topics_differ(a, b):
        against += OTHER_TOPICS
    if _words_differ(a, b):
        against += OTHER_WORDS
    return against


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
    is_counted = _count_numbers(weights) >= enough and any(kind in MATTER for kind, _ in weights)
    is_named = is_placed or is_counted
    if not is_named or (a.is_dated and b.is_dated and not _are_found(a, b)):
        return "too few anchors"
    return None


def _are_found(a: Profile, b: Profile) -> bool:
    selected = sum_selected(a, b)
    return selected >= LEAST_SELECTED and selected + sum_open(a, b) >= LEAST_OPEN


def _count_numbers(weights: Mapping[Key, float]) -> int:
    return sum(kind == "number" and each >= SPECIFIC_NUMBER for (kind, _), each in weights.items())


def _part(kind: str, key: str, a: Profile, b: Profile) -> float:
    return min(ZONE_PARTS[a.zone_of(kind, key)], ZONE_PARTS[b.zone_of(kind, key)])


def _share_unlisted_towns(a: Profile, b: Profile) -> Iterator[tuple[Key, float]]:
    """Towns that one text names and the other too, though the gazetteer does not know it there."""
    for one, other in ((a, b), (b, a)):
        for key in one.named("city") - other.named("city"):
            if holds_name(town_words(key), other.names):
                part = ZONE_PARTS[one.zone_of("city", key)]
                yield ("city", key), weight_of("city", key) * part * UNLISTED


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


def _have_other_parties(a: Profile, b: Profile) -> bool:
    """Whether either beginning names someone or some country that the other text names nowhere."""
    return all(
        one.head.get("name")
        or one.head.get("person", NOTHING) - other.named("person")
        or one.head.get("country", NOTHING) - other.all_countries - {"ma"}
        for one, other in ((a, b), (b, a))
    )


def _topics_differ(a: Profile, b: Profile) -> bool:
    one, other = a.heads("topic"), b.heads("topic")
    return (
        bool(one and other)
        and not one & b.opens_with("topic")
        and not other & a.opens_with("topic")
    )


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


def _words_differ(a: Profile, b: Profile) -> bool:
    """Whether two texts of Arabic, of which every word is kept, have hardly any in common: places
    and figures of a day agree by chance."""
    if not a.language == b.language == "ar" or a.named("erratum") or b.named("erratum"):
        return False
    ours, theirs = a.names.loose_words, b.names.loose_words
    least = min(len(ours), len(theirs))
    return least >= FEW_WORDS and len(ours & theirs) < ALIKE_WORDS * least
