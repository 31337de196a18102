"""A feed's text is right whatever its bytes and its server say of it."""

from __future__ import annotations

import pytest

from ct_pipeline.feeds.documents import Feed
from ct_pipeline.feeds.parsing import parse
from ct_pipeline_tests.feeds.bodies import item, rss
from ct_pipeline_tests.feeds.reading import ACCENTS, ARABIC, URL, feed_of, titles


@pytest.mark.parametrize(
    ("text", "encoding", "label", "content_type"),
    [
        (ACCENTS, "utf-8", "UTF-8", "text/xml"),
        (ACCENTS, "utf-8-sig", "UTF-8", "application/xml"),
        (ACCENTS, "utf-16", "UTF-16", "application/xml"),
        (ACCENTS, "utf-16-le", "UTF-16", "application/xml"),
        (ACCENTS, "utf-16-be", "UTF-16", "text/xml; charset=utf-8"),
        (ACCENTS, "utf-32", "UTF-32", "application/xml"),
        (ACCENTS, "cp1252", "ISO-8859-1", "application/xml"),
        (ACCENTS, "cp1252", "UTF-8", "application/xml; charset=utf-8"),
        (ACCENTS, "utf-8", "ISO-8859-1", "text/xml; charset=iso-8859-1"),
        (ACCENTS, "cp1252", "no-such-charset", "text/xml"),
        (ARABIC, "cp1256", "windows-1256", "text/xml"),
        (ARABIC, "cp1256", "UTF-8", "text/xml; charset=windows-1256"),
        (ARABIC, "iso8859-6", "iso-8859-6", "text/xml"),
        (ARABIC, "utf-8", "windows-1256", "text/xml"),
    ],
)
def test_the_text_is_right_whatever_the_server_says_of_it(
    text: str, encoding: str, label: str, content_type: str
) -> None:
    head = f'<?xml version="1.0" encoding="{label}"?>'
    body = rss(item(1, text), head=head).encode(encoding)
    assert titles(feed_of(body, content_type)) == [text]


def test_one_broken_byte_does_not_spoil_the_others() -> None:
    body = rss(item(1, "L'été"), item(2, ARABIC)).encode().replace(b"L'", b"L\x92")
    assert titles(feed_of(body)) == ["L’été", ARABIC]


@pytest.mark.parametrize(
    "junk",
    ["\x00", "\x0b", "\x1f", "&#0;", "&#x1F;", "&#xD800;", "\ufffe"],
)
def test_characters_that_xml_forbids_are_dropped(junk: str) -> None:
    feed = feed_of(rss(item(1, f"Un {junk}titre")))
    assert titles(feed) == ["Un titre"]
    assert feed.problem is None


@pytest.mark.parametrize(
    "before", ["\n\n  ", "\ufeff\ufeff", "<b>Warning</b>: mysql_connect() in x.php<br />\n", "ok\n"]
)
def test_junk_before_the_declaration_is_skipped(before: str) -> None:
    assert titles(feed_of(before + rss(item(1)))) == ["Un titre"]


@pytest.mark.parametrize("title", ["A & B", "A &nbsp; B", "Un &eacute;t&eacute;", "a &unknown; b"])
def test_loose_ampersands_and_html_entities_do_not_break_a_feed(title: str) -> None:
    feed = feed_of(rss(item(1, title), item(2)))
    assert len(feed.items) == 2
    assert feed.problem is None


def test_a_feed_that_broke_off_gives_its_whole_entries() -> None:
    whole = rss(item(1), item(2), item(3))
    cut = whole[: whole.index(">3</guid>") + 20].encode()
    parsed = parse(cut, URL, is_truncated=True)
    assert isinstance(parsed, Feed)
    assert [item.guid for item in parsed.items] == ["1", "2"]


def test_tags_that_do_not_match_cost_no_entry() -> None:
    assert len(feed_of(rss(item(1), "<b>", item(2))).items) == 2
