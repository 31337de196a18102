"""Feed text made safe for an XML parser: no document type, only known entities, bounded entries.

External entities and entity bombs live in the document type, so it is read here and left out;
its harmless entities (plain characters) are put in place, within a budget.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from html import unescape
from html.entities import name2codepoint

ENTITY_BUDGET = 100_000  # characters that a document's own entities may add
# What a parser may be given to do: a tag takes about 30 µs, a reference 2 µs. Two thousand
# ordinary entries hold 40,000 tags.
TAG_BUDGET = 100_000
REFERENCES_PER_TAG = 15

_SPACE = re.compile(r"\s*")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|<!--.*?-->|<\?.*?\?>|[\[\]<>]", re.DOTALL)
_ENTITY = re.compile(r"<!ENTITY\s+([\w.:-]{1,64})\s+(?:\"([^\"]{0,500})\"|'([^']{0,500})')\s*>")
_REFERENCE = re.compile(r"&(?:#([xX][0-9a-fA-F]{1,8}|[0-9]{1,8});|([A-Za-z][\w.-]{0,63});)?")
_ROOT = re.compile(
    r"<(?:\?xml\s|rss[\s>]|feed[\s>]|(?:\w+:)?RDF[\s>]|urlset[\s>]|sitemapindex[\s>])"
)
_ENTRY_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
_CDATA = "<![CDATA["
_JUNK_LIMIT = 4_000  # how far down an error message may push the real beginning
_TAIL_LIMIT = 10_000
_DOCTYPE_LIMIT = 32_000  # twice what declaring every HTML entity takes


def clean_xml(text: str) -> str:
    """The document without junk before it, prolog or document type, and with sound references."""
    body, entities = _split_prolog(_without_leading_junk(text))
    references = _References(entities)
    return "".join(
        part if part.startswith(_CDATA) else _REFERENCE.sub(references.resolve, part)
        for part in _cdata_apart(body)
    )


def bound_entries(text: str, limit: int) -> tuple[str, int]:
    """The first entries with what stands before and after all of them, and how many were dropped.

    At most `limit`, and no more than a parser can read in seconds. Raises ValueError where even
    the first entry is too much.
    """
    affordable = _affordable_length(text)
    ends = [match.end() for match in _ENTRY_END.finditer(text)]
    if len(ends) <= limit and affordable == len(text):
        return text, 0
    count = min(bisect_right(ends, affordable), limit)
    if not count:
        raise ValueError(f"more than {TAG_BUDGET:,} tags before the end of the first entry")
    return text[: ends[count - 1]] + text[ends[-1] :][:_TAIL_LIMIT], len(ends) - count


def complete_entries(text: str) -> str:
    """A text that broke off, cut after its last whole entry."""
    ends = [match.end() for match in _ENTRY_END.finditer(text)]
    return text[: ends[-1]] if ends else text


def _affordable_length(text: str) -> int:
    cost = length = 0
    for part in _cdata_apart(text):
        if not part.startswith(_CDATA):
            cost += part.count("<") + part.count("&") // REFERENCES_PER_TAG
        if cost > TAG_BUDGET:
            # One part may hold the whole document: cut it where the budget ends, roughly.
            within = 1 - (cost - TAG_BUDGET) / max(part.count("<"), 1)
            return length + int(len(part) * max(within, 0))
        length += len(part)
    return length


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
    text = text.lstrip()
    if text[:1] == "<" and text[1:2] in {"?", "!"}:
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


def _cdata_apart(text: str) -> Iterator[str]:
    # By find, not by pattern: a pattern takes quadratic time on many sections that never end.
    position = 0
    while (start := text.find(_CDATA, position)) >= 0:
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
