"""OPML as readers write it: the outlines of a subscription list, however it is written down.

Any encoding, HTML's entities, bare ampersands, folders within folders, names of attributes in any
letters, prefixes that nobody declared. What is not XML at all is told with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from ct_pipeline.feeds.decoding import decode
from ct_pipeline.feeds.markup import clean_xml
from ct_pipeline.settings import SettingsError

_FEED_SCHEME = re.compile(r"^feed:(?://)?(?=https?:)|^feed:(?=//)", re.IGNORECASE)
_FEED_TYPES = frozenset({"rss", "atom", "feed", "rss1", "rss2"})


@dataclass(frozen=True, slots=True)
class Outline:
    """One outline that is, or should be, a feed; its attributes by their small names."""

    line: int
    attributes: dict[str, str]

    def get(self, *names: str) -> str | None:
        """The first of these attributes that says something."""
        return next((said for name in names if (said := self.attributes.get(name))), None)

    @property
    def feed_url(self) -> str:
        """The feed's address; `feed:` before it means nothing. Empty where there is none."""
        url = _FEED_SCHEME.sub("", self.get("xmlurl") or "")
        return f"http:{url}" if url.startswith("//") else url

    @property
    def has_no_address(self) -> bool:
        """Whether no attribute holds an address, as of the folders that some call feeds, too."""
        named = "xmlurl" in self.attributes
        return not named and not any("://" in value for value in self.attributes.values())


def read_outlines(data: bytes, file_name: str) -> list[Outline]:
    """The outlines of a list that are feeds, in its order. Raises SettingsError: file and line."""
    text = decode(data)
    cleaned = clean_xml(text)
    first_line = text.count("\n") - cleaned.count("\n")
    root = _parsed(cleaned, first_line, file_name)
    outlines = list(_outlines(root, first_line))
    has_body = any(_name(child) == "body" for child in root.iterchildren(etree.Element))
    if _name(root) != "opml" or not (has_body or outlines):
        raise SettingsError(
            f"{file_name}, line {_line(root, first_line)}: not an OPML document. "
            'It must be <opml version="2.0"> with a <body> of <outline type="rss" …> elements.'
        )
    return outlines


def is_opml(data: bytes) -> bool:
    """Whether a list is OPML at all; others are for other readers."""
    return "<opml" in decode(data)[:10_000].lower()


def _parsed(cleaned: str, first_line: int, file_name: str) -> etree._Element:
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, remove_comments=True, huge_tree=True
    )
    root = etree.fromstring(cleaned.encode("utf-8"), parser) if cleaned.strip() else None
    # A prefix that nobody declared is an error of namespaces, no fatal one.
    errors = [error for error in parser.error_log if error.level == etree.ErrorLevels.FATAL]
    if root is None or errors:
        line = (errors[0].line if errors else 1) + first_line
        said = errors[0].message if errors else "the document is empty"
        raise SettingsError(
            f"{file_name}, line {line}: not well-formed XML ({said}). Mend that line, "
            "or export the list once more from the reader that wrote it."
        )
    return root


def _outlines(root: etree._Element, first_line: int) -> Iterator[Outline]:
    for element in root.iter(etree.Element):
        if _name(element) != "outline":
            continue
        attributes = {
            str(name).lower(): str(value).strip() for name, value in element.attrib.items()
        }
        outline = Outline(_line(element, first_line), attributes)
        is_called_feed = (outline.get("type") or "").lower() in _FEED_TYPES
        if outline.feed_url or (is_called_feed and len(element) == 0):  # else it is a folder
            yield outline


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _line(element: etree._Element, first_line: int) -> int:
    return int(str(element.sourceline)) + first_line
