"""Which of an entry's addresses is its article, in every way that feeds write them."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.feeds.documents import Feed
from ct_pipeline.feeds.links import Bases
from ct_pipeline.feeds.parsing import parse

URL = "https://journal.example/flux/rss.xml"
PAGE = "https://journal.example/a/1"
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
PREFIXED = 'xmlns:atom="http://www.w3.org/2005/Atom"'


def link_of(document: str, url: str = URL) -> str | None:
    parsed = parse(document.encode(), url)
    assert isinstance(parsed, Feed), parsed
    (item,) = parsed.items
    return item.link


def rss_item(inside: str, channel: str = "<link>https://journal.example/</link>") -> str:
    return (
        f'<rss version="2.0" {PREFIXED} xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0">'
        f"<channel><title>Le Journal</title>{channel}<item><title>Un titre</title>{inside}</item>"
        "</channel></rss>"
    )


def atom_entry(inside: str, top: str = "", lang: str = "fr") -> str:
    return (
        f'<feed {ATOM} xml:lang="{lang}" {top}><title>Le Journal</title><id>urn:f</id>'
        f"<entry><title>Un titre</title>{inside}</entry></feed>"
    )


@pytest.mark.parametrize(
    "inside",
    [
        f"<link>{PAGE}</link>",
        f"<link>\n  {PAGE}\n </link>",
        f"<link><![CDATA[{PAGE}]]></link>",
        f"<link/>{PAGE}",
        f'<link href="{PAGE}"/>',
        f"<link>{PAGE}</link><atom:link href='https://journal.example/comments/1'/>",
        f"<atom:link href='https://journal.example/comments/1'/><link>{PAGE}</link>",
        f"<atom:link rel='alternate' href='https://amp.example/1'/><link>{PAGE}</link>",
        f"<link>{PAGE}</link><link>https://journal.example/print/1</link>",
        f"<link>https://journal.example/print/1</link><guid>{PAGE}</guid><link>{PAGE}</link>",
        f"<link>app-journal://1</link><link>{PAGE}</link>",
        f"<link>app-journal://1</link><guid isPermaLink='false'>{PAGE}</guid>",
        f"<guid>{PAGE}</guid><atom:link href='https://journal.example/comments/1'/>",
        f"<guid isPermaLink='false'>7</guid><atom:link href='{PAGE}'/>",
        f"<guid isPermaLink='false'>7</guid><atom:link rel='alternate' href='{PAGE}'/>",
        f"<guid isPermaLink='false'>{PAGE}</guid>",
        f"<link></link><guid>{PAGE}</guid>",
        f"<link>{URL}</link><guid>{PAGE}</guid>",
        f"<link>#</link><guid>{PAGE}</guid>",
        f"<link>{PAGE}</link><enclosure url='https://journal.example/1.mp3' type='audio/mpeg'/>",
        f"<link>{PAGE}</link><atom:link rel='enclosure' href='https://journal.example/1.jpg'/>",
        f"<link>{PAGE}</link><source url='https://autre.example/rss'>Autre</source>",
        f"<link>https://proxy.example/x</link><fb:origLink>{PAGE}</fb:origLink>",
        "<link>/a/1</link>",
        "<link>../a/1</link>",
        "<link>//journal.example/a/1</link>",
        "<link>journal.example/a/1</link>",
    ],
)
def test_the_article_of_an_rss_item(inside: str) -> None:
    assert link_of(rss_item(inside)) == PAGE


@pytest.mark.parametrize(
    "inside",
    [
        f"<link href='{PAGE}'/>",
        f"<link rel='alternate' type='text/html' href='{PAGE}'/>",
        f"<link rel='ALTERNATE nofollow' href='{PAGE}'/>",
        f"<link rel='http://www.iana.org/assignments/relation/alternate' href='{PAGE}'/>",
        f"<link rel='https://www.iana.org/assignments/link-relations/#alternate' href='{PAGE}'/>",
        f"<link rel='enclosure' href='https://journal.example/1.jpg'/><link href='{PAGE}'/>",
        f"<link href='{PAGE}'/><link rel='enclosure' type='image/jpeg'>https://x.example/1</link>",
        f"<link rel='self' href='{URL}?1'/><link rel='edit' href='/e'/><link href='{PAGE}'/>",
        f"<link rel='alternate' type='application/pdf' href='/1.pdf'/><link href='{PAGE}'/>",
        f"<link rel='alternate' hreflang='ar' href='/ar/1'/><link hreflang='fr' href='{PAGE}'/>",
        f"<link rel='alternate' hreflang='FR-ma' href='{PAGE}'/><link hreflang='ar' href='/ar/1'/>",
        f"<link href='{PAGE}'/><link hreflang='ar' href='/ar/1'/>",
        f"<link href='{PAGE}'/><link rel='alternate' href='journal-app://1'/>",
        f"<link rel='alternate' href='journal-app://1'/><link href='{PAGE}'/>",
        f"<link href='{PAGE}'/><link rel='alternate' href='/second'/>",
        f"<id>{PAGE}</id>",
        f"<id>{PAGE}</id><link rel='enclosure' href='https://journal.example/1.mp3'/>",
        f"<id>{PAGE}</id><link rel='related' href='https://autre.example/'/>",
        f"<id>tag:1</id><link rel='canonical' href='{PAGE}'/>",
        f"<id>https://journal.example/?p=1</id><link href='{PAGE}'/>",
        f"<link>{PAGE}</link>",
        f"<source><link href='https://autre.example/'/></source><link href='{PAGE}'/>",
        "<link xml:base='https://journal.example/a/' href='1'/>",
        "<link href='/a/1'/>",
    ],
)
def test_the_article_of_an_atom_entry(inside: str) -> None:
    assert link_of(atom_entry(inside)) == PAGE


def test_the_languages_of_entry_and_feed_choose_between_two_pages() -> None:
    both = "<link hreflang='fr' href='/fr/1'/><link hreflang='ar' href='/ar/1'/>"
    assert link_of(atom_entry(both, lang="ar")) == "https://journal.example/ar/1"
    assert link_of(atom_entry(both, lang="en")) == "https://journal.example/fr/1"
    entry = atom_entry(both).replace("<entry>", "<entry xml:lang='ar'>")
    assert link_of(entry) == "https://journal.example/ar/1"


@pytest.mark.parametrize(
    ("link", "channel", "leads_to"),
    [
        ("/a/1", "https://site.example/", "https://site.example/a/1"),
        ("a/1", "https://site.example/fr/", "https://site.example/fr/a/1"),
        ("/a/1", "//site.example", "https://site.example/a/1"),
        ("a/1", "https://journal.example/ailleurs/", "https://journal.example/flux/a/1"),
        (
            "2025.html/pont",
            "https://journal.example/",
            "https://journal.example/flux/2025.html/pont",
        ),
        ("index.php/a", "https://journal.example/", "https://journal.example/flux/index.php/a"),
        ("v1.2/a", "https://journal.example/", "https://journal.example/flux/v1.2/a"),
        ("?p=1", "https://journal.example/", "https://journal.example/flux/rss.xml?p=1"),
        ("www.autre.ma/a/1", "https://journal.example/", "https://www.autre.ma/a/1"),
        ("autre.ma/a/1", "https://journal.example/", "https://autre.ma/a/1"),
        ("site.example/a", "https://site.example/", "https://site.example/a"),
        ("fr.site.example/a", "http://www.site.example/", "http://fr.site.example/a"),
        ("192.0.2.7:8080/a", "https://journal.example/", "https://192.0.2.7:8080/a"),
        ("/a b/é?x=%2F~'", "https://journal.example/", "https://journal.example/a b/é?x=%2F~'"),
        ("mailto:a@b.example", "https://journal.example/", "mailto:a@b.example"),
        ("http://[::1", "https://journal.example/", "http://[::1"),
    ],
)
def test_a_link_that_is_written_in_part(link: str, channel: str, leads_to: str) -> None:
    assert link_of(rss_item(f"<link>{link}</link>", f"<link>{channel}</link>")) == leads_to


def test_xml_base_comes_before_the_feeds_own_address() -> None:
    top = "xml:base='https://site.example/fr/'"
    assert link_of(atom_entry("<link href='a/1'/>", top)) == "https://site.example/fr/a/1"
    nested = atom_entry("<link xml:base='b/' href='1'/>", top)
    assert link_of(nested) == "https://site.example/fr/b/1"


@pytest.mark.parametrize(
    "link", ["", "#", "#top", "rss.xml", URL, "//journal.example/flux/rss.xml"]
)
def test_a_link_to_the_feed_itself_is_no_article(link: str) -> None:
    assert link_of(rss_item(f"<link>{link}</link>")) is None
    assert link_of(atom_entry(f"<link href='{link}'/>")) is None


def test_an_undeclared_prefix_means_what_it_says() -> None:
    document = rss_item(f"<link>{PAGE}</link><a10:link href='/comments/1'/>")
    assert link_of(document.replace(PREFIXED, "")) == PAGE


def test_rdf_items_lie_where_they_say() -> None:
    head = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/"><channel><link>https://journal.example/</link></channel>'
    )
    assert link_of(f"{head}<item rdf:about='{PAGE}'><title>a</title></item></rdf:RDF>") == PAGE
    stated = f"<item rdf:about='https://x.example/'><title>a</title><link>{PAGE}</link></item>"
    assert link_of(f"{head}{stated}</rdf:RDF>") == PAGE


def json_link(item: dict[str, object], **feed: object) -> str | None:
    document = {"version": "https://jsonfeed.org/version/1.1", "items": [item], **feed}
    return link_of(json.dumps(document))


def test_the_article_of_a_json_item() -> None:
    assert json_link({"id": "1", "url": PAGE}) == PAGE
    assert json_link({"id": "1", "url": "/a/1"}) == PAGE
    assert json_link({"id": PAGE}) == PAGE
    assert json_link({"id": 7, "external_url": PAGE}) == PAGE
    assert json_link({"id": PAGE, "url": ""}) == PAGE
    assert json_link({"id": PAGE, "url": "journal-app://1"}) == PAGE
    assert json_link({"id": "7", "url": URL}) is None
    site = {"home_page_url": "https://site.example/fr/"}
    assert json_link({"id": "1", "url": "a"}, **site) == "https://site.example/fr/a"


BROKEN = f"<rss><channel><item><title>a < b</title><link>{PAGE}</link><guid>x</channel>"


def test_markup_so_broken_that_parsers_disagree_still_has_its_links() -> None:
    assert link_of(BROKEN) == PAGE


@given(st.text(max_size=60))
def test_any_link_is_resolved_or_left_as_it_is(link: str) -> None:
    assert isinstance(Bases.of(URL, "https://site.example/").resolved(link), str)
    assert isinstance(Bases.of(link, link).resolved(link), str)


@pytest.fixture
def no_collector_at_work() -> Iterator[None]:
    """What the tests before left behind is collected in nobody's time."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collector_at_work")
@pytest.mark.parametrize(
    "mark", ["<id ", "<guid ", "<link ", "<item:", "<a:", "&#", "<![CDATA[", "]]>"]
)
def test_text_full_of_beginnings_of_tags_is_read_at_once(mark: str) -> None:
    noise = mark * (300_000 // len(mark))
    began = time.process_time()
    for inside in (f"<![CDATA[{noise}]]>", noise):
        parse(rss_item(f"<link>{PAGE}</link><description>{inside}</description>").encode(), URL)
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    "broken",
    [
        "http://[bad",
        "https://[journal.example]/a",
        "https://journal.example:abc/a",
        "http://",
        "http:///a/1",
        "javascript:void(0)",
    ],
)
@pytest.mark.parametrize("guid", [f"<guid>{PAGE}</guid>", "<guid>/a/1</guid>"])
def test_a_link_that_leads_nowhere_gives_way_to_a_guid_that_is_an_address(
    broken: str, guid: str
) -> None:
    assert link_of(rss_item(f"<link>{broken}</link>{guid}")) == PAGE
    assert link_of(rss_item(guid, channel=f"<link>{broken}</link>")) == PAGE


@pytest.mark.parametrize(
    "link",
    [
        "https:/journal.example/a/1",
        "https//journal.example/a/1",
        "http://https://journal.example/a/1",
        "https:\\\\journal.example\\a\\1",
        "\u200f\u00a0https://journal.example/a/1\u200e",
        "\ufeffjournal.example/a/1\u200b",
    ],
)
def test_an_address_is_read_as_it_is_meant(link: str) -> None:
    assert link_of(rss_item(f"<link>{link}</link>")) == PAGE


@pytest.mark.parametrize(
    ("guid", "meant"),
    [
        ("<guid>12</guid>", "https://journal.example/flux/12"),
        ("<guid>12:30</guid>", "https://journal.example/flux/12:30"),
        ("<guid isPermaLink='false'>12</guid>", "12"),
        ("<guid>urn:12</guid>", "urn:12"),
        ("<guid>/a/1</guid>", PAGE),
    ],
)
def test_a_guid_is_the_same_address_wherever_it_is_written_in_part(guid: str, meant: str) -> None:
    parsed = parse(rss_item(guid).encode(), URL)
    assert isinstance(parsed, Feed)
    assert parsed.items[0].guid == meant
