"""JSON Feed as sites write it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from ct_pipeline.feeds.documents import Feed, Item, NotAFeed
from ct_pipeline.feeds.parsing import parse

URL = "https://e.org/feed.json"
ITEM = {"id": "1", "url": "https://e.org/1", "title": "Un titre"}


def read(document: Any) -> Feed | NotAFeed:
    return parse(json.dumps(document).encode(), URL)


def item_of(**fields: Any) -> Item:
    feed = read({"version": "https://jsonfeed.org/version/1.1", "items": [{**ITEM, **fields}]})
    assert isinstance(feed, Feed)
    return feed.items[0]


@pytest.mark.parametrize(
    "version", ["https://jsonfeed.org/version/1", "1.1", "1", 1.1, None, "", "jsonfeed 1.1"]
)
def test_a_feed_is_known_by_its_items_where_its_version_is_short_or_missing(version: Any) -> None:
    feed = read({"version": version, "items": [ITEM]})
    assert isinstance(feed, Feed)
    assert feed.items[0].link == "https://e.org/1"


def test_an_item_may_have_an_address_instead_of_an_id() -> None:
    feed = read({"title": "Le Journal", "items": [{"url": "/1", "title": "Un titre"}]})
    assert isinstance(feed, Feed)
    assert (feed.items[0].guid, feed.items[0].link) == (None, "https://e.org/1")


@pytest.mark.parametrize(
    "document",
    [
        {"items": []},
        {"items": [{"sku": 1, "price": 2}]},
        {"items": [{"id": 1}]},
        {"items": [{"url": "https://e.org/"}]},
        {"items": ["a"]},
        {"items": {"id": 1}},
        {"error": "not found"},
        [ITEM],
        [],
    ],
)
def test_other_json_is_no_feed(document: Any) -> None:
    assert isinstance(read(document), NotAFeed)


@pytest.mark.parametrize(
    "date",
    [
        "2025-11-21T10:00:00+01:00",
        1763715600,
        "1763715600000",
        "2025-11-21T09:00:00Z",
        "Fri, 21 Nov 2025 09:00:00 GMT",
        "Fri, 21 Nov 2025 10:00:00 +0100",
        " 21 Nov 2025 09:00:00 +0000 ",
    ],
)
def test_dates_are_read_in_every_form_that_is_in_use(date: str | int) -> None:
    assert item_of(date_published=date).published_at == datetime(2025, 11, 21, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "author"),
    [
        ({"authors": [{"name": "A"}, {"name": "B"}]}, "A, B"),
        ({"authors": {"name": "A"}}, "A"),
        ({"authors": ["A", {"name": "B"}]}, "A, B"),
        ({"author": {"name": "A", "url": "https://e.org"}}, "A"),
        ({"author": "A"}, "A"),
        ({"authors": [], "author": {"name": "A"}}, "A"),
        ({"author": {"url": "https://e.org"}}, None),
        ({"authors": [None, 7, {}]}, None),
        ({"author": 7}, None),
    ],
)
def test_authors_may_be_a_list_an_object_or_text(fields: dict[str, Any], author: str) -> None:
    assert item_of(**fields).author == author


def test_who_writes_the_whole_feed_writes_the_items_that_name_nobody() -> None:
    items = [{"id": "1", "title": "x"}, {"id": "2", "title": "y", "author": {"name": "B"}}]
    feed = read({"authors": [{"name": "A"}], "items": items})
    assert isinstance(feed, Feed)
    assert [item.author for item in feed.items] == ["A", "B"]


def test_half_an_emoji_costs_nobody_the_entry() -> None:
    item = item_of(title="Digue \ud83d les pêcheurs", content_text="vu \ud83d\ude00", id="\udc00")
    assert (item.title, item.content_html, item.guid) == ("Digue les pêcheurs", "vu 😀", None)


@pytest.mark.parametrize(
    "text",
    [
        '{"version": "1.1", "items": [{"id": "1", "url": "https://j.example/1", "title": "A\nB"}]}',
        '{"version": "1.1", "items": [{"id": "1", "url": "https://j.example/1", "title": "A B"},]}',
        '{"items": {"0": {"id": "1", "url": "https://j.example/1", "title": "A B"}}}',
        '{"items": [{"id": "https://j.example/1", "url": "http://[bad", "title": "A B"}]}',
    ],
)
def test_json_that_a_program_wrote_by_hand_is_read(text: str) -> None:
    parsed = parse(text.encode(), "https://j.example/feed.json")
    assert isinstance(parsed, Feed)
    assert [(item.link, item.title) for item in parsed.items] == [("https://j.example/1", "A B")]
