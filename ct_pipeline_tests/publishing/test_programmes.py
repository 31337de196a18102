"""The programmes' pages and the calendar: what they say, and that words from the web stay words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from icalendar import Calendar
from playwright.sync_api import Browser

from ct_pipeline.publishing.agenda import calendar_of, publish_agenda
from ct_pipeline.publishing.programmes.pages import publish_programmes, render_page
from ct_pipeline_tests.publishing.visits import SCHEMES, WIDTHS, Visit, needs_chromium

TODAY = date(2026, 11, 28)
PROGRAMME: dict[str, Any] = {
    "id": "marrakech_platform",
    "name": "Marrakech Platform",
    "names": {"fr": "Plateforme de Marrakech", "ar": "منصة مراكش"},
    "article_count": 3,
    "last_event": None,
    "last_event_day": None,
    "next_event": "La septième édition",
    "next_event_day": "2027-05-04",
    "timeline": [
        {
            "kind": "event",
            "from": "2027-05-04",
            "to": "2027-05-04",
            "text": "<script>alert(1)</script>",
            "publisher": "Le Matin",
            "url": "javascript:alert(1)",
        }
    ],
    "series": [
        {
            "measure": "people_trained",
            "day": day,
            "value": value,
            "qualifier": "exactly",
            "publishers": ["MAP"],
        }
        for day, value in (("2025-05-01", 1900.0), ("2026-05-01", 2350.0))
    ],
    "promises": [
        {"what": "ouvrir une annexe", "by": ["Le Maroc"], "to": "2026-05-04", "status": "overdue"}
    ],
    "quotes": [{"speaker": "A. Zouev", "role": None, "quote": "Deux mots", "day": "2026-05-01"}],
}
ENTRY: dict[str, Any] = {
    "kind": "event",
    "ref_id": "e1",
    "at_from": date(2027, 5, 4),
    "at_to": date(2027, 5, 6),
    "is_overdue": False,
    "text": "La septième édition\nde la Plateforme; à Fès, au Maroc",
    "url": "https://user:secret@paper.example/a",
    "first_seen_at": datetime(2026, 11, 20, tzinfo=UTC),
    "place": "Fès",
    "status": "announced",
    "made_by_names": [],
    "sentence": "Elle se tiendra le 4 mai à Fès.",
}


def test_a_page_draws_its_figures_and_runs_nothing() -> None:
    page = render_page(PROGRAMME)
    assert "<script" not in page
    assert "javascript:" not in page
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert page.count("<circle") == 2
    assert "people trained: 1900 (2025-05-01), 2350 (2026-05-01)" in page
    assert '<span class="late">overdue</span>' in page
    assert "منصة مراكش" in page


@needs_chromium
@pytest.mark.parametrize("width", WIDTHS)
def test_everybody_can_read_a_page(browser: Browser, tmp_path: Path, width: int) -> None:
    file = tmp_path / "programme.html"
    file.write_text(render_page(PROGRAMME), "utf-8")
    visit = Visit(browser, file, viewport={"width": width, "height": 700})
    assert visit.wider_than_the_window() == []
    for scheme in SCHEMES:
        visit.page.emulate_media(color_scheme=scheme)
        assert visit.violations() == [], scheme
    visit.page.context.close()


def test_a_programme_of_which_nothing_is_known_says_so() -> None:
    bare = PROGRAMME | {"timeline": [], "series": [], "promises": [], "quotes": []}
    assert render_page(bare).count("Nothing yet.") == 4


def test_a_calendar_client_reads_the_agenda() -> None:
    promise = ENTRY | {
        "kind": "commitment",
        "ref_id": "c1",
        "at_from": date(2026, 1, 1),
        "at_to": date(2026, 3, 31),
        "is_overdue": True,
        "made_by_names": ["Le Ghana"],
    }
    calendar = Calendar.from_ical(calendar_of([ENTRY, promise]))
    event, due = calendar.walk("VEVENT")
    assert (event["uid"], event.decoded("dtstart"), event.decoded("dtend")) == (
        "event-e1@ct-pipeline",
        date(2027, 5, 4),
        date(2027, 5, 7),
    )
    assert event["summary"] == "La septième édition de la Plateforme; à Fès, au Maroc"
    assert event["location"] == "Fès"
    assert "secret" not in str(event["url"])
    assert (due.decoded("dtstart"), due.decoded("dtend")) == (date(2026, 3, 31), date(2026, 4, 1))
    assert due["summary"].startswith("Overdue: ")
    assert "Le Ghana" in due["description"]


SNAPSHOT = """
CREATE SCHEMA marts;
CREATE TABLE marts.articles AS
SELECT 'a' AS article_id, 'Le Matin' AS publisher, 'https://paper.example/a' AS url,
    'fr' AS language, TIMESTAMPTZ '2026-11-20 10:00:00+00' AS first_seen_at;
CREATE TABLE marts.events AS
SELECT 'e' AS event_id, 'La septième édition de la Plateforme' AS name,
    DATE '2027-05-04' AS starts_from,
    'فاس' AS place, 'MA' AS country, 'announced' AS status, 'a' AS article_id,
    'Elle se tiendra le 4 mai.' AS sentence, 1 AS article_count, 7 AS edition
UNION ALL
SELECT 'e2', 'une réunion de haut niveau de tous les chefs d''agences', DATE '2027-05-04',
    NULL, 'MA', 'announced', 'a', 'Elle se tiendra le 4 mai.', 1, NULL
UNION ALL
SELECT 'e3', 'la huitième', DATE '2028-05-04', NULL, 'MA', 'announced', 'a',
    'La huitième se tiendra en 2028.', 1, 8;
CREATE TABLE marts.ledger_sources AS
SELECT 'events' AS ledger_table, event_id AS row_id, article_id, sentence FROM marts.events;
CREATE TABLE marts.entities AS SELECT 'zouev' AS entity_id, 'Alexandre Zouev' AS name;
CREATE TABLE marts.people AS SELECT 'p' AS person_id, 'Ana Sánchez' AS name;
CREATE TABLE marts.commitments AS
SELECT 'c' AS commitment_id, 'platform' AS programme_id, 'ouvrir une annexe' AS what,
    ['Le Maroc'] AS made_by_names, DATE '2027-01-01' AS due_from, DATE '2027-03-31' AS due_to,
    'open' AS status, NULL::VARCHAR AS place, 'Le Maroc va ouvrir une annexe.' AS sentence,
    'other' AS kind, NULL::VARCHAR AS event_id, 'a' AS article_id, FALSE AS is_uncertain
UNION ALL
SELECT 'c2', 'platform', 'organiser la septième édition', ['Le Maroc'], DATE '2027-05-04',
    DATE '2027-05-04', 'open', NULL, 'Elle se tiendra le 4 mai.', 'event', NULL, 'a', FALSE
UNION ALL
SELECT 'c4', 'platform', 'publier un guide', ['UNOCT'], NULL,
    DATE '2024-05-31', 'overdue', NULL, 'Un guide.', 'publication', NULL, 'a', FALSE
UNION ALL
SELECT 'c5', 'platform', 'publier un bilan', ['UNOCT'], NULL,
    DATE '2026-10-31', 'overdue', NULL, 'Un bilan.', 'publication', NULL, 'a', FALSE
UNION ALL
SELECT 'c3', 'platform', 'tenir la septième édition', ['UNOCT'], NULL,
    DATE '2027-05-31', 'open', NULL, 'Rendez-vous en mai.', 'event', 'e', 'b', FALSE;
CREATE TABLE marts.quotes AS
SELECT 'q' AS quote_id, 'zouev' AS speaker_id, 'أ. زويف' AS speaker,
    NULL::VARCHAR AS speaker_role, 'Deux mots' AS quote, FALSE AS is_uncertain;
CREATE TABLE marts.figure_series AS
SELECT 'platform' AS subject_id, 'delegations' AS measure, DATE '2026-05-04' AS as_of_from,
    40.0::DOUBLE AS value, 'exactly' AS qualifier, 'f' AS figure_id, ['MAP'] AS publishers,
    FALSE AS is_superseded;
CREATE TABLE marts.programmes AS
SELECT 'platform' AS programme_id, 'Platform' AS name, {'fr': 'Plateforme'}::JSON AS names,
    NULL::VARCHAR AS last_event_id, 'e' AS next_event_id, 1 AS article_count;
CREATE TABLE marts.programme_timeline AS
SELECT 'platform' AS programme_id, kind, ref_id, DATE '2027-05-04' AS at_from,
    DATE '2027-05-04' AS at_to, text, 'a' AS article_id
FROM (VALUES
    ('event', 'e', 'La septième édition'), ('event', 'e3', 'la huitième'), ('event', 'f', NULL),
    ('quote', 'q', 'Deux mots'))
    AS told (kind, ref_id, text);
CREATE TABLE marts.agenda AS
SELECT 'commitment' AS kind, commitment_id AS ref_id, due_from AS at_from, due_to AS at_to,
    status = 'overdue' AS is_overdue, what AS text, article_id
FROM marts.commitments
UNION ALL
SELECT 'event', event_id, starts_from, starts_from, FALSE, name, article_id FROM marts.events;
"""


def test_both_are_published_from_the_snapshot_and_stay_while_nothing_changes(
    tmp_path: Path,
) -> None:
    snapshot, folder = tmp_path / "news.duckdb", tmp_path / "programmes"
    with duckdb.connect(str(snapshot)) as connection:
        connection.execute(SNAPSHOT)
    assert publish_programmes(snapshot, folder, today=TODAY) == 1
    page = (folder / "platform.html").read_text("utf-8")
    assert "Alexandre Zouev</strong>: <span" in page, "by one name, however it is spelt"
    late, old = (page.index(words) for words in ("publier un bilan", "publier un guide"))
    assert "overdue" in page[:late]
    assert "not reported on" in page[page.index("ouvrir une annexe") : old]
    assert "La huitième se tiendra en 2028." in page
    for words in ("ouvrir une annexe", "La septième édition", "Deux mots", "40", "Plateforme"):
        assert words in page
    assert publish_programmes(snapshot, folder, today=TODAY) == 0
    target = tmp_path / "agenda.ics"
    assert publish_agenda(snapshot, target)
    assert not publish_agenda(snapshot, target)
    *_, promise, event, later = Calendar.from_ical(target.read_bytes()).walk("VEVENT")
    assert promise["uid"] == "commitment-c@ct-pipeline"
    assert event["uid"] == "event-e@ct-pipeline", "promised twice, told once"
    assert event["summary"] == "La septième édition de la Plateforme"
    assert later["summary"] == "La huitième se tiendra en 2028.", "its name says nothing by itself"
    assert event["location"] == "Fes", "by its name in the calendar's language"
    assert "By: Le Maroc, UNOCT" in event["description"]
