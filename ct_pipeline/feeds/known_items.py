"""Items that were read before, left out of a feed before it is parsed.

A feed that changed mostly brings two new items and fifty-eight old ones. An old one is known by
the hash of its bytes, so that the cost of a poll follows what is new. An edited item has another
hash and is read again.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise

# Part of every hash: a parser that reads items differently must read them all again.
PARSER_VERSION = b"2"

_START = re.compile(r"<(?:\w+:)?(?:item|entry)(?=[\s>])", re.IGNORECASE)
_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_GUID = re.compile(r"<(?:guid|id)[\s>][^<]*(?:<!\[CDATA\[[^\]]*)?", re.IGNORECASE)
_GUID_START = re.compile(r"^<[^>]*>\s*(?:<!\[CDATA\[)?\s*|\s+$")


@dataclass(frozen=True, slots=True)
class Remainder:
    """A feed's text without its known items; the hashes are of all its items, known or not.

    `known_guids` are those of the items that were left out.
    """

    text: str
    known_count: int
    item_hashes: tuple[int, ...]
    known_guids: tuple[str, ...] = ()


def leave_out_known(text: str, known: AbstractSet[int]) -> Remainder:
    """What is left to parse. Nothing is left out where the items cannot be told apart for sure.

    A feed that uses one GUID for several items is read whole: only its items together tell.
    """
    spans = item_spans(text)
    chunks = [text[start:end] for start, end in spans]
    guids = [match[0] if (match := _GUID.search(chunk)) else "" for chunk in chunks]
    stated = [guid for guid in guids if guid]
    if not chunks or len(set(stated)) < len(stated):
        return Remainder(text, 0, ())
    hashes = tuple(_hash(chunk) for chunk in chunks)
    fresh = [chunk for chunk, value in zip(chunks, hashes, strict=True) if value not in known]
    if len(fresh) == len(chunks):
        return Remainder(text, 0, hashes)
    rest = "".join([text[: spans[0][0]], *fresh, text[spans[-1][1] :]])
    known_guids = tuple(
        _GUID_START.sub("", guid)
        for guid, value in zip(guids, hashes, strict=True)
        if guid and value in known
    )
    return Remainder(rest, len(chunks) - len(fresh), hashes, known_guids)


def item_spans(text: str) -> list[tuple[int, int]]:
    """Where the items begin and end; empty unless they follow one another without nesting."""
    starts = [match.start() for match in _START.finditer(text)]
    ends = [match.end() for match in _END.finditer(text)]
    if len(starts) != len(ends):
        return []
    edges = [edge for span in zip(starts, ends, strict=True) for edge in span]
    is_plain = all(edge <= following for edge, following in pairwise(edges))
    return list(zip(starts, ends, strict=True)) if is_plain else []


def _hash(chunk: str) -> int:
    digest = blake2b(PARSER_VERSION + chunk.encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "big")
