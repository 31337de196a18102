"""The stream: pages are read while others are still fetched; where it breaks nothing is lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from ct_pipeline.pages.tries import PageTry
from ct_pipeline.steps import extraction, fetching, streaming
from ct_pipeline.steps.arrivals import AbandonedError, Arrivals
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.steps.streaming import fetch_and_read
from ct_pipeline.warehouse.pages.tries import record_page_tries
from ct_pipeline_tests.steps.newsroom import Newsroom
from ct_pipeline_tests.steps.page_press import TEXT, Press, SameProcess, html
from ct_pipeline_tests.web.hostile import Handler, Script, Visit, answers

PAGE = html(*TEXT).encode()
READ = "SELECT count(*) FROM news.extractions"


@pytest.fixture
def desk(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """Two pages of one host, which is asked for one after the other; each is a batch."""
    (newsroom.data / "seeds").mkdir()
    monkeypatch.setenv("CT_SEEDS_DIR", str(newsroom.data / "seeds"))
    monkeypatch.setattr(extraction, "open_workers", SameProcess)
    monkeypatch.setattr(extraction, "open_seed_workers", SameProcess)
    monkeypatch.setattr(fetching, "BATCH_SIZE", 1)
    for path in ("/a", "/b"):
        newsroom.server.scripts[path] = answers(200, PAGE)
        newsroom.add_entry(newsroom.server.url(path))
    return newsroom


def when(is_time: Callable[[], bool]) -> Handler:
    """Answers with the page, not before it is time."""

    async def script(visit: Visit) -> Script:
        while not is_time():
            await asyncio.sleep(0.02)
        async for piece in answers(200, PAGE)(visit):
            yield piece

    return script


def test_a_page_is_read_and_stored_while_another_is_fetched(desk: Newsroom) -> None:
    desk.server.scripts["/b"] = desk.server.scripts["/a"] = when(
        lambda: len(desk.server.paths()) == 1 or desk.rows(READ) == [(1,)]
    )
    fetched, stored = fetch_and_read(Monitor.read())
    assert (fetched.results["ok"], stored.counts["new_articles"]) == (2, 2)
    assert desk.rows("SELECT DISTINCT outcome FROM news.entry_outcomes") == [("stored",)]
    assert desk.rows(READ) == [(2,)]


def test_a_slow_host_keeps_no_page_from_being_read(
    desk: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "BATCH_SIZE", 100)
    monkeypatch.setattr(fetching, "BATCH_SECONDS", 0.1)
    monkeypatch.setattr(fetching, "PAUSE_SECONDS", 0.05)
    desk.server.scripts["/b"] = desk.server.scripts["/a"] = when(
        lambda: len(desk.server.paths()) == 1 or desk.rows(READ) == [(1,)]
    )
    fetched, stored = fetch_and_read(Monitor.read())
    assert (fetched.results["ok"], stored.counts["new_articles"]) == (2, 2)


def test_time_that_is_spent_waiting_for_a_page_is_none_of_its_reading(
    desk: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CT_PASS_SECONDS", "2")
    asked: list[float] = []

    def has_waited() -> bool:
        asked.append(time.monotonic())
        return asked[-1] - asked[0] > 4.5

    desk.server.scripts["/b"] = desk.server.scripts["/a"] = when(has_waited)
    fetched, stored = fetch_and_read(Monitor.read())
    assert (fetched.results["ok"], stored.counts["new_articles"]) == (1, 1)


def test_what_breaks_the_fetching_ends_the_reading_and_the_next_pass_goes_on(
    desk: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def record(connection: duckdb.DuckDBPyConnection, tries: Sequence[PageTry]) -> None:
        calls.append(len(tries))
        if len(calls) == 2:
            raise OSError("the disk is full")
        record_page_tries(connection, tries)

    with monkeypatch.context() as patch:
        patch.setattr(fetching, "record_page_tries", record)
        with pytest.raises(OSError, match="the disk is full"):
            fetch_and_read(Monitor.read())
    fetch_and_read(Monitor.read())
    assert desk.rows("SELECT outcome FROM news.entry_outcomes") == [("stored",)] * 2
    assert sorted(desk.server.paths()) == ["/a", "/b"]


def test_what_breaks_the_reading_is_raised_when_all_pages_are_kept(
    desk: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Monitor, __: Arrivals) -> None:
        raise RuntimeError("no process can be started")

    with monkeypatch.context() as patch:
        patch.setattr(streaming, "read_articles", broken)
        with pytest.raises(RuntimeError, match="no process can be started"):
            fetch_and_read(Monitor.read())
    assert desk.rows("SELECT result FROM news.fetches") == [("ok",)] * 2
    fetch_and_read(Monitor.read())
    assert desk.rows("SELECT outcome FROM news.entry_outcomes") == [("stored",)] * 2
    assert len(desk.server.paths()) == 2


class ComingPages(Arrivals):
    """Each arrival brings a further page, one edit of the first among them."""

    def __init__(self, press: Press) -> None:
        super().__init__()
        self.press = press

    def __iter__(self) -> Iterator[None]:
        for url, page in [
            ("http://a.test/x", html(*TEXT)),
            ("http://a.test/x", html(*TEXT, "Un communiqué est attendu vendredi.")),
            ("http://a.test/y", html(*reversed(TEXT))),
        ]:
            self.press.fetch(url, page)
            yield


def test_every_arrival_is_read_once_and_an_edit_is_a_revision(press: Press) -> None:
    press.announce("http://a.test/x")
    press.announce("http://a.test/y")
    stored = extraction.read_articles(press.monitor, ComingPages(press))
    assert (stored.counts["new_articles"], stored.counts["new_revisions"]) == (2, 1)
    assert press.rows(READ) == [(3,)]


def test_arrivals_wait_for_pages_and_end_when_none_will_follow() -> None:
    arrivals = Arrivals()
    with ThreadPoolExecutor(1) as reader:
        looks = reader.submit(lambda: [None for _ in arrivals])
        arrivals.announce()
        arrivals.announce()
        arrivals.close()
        assert 1 <= len(looks.result(10)) <= 3


def test_a_reader_that_nobody_waits_for_stops() -> None:
    arrivals = Arrivals()
    arrivals.check()
    arrivals.abandon()
    assert list(arrivals) == [None, None]
    with pytest.raises(AbandonedError):
        arrivals.check()
