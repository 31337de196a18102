"""The structured data of a page (JSON-LD, schema.org), as pages really write it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from lxml.html import HtmlElement

Node = Mapping[str, Any]

MAX_LENGTH = 2_000_000
MAX_NODES = 2_000
MAX_DEPTH = 6
# A description of a page nests what it is about in these; lists of other pages are in none of them.
_INNER = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart")
_COMMENT = re.compile(r"^\s*(?:/\*.*?\*/\s*|//[^\n]*\n\s*|<!--\s*|<!\[CDATA\[\s*)+", re.DOTALL)
# Of the text read from its end; what was matched is given back to nothing (`*+`), for comments that
# follow one another may be told apart in very many ways.
_COMMENT_END = re.compile(r"(?:[\s;]|>(?:--|\]\])(?:\s*+//)?|/\*.*?\*/)*+", re.DOTALL)
# What JSON does not allow and pages write: a comma before a bracket, a backslash before any letter.
_LAST_COMMA = re.compile(r",\s*([}\]])")
_ESCAPE = re.compile(r"\\(?![\"\\/bfnrt]|u[0-9a-fA-F]{4})")
# A quotation mark that neither opens nor closes a value.
_INNER_QUOTE = re.compile(r'(?<![\[{,:\s\\])(\s*)"(?!\s*[,:}\]])|(?<=[\w.!?…])"(?=\w)')


def read_nodes(tree: HtmlElement) -> list[Node]:
    """Every object of the page's JSON-LD that is about this page, in order."""
    nodes: list[Node] = []
    for script in tree.iter("script"):
        text = script.text
        if text and "ld+json" in (script.get("type") or "").lower() and len(text) <= MAX_LENGTH:
            for value in _values(text):
                nodes += _nodes(value)
    return nodes[:MAX_NODES]


def by_id(nodes: list[Node]) -> dict[str, Node]:
    """The nodes that others refer to by their `@id`."""
    return {
        node["@id"]: node
        for node in reversed(nodes)
        if isinstance(node.get("@id"), str) and len(node) > 1
    }


def types_of(node: Node) -> frozenset[str]:
    """The schema.org types of a node."""
    kind = node.get("@type")
    names = kind if isinstance(kind, list) else [kind]
    return frozenset(str(name).rpartition("/")[2] for name in names if name)


def _values(text: str) -> list[object]:
    """The values of a script: one, or several without a list around them."""
    text = _without_end(_COMMENT.sub("", text)).strip()
    for mended in _mended(text):
        if values := _decoded(mended):
            return values
    return []


def _without_end(text: str) -> str:
    """Without the comments and marks of markup that pages write behind a value."""
    behind = _COMMENT_END.match(text[::-1])
    return text[: len(text) - behind.end()] if behind else text


def _mended(text: str) -> Iterator[str]:
    yield text
    if text.startswith(("{&", "[&", "[{&")):  # escaped as if it were text
        yield unescape(text)
    text = _ESCAPE.sub(r"", _LAST_COMMA.sub(r"\1", text))
    yield text
    yield _INNER_QUOTE.sub(r'\1\\"', text)


def _decoded(text: str) -> list[object]:
    decoder = json.JSONDecoder(strict=False)
    values: list[object] = []
    at = 0
    try:
        while at < len(text):
            value, at = decoder.raw_decode(text, at)
            values.append(value)
            while at < len(text) and text[at] in " \t\r\n,;":
                at += 1
    except (ValueError, RecursionError):  # a number of five thousand digits is a ValueError
        return []
    return values


def _nodes(value: object, depth: int = 0) -> Iterator[Node]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in _INNER:
            yield from _nodes(value.get(key), depth + 1)
