"""The headline without the site's name, from the most trusted witness that has one."""

from __future__ import annotations

import pytest

from ct_pipeline.articles.metadata import Said
from ct_pipeline.articles.titles import choose_title


@pytest.mark.parametrize(
    ("titles", "sites", "chosen"),
    [
        (["Un accord signé à Rabat - Le Matin"], ["Le Matin"], "Un accord signé à Rabat"),
        (["Le360 | Un accord signé à Rabat"], ["Le360"], "Un accord signé à Rabat"),
        (["توقيع اتفاق بالرباط - هسبريس"], ["هسبريس"], "توقيع اتفاق بالرباط"),
        (["Maroc-ONU : un accord – enfin"], ["Le Matin"], "Maroc-ONU : un accord – enfin"),
        (["Le Matin", "Un accord signé"], ["Le Matin"], "Un accord signé"),
        (["Un accord signé à…", "Un accord signé à Rabat"], [], "Un accord signé à Rabat"),
        (
            ["Un accord signé à Rabat :: Portail inconnu", "Un accord signé à Rabat"],
            [],
            "Un accord signé à Rabat",
        ),
        (["La gare rouvre demain - Gazette de l'Est"], ["gazette-est"], "La gare rouvre demain"),
        (["Maroc - Espagne"], ["Espagne"], "Maroc - Espagne"),
    ],
)
def test_a_title_is_cut_to_the_headline(titles: list[str], sites: list[str], chosen: str) -> None:
    said = choose_title([Said(title, "title") for title in titles], sites)
    assert said is not None
    assert said.value == chosen


def test_a_page_that_only_names_its_site_has_no_title() -> None:
    assert choose_title([Said("Le Matin", "og:title"), Said(" – ", "h1")], ["Le Matin"]) is None
