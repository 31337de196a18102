"""What speaks against two dispatches telling one event, whatever they share.

Only what is the event's own speaks against: its day, its place, its edition, its parties. A town,
country or number that one text names in passing never does.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from ct_pipeline.stories.matching import (
    LEAST_SOUNDS,
    NamedWords,
    blur,
    holds_name,
    keys_of,
    share_names,
)
from ct_pipeline.stories.names import skeletons
from ct_pipeline.stories.places import are_near, town_words
from ct_pipeline.stories.profiles import NOTHING, Profile, gap

WINDOW = timedelta(hours=72)
BILATERAL = frozenset({"meet", "phone", "sign", "visit"})
EARLIEST_CLOCK = timedelta(hours=3)  # how far east of UTC the beat's clocks are


def refuse(a: Profile, b: Profile) -> str | None:
    """Why two dispatches cannot be one event, or None."""
    apart = gap(a, b)
    if apart is not None and apart > WINDOW:
        return "published more than 72 hours apart"
    return _refuse_kind(a, b) or _refuse_circumstances(a, b)


def _refuse_kind(a: Profile, b: Profile) -> str | None:
    if a.is_roundup or b.is_roundup:
        return "a page that tells several events"
    if _disjoint(a.editions, b.editions):
        return "different editions"
    if _months_differ(a, b):
        return "different months"
    if not (a.is_dated and b.is_dated) and _only_one_commemorates(a, b):
        return "an anniversary and the event"
    return None


def _refuse_circumstances(a: Profile, b: Profile) -> str | None:
    if tell_one_edition(a, b):
        return None
    if _days_differ(a, b):
        return "different days"
    if _is_still_to_come(a, b):
        return "what is to come and what has been"
    if _places_differ(a, b):
        return "different places"
    if _countries_differ(a, b):
        return "different countries"
    if _are_days_of_a_wave(a, b):
        return "another day, place and number"
    if _meet_others(a, b):
        return "one host and other guests"
    return None


def tell_one_edition(a: Profile, b: Profile) -> bool:
    """Whether both open with one edition of one series: that is one event, from wherever it is
    told."""
    return bool(a.editions & b.editions and a.opens_with("series") & b.opens_with("series"))


def _only_one_commemorates(a: Profile, b: Profile) -> bool:
    ours, theirs = (bool(p.head.get("anniversary")) for p in (a, b))
    return ours != theirs and not (a.named("anniversary") and b.named("anniversary"))


def _disjoint(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a and b and not a & b)


def _months_differ(a: Profile, b: Profile) -> bool:
    """Bulletins of two months: either headline or beginning names one, and another one."""
    ours, theirs = a.own_months, b.own_months
    if not (ours and theirs) or ours & b.all_months or theirs & a.all_months:
        return False
    in_titles = a.titled("month") and b.titled("month")
    return bool(in_titles or not (a.is_dated and b.is_dated))


def _days_differ(a: Profile, b: Profile) -> bool:
    """Neither text names the day on which the other says that it happened."""
    return _has_no_day_of(a, b) and _has_no_day_of(b, a)


def _has_no_day_of(a: Profile, b: Profile) -> bool:
    own, others = a.own_weekdays, b.all_weekdays
    if own and others and own.isdisjoint(others):
        return not follow_by_night(a, b)
    own, others = a.own_dates, b.all_dates
    return bool(own and others) and own.isdisjoint(others)


def follow_by_night(a: Profile, b: Profile) -> bool:
    """Whether one text tells the evening or night of a day and the other the morning after."""
    return bool(a.opens_with("night") and b.opens_with("night")) and any(
        (int(one) - int(other)) % 7 in (1, 6) for one in a.own_weekdays for other in b.own_weekdays
    )


def _is_still_to_come(a: Profile, b: Profile) -> bool:
    """One was published before the day on which the other, published then or after it, says that
    it happened."""
    return _comes_before(a, b) or _comes_before(b, a)


def _comes_before(a: Profile, b: Profile) -> bool:
    told = b.told_span
    if told is None or not a.is_dated or a.published_to is None or a.published_day is None:
        return False
    first, last = told
    return last <= a.published_day and _begins(first) > a.published_to


@lru_cache(maxsize=10_000)
def _begins(day: date) -> datetime:
    """The first moment of a day, wherever on the beat it is told from."""
    return datetime.combine(day, time(), UTC) - EARLIEST_CLOCK


def _places_differ(a: Profile, b: Profile) -> bool:
    """Neither text names the town of the other, or the village where it tells of no town."""
    ours, theirs = a.own_cities, b.own_cities
    if not (ours and theirs):
        if not ((ours or a.own_spots) and (theirs or b.own_spots)):
            return False
        if _names_spot(b, a.own_spots) or _names_spot(a, b.own_spots):
            return False
    return not (_names_any(b, ours) or _names_any(a, theirs))


def _names_spot(profile: Profile, spots: frozenset[str]) -> bool:
    """Whether a text names one of the places, in whatever spelling: it is in doubt that it does."""
    return any(
        holds_name(spot.split(), profile.names)
        or not profile.blurred_keys.isdisjoint(_blurred_sounds(spot))
        for spot in spots
    )


@lru_cache(maxsize=10_000)
def _blurred_sounds(spot: str) -> frozenset[str]:
    sounds = (blur(sound) for word in spot.split() for sound in skeletons(word))
    return frozenset(sound for sound in sounds if len(sound) >= LEAST_SOUNDS)


def _names_any(profile: Profile, cities: frozenset[str]) -> bool:
    return _any_near(cities, profile.named("city")) or (
        not _written_towns(cities).isdisjoint(profile.names.keys)
        and any(holds_name(town_words(city), profile.names) for city in cities)
    )


@lru_cache(maxsize=100_000)
def _written_towns(cities: frozenset[str]) -> frozenset[str]:
    """What a text holds at least one of that names one of the towns."""
    return frozenset().union(*(keys_of(town_words(city)) for city in cities))


@lru_cache(maxsize=100_000)
def _any_near(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    return any(are_near(one, other) for one in ours for other in theirs)


def _countries_differ(a: Profile, b: Profile) -> bool:
    """Neither text names the country of the other, nor a town of its beginning, in whatever
    script."""
    own_a, own_b = a.own_countries, b.own_countries
    if not (own_a and own_b) or own_a & b.all_countries or own_b & a.all_countries:
        return False
    return not (_names_any(b, a.own_cities) or _names_any(a, b.own_cities))


def _meet_others(a: Profile, b: Profile) -> bool:
    """Both tell of a meeting or signature of two, and each headline names a country or body that
    the other text names nowhere, besides the land where it was."""
    acts = [p.head.get("act", NOTHING) & BILATERAL for p in (a, b)]
    return bool(acts[0] and acts[1]) and all(
        one.titled("country") - one.host_countries - other.all_countries
        or one.titled("body") - other.named("body")
        for one, other in ((a, b), (b, a))
    )


def _are_days_of_a_wave(a: Profile, b: Profile) -> bool:
    """Both beginnings name a day and a town or village, or a place or person and a number (that of
    the headline, where there is one), and nothing of it is the same: what the background says of
    the other one ties them no more."""
    if not _disjoint(a.own_weekdays, b.own_weekdays) or follow_by_night(a, b):
        return False
    towns, spots, names = (
        [p.head.get(kind, NOTHING) for p in (a, b)] for kind in ("city", "spot", "name")
    )
    is_placed = all(one or other for one, other in zip(towns, spots, strict=True))
    numbers = [p.titled("number") or p.head.get("number", NOTHING) for p in (a, b)]
    if not (is_placed or _disjoint(*numbers)):
        return False
    told = [
        NamedWords.of({*ours, *places, *(" ".join(town_words(city)) for city in cities)}, ())
        for ours, places, cities in zip(names, spots, towns, strict=True)
    ]
    return all(one.names for one in told) and not _any_near(*towns) and not share_names(*told)
