"""An answer read: a feed, nothing new, a trouble, or another address to ask."""

from __future__ import annotations

from dataclasses import replace

from ct_pipeline.feeds.documents import Feed
from ct_pipeline.feeds.exchange import Extent, Failure, Request, Response
from ct_pipeline.feeds.parsing import parse
from ct_pipeline.feeds.polling import Reading, Unchanged, Waiting, body_hash_of
from ct_pipeline.feeds.states import FeedState
from ct_pipeline.feeds.troubles import (
    trouble_of_body,
    trouble_of_damage,
    trouble_of_response,
)


def read_answer(
    state: FeedState, response: Response, *, follows_pages: bool = True
) -> Reading | Request:
    """What an answer says. A page that announces feeds gives the request for the first of them.

    A body that is known by its hash is not parsed again, nor is an item.
    """
    if response.failure is Failure.HOST_WAITS:
        return Waiting(response.retry_at or response.fetched_at, response.detail or "")
    trouble = trouble_of_response(response)
    if trouble is not None:
        return trouble
    if response.status == 304 or body_hash_of(response.body) == state.body_hash:
        return Unchanged()
    url = response.final_url or response.request.url
    parsed = parse(
        response.body,
        url,
        response.headers,
        known_items=frozenset(state.item_hashes),
        is_truncated=response.extent is not Extent.WHOLE,
    )
    if response.extent is Extent.BROKEN_OFF:
        saved = parsed if isinstance(parsed, Feed) else None
        return trouble_of_damage(response.detail or "its end is missing", saved)
    if isinstance(parsed, Feed):
        return parsed if response.detail is None else _noted(parsed, response)
    asked = {url, response.request.url}
    for address in parsed.alternates:
        if follows_pages and address not in asked:
            return replace(response.request, url=address, headers={}, named_by=url)
    return trouble_of_body(parsed)


def _noted(feed: Feed, response: Response) -> Feed:
    """A feed that could be read, although its transport had a flaw."""
    if response.extent is Extent.OVER_LIMIT:
        return replace(feed, is_cut=True)
    notes = (f"read whole, although {response.detail}", feed.problem)
    return replace(feed, problem="; ".join(note for note in notes if note))
