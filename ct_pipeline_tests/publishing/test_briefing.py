"""The briefing in a real browser: content, filters, keyboard, no request, hostile titles inert."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from playwright.sync_api import Browser

from ct_pipeline.publishing.briefing.content import read_content
from ct_pipeline.publishing.briefing.page import publish_briefing, render_page
from ct_pipeline_tests.publishing.newsroom import NOON, Newsroom
from ct_pipeline_tests.publishing.visits import SCHEMES, WIDTHS, Visit, needs_chromium

HOSTILE = "</script><script>window.broken = 1</script><img src=x onerror='window.broken = 1'>"


def text(title: str, publisher: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"{publisher}: {title}",
        "title": title,
        "opening": None,
        "evidence": None,
        "publisher": publisher,
        "agencies": [],
        "url": "https://paper.test/a",
        "language": "fr",
        "relation": "original",
        "grade": 3,
        "published": "2026-11-20T09:30:00Z",
        "precision": "minute",
        "seen": "2026-11-20T10:00:00Z",
        "withdrawn": False,
        "edited": None,
        "change": None,
    } | changes


def story(number: int, title: str, **changes: Any) -> dict[str, Any]:
    evidence = changes.pop("evidence", "Rabat accueille une réunion.")
    lead = text(title, "Le Matin", evidence=evidence, language=changes.pop("language", "fr"))
    made = {
        "id": f"s{number}",
        "canonical": lead["id"],
        "grade": 3,
        "uncertain": False,
        "languages": ["fr"],
        "publishers": ["Le Matin"],
        "news": "2026-11-20T09:30:00Z",
        "is_dated": True,
        "seen": "2026-11-20T10:00:00Z",
        "last_seen": "2026-11-20T10:00:00Z",
        "dispatches": [[lead]],
    }
    return made | changes


PROMISE = {
    "kind": "commitment",
    "text": "livrer le laboratoire de Rabat",
    "from": "2026-07-01",
    "to": "2026-09-30",
    "overdue": True,
    "by": ["UNOCT", HOSTILE],
    "sentence": "Le Bureau livrera le laboratoire de Rabat au troisième trimestre.",
    "publisher": "Le Matin",
    "language": "fr",
    "url": "https://paper.test/lab",
}
EVENT = {
    "kind": "event",
    "text": "اجتماع منصة مراكش",
    "from": "2026-12-03",
    "to": "2026-12-03",
    "place": "طنجة",
    "by": [],
    "sentence": "تحتضن طنجة اجتماع منصة مراكش يوم 3 دجنبر.",
    "publisher": "هسبريس",
    "language": "ar",
    "url": "javascript:window.broken = 1",
}
DISPUTE = {
    "kind": "figure",
    "corrected": True,
    "corrected_by": "agency",
    "claims": [
        {
            "value": value,
            "sentence": f"{value} pays ont pris part à la réunion.",
            "publisher": publisher,
            "language": "fr",
            "url": f"https://paper.test/{value}",
        }
        for value, publisher in (("34", "MAP"), ("43", "Le Matin"))
    ],
}


def content(*stories: dict[str, Any]) -> dict[str, Any]:
    return {
        "made_at": "2026-11-20T12:00:00Z",
        "stories": list(stories),
        "agenda": [PROMISE, EVENT],
        "contradictions": [DISPUTE],
        "programmes": [["marrakech_platform", "Marrakech Platform"]],
        "coverage": [["2026-11-19", "fr", 4], ["2026-11-20", "ar", 2]],
        "publishers": [["Le Matin", 5, 3], ["<b>Hespress</b>", 1, 0]],
        "places": [["Rabat", "MA", 34.01, -6.83, 4], ["New York City", "US", 40.7, -74.0, 1]],
        "towns": [34, -7, 41, -74],
        "feeds": [["Le Matin", "failing", "404", None, None], ["MAP", "healthy", None, "x", "y"]],
    }


UNTITLED = story(7, "", evidence="Le Maroc et le Bureau ont conclu leur dialogue.")
UNTITLED["dispatches"][0][0] |= {"title": None, "opening": "Le Maroc et le Bureau ont conclu…"}
STORIES = content(
    story(
        1,
        "La Plateforme de Marrakech à Rabat",
        dispatches=[
            [
                text(
                    "La Plateforme de Marrakech à Rabat",
                    "Le Matin",
                    agencies=["MAP"],
                    evidence="Rabat accueille une réunion.",
                    edited="2026-11-20T11:00:00Z",
                    change="12 → 14",
                ),
                text(
                    "Plateforme : réunion",
                    "Hespress",
                    relation="near_copy",
                    published="2026-11-20T10:05:00Z",
                ),
                text(
                    "La Plateforme de Marrakech à Rabat",
                    "Le360",
                    relation="excerpt",
                    withdrawn=True,
                ),
            ],
            [text("UN meeting in Rabat", "UN News", language="en", url="javascript:alert(1)")],
            [text("Horaires de prière", "Le Matin", grade=0)],
        ],
        publishers=["Hespress", "Le Matin", "Le360", "UN News"],
        languages=["en", "fr"],
    ),
    story(2, "المغرب يحتضن اجتماعا", language="ar", languages=["ar"], grade=2, uncertain=True),
    story(3, HOSTILE, evidence=HOSTILE, publishers=[HOSTILE], news="2026-11-15T10:00:00Z"),
    story(4, "Cellule démantelée", grade=1),
    story(5, "Ancienne réunion", news="2026-10-30T10:00:00Z"),
    story(6, "L’ONUCT à Rabat", grade=2),
    UNTITLED,
)


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Visit]:
    file = tmp_path / "index.html"
    file.write_text(render_page(STORIES, edition="1"), "utf-8")
    made = Visit(browser, file)
    yield made
    made.page.context.close()


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


@needs_chromium
def test_filters_and_search(visit: Visit) -> None:
    page = visit.page
    assert len(visit.titles()) == 5
    page.get_by_label("1 context").check()
    assert "Cellule démantelée" in visit.titles()
    page.get_by_label("Published").select_option("this month")
    assert "Ancienne réunion" in visit.titles()
    page.get_by_label("Language").select_option("Arabic")
    assert visit.titles() == ["المغرب يحتضن اجتماعا"]
    page.get_by_role("button", name="Reset").click()
    page.get_by_label("Outlet").select_option("UN News")
    assert visit.titles() == ["La Plateforme de Marrakech à Rabat"]
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


def test_a_month_of_stories_fits_into_a_megabyte() -> None:
    copies = [text(f"Titre assez long d'une copie {n}", f"Journal {n}") for n in range(3)]
    month = content(
        *(story(n, f"Un titre de longueur usuelle {n}", dispatches=[copies]) for n in range(600))
    )
    assert len(render_page(month, edition="1").encode()) < 1_000_000


def test_the_page_shows_what_the_snapshot_holds(published: Newsroom, tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    snapshot = published.settings.snapshot_file
    assert publish_briefing(snapshot, page, now=NOON + timedelta(days=1))
    shown = page.read_text("utf-8")
    assert '"id":"st-a"' in shown
    assert '"near_copy"' in shown
    assert "never_polled" in shown
    assert '"id":"st-z"' not in shown


def test_a_month_is_no_day_of_publication(published: Newsroom, tmp_path: Path) -> None:
    snapshot = tmp_path / "ct_news.duckdb"
    shutil.copy(published.settings.snapshot_file, snapshot)
    with duckdb.connect(str(snapshot)) as connection:
        connection.execute(
            "UPDATE marts.articles SET published_precision = 'month',"
            " published_from = TIMESTAMPTZ '2026-11-01 00:00:00+00'"
        )
        days = connection.execute(
            "SELECT DISTINCT strftime(first_seen_at, '%Y-%m-%d') FROM marts.articles"
            " WHERE relevance_grade >= 1"
        ).fetchall()
    shown = read_content(snapshot, now=NOON + timedelta(days=1))
    came = {day for (day,) in days}
    assert {day for day, _, _ in shown["coverage"]} == came
    assert {story["news"][:10] for story in shown["stories"]} <= came


def test_the_page_is_made_anew_when_the_day_or_the_snapshot_is_new(
    published: Newsroom, tmp_path: Path
) -> None:
    page = tmp_path / "index.html"
    snapshot = published.settings.snapshot_file
    assert publish_briefing(snapshot, page, now=NOON)
    assert not publish_briefing(snapshot, page, now=NOON)
    assert publish_briefing(snapshot, page, now=NOON + timedelta(days=1))
