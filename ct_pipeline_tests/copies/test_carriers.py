"""What only carries a dispatch never stands for it, whatever date and credit it claims."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ct_pipeline_tests.copies.newsroom import Newsroom, Story
from ct_pipeline_tests.copies.test_coherence import GOOD, filler, page

OTHER_NEWS = filler(11, 6)


def at(story: Story, site: str, *agencies: str) -> Story:
    """The page as a site of that name has it, with what it credits."""
    url = f"https://{site}/{story.article_id}"
    return replace(story, url=url, publisher=site, agency_credits=agencies)


def canonical_of(room: Newsroom) -> str:
    """The one canonical member, where all are one dispatch."""
    assert len(room.groups()) == 1
    (canonical,) = (name for name, (_, stands) in room.members().items() if stands)
    return canonical


@pytest.mark.parametrize("hours", [-20, 0, 5], ids=["before", "at once", "after"])
@pytest.mark.parametrize("paragraphs", [2, 6], ids=["some", "much"])
@pytest.mark.parametrize("reprints", [0, 1], ids=["alone", "with a reprint"])
def test_a_dispatch_under_other_news_is_not_known_by_them(
    hours: int, paragraphs: int, reprints: int
) -> None:
    room = Newsroom()
    room.receive(at(page("evening", [*OTHER_NEWS[:paragraphs], *GOOD], hours), "c.test", "MAP"))
    room.run_pass()
    room.receive(at(page("good", GOOD), "a.test", "MAP"))
    if reprints:
        room.receive(at(page("reprint", GOOD, 1), "b.test"))
    room.run_pass()
    assert canonical_of(room) == "good"
    assert room.members()["evening"] == ("near_copy", False)


def test_a_dispatch_between_other_news_is_known_by_the_two_sites_that_credit_its_agency() -> None:
    room = Newsroom()
    room.receive(
        at(page("evening", [*OTHER_NEWS[:3], *GOOD, *OTHER_NEWS[3:]], -20), "c.test"),
        at(page("good", GOOD), "a.test", "MAP"),
        at(page("reprint", GOOD, 1), "b.test", "MAP"),
    )
    room.run_pass()
    assert canonical_of(room) == "good"


def test_an_edge_to_a_carrier_is_no_excerpts_until_it_carries_no_more() -> None:
    room = Newsroom()
    room.receive(
        at(page("evening", [*OTHER_NEWS, *GOOD], -20), "c.test"), at(page("good", GOOD), "a.test")
    )
    room.run_pass()
    assert room.edges()["evening", "good"][0] == "near_copy"
    room.receive(at(page("evening", [*OTHER_NEWS, *GOOD], -20), "a.test"))
    room.connection.execute(
        "UPDATE news.articles SET url = 'https://a.test/evening' WHERE article_id = 'evening'"
    )
    room.run_pass()
    assert room.edges()["evening", "good"][0] == "excerpt"


def test_what_stands_on_its_agencys_site_is_no_excerpt_of_a_report_that_holds_it() -> None:
    room = Newsroom()
    room.receive(
        at(page("report", [*OTHER_NEWS[:3], *GOOD[:2], *OTHER_NEWS[3:]], -1), "c.test"),
        at(page("brief", GOOD[:2]), "www.mapnews.ma"),
    )
    room.run_pass()
    assert canonical_of(room) == "brief"


def test_the_last_page_of_an_article_on_its_own_site_is_its_excerpt() -> None:
    room = Newsroom()
    room.receive(
        at(page("whole", [*GOOD, *OTHER_NEWS[:2]]), "a.test"),
        at(page("last", OTHER_NEWS[:2], 1), "a.test"),
    )
    room.run_pass()
    assert canonical_of(room) == "whole"


def test_an_earlier_date_and_a_credit_do_not_make_another_figure_the_dispatch() -> None:
    other = [*GOOD[:-1], GOOD[-1].replace("douze", "quarante")]
    assert other != GOOD
    room = Newsroom()
    room.receive(
        at(page("good", GOOD), "a.test"),
        at(page("reprint", GOOD, 1), "b.test"),
        at(page("other", other, -30), "c.test", "MAP"),
    )
    room.run_pass()
    assert canonical_of(room) == "good"


def test_who_cut_a_text_or_added_to_it_does_not_tell_it_otherwise() -> None:
    room = Newsroom()
    room.receive(
        at(page("good", GOOD), "a.test"),
        at(page("cut", GOOD[:-1], 1), "b.test"),
        at(page("more", [*GOOD, "Our reporters on the spot will tell more tonight."], 2), "c.test"),
    )
    room.run_pass()
    assert canonical_of(room) == "good"


def test_a_credit_alone_does_not_come_before_the_earlier_text() -> None:
    room = Newsroom()
    room.receive(at(page("first", GOOD), "a.test"), at(page("credited", GOOD, 1), "b.test", "AFP"))
    room.run_pass()
    assert canonical_of(room) == "first"


def test_a_short_standfirst_in_place_of_a_long_first_paragraph_makes_no_carrier() -> None:
    room = Newsroom()
    title = "Une cellule de sept individus démantelée à l'aube"
    standfirst = "Ce que l'on sait ce soir des sept hommes arrêtés à l'aube dans trois villes."
    good, other = page("good", GOOD), page("other", [standfirst, *GOOD[1:]], 1)
    room.receive(
        at(replace(good, title=title), "a.test"), at(replace(other, title=title), "b.test")
    )
    room.run_pass()
    assert canonical_of(room) == "good"


@pytest.mark.parametrize("host", ["www.a.test", "m.a.test", "amp.a.test"])
def test_the_last_page_on_a_sites_own_other_door_is_no_other_site(host: str) -> None:
    room = Newsroom()
    room.receive(at(page("report", [*OTHER_NEWS[:4], *GOOD]), "a.test"))
    room.receive(at(page("last page", GOOD, 2), host))
    room.run_pass()
    assert canonical_of(room) == "report"
