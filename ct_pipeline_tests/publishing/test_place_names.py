"""Places by their English names, whichever language named them."""

from __future__ import annotations

import pytest

from ct_pipeline.publishing.briefing.map import place_names
from ct_pipeline.publishing.place_names import in_english


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("طنجة", "Tangier"),
        ("الرباط", "Rabat"),
        ("Nueva York", "New York City"),
        ("Genève", "Geneva"),
        ("المغرب", "Morocco"),
        ("Kenya", "Kenya"),
        ("Douar Sans Nom", "Douar Sans Nom"),
        (None, None),
    ],
)
def test_a_place_is_called_by_its_english_name_where_it_has_one(
    place: str | None, name: str | None
) -> None:
    assert in_english(place) == name


def test_of_two_towns_of_one_name_the_events_country_decides() -> None:
    ((name, country, *_),) = place_names([("a", "Tripoli", "LB")])
    assert (name, country) == ("Tripoli", "LB")


def test_an_article_counts_once_for_a_place_that_it_names_twice() -> None:
    spots = place_names([("a", "Rabat", None), ("a", "الرباط", "MA"), ("b", "Rabat", "MA")])
    assert [(name, count) for name, _, _, _, count in spots] == [("Rabat", 2)]
