"""Bytes of a page to one parsed tree, whatever encoding they are in or claim to be in."""

from __future__ import annotations

import codecs
import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from ct_pipeline.language.storable import storable

_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How browsers read the names that pages use for Windows' supersets of them (Encoding Standard).
_SUPERSETS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-6": "cp1256",
}
DECLARED_WITHIN = 4096
# Characters that HTML parsers keep and XML trees refuse: one would cost the whole article.
_CONTROLS = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20)])
_HIGH_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")  # mostly windows-1252 that was encoded again
_CONTROL_REFERENCE = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])(?!\d)|x0*(?:[0-8bcef]|1[\da-f])(?![\da-f]));?",
    re.IGNORECASE,
)


class NoDocumentError(Exception):
    """The bytes hold no HTML document: why."""


def parse_html(data: bytes, content_type: str | None = None) -> HtmlElement:
    """The tree of a page, without comments; its one parse. Raises NoDocumentError."""
    if not data.strip():
        raise NoDocumentError("the response is empty")
    if content_type and not re.search(r"html|xml|text/plain|octet-stream", content_type, re.I):
        raise NoDocumentError(f"the response is {content_type.split(';')[0]}, no page")
    if data.startswith(b"%PDF"):
        raise NoDocumentError("the response is a PDF, no page")
    text = _without_controls(decode(data, content_type).encode("utf-8", "replace"))
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    # One class for all elements, looked up in C: lxml.html's own look-up is a Python call for
    # every element that is touched, a sixth of the whole extraction.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        return document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise NoDocumentError(f"no HTML document: {error}") from error


def _without_controls(text: bytes) -> bytes:
    if any(control in text for control in _CONTROLS):
        text = text.translate(None, _CONTROLS)
    text = _HIGH_CONTROL.sub(lambda pair: storable(pair[0].decode()).encode(), text)
    return _CONTROL_REFERENCE.sub(b"", text) if b"&#" in text else text


def decode(data: bytes, content_type: str | None = None) -> str:
    """The text of a page: its byte order mark decides, then UTF-8 if it is, then what it claims."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        claimed = _claimed(data, content_type)
        # A page in UTF-8 with a few broken bytes, as when a text was cut within a character.
        if claimed in (None, "utf-8"):
            claimed = "utf-8" if error.start > 0 and _mostly_utf8(data) else "cp1252"
        return data.decode(claimed or "cp1252", "replace")


def _mostly_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = len(text) - len(text.encode("ascii", "ignore")) - broken
    return whole > 4 * broken


def _claimed(data: bytes, content_type: str | None) -> str | None:
    names = []
    if content_type and (match := _HEADER_CHARSET.search(content_type)):
        names.append(match[1])
    if meta := _META_CHARSET.search(data[:DECLARED_WITHIN]):
        names.append(meta[1].decode("ascii", "replace"))
    for name in names:
        try:
            known = codecs.lookup(name).name
        except LookupError:
            continue
        return _SUPERSETS.get(known, known)
    return None
