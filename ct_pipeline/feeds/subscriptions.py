"""The subscription list: an OPML 2.0 file in, sources out, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from lxml import etree

from ct_pipeline.feeds.identity import DEFAULT_PORTS, hash_id
from ct_pipeline.feeds.outlines import Outline, read_outlines
from ct_pipeline.language.inert import shortened, shown
from ct_pipeline.language.masking import masked, without_user
from ct_pipeline.settings import SettingsError

LANGUAGE_TAG = re.compile(r"[a-z]{2,3}([-_][a-z0-9]{1,8})*", re.IGNORECASE)
NO_LANGUAGE = "unknown"  # OPML 2.0's own word
LONGEST_NAME = 200
LONGEST_ADDRESS = 2_000  # characters, as servers and browsers bound it
CATEGORIES = ("publisher", "agency", "institution", "aggregator")
_ENABLED = {"true": True, "1": True, "yes": True, "on": True} | {
    "false": False,
    "0": False,
    "no": False,
    "off": False,
}


@dataclass(frozen=True, slots=True)
class Source:
    """One feed that is followed. `source_id` is a hash of its address as listed.

    That address may hold a user name and password, for its host alone: show it masked.
    """

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
    """The sources of an OPML document. Raises SettingsError: file, line and the mend.

    A feed that stands in two folders counts once; an empty folder is none.
    """
    sources: dict[str, Source] = {}
    lines: dict[str, int] = {}
    for outline in read_outlines(text, file_name):
        if outline.has_no_address:
            continue
        try:
            source = source_of(outline)
        except ValueError as error:
            raise SettingsError(f"{file_name}, line {outline.line}: {error}") from error
        before = sources.get(source.source_id)
        if before is not None and before != source:
            raise SettingsError(
                f"{file_name}, line {outline.line}: {masked(source.feed_url)} is listed already "
                f"in line {lines[source.source_id]}. Remove one of the two."
            )
        if before is None:
            sources[source.source_id], lines[source.source_id] = source, outline.line
    return tuple(sources.values())


def write_subscriptions(
    sources: Iterable[Source], title: str = "ct_pipeline", *, with_passwords: bool = False
) -> bytes:
    """The sources as an OPML 2.0 document that `parse_subscriptions` reads back unchanged.

    User names and passwords in addresses are left out unless asked for.
    """
    opml = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(opml, "head"), "title").text = title
    body = etree.SubElement(opml, "body")
    for source in sources:
        attributes = {
            "type": "rss",
            "text": source.name,
            "xmlUrl": source.feed_url if with_passwords else without_user(source.feed_url),
            "htmlUrl": source.homepage,
            "language": source.language,
            "country": source.country,
            "category": source.category,
            "enabled": None if source.enabled else "false",
        }
        etree.SubElement(body, "outline", {k: v for k, v in attributes.items() if v})
    return etree.tostring(opml, pretty_print=True, xml_declaration=True, encoding="utf-8")


def source_id_of(feed_url: str) -> str:
    """The id of a feed, from its listed address without password and letter case of the host."""
    parts = urlsplit(without_user(feed_url))
    host = parts.netloc.lower().removesuffix(f":{DEFAULT_PORTS.get(parts.scheme)}")
    return hash_id("feed", urlunsplit((parts.scheme, host, parts.path or "/", parts.query, "")))


def source_of(outline: Outline, *, is_foreign: bool = False) -> Source:
    """The feed of an outline. Raises ValueError with the mend.

    What another reader means by `category`, `language` or `enabled` is left out where `is_foreign`.
    """
    url = outline.feed_url
    if not _is_address(url):
        raise ValueError(
            f"xmlUrl={shortened(masked(url), LONGEST_NAME)!r} is not an address. Give the feed's "
            f"full address, of at most {LONGEST_ADDRESS} characters: https://example.org/feed."
        )
    return Source(
        source_id=source_id_of(url),
        name=_name(outline) or masked(without_user(url)),
        feed_url=url,
        homepage=_homepage(outline),
        language=_language(outline, is_foreign=is_foreign),
        country=outline.get("country"),
        category=_category(outline, is_foreign=is_foreign),
        enabled=_is_enabled(outline, is_foreign=is_foreign),
    )


def _category(outline: Outline, *, is_foreign: bool) -> str | None:
    said = outline.get("category")
    # OPML 2.0's own meaning: folders with slashes, several with commas.
    names = [name.strip(" /").lower() for name in (said or "").split(",")]
    known = next((name for name in names if name in CATEGORIES), None)
    if said and not known and not is_foreign and not re.search(r"[/,]", said):
        raise ValueError(f"category={said!r} is not known. Use one of {', '.join(CATEGORIES)}.")
    return known


def _language(outline: Outline, *, is_foreign: bool) -> str | None:
    said = outline.get("language")
    if said is None or said.lower() == NO_LANGUAGE:
        return None
    if LANGUAGE_TAG.fullmatch(said):
        return said
    if is_foreign:
        return None
    raise ValueError(
        f"language={said!r} is no language code. Write its two letters "
        "(ISO 639-1), for example fr, or remove the attribute."
    )


def _is_enabled(outline: Outline, *, is_foreign: bool) -> bool:
    said = (outline.get("enabled") or "true").lower()
    if said not in _ENABLED and is_foreign:
        return True
    if said not in _ENABLED:
        raise ValueError(f'enabled={said!r}. Write enabled="true" or "false".')
    return _ENABLED[said]


def _is_address(url: str) -> bool:
    # Whether it may be fetched is for the address rules to say: they block one feed, not the list.
    try:
        return bool(urlsplit(url).scheme) and url.isprintable() and len(url) <= LONGEST_ADDRESS
    except ValueError:
        return False


def _name(outline: Outline) -> str | None:
    """One line without what would break whatever shows it."""
    name = outline.get("text", "title") or ""
    return shortened(" ".join(shown(name).split()), LONGEST_NAME) or None


def _homepage(outline: Outline) -> str | None:
    """An address that a browser may be sent to."""
    address = without_user(outline.get("htmlurl") or "")
    is_of_the_web = address.lower().startswith(("http://", "https://"))
    return address if is_of_the_web and address.isprintable() else None
