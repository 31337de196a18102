"""Captures of archives become articles: stored or counted, revisions by their moments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ct_pipeline.articles.outcomes import Extraction
from ct_pipeline.articles.pages import extract_raw
from ct_pipeline.articles.records import Origin
from ct_pipeline.articles.witnesses import RawPage
from ct_pipeline.feeds.identity import article_id_of_url
from ct_pipeline.history.captures import ReadRecord, host_of
from ct_pipeline.history.reading import CaptureToRead, read_capture
from ct_pipeline.settings import Settings
from ct_pipeline.steps import history
from ct_pipeline.steps.history import ImportedFile, import_file
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.steps.workers import Crash
from ct_pipeline.warehouse.alerts.stories import read_new_stories
from ct_pipeline.warehouse.articles.extractions import store_extractions
from ct_pipeline_tests.history.archives import (
    CAUGHT_AT,
    IRRELEVANT,
    RELEVANT,
    SameProcess,
    answer,
    page,
    write,
)
from ct_pipeline_tests.warehouse.filling import add

NOW = datetime(2025, 1, 1, tzinfo=UTC)
URL = "https://journal.test/atelier"
ID = article_id_of_url(URL)
EDITED = RELEVANT.replace("quarante magistrats", "soixante magistrats")


@dataclass
class Desk:
    """A monitor with files to import."""

    monitor: Monitor
    folder: Path

    def imports(self, *records: bytes, name: str = "a", keeps_all: bool = False) -> ImportedFile:
        file = write(self.folder / f"{name}.warc.gz", *records)
        return import_file(self.monitor, str(file), keeps_all=keeps_all)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self.monitor.open() as connection:
            return connection.execute(sql).fetchall()

    def revisions(self) -> list[tuple[Any, ...]]:
        """Number, moment and whether in force of each text, oldest first."""
        return self.rows(
            "SELECT revision, seen_at, text_id = current_text_id FROM news.article_texts"
            " JOIN news.articles USING (article_id) ORDER BY seen_at, revision"
        )

    def fetches(self, html: str, at: datetime, entry: str = "e") -> None:
        """A live pass reads a page that a feed's entry leads to."""
        with self.monitor.open() as connection:
            add(
                connection,
                "entry_outcomes",
                entry_id=entry,
                outcome="pending",
                article_id=ID,
                first_seen_at=at,
            )
            raw_id = f"fetch {at.isoformat()}"
            origin = Origin(raw_id, ID, entry, at, "s", URL, None, raw_id)
            raw = RawPage(raw_id, html.encode(), at, "text/html", URL, URL)
            store_extractions(connection, [(origin, self.extracted(raw))], at)

    @staticmethod
    def extracted(raw: RawPage) -> Extraction:
        return extract_raw(raw)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(history, "open_capture_workers", SameProcess)
    return Desk(Monitor(Settings(data_dir=tmp_path / "data"), lambda: NOW), tmp_path)


def test_what_is_relevant_is_stored_whole_and_the_rest_counted(desk: Desk) -> None:
    imported = desk.imports(
        answer(URL, RELEVANT),
        answer("https://www.journal.test/digue", IRRELEVANT),
        answer("https://journal.test/rien", "<p>nothing</p>"),
        answer("https://journal.test/feed", "<?xml version='1.0'?><rss><channel/></rss>"),
    )
    assert imported.outcomes == {
        "stored": 1,
        "counted": 1,
        "not_an_article": 2,
        "passed_over": 1,
    }
    assert desk.rows(
        "SELECT article_id, origin, url, first_seen_at, source_id, seed_file FROM news.articles"
    ) == [(ID, "history", URL, CAUGHT_AT, None, None)]
    assert desk.rows(
        "SELECT relevance_grade >= 2, language FROM news.verdicts"
        " JOIN news.article_texts USING (text_id)"
    ) == [(True, "fr")]
    assert desk.rows("SELECT count(*) > 0 FROM news.mentions") == [(True,)]


def test_counts_give_coverage_its_denominator(desk: Desk) -> None:
    desk.imports(
        answer(URL, RELEVANT),
        answer("https://www.journal.test/digue", IRRELEVANT),
        answer("https://journal.test/gone", status="410 Gone"),
    )
    assert desk.rows(
        "SELECT host, day::VARCHAR, language, outcome, relevance_grade > 0, capture_count"
        " FROM news.history_counts ORDER BY outcome"
    ) == [
        ("journal.test", "2024-03-05", "fr", "counted", False, 1),
        ("journal.test", "2024-03-05", None, "not_an_article", None, 1),
        ("journal.test", "2024-03-05", "fr", "stored", True, 1),
    ]


def test_all_can_be_kept(desk: Desk) -> None:
    desk.imports(answer(URL, RELEVANT), answer(f"{URL}2", IRRELEVANT), keeps_all=True)
    assert desk.rows("SELECT count(*) FROM news.articles") == [(2,)]


def test_a_file_is_read_once(desk: Desk) -> None:
    first = desk.imports(answer(URL, RELEVANT))
    again = import_file(desk.monitor, first.file)
    assert (first.is_new, again.is_new) == (True, False)
    assert first.outcomes == again.outcomes


def test_a_file_that_has_grown_is_read_on(desk: Desk) -> None:
    desk.imports(answer(URL, RELEVANT))
    grown = desk.imports(answer(URL, RELEVANT), answer(f"{URL}2", IRRELEVANT))
    assert grown.is_new
    assert grown.outcomes == {"stored": 1, "counted": 1, "passed_over": 1}


def test_another_file_of_that_name_takes_back_what_the_first_counted(desk: Desk) -> None:
    desk.imports(answer(URL, IRRELEVANT), answer(URL, IRRELEVANT))
    another = write(desk.folder / "b.warc.gz", answer(f"{URL}2", RELEVANT))
    another.rename(desk.folder / "a.warc.gz")
    imported = import_file(desk.monitor, str(desk.folder / "a.warc.gz"))
    assert imported.outcomes == {"stored": 1, "passed_over": 1}
    assert desk.rows("SELECT sum(capture_count)::INT FROM news.history_counts") == [(1,)]


def test_a_stop_costs_a_round_and_nothing_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stops(SameProcess):
        def read(self, item: CaptureToRead) -> ReadRecord | Crash:
            if item.capture.url.endswith("4"):
                raise KeyboardInterrupt
            return read_capture(item)

    monkeypatch.setattr(history, "ROUND", 2)
    records = [answer(f"{URL}{number}", RELEVANT) for number in range(6)]
    monkeypatch.setattr(history, "open_capture_workers", Stops)
    with pytest.raises(KeyboardInterrupt):
        desk.imports(*records)
    stored = desk.rows("SELECT count(*) FROM news.articles")
    assert stored == [(3,)]  # the file's first record is of the first round
    monkeypatch.setattr(history, "open_capture_workers", SameProcess)
    assert desk.imports(*records).outcomes == {"stored": 6, "passed_over": 1}
    assert desk.rows("SELECT sum(record_count)::INT FROM news.history_outcomes") == [(7,)]


def test_what_crashes_a_worker_is_quarantined_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Crashes(SameProcess):
        def read(self, item: CaptureToRead) -> ReadRecord | Crash:
            return Crash("killed after 20 s") if "bad" in item.capture.url else read_capture(item)

    monkeypatch.setattr(history, "open_capture_workers", Crashes)
    imported = desk.imports(answer("https://bad.test/a"), answer(URL, RELEVANT))
    assert imported.outcomes == {"quarantined": 1, "stored": 1, "passed_over": 1}
    assert desk.rows(
        "SELECT reason, first_offset > 0 FROM news.history_outcomes WHERE outcome = 'quarantined'"
    ) == [("killed after … s", True)]


def test_the_same_capture_in_two_files_is_one_text(desk: Desk) -> None:
    desk.imports(answer(URL, RELEVANT), name="a")
    desk.imports(answer(URL, RELEVANT), name="b")
    assert len(desk.revisions()) == 1


def test_captures_of_one_address_are_revisions_whatever_order_they_come_in(desk: Desk) -> None:
    late, early = CAUGHT_AT + timedelta(days=2), CAUGHT_AT - timedelta(days=1)
    desk.imports(answer(URL, RELEVANT), name="a")
    desk.imports(answer(URL, EDITED, late), name="b")
    desk.imports(answer(URL, RELEVANT.replace("trois jours", "deux jours"), early), name="c")
    assert desk.revisions() == [(3, early, False), (1, CAUGHT_AT, False), (2, late, True)]
    # What an edit changed is told against the text seen before it, not the number before.
    changes = desk.rows(
        "SELECT revision, changes[1].changed_values[1].value_from,"
        " changes[1].changed_values[1].value_to FROM news.text_changes"
        " JOIN news.article_texts USING (text_id) ORDER BY revision"
    )
    assert [row[0] for row in changes] == [1, 2]


def test_a_live_article_stays_and_an_older_capture_is_its_earlier_text(desk: Desk) -> None:
    live = CAUGHT_AT + timedelta(days=5)
    desk.fetches(EDITED, live)
    desk.imports(answer(URL, RELEVANT))
    assert desk.revisions() == [(2, CAUGHT_AT, False), (1, live, True)]
    assert desk.rows("SELECT origin, first_seen_at FROM news.articles") == [("feed", live)]
    # Numbers are never given anew: the next edit is the third.
    desk.fetches(EDITED.replace("trois jours", "une semaine"), live + timedelta(days=1))
    assert desk.revisions()[-1] == (3, live + timedelta(days=1), True)


def test_an_older_capture_of_another_text_does_not_take_the_place_of_the_feeds(desk: Desk) -> None:
    live = CAUGHT_AT + timedelta(days=5)
    desk.fetches(EDITED, live)
    with desk.monitor.open() as connection:  # as the feed told it, whose page answers nobody
        connection.execute("UPDATE news.article_texts SET body_method = 'feed'")
    desk.imports(answer(URL, IRRELEVANT), keeps_all=True)
    assert desk.revisions() == [(2, CAUGHT_AT, False), (1, live, True)]


@pytest.mark.parametrize("host", ["exa\x1bmple.test", "\u202eelpmaxe.test", "h" * 1_000_000])
def test_what_can_be_no_host_is_counted_under_none(host: str) -> None:
    assert host_of(f"http://{host}/x") is None
    assert host_of("http://www.journal.test/x") == "journal.test"


def test_a_feed_that_brings_an_article_of_history_makes_it_its_own(desk: Desk) -> None:
    desk.imports(answer(URL, RELEVANT))
    live = CAUGHT_AT + timedelta(days=5)
    desk.fetches(RELEVANT, live)
    assert desk.rows("SELECT origin, source_id, entry_id, first_seen_at FROM news.articles") == [
        ("feed", "s", "e", CAUGHT_AT)
    ]
    assert desk.rows("SELECT outcome FROM news.entry_outcomes") == [("stored",)]
    assert desk.rows("SELECT revision, seen_at, fetch_id IS NOT NULL FROM news.current_texts") == [
        (1, CAUGHT_AT, True)
    ]


def test_a_page_that_names_another_address_as_its_own_is_that_article(desk: Desk) -> None:
    canonical = RELEVANT.replace("<title>", f'<link rel=canonical href="{URL}"><title>')
    desk.imports(*(answer(f"https://journal.test/{n}/atelier", canonical) for n in range(2)))
    assert desk.rows("SELECT article_id FROM news.articles") == [(ID,)]


def test_history_never_alerts(desk: Desk) -> None:
    desk.imports(answer(URL, RELEVANT))
    with desk.monitor.open() as connection:
        add(connection, "dispatch_members", article_id=ID, dispatch_id="d")
        add(connection, "dispatch_grades", dispatch_id="d", relevance_grade=3)
        add(connection, "story_members", dispatch_id="d", story_id="s")
        assert read_new_stories(connection) == []
    desk.fetches(RELEVANT, CAUGHT_AT + timedelta(days=5))
    with desk.monitor.open() as connection:
        (story,) = read_new_stories(connection)
        assert [text.origin for text in story.texts] == ["feed"]


def test_every_record_has_one_outcome(desk: Desk) -> None:
    pages = [
        page("Un texte court.", title=f"Titre {number}") if number % 3 else RELEVANT
        for number in range(9)
    ]
    desk.imports(*(answer(f"{URL}{number}", html) for number, html in enumerate(pages)))
    assert desk.rows(
        "SELECT sum(record_count)::INT, (SELECT sum(capture_count)::INT FROM news.history_counts)"
        " FROM news.history_outcomes"
    ) == [(10, 9)]
