"""The asset of pages: what becomes of entries and articles whose pages are fetched."""

from __future__ import annotations

import dagster as dg
import pytest

from ct_pipeline.defs.pages import most_pages_come
from ct_pipeline.feeds.exchange import Kind, Request
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.web.archive import open_archive
from ct_pipeline.web.archive_files import ArchiveFiles
from ct_pipeline.web.fetching import fetch_all
from ct_pipeline.web.warc import read_response
from ct_pipeline_tests.steps.newsroom import PAGE, Newsroom
from ct_pipeline_tests.web.hostile import answers, endless_headers, redirects_to, reset_in_body


def test_a_fetched_page_lies_in_the_archive_and_waits_for_extraction(newsroom: Newsroom) -> None:
    newsroom.server.scripts["/a"] = answers(200, PAGE, {"Content-Type": "text/html"})
    entry = newsroom.add_entry(newsroom.server.url("/a"))
    assert newsroom.fetch()["fetched"] == 1
    ((article_id, result, file, offset),) = newsroom.rows(
        "SELECT article_id, result, archive_file, archive_offset FROM news.fetches"
    )
    assert (article_id, result) == ("article1", "ok")
    assert read_response(newsroom.data / "archive" / file, offset).body == PAGE
    assert newsroom.outcome(entry) == ("pending", None, False)


def test_a_page_that_waits_for_extraction_is_not_fetched_again(newsroom: Newsroom) -> None:
    newsroom.server.scripts["/a"] = answers(200, PAGE)
    newsroom.add_entry(newsroom.server.url("/a"))
    newsroom.fetch()
    assert newsroom.fetch(hours=100)["due"] == 0
    assert newsroom.server.paths() == ["/a"]


def test_every_bad_page_ends_in_its_outcome_with_a_reason(newsroom: Newsroom) -> None:
    scripts = {
        "/forbidden": (answers(403), "blocked"),
        "/login": (answers(401), "blocked"),
        "/law": (answers(451), "blocked"),
        "/missing": (answers(404), "fetch_failed"),
        "/gone": (answers(410), "fetch_failed"),
        "/busy": (answers(429), "fetch_failed"),
        "/error": (answers(500), "fetch_failed"),
        "/away": (answers(503), "fetch_failed"),
        "/loop": (redirects_to("/loop"), "fetch_failed"),
        "/reset": (reset_in_body, "fetch_failed"),
        "/headers": (endless_headers, "fetch_failed"),
        "/inside": (redirects_to("http://169.254.169.254/"), "blocked"),
        "/file": (redirects_to("file:///etc/passwd"), "blocked"),
    }
    expected = {}
    for path, (script, outcome) in scripts.items():
        newsroom.server.scripts[path] = script
        expected[newsroom.add_entry(newsroom.server.url(path))] = outcome
    newsroom.fetch()
    found = newsroom.rows("SELECT entry_id, outcome, reason FROM news.entry_outcomes")
    assert {entry_id: outcome for entry_id, outcome, _ in found} == expected
    assert all(reason for _, _, reason in found)


def test_a_wait_that_was_noted_before_the_clock_was_set_back_is_over(newsroom: Newsroom) -> None:
    newsroom.server.scripts["/a"] = answers(503)
    newsroom.add_entry(newsroom.server.url("/a"))
    newsroom.fetch()
    assert newsroom.fetch()["due"] == 0
    with newsroom.database() as connection:
        connection.execute(
            "UPDATE news.entry_outcomes SET next_attempt_at = next_attempt_at + INTERVAL 30 DAY"
        )
    assert newsroom.fetch()["due"] == 1


def test_a_temporary_failure_is_tried_again_when_due_and_may_succeed(newsroom: Newsroom) -> None:
    newsroom.server.scripts["/a"] = answers(503)
    entry = newsroom.add_entry(newsroom.server.url("/a"))
    newsroom.fetch()
    assert newsroom.outcome(entry) == ("fetch_failed", "HTTP 503", True)
    newsroom.server.scripts["/a"] = answers(200, PAGE)
    assert newsroom.fetch()["due"] == 0
    assert newsroom.fetch(hours=12)["fetched"] == 1
    assert newsroom.outcome(entry) == ("pending", None, False)


def test_pages_wait_while_robots_txt_cannot_be_read(newsroom: Newsroom) -> None:
    newsroom.server.scripts["/robots.txt"] = answers(500)
    entry = newsroom.add_entry(newsroom.server.url("/a"))
    newsroom.fetch()
    outcome, reason, is_retried = newsroom.outcome(entry)
    assert (outcome, is_retried) == ("pending", True)
    assert "robots.txt" in reason


def test_pages_wait_their_hosts_turn_with_a_reason_and_without_a_try(newsroom: Newsroom) -> None:
    newsroom.server.scripts["/robots.txt"] = answers(200, b"User-agent: *\nCrawl-delay: 700")
    names = [newsroom.add_entry(newsroom.server.url(path)) for path in ("/good", "/good?2")]
    newsroom.server.scripts["/good?2"] = answers(200, PAGE)
    metadata = newsroom.fetch()
    assert (metadata["fetched"], metadata["failed"]) == (1, 0)
    assert metadata["left_for_the_next_pass"] == 1
    outcomes = [newsroom.outcome(name) for name in names]
    (waiting,) = [outcome for outcome in outcomes if outcome[1]]
    assert (waiting[0], waiting[2]) == ("pending", True)
    assert "asks for 700 s between two pages; its turn comes at" in waiting[1]
    assert newsroom.rows("SELECT max(attempts), min(attempts) FROM news.entry_outcomes") == [(1, 0)]
    assert newsroom.rows("SELECT count(*) FROM news.fetches") == [(1,)]
    assert newsroom.fetch()["fetched"] == 0  # the next pass, a moment later
    assert newsroom.rows("SELECT crawl_delay_seconds FROM news.hosts") == [(700.0,)]


def test_a_disallowed_page_is_blocked(newsroom: Newsroom) -> None:
    newsroom.server.scripts["/robots.txt"] = answers(200, b"User-agent: *\nDisallow: /")
    entry = newsroom.add_entry(newsroom.server.url("/a"))
    newsroom.fetch()
    assert newsroom.outcome(entry)[0] == "blocked"
    assert newsroom.server.paths() == []


def test_a_pass_ends_in_time_and_leaves_the_rest_pending(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CT_HOST_DELAY_SECONDS", "0.1")
    monkeypatch.setenv("CT_PASS_SECONDS", "0.35")
    for number in range(20):
        newsroom.server.scripts[f"/{number}"] = answers(200, PAGE)
        newsroom.add_entry(newsroom.server.url(f"/{number}"))
    counted = newsroom.fetch()
    assert counted["left_for_the_next_pass"] == 20 - counted["fetched"] >= 16
    assert newsroom.rows("SELECT count(*) FROM news.entry_outcomes WHERE attempts = 0") == [
        (counted["left_for_the_next_pass"],)
    ]


def test_a_killed_pass_loses_no_page_that_it_had(newsroom: Newsroom) -> None:
    newsroom.server.scripts["/a"] = answers(200, PAGE)
    entry = newsroom.add_entry(newsroom.server.url("/a"))
    monitor = Monitor.read()
    with open_archive(ArchiveFiles(monitor.settings.archive_dir)) as archive:
        request = Request(entry, newsroom.server.url("/a"), Kind.PAGE)
        list(fetch_all([request], monitor.settings, archive=archive))  # and killed here
    assert newsroom.fetch()["fetched"] == 1
    assert newsroom.server.paths() == ["/a"]
    assert newsroom.rows("SELECT result, body_bytes FROM news.fetches") == [("ok", len(PAGE))]
    assert newsroom.fetch()["due"] == 0


def test_seeds_settled_entries_and_entries_without_a_link_are_left_alone(
    newsroom: Newsroom,
) -> None:
    newsroom.add_entry(newsroom.server.url("/a"), outcome="stored", attempts=1)
    newsroom.add_entry(newsroom.server.url("/b"), outcome="duplicate_url")
    newsroom.add_entry(None, outcome="not_an_article")
    newsroom.add_entry(None, seed_file="seed.txt")
    assert newsroom.fetch()["due"] == 0


def test_old_days_of_the_archive_are_pruned(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CT_ARCHIVE_DAYS", "30")
    newsroom.server.scripts["/a"] = answers(200, PAGE)
    newsroom.add_entry(newsroom.server.url("/a"))
    newsroom.fetch()
    assert newsroom.fetch(hours=24 * 32)["pruned_bytes"] > 0
    assert list((newsroom.data / "archive").rglob("*.warc.gz")) == []


def test_a_day_on_which_most_pages_fail_is_a_warning_that_names_the_host(
    newsroom: Newsroom,
) -> None:
    for number in range(20):
        newsroom.add_entry(newsroom.server.url(f"/{number}"))
    newsroom.fetch()
    result = most_pages_come(Monitor.read())
    assert isinstance(result, dg.AssetCheckResult)
    assert (result.passed, result.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert f"| {newsroom.server.host} | HTTP 404 | 20 |" in str(result.metadata["failures"].value)


def test_an_inner_page_is_fetched_for_a_feed_that_lies_inside_and_for_no_other(
    newsroom: Newsroom,
) -> None:
    newsroom.server.scripts["/inside"] = answers(200, PAGE)
    newsroom.add_feed("outside", "https://paper.example/feed")
    ours = newsroom.add_entry(newsroom.server.url("/inside"))
    theirs = newsroom.add_entry(newsroom.server.url("/inside?them"), source_id="outside")
    orphan = newsroom.add_entry(newsroom.server.url("/inside?who"), source_id="gone")
    newsroom.fetch()
    assert newsroom.outcome(ours)[0] == "pending"
    for refused in (theirs, orphan):
        outcome, reason, _ = newsroom.outcome(refused)
        assert outcome == "blocked"
        assert "not from the web" in reason
    assert newsroom.server.paths() == ["/inside"]
