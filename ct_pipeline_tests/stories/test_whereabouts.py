"""Pairs that cannot be of one place are known without judging them."""

from __future__ import annotations

from itertools import combinations

from ct_pipeline.stories.places import are_near, near_each
from ct_pipeline.stories.profiles import Profile, make_profile
from ct_pipeline.stories.reading import read_anchors
from ct_pipeline.stories.refusals import refuse
from ct_pipeline.stories.vocabulary import load_vocabulary
from ct_pipeline.stories.whereabouts import Whereabouts
from ct_pipeline_tests.stories.gold import GoldText, read_gold


def _profile(text: GoldText) -> Profile:
    reading = read_anchors(text.telling, load_vocabulary())
    telling = text.telling
    return make_profile(
        text.text_id,
        telling.language,
        telling.published_from,
        telling.published_to,
        reading.anchors,
        reading.words,
    )


def test_every_pair_that_is_parted_at_once_would_be_refused() -> None:
    profiles = [_profile(text) for text in read_gold("tuning")]
    whereabouts = Whereabouts(profiles)
    apart = [pair for pair in combinations(profiles, 2) if whereabouts.are_apart(*pair)]
    assert len(apart) > 1000
    assert all(refuse(*pair) for pair in apart)


def test_cities_that_are_near_are_found_among_many() -> None:
    cities = ["Rabat, MA", "Salé, MA", "Casablanca, MA", "Témara, MA", "Nowhere, XX", "Paris, FR"]
    near = near_each(cities)
    assert near["Nowhere, XX"] == {"Nowhere, XX"}
    assert "Salé, MA" in near["Rabat, MA"]
    assert near == {
        one: frozenset(other for other in cities if are_near(one, other)) for one in cities
    }
