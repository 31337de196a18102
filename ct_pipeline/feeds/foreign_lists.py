"""Lists of other readers merged into ours: OPML, and what listparser reads besides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import listparser

from ct_pipeline.feeds.links import is_web
from ct_pipeline.feeds.outlines import Outline, is_opml, read_outlines
from ct_pipeline.feeds.subscriptions import Source, source_of
from ct_pipeline.language.decoding import decode
from ct_pipeline.language.masking import masked, without_user


@dataclass(frozen=True, slots=True)
class Merged:
    """A list with another one added: all sources, the added ones, and what is to be said of others.

    `skipped` were left out, each with its reason; `notes` are of those that were added.
    """

    sources: tuple[Source, ...]
    added: tuple[Source, ...]
    skipped: tuple[str, ...]
    notes: tuple[str, ...] = ()


def merge(sources: Sequence[Source], foreign: bytes, file_name: str) -> Merged:
    """The sources with those of another reader's list behind them, each address once.

    Raises SettingsError for a list that cannot be read: file, line and the mend.
    """
    known = {source.source_id for source in sources}
    added: list[Source] = []
    skipped: list[str] = []
    notes: list[str] = []
    for outline in _outlines(foreign, file_name):
        name = outline.get("text", "title") or masked(outline.feed_url)
        try:
            source = source_of(outline, is_foreign=True)
        except ValueError as error:
            skipped.append(f"{name}: {error}")
            continue
        if not is_web(source.feed_url):
            skipped.append(f"{name}: {masked(source.feed_url)!r} is not an http(s) address")
        elif source.source_id in known:
            skipped.append(f"{name}: {masked(source.feed_url)} is listed already")
        else:
            known.add(source.source_id)
            added.append(source)
            if without_user(source.feed_url) != source.feed_url:
                notes.append(
                    f"{name}: its address holds a user name and password. They are sent to that "
                    "host alone and shown nowhere; keep this file to yourself."
                )
    return Merged((*sources, *added), tuple(added), tuple(skipped), tuple(notes))


def _outlines(foreign: bytes, file_name: str) -> Iterator[Outline]:
    if is_opml(foreign):
        yield from read_outlines(foreign, file_name)
        return
    for feed in listparser.parse(decode(foreign).text).feeds:
        yield Outline(1, {"xmlurl": (feed.url or "").strip(), "text": (feed.title or "").strip()})
