"""The briefing as it is used: filters, keyboard, narrow and wide, light and dark, at any size."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from ct_pipeline.publishing.briefing.page import render_page
from ct_pipeline_tests.publishing.briefing_stories import STORIES, content, story
from ct_pipeline_tests.publishing.visits import SCHEMES, WIDTHS, Visit, needs_chromium


@needs_chromium
def test_filters_and_search(visit: Visit) -> None:
    page = visit.page
    assert len(visit.titles()) == 5
    page.get_by_label("1 context").check()
    assert "Cellule démantelée" in visit.titles()
    page.get_by_label("News of").select_option("this month")
    assert "Ancienne réunion" in visit.titles()
    page.get_by_label("Language").select_option("Arabic")
    assert visit.titles() == ["المغرب يحتضن اجتماعا"]
    page.get_by_role("button", name="Reset").click()
    page.get_by_label("Outlet or agency").select_option("UN News")
    assert visit.titles() == ["La Plateforme de Marrakech à Rabat"]
    page.get_by_label("Outlet or agency").select_option("MAP")
    assert len(visit.titles()) == 1, "an agency is asked for by its name, whoever carries it"
    page.get_by_role("button", name="Reset").click()
    page.get_by_label("Search").fill("إجتماع")
    assert visit.titles() == ["المغرب يحتضن اجتماعا"]
    page.get_by_label("Search").fill("REUNION rabat plateforme")
    assert visit.titles()[0] == "La Plateforme de Marrakech à Rabat"
    page.get_by_label("Search").fill("l'onuct")
    assert visit.titles() == ["L’ONUCT à Rabat"]
    page.get_by_label("Search").fill("zzz")
    assert "No story matches" in page.get_by_role("status").inner_text()


@needs_chromium
def test_a_story_whose_day_is_not_known_is_said_to_be_there_by_arrival(
    browser: Browser, tmp_path: Path
) -> None:
    shown = content(story(1, "Datée"), story(2, "Sans date", is_dated=False))
    file = tmp_path / "index.html"
    file.write_text(render_page(shown, edition="1"), "utf-8")
    visit = Visit(browser, file)
    said = visit.page.get_by_role("status").inner_text()
    assert said == "2 of 2 stories, 1 of them by arrival, without a known day"
    visit.page.context.close()


@needs_chromium
def test_the_keyboard_is_enough(visit: Visit) -> None:
    page = visit.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the stories"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "query"
    page.keyboard.type("marrakech")
    assert len(visit.titles()) == 1
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1


@needs_chromium
def test_the_timeline_leads_to_a_story_that_a_filter_hides(visit: Visit) -> None:
    visit.page.locator("#days").get_by_text("Ancienne réunion").click()
    assert "Ancienne réunion" in visit.titles()
    assert visit.page.evaluate("document.activeElement.textContent") == "Ancienne réunion"


@needs_chromium
def test_arabic_runs_from_right_to_left(visit: Visit) -> None:
    arabic = visit.page.locator("article", has_text="المغرب").locator("h3 > *")
    assert arabic.get_attribute("dir") == "rtl"
    assert arabic.get_attribute("lang") == "ar"


@needs_chromium
def test_charts_are_drawn_and_told_as_tables(visit: Visit) -> None:
    drawn = "id => document.getElementById(id).toDataURL().length"
    assert visit.page.evaluate(drawn, "per-day") > 2_000
    visit.page.locator("#coverage summary").first.click()
    assert visit.page.locator("#per-day-table tbody tr").count() == 2
    assert "1 failing, 1 healthy" in visit.page.locator("#feed-summary").inner_text()
    names = visit.page.locator("canvas").evaluate_all("all => all.map(c => c.ariaLabel)")
    assert all(names)


@needs_chromium
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_scrolls_sideways_and_everybody_can_read_it(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    file = tmp_path / "index.html"
    file.write_text(render_page(STORIES, edition="1"), "utf-8")
    visit = Visit(browser, file, viewport={"width": width, "height": 700})
    assert visit.wider_than_the_window() == []
    ends = visit.page.locator("thead").evaluate_all(
        "all => all.filter(one => one.checkVisibility())"
        ".map(one => one.getBoundingClientRect().right)"
    )
    assert ends
    assert all((end <= 0) == (width < 640) for end in ends), "labels stand in their place"
    for scheme in SCHEMES:
        visit.page.emulate_media(color_scheme=scheme)
        assert visit.violations() == [], scheme
    visit.page.context.close()


@needs_chromium
def test_two_thousand_stories_are_usable(browser: Browser, tmp_path: Path) -> None:
    many = content(*(story(n, f"Réunion numéro {n}") for n in range(2_000)))
    file = tmp_path / "index.html"
    file.write_text(render_page(many, edition="1"), "utf-8")
    visit = Visit(browser, file)
    assert len(visit.titles()) == 100
    visit.page.get_by_role("button", name="Show more").click()
    assert len(visit.titles()) == 200
    started = visit.page.evaluate("performance.now()")
    visit.page.get_by_label("Search").fill("numero 1999")
    assert visit.titles() == ["Réunion numéro 1999"]
    assert visit.page.evaluate("performance.now()") - started < 2_000
    visit.page.context.close()
