"""Whether a body is a whole document, by what it says itself: its root closes, its JSON ends."""

from __future__ import annotations

import json
import re

_TAIL_BYTES = 4_096
_PROLOG = re.compile(rb"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*", re.S | re.I)
_PROLOG_BYTES = 40_000
_OPENED = re.compile(rb"<([A-Za-z][\w:.-]*)")
_CLOSING_A_PAGE = (b"html", b"body")
_OF_A_PAGE = frozenset(
    {b"html", b"head", b"body", b"meta", b"title", b"link", b"script", b"style", b"base", b"div"}
)
# What caches and counters write behind the end of a page.
_BEHIND = (b"<!--", b"<script", b"<noscript")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def is_whole_document(body: bytes | bytearray) -> bool:
    """Whether markup ends with the tag that closes its root, or the body is complete JSON."""
    head = _without_nuls(body[:_PROLOG_BYTES])
    for mark in _MARKS:
        head = head.removeprefix(mark)
    if head.lstrip()[:1] in {b"{", b"["}:
        return _is_json(body)
    prolog = _PROLOG.match(head)
    opened = _OPENED.match(head, prolog.end() if prolog else 0)
    root = opened[1].lower() if opened else b"html"
    tail = _without_nuls(body[-2 * _TAIL_BYTES :])[-_TAIL_BYTES:].lower()
    # HTML's own tags may be left out.
    names = _CLOSING_A_PAGE if root in _OF_A_PAGE else (root,)
    return any(_ends_with(tail, name) for name in names)


def may_be_over(body: bytes | bytearray) -> bool:
    """Whether the last bytes look like the end of a document: cheap enough for every chunk."""
    return body[-64:].rstrip().lower().endswith((b"</html>", b"</rss>", b"</feed>", b":rdf>"))


def _ends_with(tail: bytes, name: bytes) -> bool:
    """Whether nothing but a cache's remarks follows the last such closing tag."""
    _, closed, behind = tail.rpartition(b"</" + name)
    before, bracket, rest = behind.partition(b">")
    rest = rest.strip()
    is_closed = bool(closed and bracket) and not before.strip()
    return is_closed and (not rest or rest.startswith(_BEHIND))


def _is_json(body: bytes | bytearray) -> bool:
    try:
        json.loads(bytes(body))
    except (ValueError, RecursionError):
        return False
    return True


def _without_nuls(piece: bytes | bytearray) -> bytes:
    return bytes(piece).replace(b"\0", b"")  # UTF-16
