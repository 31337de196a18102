"""The articles' asset: seeds become articles once, and again only when they change."""

from __future__ import annotations

import logging
from pathlib import Path

import dagster as dg
import pytest

from ct_pipeline.defs.article_checks import (
    article_ids_are_unique,
    every_article_has_its_text,
    every_stored_entry_has_its_article,
    no_page_is_quarantined,
)
from ct_pipeline.defs.articles import clean_articles
from ct_pipeline.settings import Settings
from ct_pipeline.steps.extraction import read_articles
from ct_pipeline.steps.monitor import Monitor

TEXT = " date 2024-09 Rabat – MAP – Le Maroc et l'ONUCT ont tenu une réunion jeudi.\n\nmap\n"


@pytest.fixture
def monitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Monitor:
    (tmp_path / "seeds").mkdir()
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CT_SEEDS_DIR", str(tmp_path / "seeds"))
    return Monitor.read()


def run(monitor: Monitor) -> None:
    read_articles(monitor)


def rows(monitor: Monitor, sql: str) -> list[tuple[object, ...]]:
    with monitor.open() as connection:
        return connection.execute(sql).fetchall()


def test_dagster_materializes_all_tables_of_the_step(monitor: Monitor) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize([clean_articles], resources={"monitor": monitor}, instance=instance)
    assert len(result.get_asset_materialization_events()) == 4


def test_a_seed_becomes_an_article_with_one_outcome(monitor: Monitor) -> None:
    (Settings.read().seeds_dir / "a.txt").write_text(TEXT, "utf-8")
    (Settings.read().seeds_dir / "empty.txt").write_bytes(b"")
    run(monitor)
    assert rows(monitor, "SELECT seed_file, outcome FROM news.entry_outcomes ORDER BY 1") == [
        ("a.txt", "stored"),
        ("empty.txt", "quarantined"),
    ]
    assert rows(
        monitor, "SELECT origin, agency_credits, dateline_place, revision FROM news.current_texts"
    ) == [("seed", ["MAP"], "Rabat", 1)]


def test_what_was_read_is_told_once_in_words(
    monitor: Monitor, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("a", "b"):
        (Settings.read().seeds_dir / f"{name}.txt").write_text(f"{name} {TEXT}", "utf-8")
    with caplog.at_level(logging.INFO):
        run(monitor)
    told = [record.getMessage() for record in caplog.records]
    assert [line for line in told if line.startswith("articles:")] == [
        "articles: 2 new articles, 2 stored"
    ]


def test_a_second_run_changes_nothing(monitor: Monitor) -> None:
    (Settings.read().seeds_dir / "a.txt").write_text(TEXT, "utf-8")
    run(monitor)
    before = rows(monitor, "FROM news.article_texts") + rows(monitor, "FROM news.extractions")
    run(monitor)
    assert (
        rows(monitor, "FROM news.article_texts") + rows(monitor, "FROM news.extractions") == before
    )


def test_an_edited_seed_is_the_same_article_with_a_second_revision(monitor: Monitor) -> None:
    file = Settings.read().seeds_dir / "a.txt"
    file.write_text(TEXT, "utf-8")
    run(monitor)
    first = rows(monitor, "SELECT article_id FROM news.articles")
    file.write_text(TEXT.replace("réunion", "conférence"), "utf-8")
    run(monitor)
    assert rows(monitor, "SELECT article_id FROM news.articles") == first
    assert rows(
        monitor, "SELECT revision, change_summary FROM news.article_revisions ORDER BY 1"
    ) == [
        (1, None),
        (2, "body: 1 paragraph new, 1 gone, +0 words, 89% the same"),
    ]


def test_a_seed_that_broke_later_keeps_its_article(monitor: Monitor) -> None:
    file = Settings.read().seeds_dir / "a.txt"
    file.write_text(TEXT, "utf-8")
    run(monitor)
    file.write_bytes(b"")
    run(monitor)
    assert rows(monitor, "SELECT outcome, reason FROM news.entry_outcomes") == [("stored", None)]
    assert rows(monitor, "SELECT count(*) FROM news.current_texts") == [(1,)]


def test_a_missing_folder_is_one_clear_error(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CT_SEEDS_DIR", "/nowhere/seeds")
    with pytest.raises(Exception, match="CT_SEEDS_DIR='/nowhere/seeds': no such folder"):
        run(Monitor.read())


def test_the_checks_see_what_is_broken_and_what_is_quarantined(monitor: Monitor) -> None:
    (Settings.read().seeds_dir / "a.txt").write_text(TEXT, "utf-8")
    (Settings.read().seeds_dir / "empty.txt").write_bytes(b"")
    run(monitor)
    checks = (
        article_ids_are_unique,
        every_article_has_its_text,
        every_stored_entry_has_its_article,
    )
    assert all(check(monitor).passed for check in checks)
    quarantined = no_page_is_quarantined(monitor)
    assert (quarantined.passed, quarantined.metadata["pages"].value) == (False, 1)
    with monitor.open() as connection:
        connection.execute("DELETE FROM news.article_texts")
        connection.execute("INSERT INTO news.articles FROM news.articles")
    assert not article_ids_are_unique(monitor).passed
    assert not every_article_has_its_text(monitor).passed
    with monitor.open() as connection:
        connection.execute("DELETE FROM news.articles")
    assert not every_stored_entry_has_its_article(monitor).passed
