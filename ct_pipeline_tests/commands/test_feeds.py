"""The command `feeds`, as a person calls it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ct_pipeline.__main__ import main
from ct_pipeline.feeds.subscriptions import read_subscriptions
from ct_pipeline_tests.press.papers import Paper, Story, subscriptions
from ct_pipeline_tests.press.server import Reply, Site

STORY = Story("/1", "Un titre", ("Un texte.",), datetime(2025, 11, 20, 9, 30, tzinfo=UTC))


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Paper]:
    with Site() as site:
        paper = Paper(site, "Le Journal")
        paper.publish(STORY)
        monkeypatch.setenv("CT_DATA_DIR", str(tmp_path / "data"))
        monkeypatch.setenv("CT_ALLOWED_PRIVATE_HOSTS", site.host)
        monkeypatch.setenv("CT_HOST_DELAY_SECONDS", "0")
        monkeypatch.setenv("CT_FEEDS_FILE", str(tmp_path / "mine.opml"))
        (tmp_path / "mine.opml").write_text(subscriptions([paper]), "utf-8")
        yield paper


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["feeds", *arguments])


def test_a_probe_tells_what_polling_would_bring_and_stores_nothing(
    paper: Paper, tmp_path: Path
) -> None:
    told = call("probe", paper.feed_url)
    assert told.exit_code == 0, told.output
    assert "healthy" in told.output
    assert "rss20, 1 entry, newest 2025-11-20 09:30 UTC" in told.output
    assert not (tmp_path / "data").exists()


def test_a_probe_of_a_site_finds_its_feed_and_of_nothing_says_what_is_wrong(paper: Paper) -> None:
    home = b'<!doctype html><link rel="alternate" type="application/rss+xml" href="/feed">'
    paper.site.replies["/"] = Reply(body=home)
    told = call("probe", paper.site.url("/"))
    assert told.exit_code == 0
    assert f"found through the page {paper.site.url('/')}" in told.output
    failed = call("probe", paper.site.url("/nowhere"))
    assert failed.exit_code == 1
    assert "! HTTP 404" in failed.output


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("nothing", "'nothing' is no file, and no address either"),
        ("", "'' is no file, and no address either"),
        ("paper.example/rss", "Did you mean https://paper.example/rss?"),
    ],
)
def test_a_probe_of_neither_file_nor_address_says_so(paper: Paper, target: str, said: str) -> None:
    result = call("probe", target)
    assert result.exit_code == 1
    assert said in result.output
    assert "CT_FEEDS_FILE" not in result.output


def test_a_probe_of_the_list_in_force_counts(paper: Paper, tmp_path: Path) -> None:
    listed = subscriptions([paper], {"Nulle part": paper.site.url("/nowhere")})
    (tmp_path / "mine.opml").write_text(listed, "utf-8")
    assert "1 of 2 healthy" in call("probe").output


def test_another_readers_list_is_imported_and_exported_again(paper: Paper, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.opml"
    foreign.write_text(
        '<opml version="1.0"><body><outline text="x" xmlUrl="https://x.org/feed"/>'
        f'<outline text="again" xmlUrl="{paper.feed_url}"/></body></opml>'
    )
    told = call("import", str(foreign))
    assert "1 added, 1 left out" in told.output
    out = tmp_path / "out.opml"
    assert call("export", str(out)).exit_code == 0
    assert [source.name for source in read_subscriptions(out)] == ["Le Journal", "x"]
    assert "never_polled" in call("list").output


def test_the_list_that_ships_is_never_written(
    paper: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CT_FEEDS_FILE")
    told = call("import", str(tmp_path / "mine.opml"))
    assert told.exit_code == 1
    assert "--into" in told.output


def test_a_list_that_cannot_be_read_is_one_clear_message(paper: Paper, tmp_path: Path) -> None:
    (tmp_path / "mine.opml").write_text("<opml>")
    told = call("list")
    assert told.exit_code == 1
    assert "mine.opml, line 1" in told.output
