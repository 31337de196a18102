"""The whole list of bad feeds, polled as a pass does: the state and the outcomes of each."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from ct_pipeline.defs.feed_rounds import poll_due_feeds
from ct_pipeline.defs.resources import Monitor
from ct_pipeline.feeds.states import State
from ct_pipeline.feeds.subscriptions import Source
from ct_pipeline.warehouse.feed_reports import count_unsettled_entries
from ct_pipeline.warehouse.feeds import Polled, sync_sources
from ct_pipeline.web.fetching import fetch_all
from ct_pipeline_tests.web import hostile
from ct_pipeline_tests.web.hostile import Handler, HostileServer, answers, redirects_to
from ct_pipeline_tests.web.test_fetching import LIMITS

CHALLENGE = (
    b"<html><head><title>Just a moment...</title></head><body>"
    b'<form id="challenge-form"></form><script src="/cdn-cgi/challenge-platform/x.js"></script>'
    b"</body></html>"
)


def item(number: int | str, *, title: str = "Un titre", guid: str = "", date: str = "") -> str:
    link = number if isinstance(number, str) else f"/article/{number}"
    guid = f"<guid>{guid}</guid>" if guid else ""
    date = f"<pubDate>{date}</pubDate>" if date else ""
    return f"<item><title>{title}</title><link>{link}</link>{guid}{date}</item>"


def rss(*items: str, declaration: str = '<?xml version="1.0"?>', doctype: str = "") -> str:
    channel = f"<channel><title>Un journal</title>{''.join(items)}</channel>"
    return f'{declaration}{doctype}<rss version="2.0">{channel}</rss>'


def feed(*items: str) -> Handler:
    return answers(200, rss(*items).encode(), {"Content-Type": "application/rss+xml"})


def xml(body: str, doctype: str) -> Handler:
    return answers(200, rss(item(1, title=body), item(2), doctype=doctype).encode())


BOMB = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">' + (
    "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("bcdefghi", "cdefghij", strict=True)
    )
    + "]>"
)


@dataclass(frozen=True)
class Case:
    """A bad feed, the state that it puts its source in, and what becomes of its entries."""

    script: Handler
    state: State
    outcomes: dict[str, int] = field(default_factory=dict)


HEALTHY, FAILING, BLOCKED = State.HEALTHY, State.FAILING, State.BLOCKED
CASES = {
    "slow headers": Case(hostile.slow_headers, FAILING),
    "dripping body": Case(hostile.dripping_body, FAILING),
    "silence after the request": Case(hostile.silence, FAILING),
    "reset in the body": Case(hostile.reset_in_body, FAILING),
    "gzip bomb": Case(hostile.gzip_bomb(8), FAILING),
    "endless body": Case(hostile.endless_body, FAILING),
    "endless header": Case(hostile.endless_headers, FAILING),
    "not HTTP": Case(hostile.not_http, FAILING),
    "redirect loop": Case(redirects_to("/case"), FAILING),
    "redirect to a private address": Case(redirects_to("http://10.0.0.1/feed"), BLOCKED),
    "redirect to the metadata service": Case(redirects_to("http://169.254.169.254/"), BLOCKED),
    "redirect to a file": Case(redirects_to("file:///etc/passwd"), BLOCKED),
    "redirect to 127.0.0.1 as a number": Case(redirects_to("http://2130706433/"), BLOCKED),
    "redirect to 127.0.0.1 in hexadecimal": Case(redirects_to("http://0x7f.1/"), BLOCKED),
    "redirect to 127.0.0.1 in octal": Case(redirects_to("http://0177.0.0.1/"), BLOCKED),
    "redirect to 127.0.0.1 as IPv6": Case(redirects_to("http://[::ffff:7f00:1]/"), BLOCKED),
    "redirect to another port": Case(redirects_to("http://example.org:22/"), BLOCKED),
    "HTML as feed": Case(answers(200, b"<html><body><p>Bonjour</p></body></html>"), FAILING),
    "challenge page": Case(answers(200, CHALLENGE), BLOCKED),
    "challenge page with 503": Case(answers(503, CHALLENGE), BLOCKED),
    "nothing at all": Case(answers(200, b""), FAILING),
    "binary": Case(answers(200, bytes(range(256)) * 20), FAILING),
    "no entries": Case(feed(), State.SILENT),
    "2,500 entries": Case(feed(*(item(n) for n in range(2500))), HEALTHY, {"pending": 2000}),
    "entity bomb": Case(xml("&j;", BOMB), HEALTHY, {"pending": 2}),
    "external entity": Case(
        xml("&x;", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        HEALTHY,
        {"pending": 2},
    ),
    "UTF-16": Case(
        answers(
            200,
            rss(item(1), declaration='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16"),
        ),
        HEALTHY,
        {"pending": 1},
    ),
    "wrong charset": Case(
        answers(
            200,
            rss(item(1, title="Sécurité")).encode("latin-1"),
            {"Content-Type": "text/xml; charset=utf-8"},
        ),
        HEALTHY,
        {"pending": 1},
    ),
    "duplicate GUIDs": Case(
        feed(item(1, guid="same"), item(2, guid="same"), item(2, guid="same")),
        HEALTHY,
        {"pending": 2},
    ),
    "no, future and garbage dates": Case(
        feed(item(1), item(2, date="Sat, 01 Jan 2999 00:00:00 GMT"), item(3, date="demain")),
        HEALTHY,
        {"pending": 3},
    ),
    "javascript link": Case(
        feed(item("javascript:alert(1)"), item(2)), HEALTHY, {"blocked": 1, "pending": 1}
    ),
    "no link": Case(feed(item("")), HEALTHY, {"not_an_article": 1}),
    "markup in titles": Case(
        feed(item(1, title="&lt;script&gt;alert(1)&lt;/script&gt;A &lt;b&gt;B&lt;/b&gt;")),
        HEALTHY,
        {"pending": 1},
    ),
    "NULs": Case(feed(item(1, title="Un\0 titre\0"), item(2)), HEALTHY, {"pending": 2}),
    "403": Case(answers(403), BLOCKED),
    "404": Case(answers(404), FAILING),
    "410": Case(answers(410), State.GONE),
    "429": Case(answers(429, headers={"Retry-After": "120"}), FAILING),
    "451": Case(answers(451), BLOCKED),
    "500": Case(answers(500), FAILING),
    "503": Case(answers(503), FAILING),
}


@dataclass
class Round:
    """One poll of many feeds, each on a host of its own."""

    polled: dict[str, Polled]
    outcomes: dict[str, dict[str, int]]
    titles: dict[str, list[str]]
    unsettled: dict[str, int]
    seconds: float


def poll(folder: Path, scripts: dict[str, Handler]) -> Round:
    """Polls the feeds of these names once, with short patience."""
    names = {f"/{number}": name for number, name in enumerate(scripts)}
    replies = {path: scripts[name] for path, name in names.items()}
    with (
        pytest.MonkeyPatch.context() as environment,
        HostileServer(replies, port_count=len(names)) as server,
    ):
        server.scripts["/case"] = redirects_to("/case")
        environment.setenv("CT_DATA_DIR", str(folder))
        environment.setenv("CT_ALLOWED_PRIVATE_HOSTS", ",".join(server.hosts))
        environment.setenv("CT_HOST_DELAY_SECONDS", "0")
        monitor = Monitor()
        sources = [
            Source(name, name, server.url(path, host))
            for host, (path, name) in enumerate(names.items())
        ]
        with monitor.open() as connection:
            sync_sources(connection, sources)
        fetch = partial(fetch_all, settings=monitor.settings, limits=LIMITS)
        began = time.monotonic()
        polled = list(poll_due_feeds(0, monitor.open, monitor.now, fetch))
        seconds = time.monotonic() - began
        with monitor.open() as connection:
            rows = connection.execute(
                "SELECT source_id, outcome, count(*) FROM news.entry_outcomes GROUP BY ALL"
            ).fetchall()
            titles = connection.execute(
                "SELECT source_id, list(title ORDER BY url) FROM news.entries GROUP BY ALL"
            ).fetchall()
            unsettled = count_unsettled_entries(connection)
    outcomes: dict[str, dict[str, int]] = {}
    for source_id, outcome, count in rows:
        outcomes.setdefault(source_id, {})[outcome] = count
    by_name = {each.source.name: each for each in polled}
    return Round(by_name, outcomes, dict(titles), unsettled, seconds)


GOOD = feed(*(item(n, title=f"Article {n}", guid=str(n)) for n in range(500)))


HUNDRED = rss(*(item(n) for n in range(100)))


@pytest.fixture(scope="module")
def all_at_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Round]:
    """Every bad feed in one pass, some of the slow ones several times, and a good one last."""
    scripts = {name: case.script for name, case in CASES.items()}
    scripts |= {f"slow {number}": hostile.slow_headers for number in range(52 - len(CASES))}
    scripts["truncated gzip"] = hostile.truncated_gzip(HUNDRED.encode())
    return poll(tmp_path_factory.mktemp("feeds"), scripts | {"good": GOOD})


@pytest.mark.parametrize("name", CASES)
def test_a_bad_feed_has_its_state_and_its_entries_their_outcome(
    all_at_once: Round, name: str
) -> None:
    state = all_at_once.polled[name].state
    assert (state.state, all_at_once.outcomes.get(name, {})) == (
        CASES[name].state,
        CASES[name].outcomes,
    ), state.detail


def test_a_good_feed_beside_fifty_bad_ones_comes_through_completely_and_in_time(
    all_at_once: Round,
) -> None:
    assert len(all_at_once.polled) >= 51
    assert all_at_once.polled["good"].state.state is State.HEALTHY
    assert all_at_once.outcomes["good"] == {"pending": 500}
    assert all_at_once.seconds < 30


def test_what_arrived_of_a_truncated_feed_is_saved(all_at_once: Round) -> None:
    assert all_at_once.polled["truncated gzip"].state.state is State.FAILING
    assert 20 < all_at_once.outcomes["truncated gzip"]["pending"] < 100


def test_every_entry_of_every_feed_has_one_outcome(all_at_once: Round) -> None:
    assert not any(all_at_once.unsettled.values())


def test_what_is_over_the_limit_is_reported(all_at_once: Round) -> None:
    assert "500 entries over the limit" in str(all_at_once.polled["2,500 entries"].poll.detail)


def test_nothing_of_a_local_file_or_a_script_reaches_a_title(all_at_once: Round) -> None:
    assert "root:" not in str(all_at_once.titles)
    assert all_at_once.titles["markup in titles"] == ["A B"]
