"""What the entries of an RSS or Atom document say of their addresses, element by element.

feedparser puts one address beside the other and lets the last one win; which element said it is
what tells an article from its comments, its print version or its picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin

from lxml import etree

from ct_pipeline.feeds.identity import resolved_url
from ct_pipeline.feeds.links import Bases, Link, Rank, article_link, is_web, relations

_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Addresses(NamedTuple):
    """The article of one entry, and its guid where that is an address written in part."""

    link: str | None
    guid: str | None = None


def entry_addresses(xml: str, url: str, language: str | None) -> list[Addresses]:
    """The addresses of each entry of a cleaned document that came from `url`, in order."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True
    )
    root = etree.fromstring(xml.encode("utf-8"), parser)
    if root is None:
        return []
    bases = Bases.of(url, _site_link(root))
    feed_base = root.get(_XML_BASE)
    spoken = root.get(_XML_LANG) or language
    return [
        Addresses(
            article_link(_links(entry, bases, feed_base), bases, entry.get(_XML_LANG) or spoken),
            _guid(entry, resolved_url(url, feed_base or "")),
        )
        for entry in root.iter("{*}item", "{*}entry")
    ]


def _site_link(root: etree._Element) -> str | None:
    """The page that the feed is of: the channel's link, or Atom's alternate."""
    channel = next(root.iterchildren("{*}channel"), root)
    for child in channel.iterchildren("{*}link"):
        text = (child.text or "").strip()
        if not _is_atom(child) and text:
            return text
        is_alternate = "alternate" in relations(child.get("rel") or "alternate")
        if channel is root and is_alternate and child.get("href"):
            return child.get("href")
    return None


def _links(entry: etree._Element, bases: Bases, feed_base: str | None) -> Iterator[Link]:
    base = _joined(feed_base, entry.get(_XML_BASE))
    is_rss = _local_name(entry) == "item"
    for child in entry.iterchildren(etree.Element):
        name, text = _local_name(child), (child.text or "").strip()
        if name == "link":
            yield from _of_link(child, bases, _joined(base, child.get(_XML_BASE)), is_rss=is_rss)
        elif name == "origLink" and text:
            yield Link(bases.resolved(text), Rank.ORIGINAL)
        elif name == "guid" and text:
            is_address = _is_permalink(child)
            if is_web(text):
                yield Link(text, Rank.PERMALINK if is_address else Rank.IDENTIFIER)
            elif is_address and (text.startswith("/") or bases.names_host(text)):
                yield Link(bases.resolved(text, base), Rank.PERMALINK)
        elif name == "id" and is_web(text):
            yield Link(text, Rank.IDENTIFIER)
    about = (entry.get(_RDF_ABOUT) or "").strip()
    if is_web(about):
        yield Link(about, Rank.IDENTIFIER)


def _guid(entry: etree._Element, base: str) -> str | None:
    """The guid of an entry, absolute, where it is written as an address relative to the feed's."""
    guid = entry.find("{*}guid")
    if guid is None:
        guid = entry.find("{*}id")
    elif guid.get("isPermaLink", "true") != "true":
        return None
    text = (guid.text or "").strip() if guid is not None else ""
    return None if not text or _SCHEME.match(text) else resolved_url(base, text)


def _is_permalink(guid: etree._Element) -> bool:
    return (guid.get("isPermaLink") or "true").strip().lower() != "false"


def _of_link(
    link: etree._Element, bases: Bases, base: str | None, *, is_rss: bool
) -> Iterator[Link]:
    """The address of one <link>, or none where it is a picture, a comment or something else."""
    stated = link.get("rel")
    names = relations(stated or "")
    is_foreign = is_rss and _is_atom(link)
    if not stated:
        rank = Rank.UNNAMED if is_foreign else Rank.STATED
    elif "alternate" in names:
        rank = Rank.ALTERNATE if is_foreign else Rank.STATED
    elif "canonical" in names:
        rank = Rank.CANONICAL
    else:
        return
    # The address stands in the attribute in Atom and within in RSS; some write the other way, and
    # some close the element before the address.
    address = link.get("href") or link.text or ("" if link.get("href") else link.tail) or ""
    if address.strip():
        yield Link(
            bases.resolved(address.strip(), base),
            rank,
            link.get("type") or "",
            link.get("hreflang") or "",
        )


def _is_atom(element: etree._Element) -> bool:
    namespace, _, name = str(element.tag).rpartition("}")
    return "atom" in namespace.lower() or name.startswith(("atom:", "a10:"))


def _local_name(element: etree._Element) -> str:
    # A prefix that was never declared is part of the name.
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def _joined(base: str | None, further: str | None) -> str | None:
    if not base or not further:
        return further or base
    try:
        return urljoin(base, further)
    except ValueError:
        return base
