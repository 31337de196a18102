"""Any body to a feed, or to the reason why it is none. Bytes in, values out; never raises."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from ct_pipeline.feeds import json_feeds, pages, sitemaps, xml_feeds
from ct_pipeline.feeds.bounds import (
    bound_bytes,
    bound_entries,
    complete_entries,
    count_entries,
    shorten_names,
)
from ct_pipeline.feeds.decoding import decode
from ct_pipeline.feeds.documents import Feed, Flaw, NotAFeed
from ct_pipeline.feeds.known_items import leave_out_known
from ct_pipeline.feeds.markup import clean_xml, is_page

MAX_ENTRIES = 2_000
MAX_BYTES = 12_000_000
_MARKUP_WITHIN = 10_000


def parse(
    body: bytes,
    url: str,
    headers: Mapping[str, str] | None = None,
    *,
    known_items: AbstractSet[int] = frozenset(),
    is_truncated: bool = False,
    max_entries: int = MAX_ENTRIES,
) -> Feed | NotAFeed:
    """The feed in a body that came from `url`.

    Of a truncated body, the entries that arrived whole. Of one with more than `max_entries`, or of
    a very large one, the newest that can be read (the first, where they have no dates), with the
    others counted. Items whose hash is among `known_items` are counted, not read.
    """
    headers = headers or {}
    read, breaks_off = bound_bytes(body, MAX_BYTES)
    text = decode(read, headers.get("content-type", ""))
    if not text.strip():
        return NotAFeed(Flaw.EMPTY, "the answer has no content")
    if json_feeds.looks_like_json(text):
        return json_feeds.parse_json(text, url, max_entries)
    if "<" not in text[:_MARKUP_WITHIN]:
        return NotAFeed(Flaw.UNREADABLE, "neither XML nor JSON")
    if is_page(text):
        return pages.describe_page(text, url)
    try:
        parsed = _parse_xml(
            text, url, known_items, max_entries, is_truncated=is_truncated or breaks_off
        )
    except Exception as error:
        # Third-party parsers raise what they like on hostile bytes; one feed must not stop a pass.
        return NotAFeed(Flaw.UNREADABLE, f"{type(error).__name__}: {error}"[:300])
    if isinstance(parsed, Feed) and len(read) < len(body):
        left_out_count = count_entries(body) - parsed.entry_count
        return replace(parsed, dropped_count=max(left_out_count, parsed.dropped_count))
    return parsed


def _parse_xml(
    text: str,
    url: str,
    known_items: AbstractSet[int],
    max_entries: int,
    *,
    is_truncated: bool,
) -> Feed | NotAFeed:
    if sitemaps.looks_like_sitemap(text):
        return sitemaps.parse_sitemap(clean_xml(text), url, max_entries)
    whole = complete_entries(text) if is_truncated else text
    bounded, dropped_count = bound_entries(whole, max_entries)
    remainder = leave_out_known(bounded, known_items)
    sound = clean_xml(shorten_names(remainder.text))
    parsed = xml_feeds.parse_xml(sound, url, max_entries, dropped_count)
    if isinstance(parsed, NotAFeed):
        return parsed
    return replace(
        parsed,
        known_count=remainder.known_count,
        item_hashes=remainder.item_hashes,
        known_guids=remainder.known_guids,
    )
