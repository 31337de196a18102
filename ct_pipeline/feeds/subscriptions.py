"""The subscription list: an OPML 2.0 file in, sources out, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from lxml import etree

from ct_pipeline.feeds.identity import DEFAULT_PORTS, hash_id
from ct_pipeline.language.decoding import decode
from ct_pipeline.language.inert import shortened, shown
from ct_pipeline.language.masking import masked
from ct_pipeline.settings import SettingsError

LANGUAGE_TAG = re.compile(r"[a-z]{2,3}([-_][a-z0-9]{1,8})*", re.IGNORECASE)
NO_LANGUAGE = "unknown"  # OPML 2.0's own word
LONGEST_NAME = 200
CATEGORIES = ("publisher", "agency", "institution", "aggregator")


@dataclass(frozen=True, slots=True)
class Source:
    """One feed that is followed. `source_id` is a hash of its address as listed."""

    source_id: str
    name: str
    feed_url: str
    homepage: str | None = None
    language: str | None = None
    country: str | None = None
    category: str | None = None
    enabled: bool = True


def read_subscriptions(file: Path) -> tuple[Source, ...]:
    """The sources of a list, in its order. Raises SettingsError: file, line and the mend."""
    try:
        text = file.read_bytes()
    except OSError as error:
        raise SettingsError(
            f"CT_FEEDS_FILE: {file} cannot be read ({error.strerror}). Give the path of an "
            "OPML 2.0 file, or unset CT_FEEDS_FILE to use the list that ships with ct_pipeline."
        ) from error
    return parse_subscriptions(text, str(file))


def parse_subscriptions(text: bytes, file_name: str) -> tuple[Source, ...]:
    """The sources of an OPML document. Raises SettingsError: file, line and the mend."""
    root = _parse_xml(text, file_name)
    if root.tag != "opml" or root.find("body") is None:
        raise SettingsError(
            f"{file_name}, line {root.sourceline}: not an OPML document. "
            'It must be <opml version="2.0"> with a <body> of <outline type="rss" …> elements.'
        )
    sources: dict[str, Source] = {}
    lines: dict[str, int] = {}
    for outline in root.iter("outline"):
        if not _is_subscription(outline):
            continue
        source = _source_of(outline, file_name)
        line = _line(outline)
        if source.source_id in sources:
            raise SettingsError(
                f"{file_name}, line {line}: {source.feed_url} is listed already "
                f"in line {lines[source.source_id]}. Remove one of the two."
            )
        sources[source.source_id], lines[source.source_id] = source, line
    return tuple(sources.values())


def write_subscriptions(sources: Iterable[Source], title: str = "ct_pipeline") -> bytes:
    """The sources as an OPML 2.0 document that `parse_subscriptions` reads back unchanged."""
    opml = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(opml, "head"), "title").text = title
    body = etree.SubElement(opml, "body")
    for source in sources:
        attributes = {
            "type": "rss",
            "text": source.name,
            "xmlUrl": source.feed_url,
            "htmlUrl": source.homepage,
            "language": source.language,
            "country": source.country,
            "category": source.category,
            "enabled": None if source.enabled else "false",
        }
        etree.SubElement(body, "outline", {k: v for k, v in attributes.items() if v})
    return etree.tostring(opml, pretty_print=True, xml_declaration=True, encoding="utf-8")


def source_id_of(feed_url: str) -> str:
    """The id of a feed, from its listed address; letter case of the host does not count."""
    parts = urlsplit(feed_url)
    host = parts.netloc.lower().removesuffix(f":{DEFAULT_PORTS.get(parts.scheme)}")
    return hash_id("feed", urlunsplit((parts.scheme, host, parts.path or "/", parts.query, "")))


def _parse_xml(text: bytes, file_name: str) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, remove_comments=True
    )
    try:
        return etree.fromstring(decode(text).text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise SettingsError(
            f"{file_name}, line {line}: not well-formed XML ({error.msg}). "
            "Mend that line: & in an address must be written &amp;, and entities of the file's own "
            "are not allowed."
        ) from error


def _is_subscription(outline: etree._Element) -> bool:
    kind = (outline.get("type") or "").lower()
    return kind in {"rss", "atom"} or outline.get("xmlUrl") is not None


def _source_of(outline: etree._Element, file_name: str) -> Source:
    where = f"{file_name}, line {_line(outline)}"
    feed_url = (outline.get("xmlUrl") or "").strip()
    if not _is_address(feed_url):
        raise SettingsError(
            f"{where}: xmlUrl={feed_url!r} is not an address. "
            "Give the feed's full address, for example https://example.org/feed."
        )
    if "@" in urlsplit(feed_url).netloc:
        raise SettingsError(
            f"{where}: the feed's address holds a user name or a password, which would be "
            "published with it. Remove what stands before the @."
        )
    category = _attribute(outline, "category")
    if category is not None and category not in CATEGORIES:
        raise SettingsError(
            f"{where}: category={category!r} is not known. Use one of {', '.join(CATEGORIES)}."
        )
    language = _attribute(outline, "language")
    if language not in {None, NO_LANGUAGE} and not LANGUAGE_TAG.fullmatch(str(language)):
        raise SettingsError(
            f"{where}: language={language!r} is no language code. Write its two letters "
            "(ISO 639-1), for example fr, or remove the attribute."
        )
    enabled = (outline.get("enabled") or "true").strip().lower()
    if enabled not in {"true", "false"}:
        raise SettingsError(f'{where}: enabled={enabled!r}. Write enabled="true" or "false".')
    return Source(
        source_id=source_id_of(feed_url),
        name=_name(outline) or masked(feed_url),
        feed_url=feed_url,
        homepage=_homepage(outline),
        language=None if language == NO_LANGUAGE else language,
        country=_attribute(outline, "country"),
        category=category,
        enabled=enabled == "true",
    )


def _is_address(url: str) -> bool:
    # Whether it may be fetched is for the address rules to say: they block one feed, not the list.
    try:
        return bool(urlsplit(url).scheme) and url.isprintable()
    except ValueError:
        return False


def _name(outline: etree._Element) -> str | None:
    """One line without what would break whatever shows it."""
    name = _attribute(outline, "text") or _attribute(outline, "title") or ""
    return shortened(" ".join(shown(name).split()), LONGEST_NAME) or None


def _homepage(outline: etree._Element) -> str | None:
    """An address that a browser may be sent to."""
    address = _attribute(outline, "htmlUrl") or ""
    is_of_the_web = address.lower().startswith(("http://", "https://"))
    return address if is_of_the_web and address.isprintable() else None


def _attribute(outline: etree._Element, name: str) -> str | None:
    return (outline.get(name) or "").strip() or None


def _line(outline: etree._Element) -> int:
    return int(str(outline.sourceline))
