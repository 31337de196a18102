"""What the briefing says is what the snapshot holds, in a page of bounded size."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from ct_pipeline.publishing.briefing.content import read_content
from ct_pipeline.publishing.briefing.page import publish_briefing, render_page
from ct_pipeline.publishing.programmes.pages import publish_programmes
from ct_pipeline_tests.publishing.briefing_stories import content, story, text
from ct_pipeline_tests.publishing.newsroom import NOON, Newsroom


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


@pytest.mark.parametrize(
    ("month", "news"), [("2026-11", {"2026-11-20", "2026-11-21"}), ("2025-09", {"2025-09-30"})]
)
def test_a_month_is_no_day_of_publication(
    published: Newsroom, tmp_path: Path, month: str, news: set[str]
) -> None:
    snapshot = tmp_path / "ct_news.duckdb"
    shutil.copy(published.settings.snapshot_file, snapshot)
    with duckdb.connect(str(snapshot)) as connection:
        connection.execute(
            "UPDATE marts.articles SET published_precision = 'month',"
            f" published_from = TIMESTAMPTZ '{month}-01 00:00:00+00',"
            f" published_to = TIMESTAMPTZ '{month}-30 23:59:59+00'"
        )
        days = connection.execute(
            "SELECT DISTINCT strftime(first_seen_at, '%Y-%m-%d') FROM marts.articles"
            " WHERE relevance_grade >= 1"
        ).fetchall()
    shown = read_content(snapshot, now=NOON + timedelta(days=1))
    came = {day for (day,) in days}
    assert {day for day, _, _ in shown["coverage"]} == came
    assert {story["news"][:10] for story in shown["stories"]} <= news
    assert {(story["span"], story["is_dated"]) for story in shown["stories"]} == {(month, True)}


def test_the_page_is_made_anew_when_the_day_or_the_snapshot_is_new(
    published: Newsroom, tmp_path: Path
) -> None:
    page = tmp_path / "index.html"
    snapshot = published.settings.snapshot_file
    assert publish_briefing(snapshot, page, now=NOON)
    assert not publish_briefing(snapshot, page, now=NOON)
    assert publish_briefing(snapshot, page, now=NOON + timedelta(days=1))


def test_it_leads_to_programmes_that_have_a_page(published: Newsroom, tmp_path: Path) -> None:
    snapshot = tmp_path / "ct_news.duckdb"
    shutil.copy(published.settings.snapshot_file, snapshot)
    with duckdb.connect(str(snapshot)) as connection:
        connection.execute(
            "INSERT INTO marts.programmes BY NAME"
            " SELECT id AS programme_id, id AS name, '{}' AS names, article_count,"
            " 0 AS open_commitment_count, 0 AS overdue_commitment_count"
            " FROM (VALUES ('told', 2), ('untold', 0)) AS added (id, article_count)"
        )
    publish_programmes(snapshot, tmp_path / "programmes", today=NOON.date())
    linked = [f"{name}.html" for name, _ in read_content(snapshot, now=NOON)["programmes"]]
    assert "told.html" in linked
    assert sorted(linked) == sorted(file.name for file in (tmp_path / "programmes").iterdir())
