"""No body harms the parser: bombs, outside entities, names of files, damage, long work."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ct_pipeline.feeds.documents import Feed, Flaw, NotAFeed
from ct_pipeline.feeds.parsing import parse
from ct_pipeline_tests.feeds.bodies import RSS_HEAD, item, rss
from ct_pipeline_tests.feeds.reading import ACCENTS, ARABIC, URL, feed_of, flaw_of, titles


def test_more_entries_than_the_limit_are_counted_not_silently_cut() -> None:
    feed = feed_of(rss(*(item(number) for number in range(20_000))), max_entries=50)
    assert (len(feed.items), feed.dropped_count) == (50, 19_950)
    assert feed.problem is None


LAUGHS = "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE x [<!ENTITY lol0 "lol">{LAUGHS}]>',
        f'<!DOCTYPE x [<!ENTITY lol11 "{"x" * 400}">]>',
        f'<!-- <x> --><!DOCTYPE x [<!ENTITY lol0 "lol">{LAUGHS}]>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
        '<!DOCTYPE x [<!ENTITY lol11 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    ],
)
def test_entity_bombs_and_outside_entities_stay_words(doctype: str) -> None:
    title = "avant &lol11; " + "&lol11;" * 5_000
    (first,) = feed_of(rss(item(1, title), head=RSS_HEAD + doctype)).items
    assert first.title is not None
    assert first.title.startswith("avant")
    assert len(first.title) < 200_000
    assert "root:" not in first.title


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://e.org/rss.dtd">',
        '<!DOCTYPE rss [<!ENTITY % HTMLlat1 PUBLIC "-//W3C//X" "http://e.org/x.ent">'
        '<!ENTITY org "ONU [Rabat] > x">]>',
        "<!DOCTYPE rss [\n<!-- ]> --><!ELEMENT rss (#PCDATA)><!ENTITY org 'ONU [Rabat] > x'>\n]>",
    ],
)
def test_a_legitimate_document_type_still_parses(doctype: str) -> None:
    reference = "&org;" if "org " in doctype else "ONU [Rabat] &gt; x"
    feed = feed_of(rss(item(1, f"L'{reference}"), head=RSS_HEAD + doctype))
    assert titles(feed) == ["L'ONU [Rabat] > x"]
    assert feed.problem is None


def test_a_body_that_is_the_name_of_a_file_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(rss(item(1)))
    assert flaw_of(str(file), "application/xml").flaw is Flaw.UNREADABLE
    assert flaw_of("https://e.org/feed", "application/xml").flaw is Flaw.UNREADABLE


@pytest.mark.parametrize(
    "body",
    [
        '<rss version="2.0"><channel>' + "<a>" * 150_000,
        '<rss version="2.0"><channel>' + "<item>" * 150_000,
        '<rss version="2.0"><channel>' + "<a " * 150_000,
        '<rss version="2.0"><channel>' + "<![CDATA[" * 100_000,
        '<rss version="2.0"><channel><item><title>' + "&#" * 2_000_000,
        "<!DOCTYPE " + "\"'" * 300_000,
        "<!DOCTYPE x [" + "<!ENTITY a " * 100_000,
        "[" * 1_000_000,
        "<html>" + "<link " * 200_000,
    ],
)
@pytest.mark.timeout(10)
def test_no_body_takes_the_parser_long(body: str) -> None:
    parsed = parse(body.encode(), URL)
    assert isinstance(parsed, NotAFeed) or len(parsed.items) <= 2_000


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: rss(text).encode()))
@example(b"\xff\xfe<\x00")
@example(b"<?xml version='1.0' encoding='punycode'?><rss/>")
@example(b"<sitemapindex>")
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise(body: bytes) -> None:
    assert isinstance(parse(body, URL), Feed | NotAFeed)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_damage_to_a_feed_raises(data: st.DataObject) -> None:
    whole = rss(item(1, ACCENTS), item(2, ARABIC)).encode()
    start = data.draw(st.integers(0, len(whole)))
    junk = data.draw(st.binary(max_size=20))
    cut = data.draw(st.integers(0, 60))
    body = whole[:start] + junk + whole[start + cut :]
    assert isinstance(parse(body, URL, is_truncated=data.draw(st.booleans())), Feed | NotAFeed)
