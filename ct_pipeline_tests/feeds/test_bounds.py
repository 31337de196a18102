"""Feeds that are longer than can be read: the newest of their entries are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from ct_pipeline.feeds import parsing
from ct_pipeline.feeds.bounds import LONGEST_WORD
from ct_pipeline.feeds.documents import Feed
from ct_pipeline.feeds.parsing import parse
from ct_pipeline_tests.feeds.bodies import item, rss

NOW = datetime(2025, 11, 21, 12, tzinfo=UTC)


def dated(number: int, days_ago: float, words: str = "") -> str:
    moment = format_datetime(NOW - timedelta(days=days_ago))
    return item(number, further=f"<pubDate>{moment}</pubDate><description>{words}</description>")


def read(body: str | bytes, **options: int) -> Feed:
    data = body.encode() if isinstance(body, str) else body
    parsed = parse(data, "https://e.org/feed", {"content-type": "application/xml"}, **options)
    assert isinstance(parsed, Feed), parsed
    return parsed


def guids(feed: Feed) -> list[str | None]:
    return [item.guid for item in feed.items]


def test_of_a_feed_from_the_oldest_to_the_newest_the_end_is_read() -> None:
    feed = read(rss(*(dated(n, 100 - n) for n in range(50))), max_entries=3)
    assert (guids(feed), feed.dropped_count) == (["47", "48", "49"], 47)
    assert feed.left_out == "47 entries over the limit were not read"


def test_of_a_feed_without_order_the_newest_are_read_in_its_order() -> None:
    feed = read(rss(*(dated(n, (n * 7) % 10) for n in range(10))), max_entries=3)
    assert guids(feed) == ["0", "3", "6"]


def test_of_a_feed_without_dates_the_beginning_is_read() -> None:
    feed = read(rss(*(item(n) for n in range(9)), dated(9, 0)), max_entries=3)
    assert guids(feed) == ["0", "1", "2"]


def test_atom_and_other_dates_count_too() -> None:
    entries = "".join(
        f"<entry><id>urn:{n}</id><updated>2025-11-{n:02}T10:00:00Z</updated></entry>"
        for n in range(1, 9)
    )
    feed = read(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>", max_entries=2)
    assert guids(feed) == ["urn:7", "urn:8"]


@pytest.fixture
def small_limit(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(parsing, "MAX_BYTES", 60_000)
    return 60_000


WORDS = "les quais du port " * 30


def test_a_very_large_feed_is_read_as_far_as_the_limit_allows(small_limit: int) -> None:
    feed = read(rss(*(dated(n, n / 10, WORDS) for n in range(300))))
    assert 50 < len(feed.items) < 110
    assert guids(feed)[0] == "0"
    assert feed.dropped_count == 300 - len(feed.items)
    assert (feed.problem, feed.format) == (None, "rss20")


def test_its_end_is_read_where_the_newest_stand_there(small_limit: int) -> None:
    feed = read(rss(*(dated(n, 30 - n / 10, WORDS) for n in range(300))))
    assert guids(feed)[-1] == "299"
    assert 50 < len(feed.items) < 110
    assert feed.dropped_count == 300 - len(feed.items)
    assert (feed.problem, feed.title) == (None, "Le Journal")


def test_a_body_that_broke_off_is_closed_behind_its_last_whole_entry() -> None:
    whole = rss(*(item(n) for n in range(5)))
    atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>a</title>" + "".join(
        f"<entry><id>{n}</id><title>b</title></entry>" for n in range(5)
    )
    rdf = (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
        " xmlns='http://purl.org/rss/1.0/'><channel><title>a</title></channel>"
    ) + "".join(f"<item rdf:about='https://e.org/{n}'><title>b</title></item>" for n in range(5))
    for body in (whole[:-60], f"{atom}<entry><id>6</i", f"{rdf}<item><titl"):
        parsed = parse(body.encode(), "https://e.org/feed", is_truncated=True)
        assert isinstance(parsed, Feed)
        assert len(parsed.items) in {4, 5}
        assert parsed.problem is None


@pytest.mark.parametrize("tag", ["author", "dc:creator", "managingEditor"])
def test_a_name_without_end_is_cut_and_costs_no_other_entry(tag: str) -> None:
    endless = item(1, further=f"<{tag}>Jean {'A' * 40_000}</{tag}>")
    named = item(2, further=f"<{tag}>Amina Alaoui</{tag}>")
    authors = [entry.author for entry in read(rss(endless, named)).items]
    assert authors == [f"Jean {'A' * LONGEST_WORD}", "Amina Alaoui"]
