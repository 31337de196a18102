"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from typing import Any

from ct_pipeline.feeds.documents import Feed, Flaw, Item, NotAFeed
from ct_pipeline.feeds.identity import resolved_url
from ct_pipeline.feeds.moments import iso_moment
from ct_pipeline.feeds.plain_text import plain_text
from ct_pipeline.language.storable import storable


def looks_like_json(text: str) -> bool:
    """Whether a body can only be JSON."""
    return text.lstrip()[:1] in {"{", "["}


def parse_json(text: str, url: str, max_entries: int) -> Feed | NotAFeed:
    """The feed in a JSON text; relative addresses are resolved against `url`."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        return NotAFeed(Flaw.UNREADABLE, f"not valid JSON: {error}"[:300])
    items = document.get("items") if isinstance(document, dict) else None
    version = document.get("version") if isinstance(document, dict) else None
    if not isinstance(items, list) or "jsonfeed.org/version" not in str(version):
        return NotAFeed(Flaw.UNREADABLE, "JSON, but not a JSON Feed (no version and items)")
    language = _text(document, "language")
    objects = [item for item in items if isinstance(item, dict)]
    return Feed(
        format="json11" if str(version).endswith("1.1") else "json1",
        items=tuple(_item(item, url, language) for item in objects[:max_entries]),
        title=plain_text(_text(document, "title")),
        language=language,
        dropped_count=max(len(objects) - max_entries, 0),
        problem=None if len(objects) == len(items) else "some items are not objects",
    )


def _item(item: dict[str, Any], url: str, language: str | None) -> Item:
    link = _text(item, "url") or _text(item, "external_url")
    published = _text(item, "date_published") or _text(item, "date_modified")
    return Item(
        guid=_text(item, "id"),
        link=resolved_url(url, link) if link else None,
        title=plain_text(_text(item, "title")),
        author=_authors(item),
        language=_text(item, "language") or language,
        published_at=iso_moment(published),
        published_text=published,
        summary=_text(item, "summary"),
        content_html=_text(item, "content_html") or _text(item, "content_text"),
    )


def _text(mapping: dict[str, Any], key: str) -> str | None:
    value = mapping.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return storable(str(value)).strip() or None


def _authors(item: dict[str, Any]) -> str | None:
    authors = item.get("authors") or [item.get("author")]
    if not isinstance(authors, list):
        return None
    names = [_text(author, "name") for author in authors if isinstance(author, dict)]
    return ", ".join(name for name in names if name) or None
