"""The briefing in a real browser: content, filters, keyboard, no request, hostile titles inert."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from ct_pipeline.publishing.briefing.page import render_page
from ct_pipeline_tests.publishing.briefing_stories import HOSTILE, content, story
from ct_pipeline_tests.publishing.visits import Visit, needs_chromium


@needs_chromium
def test_it_makes_no_request_and_no_complaint(visit: Visit) -> None:
    visit.page.get_by_label("this month").count()
    visit.page.emulate_media(color_scheme="dark")
    visit.page.emulate_media(media="print")
    assert [url for url in visit.requests if not url.startswith(("file:", "data:"))] == []
    assert visit.complaints == []


@needs_chromium
def test_a_hostile_title_is_only_text(visit: Visit) -> None:
    assert HOSTILE in visit.titles()
    assert visit.page.evaluate("window.broken") is None
    assert visit.page.locator("img").count() == 0
    assert visit.page.locator("a[href^='javascript']").count() == 0


@needs_chromium
def test_the_policy_stops_what_it_did_not_embed(visit: Visit) -> None:
    visit.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'),"
        " {textContent: 'window.broken = 1'}))"
    )
    assert visit.page.evaluate("window.broken") is None
    assert visit.page.evaluate("fetch('https://evil.test').catch(() => 'stopped')") == "stopped"
    assert visit.requests == [visit.page.url, "data:,"][: len(visit.requests)]


@needs_chromium
def test_copies_are_folded_under_their_dispatch(visit: Visit) -> None:
    first = visit.page.locator("article").first
    assert "Rabat accueille une réunion." in first.inner_text()
    copies = first.get_by_text("2 copies of this dispatch")
    assert not first.get_by_text("near copy").is_visible()
    copies.click()
    assert first.get_by_text("near copy").is_visible()
    assert first.get_by_text("+35 min").is_visible()
    assert first.get_by_text("taken down").is_visible()


@needs_chromium
def test_a_first_sentence_that_is_the_evidence_is_told_once(visit: Visit) -> None:
    sentence = "Le Maroc et le Bureau ont conclu leur dialogue."
    (untitled,) = visit.page.locator("article").filter(has_text=sentence).all()
    assert untitled.locator("h3").inner_text() == f"{sentence} (first sentence)"
    assert untitled.locator("blockquote").count() == 0


@needs_chromium
def test_another_dispatch_stands_once_and_noise_is_folded(visit: Visit) -> None:
    first = visit.page.locator("article").first
    assert first.inner_text().count("UN meeting in Rabat") == 1
    assert not first.get_by_text("Horaires de prière").is_visible()
    first.get_by_text("1 of grade 0").click()
    assert first.get_by_text("Horaires de prière").is_visible()


@needs_chromium
def test_a_copy_of_the_same_headline_is_called_by_its_outlet(visit: Visit) -> None:
    first = visit.page.locator("article").first
    first.get_by_text("2 copies of this dispatch").click()
    assert first.get_by_role("link", name="Le360").is_visible()
    assert first.inner_text().count("La Plateforme de Marrakech à Rabat") == 1


@needs_chromium
def test_a_correction_says_what_changed(visit: Visit) -> None:
    line = visit.page.locator("article").first.locator(".correction").first
    assert line.inner_text() == "edited 2026-11-20 11:00 UTC: 12 → 14"


@needs_chromium
def test_search_finds_what_any_outlet_says(visit: Visit) -> None:
    visit.page.get_by_label("Search").fill("un meeting")
    assert visit.titles() == ["La Plateforme de Marrakech à Rabat"]


@needs_chromium
def test_the_agenda_tells_what_is_coming_and_what_nobody_reported(visit: Visit) -> None:
    overdue, coming = visit.page.locator("#coming > li").all()
    assert "2026-07-01 to 2026-09-30 · promise, overdue · UNOCT" in overdue.inner_text()
    assert "nobody has reported it" in overdue.inner_text()
    assert overdue.locator("a").get_attribute("href") == "https://paper.test/lab"
    assert "2026-12-03 · event · طنجة" in coming.inner_text()
    assert coming.locator("h3 > *").get_attribute("dir") == "rtl"
    assert coming.locator("a").count() == 0, "an address that is none is no link"


@needs_chromium
def test_a_programme_leads_to_its_page(visit: Visit) -> None:
    programme = visit.page.get_by_role("link", name="Marrakech Platform")
    assert programme.get_attribute("href") == "../programmes/marrakech_platform.html"


@needs_chromium
def test_a_contradiction_shows_both_claims_and_who_set_it_right(visit: Visit) -> None:
    (dispute,) = visit.page.locator("#disputed > li").all()
    assert dispute.locator("h3").inner_text() == "Figures differ: 34 / 43corrected by the agency"
    assert "43 pays ont pris part à la réunion." in dispute.inner_text()
    links = dispute.locator("a").evaluate_all("all => all.map(each => each.href)")
    assert links == ["https://paper.test/34", "https://paper.test/43"]


@needs_chromium
def test_a_map_shows_where_the_news_is_from(visit: Visit) -> None:
    world = visit.page.locator("#world svg")
    assert "Rabat 4" in (world.get_attribute("aria-label") or "")
    assert world.locator(".place").count() == 2
    visit.page.locator("#map summary").click()
    assert visit.page.locator("#place-table tbody tr").count() == 2


@needs_chromium
def test_a_story_of_many_outlets_is_marked(browser: Browser, tmp_path: Path) -> None:
    usual = [story(n, f"Titre {n}") for n in range(30)]
    file = tmp_path / "index.html"
    burst = story(99, "Accord signé", publishers=[f"Journal {n}" for n in range(8)])
    file.write_text(render_page(content(*usual, burst), edition="1"), "utf-8")
    visit = Visit(browser, file)
    marked = visit.page.locator("article", has_text="burst: 8 outlets")
    assert marked.locator("h3").all_text_contents() == ["Accord signé"]
    visit.page.context.close()


@needs_chromium
def test_what_came_since_the_last_look_is_marked(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "index.html"
    file.write_text(render_page(content(story(1, "Ancien titre")), edition="1"), "utf-8")
    visit = Visit(browser, file)
    assert visit.page.locator(".only-new").is_hidden()
    later = content(story(1, "Ancien titre"), story(2, "Nouveau", last_seen="2026-11-20T14:00:00Z"))
    later["made_at"] = "2026-11-20T15:00:00Z"
    file.write_text(render_page(later, edition="2"), "utf-8")
    for _ in range(2):  # and again when the page is loaded anew
        visit.page.reload()
        visit.page.get_by_label("new since the last look").check()
        assert visit.titles() == ["Nouveau"]
    visit.page.context.close()
