"""Feeds that are longer than can be read: which of their entries are read, and how many are not."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import datetime

from ct_pipeline.feeds.known_items import item_spans
from ct_pipeline.feeds.markup import CDATA, cdata_apart
from ct_pipeline.feeds.moments import http_moment, iso_moment

# What a parser may be given to do: a tag takes about 30 µs, a reference 2 µs. Two thousand
# ordinary entries hold 40,000 tags.
TAG_BUDGET = 100_000
REFERENCES_PER_TAG = 15
TAIL_LIMIT = 10_000
MOSTLY = 0.9  # of the entries must have a date before dates decide which are read

_ENTRY_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_ENTRY_BYTES = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_DATE = re.compile(
    r"<(?:\w{1,20}:)?(?:pubDate|published|updated|date|issued|modified)\b[^<>]{0,200}>\s*"
    r"(?:<!\[CDATA\[)?\s*([^<\]]{6,60})",
    re.IGNORECASE,
)
LONGEST_NAME = 1_000  # characters of what names people
LONGEST_WORD = 100  # of it
_NAMES = re.compile(
    r"(<(?:\w{1,20}:)?(?:author|creator|contributor|managingEditor|webMaster)\b[^<>]{0,200}>\s*"
    rf"(?:<!\[CDATA\[)?)([^<\]]{{{LONGEST_WORD},}})",
    re.IGNORECASE,
)
_LONG_WORD = re.compile(rf"(\S{{{LONGEST_WORD}}})\S+")
_LOOKED_AT = 1_000_000  # bytes at either end of a very large body


def shorten_names(text: str) -> str:
    """A document in which no name of a person is longer than names are.

    The parser looks for a mail address in each, in time that grows with the square of a word.
    """
    return _NAMES.sub(lambda found: found[1] + _LONG_WORD.sub(r"\1", found[2][:LONGEST_NAME]), text)


def bound_entries(text: str, limit: int) -> tuple[str, int]:
    """A document with as many of its entries as can be read, and how many were left out.

    At most `limit`, and no more than a parser can read in seconds: the newest, where the entries
    say when they are of, else the first. Raises ValueError where even one is too much.
    """
    affordable = _affordable_length(text)
    ends = [match.end() for match in _ENTRY_END.finditer(text)]
    if len(ends) <= limit and affordable == len(text):
        return text, 0
    spans = item_spans(text)
    if not spans:
        return _beginning(text, ends, affordable, limit)
    head, tail = text[: spans[0][0]], text[spans[-1][1] :][:TAIL_LIMIT]
    chunks = [text[start:end] for start, end in spans]
    budget = TAG_BUDGET - _cost(head)
    kept: set[int] = set()
    for number in _newest_first(chunks)[:limit]:
        budget -= _cost(chunks[number])
        if budget < 0:
            break
        kept.add(number)
    if not kept:
        raise ValueError(_TOO_MUCH)
    read = "".join(chunk for number, chunk in enumerate(chunks) if number in kept)
    return head + read + tail, len(chunks) - len(kept)


def bound_bytes(body: bytes, limit: int) -> tuple[bytes, bool]:
    """So many bytes of a very large body, and whether they break off at their end.

    Its beginning; of a feed whose entries run from the oldest to the newest its end, behind its
    head.
    """
    if len(body) <= limit:
        return body, False
    starts = [match.start() for match in _ENTRY_BYTES.finditer(body, 0, _LOOKED_AT)]
    last = [match.start() for match in _ENTRY_BYTES.finditer(body, len(body) - _LOOKED_AT)]
    if starts and last:
        first_date = _date_in(body[starts[0] : starts[0] + _LOOKED_AT // 10])
        last_date = _date_in(body[last[-1] :][: _LOOKED_AT // 10])
        if first_date and last_date and first_date < last_date:
            head = body[: starts[0]]
            wanted = _ENTRY_BYTES.search(body, len(body) - limit + len(head))
            if wanted:
                return head + body[wanted.start() :], False
    return body[:limit], True


def count_entries(body: bytes) -> int:
    """How many entries a body holds, by their ends."""
    return len(re.findall(rb"</(?:\w{1,20}:)?(?:item|entry)\s*>", body, re.IGNORECASE))


def complete_entries(text: str) -> str:
    """A text that broke off, cut after its last whole entry and closed as its root is."""
    ends = [match.end() for match in _ENTRY_END.finditer(text)]
    if not ends:
        return text
    return text[: ends[-1]] + _closing_tags(text[: ends[0]])


_TOO_MUCH = f"more than {TAG_BUDGET:,} tags before the end of the first entry"
_OPENING = re.compile(r"<((?:\w{1,20}:)?(?:rss|feed|RDF|urlset|channel))[\s>]", re.IGNORECASE)


def _closing_tags(beginning: str) -> str:
    opened = [match[1] for match in _OPENING.finditer(beginning)]
    if opened and opened[0].lower().endswith("rdf"):
        opened = opened[:1]  # its channel ends before the items
    return "".join(f"</{name}>" for name in reversed(opened[:2]))


def _newest_first(chunks: list[str]) -> list[int]:
    """The numbers of the entries, the newest first; in their order where few say when."""
    dates = [_date_in(chunk) for chunk in chunks]
    dated = [date for date in dates if date]
    if len(dated) < MOSTLY * len(chunks):
        return list(range(len(chunks)))
    oldest = min(dated)
    return sorted(range(len(chunks)), key=lambda n: dates[n] or oldest, reverse=True)


def _date_in(chunk: str | bytes) -> datetime | None:
    text = chunk if isinstance(chunk, str) else chunk.decode("latin-1")
    found = _DATE.search(text)
    return (http_moment(found[1].strip()) or iso_moment(found[1])) if found else None


def _beginning(text: str, ends: list[int], affordable: int, limit: int) -> tuple[str, int]:
    count = min(bisect_right(ends, affordable), limit)
    if not count:
        raise ValueError(_TOO_MUCH)
    return text[: ends[count - 1]] + text[ends[-1] :][:TAIL_LIMIT], len(ends) - count


def _affordable_length(text: str) -> int:
    cost = length = 0
    for part in cdata_apart(text):
        cost += _cost(part)
        if cost > TAG_BUDGET:
            # One part may hold the whole document: cut it where the budget ends, roughly.
            within = 1 - (cost - TAG_BUDGET) / max(part.count("<"), 1)
            return length + int(len(part) * max(within, 0))
        length += len(part)
    return length


def _cost(text: str) -> int:
    return sum(
        part.count("<") + part.count("&") // REFERENCES_PER_TAG
        for part in cdata_apart(text)
        if not part.startswith(CDATA)
    )
