"""What each witness says of a page: its metadata, its feed, its address, its visible words.

Believed are, for the title: structured data, Open Graph, the heading, the feed, the title element;
for the publisher: the page, the feed's <source>, the feed's own name; for the author: structured
data, meta elements, the feed, a byline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from ct_pipeline.articles.claims import Claim, Witness
from ct_pipeline.articles.credits import byline, credit_line
from ct_pipeline.articles.dates import date_line
from ct_pipeline.articles.metadata import PageMetadata, Said
from ct_pipeline.articles.moments import date_in_path, read_moment
from ct_pipeline.articles.titles import choose_title
from ct_pipeline.articles.trimming import Trimmer
from ct_pipeline.feeds.entries import FIRST_PLAUSIBLE
from ct_pipeline.feeds.identity import canonical_url

MAX_ELEMENTS_BELOW = 60
MAX_SHOWN = 120


@dataclass(frozen=True, slots=True)
class FeedWitness:
    """What the feed's entry says of an article, and which outlet's feed it is."""

    source_name: str | None = None
    is_outlet: bool = True  # False for an aggregator, whose name is no publisher
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published_at: datetime | None = None
    published_text: str | None = None
    content_html: str | None = None


@dataclass(frozen=True, slots=True)
class RawPage:
    """The bytes of one page and the circumstances that its reading needs."""

    raw_id: str
    body: bytes | None  # None: only what the feed carries is to be read
    seen_at: datetime
    content_type: str | None = None
    requested_url: str | None = None
    final_url: str | None = None
    feed: FeedWitness = FeedWitness()
    unreadable: str | None = None  # why the bytes could not be had


def title_of(page: RawPage, metadata: PageMetadata) -> Said | None:
    feed = page.feed
    titles = [*metadata.titles]
    if feed.title:
        # Before the <title> element, which is the one most often decorated.
        titles.insert(len([t for t in titles if t.where != "title"]), Said(feed.title, "feed"))
    host = urlsplit(page.final_url or "").hostname or ""
    sites = [said.value for said in metadata.publishers]
    sites += [host, host.removeprefix("www."), host.removeprefix("www.").rpartition(".")[0]]
    sites += [name for name in (feed.source_name, feed.publisher) if name]
    return choose_title(titles, sites)


def publisher_of(page: RawPage, metadata: PageMetadata) -> Said | None:
    for said in metadata.publishers:
        if not said.value.startswith(("http://", "https://")):
            return said
    if page.feed.publisher:
        return Said(page.feed.publisher, "the feed's <source>")
    if page.feed.source_name and page.feed.is_outlet:
        return Said(page.feed.source_name, "the feed's name")
    return None


def author_of(page: RawPage, metadata: PageMetadata, trimmer: Trimmer) -> Said | None:
    """The author, who is a person: agencies named as author become credits."""
    names = [*metadata.authors]
    if page.feed.author:
        names.append(Said(page.feed.author, "feed"))
    if trimmer.author:
        names.append(Said(trimmer.author, "byline"))
    sites = {said.value.casefold() for said in metadata.publishers}
    for said in names:
        credit = credit_line(said.value)
        if credit and credit.agencies:
            trimmer.agencies += credit.agencies
            trimmer.evidence.append(f"agency_credits: {said.where} '{said.value}'")
    for said in names:
        is_name = not re.search(r"https?://|@|^\d+$", said.value) and len(said.value) < MAX_SHOWN
        if is_name and said.value.casefold() not in sites and credit_line(said.value) is None:
            return said
    return None


def claims_of(page: RawPage, metadata: PageMetadata) -> Iterator[Claim]:
    for said in metadata.published:
        shown = f"{said.where} '{said.value[:MAX_SHOWN]}'"
        yield Claim(Witness.STRUCTURED, shown, read_moment(said.value))
    feed = page.feed
    moment = feed.published_at.isoformat() if feed.published_at else ""
    if words := feed.published_text or moment:
        # The words first: the moment read from them does not know how fine they are.
        interval = read_moment(words) or read_moment(moment)
        if interval and interval.end < FIRST_PLAUSIBLE:
            interval = None
        yield Claim(Witness.FEED, f"feed '{words[:MAX_SHOWN]}'", interval)
    for url in dict.fromkeys(filter(None, (page.final_url, page.requested_url))):
        if day := date_in_path(url):
            yield Claim(Witness.URL, f"address '{urlsplit(url).path[:MAX_SHOWN]}'", day)
            return


@dataclass(frozen=True, slots=True)
class Visible:
    """What stands in words between the headline and the text."""

    date: Claim | None = None
    author: Said | None = None


def below_headline(tree: HtmlElement) -> Visible:
    """The first date line and byline shortly after the headline; a clock above it does not count.

    Pieces of one line are read one by one: "Par Nadia Chraïbi | Publié le 15/01/2025 à 12h20".
    """
    heading = next(tree.iter("h1"), None)
    dates: list[Claim] = []
    author = None
    elements = heading.xpath("following::*") if heading is not None else tree.iter()
    for element in islice(elements, MAX_ELEMENTS_BELOW if heading is not None else None):
        text = " ".join((element.text or "").split())
        if not 6 < len(text) < MAX_SHOWN:
            continue
        for piece in (text, *re.split(r"\s[|•·–-]\s", text)):
            if any(map(str.isdigit, piece)) and (found := date_line(piece)):
                dates.append(Claim(Witness.DATE_LINE, f"page '{piece}'", found.interval))
            elif author is None and heading is not None and (name := byline(piece)):
                author = Said(name, "byline")
    # Without a headline to stand below, a date counts if no other one is on the page.
    is_sure = heading is not None or len({claim.interval for claim in dates}) == 1
    return Visible(dates[0] if dates and is_sure else None, author)


def canonical_of(page: RawPage, metadata: PageMetadata) -> str | None:
    """The page's address as it gives it itself, else the one that answered.

    rel=canonical counts on the same host and port only, and not where it names the front page.
    """
    if not page.final_url:
        return None
    if metadata.canonical and (url := _on_same_site(page.final_url, metadata.canonical)):
        return canonical_url(url)
    return canonical_url(page.final_url)


def _on_same_site(url: str, link: str) -> str | None:
    """The absolute address of a link to another page of the same host and port; else None."""
    try:
        target = urljoin(url, link)
        ours, theirs = urlsplit(url), urlsplit(target)
        is_same = (ours.hostname, ours.port) == (theirs.hostname, theirs.port)
    except ValueError:
        return None
    return target if is_same and theirs.path not in ("", "/") else None
