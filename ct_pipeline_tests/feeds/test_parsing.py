"""Bodies to feeds: every format, and whatever else a server may send."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from ct_pipeline.feeds.documents import Flaw
from ct_pipeline_tests.feeds.bodies import RSS_HEAD, item, rss
from ct_pipeline_tests.feeds.reading import feed_of, flaw_of, titles

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://e.org/"><title>t</title></channel>
<item rdf:about="https://e.org/1"><title>Un titre</title><link>https://e.org/1</link></item></rdf:RDF>"""
ATOM_10 = """<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>1</id>
<title>Un titre</title><link href="/1"/>
<updated>2025-10-08T12:00:00+01:00</updated></entry></feed>"""
ATOM_IDS = """<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>%s</feed>"""
ATOM_03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><id>1</id>
<title>Un titre</title><link rel="alternate" href="https://e.org/1"/></entry></feed>"""
RSS_091 = """<?xml version="1.0"?><!DOCTYPE rss PUBLIC
"-//Netscape Communications//DTD RSS 0.91//EN"
"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><item>
<title>Un titre</title><link>https://e.org/1</link></item></channel></rss>"""


@pytest.mark.parametrize(
    ("body", "format_"),
    [
        (rss(item(1)), "rss20"),
        (RSS_091, "rss091u"),
        (RDF, "rss10"),
        (ATOM_03, "atom03"),
        (ATOM_10, "atom10"),
    ],
)
def test_every_xml_format_is_read(body: str, format_: str) -> None:
    feed = feed_of(body)
    assert feed.format.startswith(format_)
    assert titles(feed) == ["Un titre"]
    assert feed.items[0].link == "https://e.org/1"


def test_a_json_feed_is_read() -> None:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Le Journal",
        "language": "fr",
        "items": [
            {
                "id": 7,
                "url": "/7",
                "title": "Un <b>titre</b>",
                "content_html": "<p>Texte</p>",
                "date_published": "2025-10-08T12:00:00+01:00",
                "authors": [{"name": "A"}, {"name": "B"}],
            },
            "not an item",
        ],
    }
    feed = feed_of("\ufeff" + json.dumps(document), "application/feed+json")
    (first,) = feed.items
    assert (first.guid, first.link, first.title) == ("7", "https://e.org/7", "Un titre")
    assert (first.author, first.language) == ("A, B", "fr")
    assert first.published_at == datetime(2025, 10, 8, 11, tzinfo=UTC)
    assert first.content_html == "<p>Texte</p>"
    assert feed.problem is not None


@pytest.mark.parametrize("date", ["-0001-11-30T00:00:00+00:00", "Mon, 30 Nov -0001 00:00:00 +0000"])
def test_a_moment_that_the_publisher_does_not_have_is_none(date: str) -> None:
    (item,) = feed_of(
        "<rss version='2.0'><channel><item><title>a</title><link>https://e.org/1</link>"
        f"<pubDate>{date}</pubDate></item></channel></rss>"
    ).items
    assert (item.published_at, item.published_text) == (None, date)


def test_a_google_news_sitemap_is_read_and_its_plain_pages_left_out() -> None:
    feed = feed_of(
        """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://e.org/1</loc>
        <n:news><n:publication><n:name>Le Journal</n:name><n:language>fr</n:language>
        </n:publication><n:publication_date>2025-10-08</n:publication_date>
        <n:title>Un titre</n:title></n:news></url><url><loc>https://e.org/about</loc></url></urlset>"""
    )
    (first,) = feed.items
    assert (feed.format, first.link, first.title) == ("news_sitemap", "https://e.org/1", "Un titre")
    assert (first.publisher, first.language) == ("Le Journal", "fr")
    assert first.published_at == datetime(2025, 10, 8, tzinfo=UTC)


def test_a_sitemap_of_a_whole_site_gives_its_news() -> None:
    pages = "<url><loc>https://e.org/x</loc><lastmod>2025</lastmod></url>" * 30_000
    news = "<url><loc>https://e.org/1</loc><n:news><n:title>Un titre</n:title></n:news></url>"
    namespace = 'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    feed = feed_of(f"<urlset {namespace}>{pages}{news * 3}</urlset>", max_entries=2)
    assert (titles(feed), feed.dropped_count) == (["Un titre"] * 2, 1)


def test_an_index_of_sitemaps_names_the_one_with_news_first() -> None:
    flaw = flaw_of(
        "<sitemapindex><sitemap><loc>https://e.org/pages.xml</loc></sitemap>"
        "<sitemap><loc>https://e.org/news.xml</loc></sitemap></sitemapindex>",
        "application/xml",
    )
    assert flaw.alternates[0] == "https://e.org/news.xml"


@pytest.mark.parametrize(
    ("further", "author"),
    [
        ("<dc:creator>Ida Boy</dc:creator><dc:creator>Max Ohm</dc:creator>", "Ida Boy, Max Ohm"),
        ("<dc:creator>Ida Boy</dc:creator><author>desk@e.org</author>", "Ida Boy"),
        ("<author>desk@e.org</author>", "desk@e.org"),
    ],
)
def test_an_entry_has_all_its_authors(further: str, author: str) -> None:
    (first,) = feed_of(rss(item(1, further=further))).items
    assert first.author == author


def test_a_full_text_feed_keeps_its_texts() -> None:
    text = "<p>Tout le texte.</p>"
    further = (
        f"<description>Résumé</description><content:encoded><![CDATA[{text}]]></content:encoded>"
    )
    (first,) = feed_of(rss(item(1, further=further))).items
    assert (first.summary, first.content_html) == ("Résumé", text)


def test_the_feeds_wish_to_be_left_alone_is_heard() -> None:
    assert feed_of(rss(item(1), channel="<ttl>90</ttl>")).update_seconds == 5400
    daily = "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
    assert feed_of(rss(item(1), channel=daily)).update_seconds == 6 * 3600
    assert feed_of(rss(item(1), channel="<ttl>soon</ttl>")).update_seconds is None


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("<![CDATA[Un <b>titre</b><script>alert(1)</script>]]>", "Un titre"),
        ("Un &lt;i&gt;titre&lt;/i&gt;", "Un titre"),
        ("Police &amp; justice", "Police & justice"),
        ("L&amp;#8217;ONU", "L’ONU"),
        ("3 &lt; 4", "3 < 4"),
        ("Un\n   titre\u200b", "Un titre"),
    ],
)
def test_a_title_is_plain_text(markup: str, title: str) -> None:
    assert titles(feed_of(rss(item(1, markup)))) == [title]


def test_dates_of_every_kind_are_read_or_left_alone() -> None:
    dates = {
        "Wed, 08 Oct 2025 10:00:00 +0100": datetime(2025, 10, 8, 9, tzinfo=UTC),
        "2025-10-08T10:00:00Z": datetime(2025, 10, 8, 10, tzinfo=UTC),
        "yesterday": None,
        "32 Brumaire": None,
        "": None,
    }
    feed = feed_of(rss(*(item(n, further=f"<pubDate>{d}</pubDate>") for n, d in enumerate(dates))))
    assert [item.published_at for item in feed.items] == list(dates.values())
    assert feed.items[2].published_text == "yesterday"


@pytest.mark.parametrize(
    ("body", "flaw"),
    [
        ("", Flaw.EMPTY),
        ("  \n\x00", Flaw.EMPTY),
        ("<!DOCTYPE html><title>Accueil</title>", Flaw.HTML),
        (
            "<html><title>Just a moment...</title><script src=/cdn-cgi/challenge-platform/x>",
            Flaw.CHALLENGE,
        ),
        ("<html><div class='h-captcha'></div>", Flaw.CHALLENGE),
        ("<html><div class='h-captcha'></div>" + "<p>Accueil</p>" * 2_000, Flaw.HTML),
        ('<html><form action="https://consent.google.com/save">', Flaw.CONSENT),
        ("It works!", Flaw.UNREADABLE),
        ("%PDF-1.7", Flaw.UNREADABLE),
        ('{"error": "not found"}', Flaw.UNREADABLE),
        ('{"items": [', Flaw.UNREADABLE),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", Flaw.UNREADABLE),
    ],
)
def test_what_is_no_feed_is_recognised_for_what_it_is(body: str, flaw: Flaw) -> None:
    assert flaw_of(body).flaw is flaw


def test_a_page_names_its_feeds_those_of_comments_last() -> None:
    flaw = flaw_of(
        """<!doctype html><link rel="stylesheet" href="/x.css">
        <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
        <link rel='alternate' type='application/atom+xml' href='atom.xml'>
        <link rel="alternate" hreflang="ar" href="/ar">"""
    )
    assert flaw.alternates == ("https://e.org/atom.xml", "https://e.org/comments/feed")


def test_a_page_that_names_a_base_means_its_feeds_from_there() -> None:
    flaw = flaw_of(
        """<!doctype html><base href="//press.e.org/news/"><link rel="alternate"
        type="application/rss+xml" href="all.xml">"""
    )
    assert flaw.alternates == ("https://press.e.org/news/all.xml",)


@pytest.mark.parametrize(
    ("inside", "link"),
    [
        ("<id>abc</id>", None),
        ("<id>urn:uuid:1</id>", None),
        ('<id>tag:x,2026:1</id><link rel="self" href="/1.atom"/>', None),
        ('<id>e3</id><link rel="enclosure" href="/3.mp3"/>', None),
        ('<id>abc</id><link href="/1"/>', "https://e.org/1"),
        ('<id>abc</id><link href="/abc"/>', "https://e.org/abc"),
        ("<id>https://e.org/a?b=1&amp;c=2</id>", "https://e.org/a?b=1&c=2"),
        ("<id> <![CDATA[https://e.org/1]]> </id>", "https://e.org/1"),
    ],
)
def test_an_id_is_a_link_only_where_it_is_an_address(inside: str, link: str | None) -> None:
    (entry,) = feed_of(ATOM_IDS % f"<entry><title>Un titre</title>{inside}</entry>").items
    assert entry.link == link


@pytest.mark.parametrize(
    ("guid", "link"),
    [
        ("<guid>https://e.org/1</guid>", "https://e.org/1"),
        ('<guid isPermaLink="false">https://e.org/1</guid>', "https://e.org/1"),  # a last resort
        ("<guid>abc</guid>", None),
    ],
)
def test_a_guid_is_a_link_only_where_it_is_an_address(guid: str, link: str | None) -> None:
    (entry,) = feed_of(f"{RSS_HEAD}<item><title>t</title>{guid}</item></channel></rss>").items
    assert entry.link == link
