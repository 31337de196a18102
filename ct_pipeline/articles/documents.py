"""Bytes of a page to one parsed tree, whatever encoding they are in or claim to be in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from ct_pipeline.articles.encodings import page_text
from ct_pipeline.language.storable import CONTROLS, storable

_HIGH_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")  # mostly windows-1252 that was encoded again
_CONTROL_REFERENCE = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])(?!\d)|x0*(?:[0-8bcef]|1[\da-f])(?![\da-f]));?",
    re.IGNORECASE,
)
# Browsers go on after an end of the body that stands too early; libxml2 does not.
_BODY_END = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
MUCH_BEHIND_END = 200
# libxml2 gives up below 2,048 nested elements; what nests so deep are boxes left open.
_BOX_TAGS = re.compile(rb"</?(?:div|span|font|center|b|i|u|em|strong|section)\b[^>]{0,500}>", re.I)
_PAGE_TYPES = re.compile(r"html|xml|text/plain|octet-stream", re.I)


class NoDocumentError(Exception):
    """The bytes hold no HTML document: why."""


def is_page_type(content_type: str) -> bool:
    """Whether what an answer says of its type leaves room for a page; nothing said does."""
    return not content_type or _PAGE_TYPES.search(content_type) is not None


def parse_html(
    data: bytes, content_type: str | None = None, titles: Sequence[str] = ()
) -> HtmlElement:
    """The tree of a page, without comments; its one parse. Raises NoDocumentError.

    `titles` are what others call it: they tell which encoding is meant.
    """
    if not data.strip():
        raise NoDocumentError("the response is empty")
    if content_type and not is_page_type(content_type):
        raise NoDocumentError(f"the response is {content_type.split(';')[0]}, no page")
    if data.startswith(b"%PDF"):
        raise NoDocumentError("the response is a PDF, no page")
    return parse_text(page_text(data, content_type, titles))


def parse_text(text: str) -> HtmlElement:
    """The tree of HTML that is text already. Raises NoDocumentError."""
    data = _without_controls(text.encode("utf-8", "replace"))
    end = _BODY_END.search(data)
    if end and len(data) - end.end() > MUCH_BEHIND_END:
        data = _BODY_END.sub(b"", data)
    tree, is_whole = _parsed(data)
    if not is_whole:
        tree, _ = _parsed(_BOX_TAGS.sub(b" ", data))
    return tree


def _parsed(data: bytes) -> tuple[HtmlElement, bool]:
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    # One class for all elements, looked up in C: lxml.html's own look-up is a Python call for
    # every element that is touched, a sixth of the whole extraction.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        tree = document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise NoDocumentError(f"no HTML document: {error}") from error
    last = parser.error_log.last_error
    return tree, last is None or "Excessive depth" not in last.message


def _without_controls(text: bytes) -> bytes:
    # HTML parsers keep them and XML trees refuse: one would cost the whole article.
    text = text.translate(None, CONTROLS)
    text = _HIGH_CONTROL.sub(lambda pair: storable(pair[0].decode()).encode(), text)
    return _CONTROL_REFERENCE.sub(b"", text) if b"&#" in text else text
