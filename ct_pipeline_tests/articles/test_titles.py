"""The headline without the site's name, from the most trusted witness that has one."""

from __future__ import annotations

import pytest

from ct_pipeline.articles.metadata import Said
from ct_pipeline.articles.titles import choose_title
from ct_pipeline_tests.articles.made_pages import FRENCH, TITLE, page, paragraphs, read


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


HEADLINE = "La digue du quartier bas enfin achevée"
SEARCHED = "Digue et crues : tout savoir sur le chantier"


@pytest.mark.parametrize(
    ("titles", "chosen"),
    [
        # The h1 of a breadcrumb trail is for search engines, and so is what repeats it.
        (
            [
                ("heading in breadcrumbs", SEARCHED),
                ("heading", HEADLINE),
                ("JSON-LD headline", HEADLINE),
                ("og:title", SEARCHED),
                ("title", SEARCHED),
            ],
            HEADLINE,
        ),
        (
            [
                ("heading in breadcrumbs", SEARCHED),
                ("og:title", HEADLINE),
                ("title", SEARCHED),
            ],
            HEADLINE,
        ),
        ([("heading in breadcrumbs", HEADLINE), ("title", HEADLINE)], HEADLINE),
        # What carries the site's name and what nobody repeats is no headline.
        (
            [
                ("heading", HEADLINE),
                ("JSON-LD headline", HEADLINE),
                ("og:title", f"{SEARCHED} | Rive News"),
                ("twitter:title", f"{SEARCHED} | Rive News"),
                ("title", f"{HEADLINE} | Rive News"),
            ],
            HEADLINE,
        ),
        # Kickers: two different ones, one glued to the heading, one that only Open Graph has.
        (
            [("heading", f"Crues de la Rive {HEADLINE}"), ("og:title", f"Reportage : {HEADLINE}")],
            HEADLINE,
        ),
        ([("heading", f"Région {HEADLINE}"), ("title", HEADLINE)], HEADLINE),
        (
            [("heading", HEADLINE), ("og:title", f"Crues : {HEADLINE}"), ("title", HEADLINE)],
            HEADLINE,
        ),
        ([("title", f"{HEADLINE} | rive-news.test.ma")], HEADLINE),
    ],
)
def test_witnesses_that_differ_are_weighed(titles: list[tuple[str, str]], chosen: str) -> None:
    said = choose_title([Said(value, where) for where, value in titles], ["Rive"])
    assert said is not None
    assert said.value == chosen


TRAIL = '<nav><ol><li><a href="/">Une</a></li><li><a href="/eau">Eau</a></li><li>{}</li></ol></nav>'
KICKER = '<header><div><a href="/eau">Eau</a></div>{}</header>'


@pytest.mark.parametrize(("around", "chosen"), [(TRAIL, TITLE), (KICKER, SEARCHED)])
def test_an_h1_behind_the_links_of_a_trail_is_no_headline(around: str, chosen: str) -> None:
    head = f'<meta property="og:title" content="{TITLE}">'
    body = f"{around.format(f'<h1>{SEARCHED}</h1>')}<h2>La pluie</h2>{paragraphs(FRENCH)}"
    assert read(page(body, head=head, title=SEARCHED)).title == chosen


def test_the_parts_of_a_heading_are_one_line_whatever_they_stand_in() -> None:
    body = f"<h1><div>Région</div><div>{TITLE}</div></h1>{paragraphs(FRENCH)}"
    article = read(page(body, title=TITLE))
    assert article.title == TITLE
    assert article.body == "\n".join(FRENCH)
