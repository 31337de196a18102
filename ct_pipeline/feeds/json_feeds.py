"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/), as sites write it."""

from __future__ import annotations

import json
import re
from typing import Any

from ct_pipeline.feeds.documents import Feed, Flaw, Item, NotAFeed
from ct_pipeline.feeds.links import Bases, is_web
from ct_pipeline.feeds.moments import http_moment, iso_moment, unix_moment
from ct_pipeline.feeds.plain_text import plain_text
from ct_pipeline.language.storable import storable

# An object with one of the first and another of the second is an item, whatever the document
# calls itself.
_NAMING = frozenset({"id", "url"})
_SAYING = frozenset({"url", "external_url", "title", "content_html", "content_text"})
_LAST_COMMA = re.compile(r",\s{0,200}([}\]])")


def looks_like_json(text: str) -> bool:
    """Whether a body can only be JSON."""
    return text.lstrip()[:1] in {"{", "["}


def parse_json(text: str, url: str, max_entries: int) -> Feed | NotAFeed:
    """The feed in a JSON text; relative addresses are resolved against `url`."""
    try:
        document = _loaded(text)
    except (ValueError, RecursionError) as error:
        return NotAFeed(Flaw.UNREADABLE, f"not valid JSON: {error}"[:300])
    items = document.get("items") if isinstance(document, dict) else None
    if isinstance(items, dict):  # as PHP writes a list with holes
        items = list(items.values())
    if not isinstance(items, list) or not _is_feed(document, items):
        return NotAFeed(Flaw.UNREADABLE, "JSON, but not a JSON Feed (no version and items)")
    language = _text(document, "language")
    authors = _authors(document)
    bases = Bases.of(url, _text(document, "home_page_url"))
    objects = [item for item in items if isinstance(item, dict)]
    version = str(document.get("version"))
    return Feed(
        format="json11" if version.endswith("1.1") else "json1",
        items=tuple(_item(item, bases, language, authors) for item in objects[:max_entries]),
        title=plain_text(_text(document, "title")),
        language=language,
        dropped_count=max(len(objects) - max_entries, 0),
        problem=None if len(objects) == len(items) else "some items are not objects",
        hub_link=_hub(document),
        self_link=_text(document, "feed_url"),
    )


def _loaded(text: str) -> Any:
    """The document, line breaks within its words and commas behind its last items included."""
    try:
        return json.loads(text, strict=False)
    except ValueError:
        without_commas = _LAST_COMMA.sub(r"\1", text)
        if without_commas == text:
            raise
        return json.loads(without_commas, strict=False)


def _is_feed(document: dict[str, Any], items: list[Any]) -> bool:
    """By its version or, where that is missing or short, by what its items are."""
    if "jsonfeed.org/version" in str(document.get("version")):
        return True
    objects = [item for item in items if isinstance(item, dict)]
    return bool(objects) and all(
        _NAMING & item.keys() and len((_NAMING | _SAYING) & item.keys()) > 1 for item in objects
    )


def _hub(document: dict[str, Any]) -> str | None:
    stated = document.get("hubs")
    hubs = [hub for hub in stated if isinstance(hub, dict)] if isinstance(stated, list) else []
    of_websub = (hub for hub in hubs if (_text(hub, "type") or "").lower() == "websub")
    return next((url for hub in of_websub if (url := _text(hub, "url"))), None)


def _item(item: dict[str, Any], bases: Bases, language: str | None, authors: str | None) -> Item:
    published = _text(item, "date_published") or _text(item, "date_modified")
    return Item(
        guid=_text(item, "id"),
        link=_link(item, bases),
        title=plain_text(_text(item, "title")),
        author=_authors(item) or authors,
        language=_text(item, "language") or language,
        published_at=iso_moment(published) or http_moment(published) or unix_moment(published),
        published_text=published,
        summary=_text(item, "summary"),
        content_html=_text(item, "content_html") or _text(item, "content_text"),
    )


def _link(item: dict[str, Any], bases: Bases) -> str | None:
    """The item's page; its id, as a last resort, where that is an address."""
    identifier = _text(item, "id")
    stated = [_text(item, "url"), _text(item, "external_url")]
    links = [bases.resolved(link) for link in stated if link]
    links += [identifier] if identifier and is_web(identifier) else []
    pages = [link for link in links if not bases.leads_to_feed(link)]
    return next((link for link in pages if is_web(link)), pages[0] if pages else None)


def _text(mapping: dict[str, Any], key: str) -> str | None:
    value = mapping.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return storable(str(value)).strip() or None


def _authors(item: dict[str, Any]) -> str | None:
    """The names, also where there is one object or mere text instead of a list of objects."""
    stated = item.get("authors") or item.get("author")
    authors = stated if isinstance(stated, list) else [stated]
    objects = [{"name": author} if isinstance(author, str) else author for author in authors]
    names = [_text(author, "name") for author in objects if isinstance(author, dict)]
    return ", ".join(name for name in names if name) or None
