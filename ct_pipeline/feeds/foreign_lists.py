"""Subscription lists of other readers: OPML however broken, RDF."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import listparser

from ct_pipeline.feeds.identity import canonical_url
from ct_pipeline.feeds.subscriptions import Source, source_id_of

_FEED_SCHEME = re.compile(r"^feed:(?://)?(?=https?:)|^feed:(?=//)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Merged:
    """A list with another one added: all sources, the added ones, and what was left out and why."""

    sources: tuple[Source, ...]
    added: tuple[Source, ...]
    skipped: tuple[str, ...]


def merge(sources: Sequence[Source], foreign: str) -> Merged:
    """The sources with those of another reader's list behind them, each address once."""
    known = {source.source_id for source in sources}
    added: list[Source] = []
    skipped: list[str] = []
    for feed in listparser.parse(foreign).feeds:
        url = _plain_address((feed.url or "").strip())
        name = " ".join((feed.title or "").split()) or url
        if canonical_url(url) is None:
            skipped.append(f"{name}: {url!r} is not an http(s) address")
        elif source_id_of(url) in known:
            skipped.append(f"{name}: {url} is listed already")
        else:
            known.add(source_id_of(url))
            added.append(Source(source_id_of(url), name, url))
    return Merged((*sources, *added), tuple(added), tuple(skipped))


def _plain_address(url: str) -> str:
    stripped = _FEED_SCHEME.sub("", url)
    return f"http:{stripped}" if stripped.startswith("//") else stripped
