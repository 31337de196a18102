"""A good feed among fifty bad ones, each on a host of its own, polled as a pass does.

What each kind of bad feed comes to is told by the tests of the polling rounds.
"""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import pytest

from ct_pipeline.feeds.states import State
from ct_pipeline.feeds.subscriptions import Source
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.steps.polling import poll_due_feeds
from ct_pipeline.warehouse.feeds.polls import sync_sources
from ct_pipeline.warehouse.feeds.reports import count_unsettled_entries
from ct_pipeline.web.fetching import fetch_all
from ct_pipeline_tests.web import hostile
from ct_pipeline_tests.web.hostile import HostileServer, answers, redirects_to
from ct_pipeline_tests.web.visits import LIMITS

# The good feed answers at once, on a machine that may be busy.
PATIENT = replace(LIMITS, connect_seconds=2.0, idle_seconds=1.0, total_seconds=3.0)

BAD = (
    hostile.slow_headers,
    hostile.dripping_body,
    hostile.silence,
    hostile.reset_in_body,
    hostile.endless_body,
    hostile.endless_headers,
    hostile.gzip_bomb(8),
    hostile.not_http,
    redirects_to("http://169.254.169.254/"),
    answers(503),
)
ENTRY = "<item><title>Article {0}</title><link>/article/{0}</link><guid>{0}</guid></item>"
GOOD = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Un journal</title>
{"".join(ENTRY.format(number) for number in range(500))}</channel></rss>"""


@pytest.fixture
def server() -> HostileServer:
    scripts = {f"/bad{number}": script for number, script in enumerate(islice(cycle(BAD), 50))}
    return HostileServer(scripts | {"/good": answers(200, GOOD.encode())}, port_count=51)


def test_a_good_feed_beside_fifty_bad_ones_comes_through_completely_and_in_time(
    server: HostileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server:
        monkeypatch.setenv("CT_DATA_DIR", str(tmp_path))
        monkeypatch.setenv("CT_ALLOWED_PRIVATE_HOSTS", ",".join(server.hosts))
        monitor = Monitor.read()
        sources = [
            Source(path, path, server.url(path, host)) for host, path in enumerate(server.scripts)
        ]
        with monitor.open() as connection:
            sync_sources(connection, sources)
        fetch = partial(fetch_all, settings=monitor.settings, limits=PATIENT)
        began = time.monotonic()
        polled = list(poll_due_feeds(0, monitor.open, monitor.now, fetch))
        seconds = time.monotonic() - began
    states = {each.source.name: each.state.state for each in polled}
    assert states.pop("/good") is State.HEALTHY
    assert len(states) == 50
    assert set(states.values()) == {State.FAILING, State.BLOCKED}
    assert seconds < 20
    with monitor.open() as connection:
        outcomes = connection.execute(
            "SELECT outcome, count(*) FROM news.entry_outcomes GROUP BY outcome"
        ).fetchall()
        unsettled = count_unsettled_entries(connection)
    assert outcomes == [("pending", 500)]
    assert not any(unsettled.values())
