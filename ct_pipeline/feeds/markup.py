"""Feed text made safe for an XML parser: no document type, only known entities, bounded entries.

External entities and entity bombs live in the document type, so it is read here and left out;
its harmless entities (plain characters) are put in place, within a budget.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import name2codepoint

ENTITY_BUDGET = 100_000  # characters that a document's own entities may add

_SPACE = re.compile(r"\s*")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|<!--.*?-->|<\?.*?\?>|[\[\]<>]", re.DOTALL)
_ENTITY = re.compile(r"<!ENTITY\s+([\w.:-]{1,64})\s+(?:\"([^\"]{0,500})\"|'([^']{0,500})')\s*>")
_REFERENCE = re.compile(r"&(?:#([xX][0-9a-fA-F]{1,8}|[0-9]{1,8});|([A-Za-z][\w.-]{0,63});)?")
_ROOT = re.compile(
    r"<(?:\?xml\s|rss[\s>]|feed[\s>]|(?:\w+:)?RDF[\s>]|urlset[\s>]|sitemapindex[\s>])"
)
_FIRST_ELEMENT = re.compile(r"<([A-Za-z_][\w:.-]{0,100})")
_MACHINES_START = re.compile(
    rb"(?>\s+|<\?xml[^>]*>|<!--.*?-->)*+"  # never tried another way: there are 2^n of n comments
    rb"<(?:rss|feed|rdf:RDF|urlset|sitemapindex|opml)\b",
    re.DOTALL,
)
_HTML_TYPE = re.compile(r"\s*<!doctype\s+html\b", re.IGNORECASE)
_FEED_ROOTS = frozenset({"rss", "feed", "rdf", "urlset", "sitemapindex"})
_PAGE_ROOTS = frozenset({"html", "head", "body", "title", "meta", "script", "noscript", "frameset"})
# What scripts print before a feed that they then write all the same.
_PUT_ON_TOP = frozenset({"meta", "script"})
_ONLY_TOP = re.compile(
    r"(?>\s|<!--.*?-->|<!doctype[^<>]*>|<(?:meta|link)\b[^<>]*>|<script\b[^<>]*>.*?</script>)*+",
    re.IGNORECASE | re.DOTALL,
)
_PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
CDATA = "<![CDATA["
_JUNK_LIMIT = 4_000  # how far down an error message may push the real beginning
_ROOT_WITHIN = 40_000
_DOCTYPE_LIMIT = 32_000  # twice what declaring every HTML entity takes


def clean_xml(text: str) -> str:
    """The document without junk before it, prolog or document type, and with sound references."""
    body, entities = _split_prolog(_without_leading_junk(text))
    references = _References(entities)
    return "".join(
        part if part.startswith(CDATA) else _REFERENCE.sub(references.resolve, part)
        for part in cdata_apart(body)
    )


def root_name(text: str) -> str:
    """The local name, in small letters, of the element that a document is; empty without one."""
    root = _FIRST_ELEMENT.match(_split_prolog(text.lstrip()[:_ROOT_WITHIN])[0])
    return root[1].rpartition(":")[2].lower() if root else ""


def is_page(text: str) -> bool:
    """Whether a body is an HTML page, by the element that it is.

    What a template engine or a warning put on top of a feed does not count: no document type makes
    a feed a page.
    """
    root = root_name(text)
    if root in _PUT_ON_TOP and (feed := _ROOT.search(text, 0, _JUNK_LIMIT)):
        return _ONLY_TOP.fullmatch(text, 0, feed.start()) is None
    return root in _PAGE_ROOTS or (not is_feed_root(root) and bool(_HTML_TYPE.match(text)))


def starts_as_feed(head: bytes) -> bool:
    """Whether the first bytes of a body show a feed, a sitemap or a list of feeds: no page.

    Said fast, and of nearly every feed; where it says no, `is_page` looks closer.
    """
    return _MACHINES_START.match(head) is not None


def is_feed_root(name: str) -> bool:
    """Whether an element of this local name, in small letters, is a feed or a sitemap."""
    return name in _FEED_ROOTS


class _References:
    """Resolves entity references to what any XML parser knows, within the budget."""

    def __init__(self, entities: dict[str, str]) -> None:
        self.entities = entities
        self.budget = ENTITY_BUDGET

    def resolve(self, match: re.Match[str]) -> str:
        number, name = match[1], match[2]
        if number:
            code = int(number) if number.isdecimal() else int(number[1:], 16)
            return f"&#{code};" if _is_legal(code) else ""
        if name in _PREDEFINED:
            return match[0]
        if name in self.entities and len(self.entities[name]) <= self.budget:
            self.budget -= len(self.entities[name])
            return self.entities[name]
        if name in name2codepoint and name not in self.entities:
            return f"&#{name2codepoint[name]};"
        return "&amp;" + match[0][1:]


def _is_legal(code: int) -> bool:
    return (
        code in (0x9, 0xA, 0xD)
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )


def _without_leading_junk(text: str) -> str:
    """The document without a warning or blank lines before it; a page is what it is."""
    text = text.lstrip()
    if is_feed_root(root_name(text)) or is_page(text):
        return text
    root = _ROOT.search(text, 0, _JUNK_LIMIT)
    return text[root.start() :] if root else text


def _split_prolog(text: str) -> tuple[str, dict[str, str]]:
    position, entities = 0, dict[str, str]()
    while True:
        position = _end(_SPACE, text, position)
        if text.startswith("<?", position):
            position = _after(text, "?>", position)
        elif text.startswith("<!--", position):
            position = _after(text, "-->", position)
        elif text[position : position + 9].upper() == "<!DOCTYPE":
            end = _end_of_doctype(text, position)
            entities = _plain_entities(text[position:end])
            position = end
        else:
            return text[position:], entities


def cdata_apart(text: str) -> Iterator[str]:
    """The text in pieces, each a whole CDATA section or without one."""
    # By find, not by pattern: a pattern takes quadratic time on many sections that never end.
    position = 0
    while (start := text.find(CDATA, position)) >= 0:
        yield text[position:start]
        position = _after(text, "]]>", start)
        yield text[start:position]
    yield text[position:]


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _after(text: str, mark: str, position: int) -> int:
    found = text.find(mark, position)
    return len(text) if found < 0 else found + len(mark)


def _end_of_doctype(text: str, start: int) -> int:
    depth = 0  # of < and [ alike: the first > outside both ends the declaration
    for token in _QUOTED.finditer(text, start, start + _DOCTYPE_LIMIT):
        if token[0] in "[<":
            depth += 1
        elif token[0] in "]>":
            depth -= 1
            if depth == 0:
                return token.end()
    return _after(text, "]>" if depth else ">", start)


def _plain_entities(doctype: str) -> dict[str, str]:
    """Entities whose value is plain text or character references: name to escaped value."""
    found: dict[str, str] = {}
    for name, double, single in _ENTITY.findall(doctype):
        value = double or single
        plain = unescape(value) if re.fullmatch(r"[^&%<]*(?:&#\w+;[^&%<]*)*", value) else None
        if plain is not None and name not in found:
            found[name] = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return found
