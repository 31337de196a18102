"""Google-news sitemaps: a publisher's newest pages with title, date and language."""

from __future__ import annotations

from lxml import etree

from ct_pipeline.feeds.documents import Feed, Flaw, Item, NotAFeed
from ct_pipeline.feeds.markup import root_name
from ct_pipeline.feeds.moments import iso_moment
from ct_pipeline.feeds.plain_text import plain_text

_ROOTS = frozenset({"urlset", "sitemapindex"})


def looks_like_sitemap(text: str) -> bool:
    """Whether a body is a sitemap or an index of sitemaps."""
    return root_name(text) in _ROOTS


def parse_sitemap(xml: str, url: str, max_entries: int) -> Feed | NotAFeed:
    """The pages of a sitemap that carry news; of an index, the sitemaps that it names."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(xml.encode("utf-8"), parser)
    if root is None:
        return NotAFeed(Flaw.UNREADABLE, "a sitemap that is not XML")
    if etree.QName(root).localname == "sitemapindex":
        found = [address for place in root if (address := _text(place, "loc"))]
        found.sort(key=lambda address: "news" not in address.lower())
        return NotAFeed(Flaw.UNREADABLE, "an index of sitemaps, not a feed", tuple(found[:5]))
    pages = [
        page for page in root if isinstance(page.tag, str) and page.find("{*}news") is not None
    ]
    return Feed(
        format="news_sitemap",
        items=tuple(_item(page) for page in pages[:max_entries]),
        dropped_count=max(len(pages) - max_entries, 0),
        problem=None if pages else f"{url} has no news:news elements",
    )


def _item(page: etree._Element) -> Item:
    published = _text(page, "news/{*}publication_date")
    return Item(
        link=_text(page, "loc"),
        title=plain_text(_text(page, "news/{*}title")),
        publisher=_text(page, "news/{*}publication/{*}name"),
        language=_text(page, "news/{*}publication/{*}language"),
        published_at=iso_moment(published),
        published_text=published,
    )


def _text(element: etree._Element, path: str) -> str | None:
    return (element.findtext("{*}" + path) or "").strip() or None
