"""Atom 1.0 and JSON Feed 1.1 files per consumer: what was alerted, for any feed reader."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from lxml import etree

from ct_pipeline.alerts.messages import FeedItem
from ct_pipeline.alerts.rendering import (
    Reader,
    as_html,
    as_text,
    direction,
    is_link,
    subject,
)
from ct_pipeline.files import replacing
from ct_pipeline.language.inert import shown

ATOM = "http://www.w3.org/2005/Atom"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
NAMESPACES: dict[Any, str] = {None: ATOM}
# Feed ids are UUIDs made from our own ids, so that they are URIs and stay the same for ever.
NAMESPACE = UUID("6f0e8a3c-5a0b-4f0e-9d2e-2b7a3f6f0c11")
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def write_feeds(folder: Path, reader: Reader, items: Sequence[FeedItem], base: str = "") -> None:
    """Replaces the consumer's two files; readers see the old or the new one, never a part.

    `items` come newest first; `base` is the address of the folder from outside, where it has one.
    """
    name = reader.consumer_id
    for file, content in (
        (f"{name}.atom.xml", atom(reader, items, base)),
        (f"{name}.json", json_feed(reader, items, base)),
    ):
        with replacing(folder / file) as draft:
            draft.write_bytes(content)


def atom(reader: Reader, items: Sequence[FeedItem], base: str = "") -> bytes:
    """The Atom document."""
    name = reader.consumer_id
    feed = etree.Element(_tag("feed"), nsmap=NAMESPACES)
    feed.set(LANGUAGE, reader.labels.language)
    _add(feed, "id", _id(f"feed/{name}"))
    _add(feed, "title", reader.labels.feed.format(consumer=name))
    _add(feed, "updated", _rfc3339(max((item.at for item in items), default=NEVER)))
    _add(_add(feed, "author"), "name", "ct_pipeline")
    _add(feed, "generator", "ct_pipeline")
    address = f"{base}{name}.atom.xml"
    _add(feed, "link", rel="self", href=address, type="application/atom+xml")
    for item in items:
        _add_entry(feed, item, reader)
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8")


def json_feed(reader: Reader, items: Sequence[FeedItem], base: str = "") -> bytes:
    """The JSON Feed document; `_ct_pipeline` holds the whole message of each item."""
    address = {"feed_url": f"{base}{reader.consumer_id}.json"} if base else {}
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": reader.labels.feed.format(consumer=reader.consumer_id),
        **address,
        "language": reader.labels.language,
        "authors": [{"name": "ct_pipeline"}],
        "items": [_json_item(item, reader) for item in items],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _add_entry(feed: etree._Element, item: FeedItem, reader: Reader) -> None:
    entry = _add(feed, "entry")
    if item.data.get("language"):
        entry.set(LANGUAGE, item.data["language"])
    _add(entry, "id", _id(item.alert_id))
    _add(entry, "title", shown(subject(item.data, item.event_type, reader)), type="text")
    _add(entry, "updated", _rfc3339(item.at))
    _add(entry, "published", _rfc3339(item.at))
    if item.data.get("publisher"):
        _add(_add(entry, "author"), "name", shown(item.data["publisher"]))
    if is_link(item.data.get("url")):
        _add(entry, "link", rel="alternate", href=shown(item.data["url"]))
    for topic in item.data.get("topics", ()):
        _add(entry, "category", term=shown(topic))
    if item.data.get("relevance_evidence"):
        _add(entry, "summary", shown(item.data["relevance_evidence"]), type="text")
    _add(entry, "content", shown(as_html(item.data, reader)), type="html")


def _json_item(item: FeedItem, reader: Reader) -> dict[str, Any]:
    data = item.data
    fields = {
        "id": _id(item.alert_id),
        "url": data.get("url") if is_link(data.get("url")) else None,
        "title": subject(data, item.event_type, reader),
        "content_html": shown(as_html(data, reader)),
        "content_text": shown(as_text(data, reader)),
        "summary": data.get("relevance_evidence"),
        "date_published": _rfc3339(item.at),
        "date_modified": _rfc3339(item.at),
        "authors": [{"name": data["publisher"]}] if data.get("publisher") else None,
        "tags": data.get("topics") or None,
        "language": data.get("language"),
    }
    about = {
        "alert_id": item.alert_id,
        "type": item.event_type,
        "direction": direction(data.get("language")),
        "data": data,
    }
    return {key: value for key, value in fields.items() if value} | {"_ct_pipeline": about}


def _add(parent: etree._Element, name: str, text: str | None = None, **values: str) -> Any:
    child = etree.SubElement(parent, _tag(name), values)
    child.text = text
    return child


def _tag(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _id(name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE, name)}"


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
