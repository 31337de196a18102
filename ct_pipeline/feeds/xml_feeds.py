"""RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0 by feedparser, which is never given a path or address."""

from __future__ import annotations

from calendar import timegm
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import feedparser  # type: ignore[import-untyped]

from ct_pipeline.feeds.documents import Feed, Flaw, Item, NotAFeed
from ct_pipeline.feeds.entry_links import Addresses, entry_addresses
from ct_pipeline.feeds.links import Bases, Link, Rank, article_link, is_web, relations
from ct_pipeline.feeds.plain_text import plain_text
from ct_pipeline.language.intervals import is_before_years

# It would look for a parser that is not installed, along the whole path, for every feed.
feedparser.api.PREFERRED_XML_PARSERS = []

_PERIOD_SECONDS = {
    "hourly": 3_600,
    "daily": 86_400,
    "weekly": 7 * 86_400,
    "monthly": 30 * 86_400,
    "yearly": 365 * 86_400,
}


def parse_xml(xml: str, url: str, max_entries: int, dropped_count: int = 0) -> Feed | NotAFeed:
    """The feed in cleaned XML text; relative addresses are resolved against `url`."""
    parsed = feedparser.parse(
        # A stream, because bytes and text could be taken for the name of a file.
        BytesIO(xml.encode("utf-8")),
        # Without the feed's address: joining it with every other one costs a tenth of the time.
        response_headers={"content-type": "application/xml; charset=utf-8"},
        # Costs two thirds of the time, and pages for readers are cleaned when they are made.
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    problem = str(parsed.get("bozo_exception", "")) if parsed.get("bozo") else ""
    version = parsed.get("version")
    if not version and not parsed.entries:
        return NotAFeed(Flaw.UNREADABLE, f"no feed format recognised {problem}".strip())
    language = parsed.feed.get("language")
    entries = parsed.entries[:max_entries]
    addresses = _addresses(parsed.entries, xml, url, language)
    return Feed(
        format=version or "unknown",
        items=tuple(_item(*each, language) for each in zip(entries, addresses, strict=False)),
        title=plain_text(parsed.feed.get("title")),
        language=language,
        update_seconds=_update_seconds(parsed.feed),
        dropped_count=dropped_count + max(len(parsed.entries) - max_entries, 0),
        problem=problem or None,
        hub_link=_feed_link(parsed.feed, "hub"),
        self_link=_feed_link(parsed.feed, "self"),
    )


def _feed_link(feed: Mapping[str, Any], relation: str) -> str | None:
    """The first address of that relation that the feed itself names."""
    links = (one for one in feed.get("links", ()) if relation in relations(one.get("rel") or ""))
    return next((href for one in links if (href := (one.get("href") or "").strip())), None)


def _addresses(
    entries: list[dict[str, Any]], xml: str, url: str, language: str | None
) -> list[Addresses]:
    """The addresses of each entry."""
    addresses = entry_addresses(xml, url, language)
    if len(addresses) == len(entries):
        return addresses
    # Markup so broken that two parsers see different entries: then what feedparser sees of them.
    bases = Bases(url)
    return [Addresses(article_link(_links_of(entry, bases), bases, language)) for entry in entries]


def _links_of(entry: dict[str, Any], bases: Bases) -> Iterator[Link]:
    for link in entry.get("links", ()):
        if "alternate" in relations(link.get("rel") or "alternate"):
            address = bases.resolved((link.get("href") or "").strip())
            yield Link(address, Rank.STATED, link.get("type") or "", link.get("hreflang") or "")
    identifier = (entry.get("id") or "").strip()
    if is_web(identifier):
        yield Link(identifier, Rank.IDENTIFIER)


def _item(entry: dict[str, Any], addresses: Addresses, language: str | None) -> Item:
    texts = [part.get("value") or "" for part in entry.get("content", ())]
    source = entry.get("source") or {}
    published = _stated(entry, "published", "updated")
    parsed = _stated(entry, "published_parsed", "updated_parsed")
    return Item(
        guid=addresses.guid or (entry.get("id") or "").strip() or None,
        link=addresses.link,
        title=plain_text(entry.get("title")),
        author=_authors(entry),
        publisher=plain_text(source.get("title") or entry.get("publisher")),
        language=(entry.get("language") or language or "").strip() or None,
        published_at=None if is_before_years(published or "") else _moment(parsed),
        published_text=published,
        summary=entry.get("summary") or None,
        content_html=max(texts, key=len, default="") or None,
    )


def _authors(entry: dict[str, Any]) -> str | None:
    """Whoever is named, several with commas between them; a mail address where nobody is."""
    stated = (plain_text(author.get("name")) for author in entry.get("authors", ()))
    names = dict.fromkeys(name for name in stated if name and "@" not in name)
    return ", ".join(names) or plain_text(entry.get("author"))


def _stated(entry: dict[str, Any], *names: str) -> Any:
    # Past feedparser's own look-up, which answers one date for the other, with a warning.
    return next((value for name in names if (value := dict.get(entry, name))), None)


def _moment(parsed: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _update_seconds(feed: Mapping[str, Any]) -> int | None:
    asked = [0]
    ttl = str(feed.get("ttl") or "").strip()
    if ttl.isdecimal():
        asked.append(min(int(ttl), 10**6) * 60)
    period = _PERIOD_SECONDS.get(str(feed.get("sy_updateperiod") or "").strip().lower())
    if period:
        frequency = str(feed.get("sy_updatefrequency") or "").strip()
        times = int(frequency) if frequency.isdecimal() and len(frequency) < 6 else 1
        asked.append(period // max(times, 1))
    return max(asked) or None
