"""Refresh: pages that send every visitor on, by a header or a meta element, like a redirect.

A page that reloads itself now and then, or changes to another one after minutes, is itself what
the visitor came for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from ct_pipeline.feeds.identity import resolved_url
from ct_pipeline.feeds.links import is_web
from ct_pipeline.feeds.markup import is_page, starts_as_feed
from ct_pipeline.feeds.pages import base_address
from ct_pipeline.feeds.visible import FOR_OTHERS, UNSEEN, visible_words, without

LONGEST_WAIT_SECONDS = 10.0  # longer, and people have begun to read
HEAD_BYTES = 64 * 1024
WIDE_WITHIN = 8  # bytes, in which UTF-16 has shown itself
FEW_WORDS = 60  # with more the page has something to say, unless it sends on at once

_IS_REFRESH = re.compile(r"""http-equiv\s*=\s*["']?\s*refresh\b""", re.IGNORECASE)
_META = re.compile(r"<meta\s[^<>]{0,2000}>", re.IGNORECASE)
_CONTENT = re.compile(r"""\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
# HTML Standard, "shared declarative refresh steps": "5", "5; url=/x", "0,/x", "0; URL='/x'".
_VALUE = re.compile(
    r"""\s*(\d+(?:\.\d*)?|\.\d+)\s*[;,]?\s*(?:url\s*=\s*)?(?:"([^"]*)|'([^']*)|(.*))""",
    re.IGNORECASE | re.DOTALL,
)


def refresh_target(headers: Mapping[str, str], body: bytes, url: str) -> str | None:
    """Where a page sends its visitor on to, absolute; None for one that is to be read itself."""
    stated = headers.get("refresh")
    if stated is None and not _may_hold_refresh(body):
        return None  # said of nearly every body, so it is said fast
    start = body[:HEAD_BYTES].replace(b"\0", b"")  # of UTF-16
    head = start.decode("utf-8", "replace").lstrip("\ufeff\ufffd")  # a byte order mark
    if head.strip() and not is_page(head):
        return None  # a feed, or a picture: what was asked for
    for value in [stated] if stated is not None else _meta_values(head):
        target = _target(value, head, url)
        if target is not None:
            return target
    return None


def _may_hold_refresh(body: bytes) -> bool:
    if starts_as_feed(body[:HEAD_BYTES]):
        return False
    is_wide = b"\0" in body[:WIDE_WITHIN]
    return is_wide or any(body.find(word, 0, HEAD_BYTES) >= 0 for word in (b"efresh", b"EFRESH"))


def _meta_values(head: str) -> list[str]:
    # What is meant for visitors without scripts is for us where the page has nothing else.
    unseen = (*UNSEEN, *FOR_OTHERS) if visible_words(head) else UNSEEN
    found = []
    for tag in _META.findall(without(head, unseen)):
        content = _CONTENT.search(tag)
        if content and _IS_REFRESH.search(tag):
            found.append(unescape(next(part for part in content.groups() if part is not None)))
    return found


def _target(value: str, head: str, url: str) -> str | None:
    match = _VALUE.match(value)
    if match is None:
        return None
    seconds = float(match[1])
    address = next((part for part in match.groups()[1:] if part), "").strip()
    if not address or seconds > LONGEST_WAIT_SECONDS:
        return None
    target = resolved_url(base_address(head, url), address)
    if not is_web(target) or target.partition("#")[0] == url.partition("#")[0]:
        return None
    is_read = seconds >= 1 and len(visible_words(head)) > FEW_WORDS
    return None if is_read else target
