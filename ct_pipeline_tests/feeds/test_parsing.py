"""Bodies to feeds: every format, and whatever else a server may send."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ct_pipeline.feeds.documents import Feed, Flaw, NotAFeed
from ct_pipeline.feeds.parsing import parse
from ct_pipeline_tests.feeds.bodies import RSS_HEAD, item, rss

URL = "https://e.org/feed"


def feed_of(body: str | bytes, content_type: str = "application/xml", **options: int) -> Feed:
    data = body.encode() if isinstance(body, str) else body
    parsed = parse(data, URL, {"content-type": content_type}, **options)
    assert isinstance(parsed, Feed), parsed
    return parsed


def flaw_of(body: str, content_type: str = "text/html") -> NotAFeed:
    parsed = parse(body.encode(), URL, {"content-type": content_type})
    assert isinstance(parsed, NotAFeed), parsed
    return parsed


def titles(feed: Feed) -> list[str | None]:
    return [item.title for item in feed.items]


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


# Bytes


ACCENTS = "Été à Rabat : l’ONU"
ARABIC = "مكتب الأمم المتحدة لمكافحة الإرهاب في الرباط"


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


# Attacks


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


# What is no feed


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
