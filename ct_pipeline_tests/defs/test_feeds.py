"""The feed assets against a small press on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from ct_pipeline.defs import each_feed, feeds
from ct_pipeline.feeds.subscriptions import Source
from ct_pipeline.settings import SettingsError
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.web.warc import read_response
from ct_pipeline_tests.press.papers import Paper, Story, subscriptions
from ct_pipeline_tests.press.server import Reply, Site

FIRST = Story("/1", "Un premier titre", ("Un texte.",), datetime(2026, 1, 2, tzinfo=UTC))
SECOND = Story("/2", "Un autre article", ("Un texte.",), datetime(2026, 1, 3, tzinfo=UTC))


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Paper]:
    with Site() as site:
        paper = Paper(site, "Le Journal")
        paper.publish(FIRST)
        monkeypatch.setenv("CT_DATA_DIR", str(tmp_path))
        monkeypatch.setenv("CT_ALLOWED_PRIVATE_HOSTS", site.host)
        monkeypatch.setenv("CT_MIN_POLL_SECONDS", "0")
        monkeypatch.setenv("CT_HOST_DELAY_SECONDS", "0")
        list_feeds(tmp_path, monkeypatch, subscriptions([paper]))
        yield paper


def list_feeds(folder: Path, monkeypatch: pytest.MonkeyPatch, opml: str) -> None:
    file = folder / "feeds.opml"
    file.write_text(opml, "utf-8")
    monkeypatch.setenv("CT_FEEDS_FILE", str(file))


def run_pass() -> dg.ExecuteInProcessResult:
    return dg.materialize(
        [feeds.sources, feeds.polled_feeds, feeds.every_entry_has_exactly_one_outcome],
        resources={"monitor": Monitor.read()},
    )


def rows(sql: str) -> list[tuple[object, ...]]:
    with Monitor.read().open() as connection:
        return connection.execute(sql).fetchall()


def test_a_pass_stores_what_a_feed_holds_and_the_next_only_what_is_new(paper: Paper) -> None:
    assert run_pass().success
    paper.publish(SECOND)
    assert run_pass().success
    assert rows("SELECT url, outcome FROM news.entry_outcomes ORDER BY url") == [
        (paper.url_of(FIRST), "pending"),
        (paper.url_of(SECOND), "pending"),
    ]
    assert rows("SELECT result, new_entry_count FROM news.polls ORDER BY polled_at") == [
        ("new_entries", 1),
        ("new_entries", 1),
    ]


def test_every_response_is_kept_in_the_archive(paper: Paper) -> None:
    run_pass()
    run_pass()
    kept = rows(
        "SELECT http_status, archive_file, archive_offset FROM news.fetches"
        " WHERE kind = 'feed' ORDER BY fetched_at"
    )
    archive = Monitor.read().settings.archive_dir
    found = [read_response(archive / str(file), int(str(at))) for _, file, at in kept]
    assert [status for status, _, _ in kept] == [200, 304]
    assert found[0].body == paper.site.replies["/feed"].body
    assert found[1].status == 304


def test_an_unchanged_feed_is_asked_with_its_own_etag_and_answers_304(paper: Paper) -> None:
    run_pass()
    run_pass()
    assert rows("SELECT result FROM news.polls ORDER BY polled_at")[1] == ("not_modified",)
    assert rows("SELECT state FROM news.feed_states") == [("healthy",)]


def test_an_edited_title_is_a_new_version_of_the_same_entry(paper: Paper) -> None:
    run_pass()
    feed = paper.site.replies["/feed"]
    paper.site.replies["/feed"] = Reply(
        body=feed.body.replace(b"premier", b"tout premier"), content_type=feed.content_type
    )
    run_pass()
    assert rows("SELECT version, title FROM news.entries ORDER BY version") == [
        (1, "Un premier titre"),
        (2, "Un tout premier titre"),
    ]
    assert rows("SELECT count(*) FROM news.entry_outcomes") == [(1,)]


def test_the_address_of_a_site_leads_to_its_feed(
    paper: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = b'<!doctype html><link rel="alternate" type="application/rss+xml" href="/feed">'
    paper.site.replies["/"] = Reply(body=home)
    list_feeds(tmp_path, monkeypatch, subscriptions([], {"Le Journal": paper.site.url("/")}))
    run_pass()
    assert rows("SELECT address, state FROM news.feed_states") == [(paper.feed_url, "healthy")]
    assert rows("SELECT count(*) FROM news.entries") == [(1,)]


def test_a_source_that_left_the_list_is_kept_but_not_polled(
    paper: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_pass()
    list_feeds(tmp_path, monkeypatch, subscriptions([]))
    run_pass()
    assert rows("SELECT is_listed FROM news.sources") == [(False,)]
    assert rows("SELECT count(*) FROM news.polls") == [(1,)]


def test_a_broken_list_is_said_before_anything_is_written(
    paper: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    list_feeds(tmp_path, monkeypatch, "<opml><body>")
    with pytest.raises(SettingsError, match=r"feeds\.opml, line 1"):
        dg.materialize([feeds.sources], resources={"monitor": Monitor.read()})
    assert not Monitor.read().settings.warehouse_file.exists()


def test_a_feed_that_cannot_be_had_is_a_warning_and_its_neighbour_is_read(
    paper: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    list_feeds(
        tmp_path, monkeypatch, subscriptions([paper], {"Nulle part": paper.site.url("/404")})
    )
    result = dg.materialize(
        [feeds.sources, feeds.polled_feeds, feeds.no_feed_is_failing],
        resources={"monitor": Monitor.read()},
    )
    assert result.success
    checks = {check.check_name: check for check in result.get_asset_check_evaluations()}
    assert not checks["no_feed_is_failing"].passed
    assert checks["no_feed_is_failing"].severity is dg.AssetCheckSeverity.WARN
    assert rows("SELECT state, detail FROM news.feed_states ORDER BY state") == [
        ("failing", "HTTP 404"),
        ("healthy", None),
    ]


def test_every_feed_is_an_asset_on_whose_page_its_polls_plot(paper: Paper) -> None:
    [asset] = each_feed.followed_feeds().assets or ()
    assert isinstance(asset, dg.AssetSpec)
    [observation] = run_pass().get_asset_observation_events()
    assert observation.asset_observation_data.asset_observation.asset_key == asset.key
    assert asset.description == "Le Journal"


def test_feeds_of_one_name_whose_ids_begin_alike_have_a_page_each() -> None:
    keys = {
        each_feed.feed_key(Source(source_id, "Le Matin", "http://a.example/feed"))
        for source_id in ("0a1b2c3d4e5f6071", "0a1b9c3d4e5f6071")
    }
    assert len(keys) == 2


def test_each_poll_says_on_the_feeds_own_page_how_the_feed_stands(
    paper: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    list_feeds(tmp_path, monkeypatch, subscriptions([paper], {"هسبريس": paper.site.url("/404")}))
    definitions = each_feed.followed_feeds()
    result = dg.materialize(
        [feeds.sources, feeds.polled_feeds], resources={"monitor": Monitor.read()}
    )
    told = {check.asset_key: check for check in result.get_asset_check_evaluations()}
    assert sorted((check.passed, check.description) for check in told.values()) == [
        (False, "failing: HTTP 404"),
        (True, "healthy"),
    ]
    (by_hand,) = definitions.asset_checks or ()
    assert isinstance(by_hand, dg.AssetChecksDefinition)
    assert {key.asset_key for key in by_hand.check_keys} == told.keys()
    again = dg.materialize(
        [by_hand],
        selection=dg.AssetSelection.checks(by_hand),
        resources={"monitor": Monitor.read()},
    )
    assert {check.asset_key: check.passed for check in again.get_asset_check_evaluations()} == {
        key: check.passed for key, check in told.items()
    }
