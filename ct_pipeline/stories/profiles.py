"""The anchors of one dispatch, arranged for comparison with another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from ct_pipeline.stories.anchors import Anchor, Zone
from ct_pipeline.stories.days import known_day
from ct_pipeline.stories.matching import NamedWords, blur, list_place_sounds, list_sounds
from ct_pipeline.stories.places import country_of, town_words
from ct_pipeline.stories.weights import PLAIN

NOTHING: frozenset[str] = frozenset()
HOME = frozenset({"ma", "eh"})  # whose towns the gazetteer knows in every script
NO_TIME = timedelta(0)


@dataclass(frozen=True)
class Profile:
    """What one dispatch tells: the keys of its anchors by kind.

    `head` are those of title and first sentence, `opening` of the first sentences, `named` all.
    """

    dispatch_id: str
    language: str | None
    published_from: datetime | None
    published_to: datetime | None
    anchors: dict[tuple[str, str], Anchor] = field(compare=False)
    words: tuple[str, ...] = field(default=(), compare=False)

    @cached_property
    def title(self) -> dict[str, frozenset[str]]:
        return self._by_kind(Zone.TITLE)

    @cached_property
    def head(self) -> dict[str, frozenset[str]]:
        return self._by_kind(Zone.FIRST_SENTENCE)

    @cached_property
    def opening(self) -> dict[str, frozenset[str]]:
        return self._by_kind(Zone.LEAD)

    @cached_property
    def whole(self) -> dict[str, frozenset[str]]:
        return self._by_kind(Zone.BACKGROUND)

    @cached_property
    def plain(self) -> frozenset[tuple[str, str]]:
        """Its anchors of the kinds whose keys are the same in every text."""
        return frozenset(anchor for anchor in self.anchors if anchor[0] in PLAIN)

    @cached_property
    def names(self) -> NamedWords:
        """Its names and the words that may be names."""
        return NamedWords.of(self.named("name"), self.words)

    @cached_property
    def sounds(self) -> dict[str, bool]:
        """The consonants that it can be found by, and whether they are known for a name's."""
        return find_sounds(self.anchors.values(), self.words)

    @cached_property
    def published_day(self) -> date | None:
        """The day of publication, where it is known to the day."""
        return known_day(self.published_from, self.published_to)

    @cached_property
    def is_dated(self) -> bool:
        """Whether the publication is known to the day."""
        return self.published_day is not None

    @cached_property
    def is_roundup(self) -> bool:
        """Whether its title says that it tells several events."""
        return bool(self.titled("roundup"))

    @cached_property
    def editions(self) -> frozenset[str]:
        """The editions that title and opening name."""
        return self.opens_with("edition")

    @cached_property
    def own_months(self) -> frozenset[str]:
        """The months ("05") that its title and first sentence name."""
        return frozenset(key[-2:] for key in self.head.get("month", NOTHING))

    @cached_property
    def all_months(self) -> frozenset[str]:
        """The months ("05") that it names anywhere, in dates too."""
        return frozenset(key[-2:] for key in self.named("month")) | frozenset(
            key[-5:-3] for key in self.named("day")
        )

    @cached_property
    def own_weekdays(self) -> frozenset[str]:
        """The weekdays of title and first sentence, else of the opening."""
        return self.heads("weekday")

    @cached_property
    def all_weekdays(self) -> frozenset[str]:
        """The weekdays that it names anywhere."""
        return self.named("weekday")

    @cached_property
    def own_dates(self) -> frozenset[str]:
        """The days ("05-19") of title and first sentence, else of the opening."""
        return frozenset(key[-5:] for key in self.heads("day"))

    @cached_property
    def all_dates(self) -> frozenset[str]:
        """The days ("05-19") that it names anywhere."""
        return frozenset(key[-5:] for key in self.named("day"))

    @cached_property
    def told_span(self) -> tuple[date, date] | None:
        """The first and last day on which title and first sentence say that it happened."""
        days = self.head.get("means", NOTHING)
        return (date.fromisoformat(min(days)), date.fromisoformat(max(days))) if days else None

    @cached_property
    def own_cities(self) -> frozenset[str]:
        """The towns of title and first sentence."""
        return self.head.get("city", NOTHING)

    @cached_property
    def own_spots(self) -> frozenset[str]:
        """The places of title and first sentence that no gazetteer knows."""
        return self.head.get("spot", NOTHING)

    @cached_property
    def blurred_keys(self) -> frozenset[str]:
        """The words and consonants of its names, k and j alike."""
        return frozenset(map(blur, self.names.keys | self.town_names.keys))

    @cached_property
    def town_names(self) -> NamedWords:
        """The towns that it names, by their words."""
        return NamedWords.of({" ".join(town_words(city)) for city in self.named("city")}, ())

    def titled(self, kind: str) -> frozenset[str]:
        """The keys of a kind in the title."""
        return self.title.get(kind, NOTHING)

    def opens_with(self, kind: str) -> frozenset[str]:
        """The keys of a kind in the title and opening."""
        return self.opening.get(kind, NOTHING)

    def named(self, kind: str) -> frozenset[str]:
        """The keys of a kind anywhere."""
        return self.whole.get(kind, NOTHING)

    def heads(self, kind: str) -> frozenset[str]:
        """The keys of a kind in the title and first sentence, else in the opening."""
        return self.head.get(kind) or self.opens_with(kind)

    @cached_property
    def possible_days(self) -> frozenset[str]:
        """The days named, and those that a weekday means."""
        return self.named("day") | self.named("means")

    def head_days(self, *kinds: str) -> frozenset[str]:
        """The days of the title and first sentence."""
        return frozenset().union(*(self.head.get(kind, NOTHING) for kind in kinds))

    @cached_property
    def own_countries(self) -> frozenset[str]:
        """The countries of the headline, and those that its own towns lie in."""
        return self.titled("country") | {country_of(city) for city in self.own_cities}

    @cached_property
    def host_countries(self) -> frozenset[str]:
        """The countries that its own towns lie in, and the one of the pipeline's home."""
        return frozenset(country_of(city) for city in self.own_cities) | {"ma"}

    @cached_property
    def all_countries(self) -> frozenset[str]:
        return self.named("country") | {country_of(city) for city in self.named("city")}

    def zone_of(self, kind: str, key: str) -> int:
        anchor = self.anchors.get((kind, key))
        return anchor.zone if anchor else Zone.LEAD

    def _by_kind(self, deepest: int) -> dict[str, frozenset[str]]:
        kinds: dict[str, set[str]] = {}
        for (kind, key), anchor in self.anchors.items():
            if anchor.zone <= deepest:
                kinds.setdefault(kind, set()).add(key)
        return {kind: frozenset(keys) for kind, keys in kinds.items()}


def find_sounds(anchors: Iterable[Anchor], words: Sequence[str]) -> dict[str, bool]:
    """The consonants that names, and the far towns of an opening, can be found by, and whether they
    are known for a name's: what the gazetteer knows in one script it may not in the other."""
    names, places = set(), set()
    for anchor in anchors:
        if anchor.kind == "name":
            names.add(anchor.key)
        elif anchor.zone <= Zone.LEAD:
            if anchor.kind == "spot":
                places.add(anchor.key)
            elif anchor.kind == "city" and country_of(anchor.key) not in HOME:
                places.add(" ".join(town_words(anchor.key)))
    return list_sounds(names, words) | dict.fromkeys(list_place_sounds(places), True)


def make_profile(
    dispatch_id: str,
    language: str | None,
    published_from: datetime | None,
    published_to: datetime | None,
    anchors: Iterable[Anchor],
    words: Iterable[str] = (),
) -> Profile:
    """The profile of a dispatch."""
    by_key = {(anchor.kind, anchor.key): anchor for anchor in anchors}
    return Profile(dispatch_id, language, published_from, published_to, by_key, tuple(words))


def gap(a: Profile, b: Profile) -> timedelta | None:
    """The time between two publications; none (zero) where they overlap, None where unknown."""
    if not (a.published_from and a.published_to and b.published_from and b.published_to):
        return None
    return max(NO_TIME, a.published_from - b.published_to, b.published_from - a.published_to)
