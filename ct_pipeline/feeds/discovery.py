"""What a site offers to follow: feeds and news sitemaps, and the lines that subscribe to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from ct_pipeline.feeds.documents import Feed
from ct_pipeline.feeds.identity import resolved_url
from ct_pipeline.feeds.pages import discover_feeds, links_of_page
from ct_pipeline.feeds.rhythm import rate_of_items
from ct_pipeline.feeds.subscriptions import Source, source_id_of
from ct_pipeline.language.masking import masked

MOST_ASKED = 24  # addresses of one site, each a second after the other
MOST_LINKS = 8
# Where the usual systems keep their feeds, tried only where a site names none.
USUAL_PLACES = (
    "/feed",  # WordPress
    "/rss",
    "/rss.xml",  # Drupal
    "/feed.xml",
    "/atom.xml",
    "/index.xml",  # Hugo
    "/feed.json",
    "/arc/outboundfeeds/rss/?outputType=xml",  # Arc
    "/xml/syndication.rss",  # WMaker
    "/index.php?format=feed&type=rss",  # Joomla
)
USUAL_SITEMAPS = (
    "/news-sitemap.xml",
    "/sitemap-news.xml",
    "/sitemap_news.xml",
    "/googlenews.xml",
    "/arc/outboundfeeds/sitemap-news/",
)
_LOOKS_LIKE_FEED = re.compile(
    r"(?:^|[/._?=&-])(?:feeds?|rss2?|atom|rdf|flux|syndication)(?:[/._?=&-]|\d*$)", re.IGNORECASE
)
_SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_OF_NEWS = re.compile(r"news|actu|akhbar|noticias", re.IGNORECASE)
_OF_COMMENTS = re.compile(r"comment|تعليق", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Offer:
    """Something at a site that can be followed."""

    address: str
    title: str | None
    format: str
    entry_count: int
    newest_at: datetime | None
    entries_per_day: float | None
    language: str | None

    @property
    def is_of_comments(self) -> bool:
        """Whether it brings what readers say, not what the site publishes."""
        return bool(_OF_COMMENTS.search(f"{self.title or ''} {urlsplit(self.address).path}"))


def site_address(text: str) -> str:
    """The front page, or the page, that a person means by a host or an address."""
    text = text.strip()
    address = text if "://" in text else f"https://{text.lstrip('/')}"
    return address if urlsplit(address).path else f"{address}/"


def addresses_on_page(html: str, url: str) -> list[str]:
    """The feeds that a page announces, then links on it that look like feeds of the same site."""
    announced = list(discover_feeds(html, url))
    host = _site(url)
    linked = [
        link
        for link in links_of_page(html, url)
        if _site(link) == host and _LOOKS_LIKE_FEED.search(_path(link))
    ]
    return list(dict.fromkeys(announced + linked[:MOST_LINKS]))


def sitemaps_in_robots(text: str, url: str) -> list[str]:
    """The sitemaps that robots.txt names, those of news first."""
    named = [resolved_url(url, address) for address in _SITEMAP_LINE.findall(text)]
    of_news = [address for address in named if _OF_NEWS.search(_path(address))]
    return list(dict.fromkeys(of_news + named[:3]))[:MOST_LINKS]


def usual_places(url: str) -> list[str]:
    """Where feeds and news sitemaps mostly lie, for a site that names none."""
    return [resolved_url(url, place) for place in (*USUAL_PLACES, *USUAL_SITEMAPS)]


def offer_of(feed: Feed, address: str, now: datetime) -> Offer | None:
    """What a feed at an address offers, None where it has no entries."""
    if not feed.items:
        return None
    dates = [item.published_at for item in feed.items if item.published_at]
    publisher = next((item.publisher for item in feed.items if item.publisher), None)
    languages = [feed.language, *(item.language for item in feed.items)]
    return Offer(
        address=address,
        title=feed.title or publisher,
        format=feed.format,
        entry_count=feed.entry_count,
        newest_at=max((date for date in dates if date <= now), default=None),
        entries_per_day=rate_of_items(feed.items, now),
        language=next((language for language in languages if language), None),
    )


def best_first(offers: Iterable[Offer]) -> list[Offer]:
    """The offers, feeds of comments left out where there is anything else, the newest first.

    Of two that bring the same the one that was announced first stays.
    """
    offers = list(offers)
    without_comments = [offer for offer in offers if not offer.is_of_comments] or offers
    seen: dict[tuple[str | None, datetime | None, int], Offer] = {}
    for offer in without_comments:
        seen.setdefault((offer.title, offer.newest_at, offer.entry_count), offer)
    return sorted(seen.values(), key=lambda one: one.newest_at is None)


def proposals(offers: Sequence[Offer], site: str) -> list[Source]:
    """The subscriptions that follow a site's offers."""
    parts = urlsplit(site)
    return [
        Source(
            source_id=source_id_of(offer.address),
            name=offer.title or masked(offer.address),
            feed_url=offer.address,
            homepage=f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/",
            language=re.split(r"[-_]", offer.language)[0].lower() if offer.language else None,
            category="publisher",
        )
        for offer in offers
    ]


def _site(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"
