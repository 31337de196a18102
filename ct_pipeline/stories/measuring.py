"""How much two dispatches share, all in all, and what speaks against a pair beside a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from ct_pipeline.stories.profiles import NOTHING, Profile, gap
from ct_pipeline.stories.refusals import follow_by_night
from ct_pipeline.stories.sharing import Key, find_shared
from ct_pipeline.stories.weights import LEAST_SELECTIVE, WEIGHTS, weight_of

MATTER = frozenset({"act", "subject", "topic"})  # what happened
SPECIFIC_NUMBER = 0.5
OF_TEAMS = 0.5  # the part of a town that counts in sports, where teams bear its name
SPORTS = frozenset(
    {("topic", "football"), ("topic", "sport"), ("subject", "match"), ("subject", "competition")}
)
WITH_CITY = 0.4  # the part of a country that counts beside a city: it mostly goes without saying
TO_OFFICE = 0.5  # someone whom both name is named to an office but once
LEAST_AGREEING = 0.36
ALL_AGREE = 0.6  # place or name, day, figure and what happened
MORE_NUMBERS = 0.4  # for each further number: that several agree by chance is unlikely
# So many of a kind may a text name before each says less.
PLENTY = {"city": 6, "country": 6, "number": 12, "name": 12}
PER_DAY_APART, OTHER_PARTIES, OTHER_TOPICS, OTHER_OCCASION = 0.4, 1.5, 0.8, 1.0
OTHER_TOWNS = 0.6  # near to one another
OTHER_WORDS, ALIKE_WORDS, FEW_WORDS = 1.0, 0.17, 15  # the share that two texts of an event have


@dataclass(frozen=True, slots=True)
class Measured:
    """What each shared anchor says, and the score that they add up to."""

    weights: Mapping[Key, float]
    score: float


def measure(a: Profile, b: Profile) -> Measured:
    """What two dispatches share and how much it says, whatever may speak against a join."""
    weights = dict(find_shared(a, b))
    return Measured(weights, round(weigh(weights, a, b) - weigh_against(weights, a, b), 3))


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
    if _agree(weights):
        totals["number"] = totals["number"] + ALL_AGREE
    if "day" in totals:  # a date and its weekday are one thing
        totals["weekday"] = 0.0
    if (numbers := count_numbers(weights)) > 1:
        most = WEIGHTS["number"][1]
        totals["number"] = min(most, totals["number"] + MORE_NUMBERS * (numbers - 1))
    return sum(totals.values())


def _agree(weights: Mapping[Key, float]) -> bool:
    """Whether a pair shares a town or name, a day, a figure and what happened."""
    kinds = {kind for (kind, _), weight in weights.items() if weight >= LEAST_AGREEING}
    return (
        bool(kinds & {"city", "name"})
        and bool(kinds & {"day", "weekday"})
        and "number" in kinds
        and bool(kinds & MATTER)
    )


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
    if _towns_differ(a, b):
        against += OTHER_TOWNS
    if _words_differ(a, b):
        against += OTHER_WORDS
    return against


def count_numbers(weights: Mapping[Key, float]) -> int:
    """How many numbers are shared that are no everyday ones."""
    return sum(kind == "number" and each >= SPECIFIC_NUMBER for (kind, _), each in weights.items())


def _have_other_parties(a: Profile, b: Profile) -> bool:
    """Whether either beginning names someone or some country that the other text names nowhere."""
    return all(
        one.head.get("name")
        or one.head.get("person", NOTHING) - other.named("person")
        or one.head.get("country", NOTHING) - other.all_countries - {"ma"}
        for one, other in ((a, b), (b, a))
    )


def _towns_differ(a: Profile, b: Profile) -> bool:
    """Whether either beginning names a town, however near, that the other text names nowhere."""
    ours, theirs = a.own_cities, b.own_cities
    return bool(ours and theirs) and not (ours & b.named("city") or theirs & a.named("city"))


def _topics_differ(a: Profile, b: Profile) -> bool:
    one, other = a.heads("topic"), b.heads("topic")
    return (
        bool(one and other)
        and not one & b.opens_with("topic")
        and not other & a.opens_with("topic")
    )


def _words_differ(a: Profile, b: Profile) -> bool:
    """Whether two texts of Arabic, of which every word is kept, have hardly any in common: places
    and figures of a day agree by chance."""
    if not a.language == b.language == "ar" or a.named("erratum") or b.named("erratum"):
        return False
    ours, theirs = a.names.loose_words, b.names.loose_words
    least = min(len(ours), len(theirs))
    return least >= FEW_WORDS and len(ours & theirs) < ALIKE_WORDS * least
