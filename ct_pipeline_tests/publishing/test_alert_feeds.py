"""The feed files of a consumer: valid by the standards' own rules, and safe to read."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

from ct_pipeline.alerts.messages import FeedItem, digest_data, story_data
from ct_pipeline.alerts.stories import Story, Text
from ct_pipeline.publishing.alert_feeds import atom, json_feed, write_feeds
from ct_pipeline_tests.alerts.newsroom import NOW, some_text
from ct_pipeline_tests.alerts.readers import DESK, reader

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
HOSTILE = '<script>alert(1)</script> & "quotes" ]]> \x00\x08\ufffe'


def text(article_id: str, **given: Any) -> Text:
    values: dict[str, Any] = {
        "title": "L’ONUCT à Rabat",
        "url": f"https://paper.example/{article_id}",
        "publisher": "Le Papier",
        "relevance_evidence": "L’ONUCT ouvre un bureau à Rabat.",
        "matched_words": ("ONUCT",),
        "topics": ("dialogue",),
    }
    return some_text(article_id, **values | given)


def item(alert_id: str, *texts: Text, at: datetime = NOW) -> FeedItem:
    return FeedItem(alert_id, "story.created", at, story_data(Story("s", texts), texts[0]))


def hostile() -> FeedItem:
    return item(
        "h",
        text(
            "h",
            title=HOSTILE,
            publisher=HOSTILE,
            relevance_evidence=HOSTILE,
            matched_words=("<script>",),
            topics=(HOSTILE,),
            url="javascript:alert(1)",
        ),
    )


ITEMS = [
    item("1", text("a"), text("b", publisher="Al Jarida", language="ar")),
    item("2", text("c", title=None, opening="Une phrase. Une autre.", url=None)),
    item("3", text("d", language="ar", title="مكتب الأمم المتحدة")),
    FeedItem(
        "4",
        "digest.ready",
        NOW,
        digest_data(NOW.date(), "UTC", [story_data(Story("s", (text("a"),)), text("a"))]),
    ),
    hostile(),
]


@pytest.mark.parametrize("items", [[], ITEMS], ids=["empty", "full"])
def test_the_atom_file_is_valid(items: list[FeedItem]) -> None:
    document = etree.fromstring(atom(DESK, items))
    SCHEMA.assertValid(document)
    read = feedparser.parse(atom(DESK, items))
    assert not read.bozo
    assert len(read.entries) == len(items)
    ids = document.xpath("//a:id/text()", namespaces=ATOM)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("items", [[], ITEMS], ids=["empty", "full"])
def test_the_json_feed_is_valid(items: list[FeedItem]) -> None:
    feed = json.loads(json_feed(DESK, items))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str)
    for one in feed["items"]:
        assert one["id"]
        assert one["content_html"] or one["content_text"]
        assert datetime.fromisoformat(one["date_published"]).tzinfo
        assert all(author["name"] for author in one.get("authors", ()))
        assert all(isinstance(tag, str) for tag in one.get("tags", ()))


def test_nothing_from_the_web_is_markup() -> None:
    (entry,) = feedparser.parse(atom(DESK, [hostile()]), sanitize_html=False).entries
    content = entry.content[0].value
    assert "<script" not in content
    assert "&lt;script&gt;" in content
    assert "javascript:" not in content
    assert entry.get("links", []) == []


def test_a_story_reads_well() -> None:
    (entry,) = feedparser.parse(atom(DESK, ITEMS[:1])).entries
    assert entry.title == "[desk] Core: L’ONUCT à Rabat"
    assert entry.link == "https://paper.example/a"
    assert "Same text in:" in entry.content[0].value
    assert ">Al Jarida</a>" in entry.content[0].value
    assert "<strong>ONUCT</strong>" in entry.content[0].value


def test_a_first_sentence_in_place_of_a_title_is_marked() -> None:
    (entry,) = feedparser.parse(atom(DESK, ITEMS[1:2])).entries
    assert entry.title == "[desk] Core: “Une phrase.” (first sentence)"


def test_arabic_reads_from_right_to_left() -> None:
    document = etree.fromstring(atom(DESK, ITEMS[2:3]))
    (entry,) = document.findall("a:entry", ATOM)
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    assert 'dir="rtl"' in (entry.findtext("a:content", namespaces=ATOM) or "")


def test_ids_stay_and_updated_is_the_newest(tmp_path: Path) -> None:
    later = item("9", text("z"), at=NOW + timedelta(hours=1))
    before = feedparser.parse(atom(DESK, ITEMS))
    after = feedparser.parse(atom(DESK, [later, *ITEMS]))
    assert [entry.id for entry in after.entries[1:]] == [entry.id for entry in before.entries]
    assert after.feed.updated == "2026-04-15T13:00:00Z"


def test_files_are_replaced_whole(tmp_path: Path) -> None:
    write_feeds(tmp_path, DESK, ITEMS)
    with (tmp_path / "desk.json").open("rb") as reader:
        write_feeds(tmp_path, DESK, [])
        assert len(json.load(reader)["items"]) == len(ITEMS), "an open reader keeps the old file"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["desk.atom.xml", "desk.json"]


def test_the_files_say_where_they_lie_when_that_is_known() -> None:
    document = etree.fromstring(atom(DESK, [], "https://news.example/published/alerts/"))
    (link,) = document.findall("a:link", ATOM)
    assert link.get("href") == "https://news.example/published/alerts/desk.atom.xml"
    feed = json.loads(json_feed(DESK, [], "https://news.example/published/alerts/"))
    assert feed["feed_url"] == "https://news.example/published/alerts/desk.json"
    assert "feed_url" not in json.loads(json_feed(DESK, []))


def test_the_file_is_in_the_language_that_the_consumer_reads() -> None:
    feed = feedparser.parse(atom(reader("fr"), ITEMS[:1]))
    assert feed.feed.title == "Alertes pour desk"
    assert feed.entries[0].title == "[desk] Essentiel\N{NO-BREAK SPACE}: L’ONUCT à Rabat"
