"""An answer read: a feed, nothing new, a trouble, or another address to ask."""

from __future__ import annotations

from dataclasses import replace

from ct_pipeline.feeds.documents import Feed
from ct_pipeline.feeds.exchange import Request, Response
from ct_pipeline.feeds.parsing import parse
from ct_pipeline.feeds.polling import Reading, Unchanged, body_hash_of
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
    trouble = trouble_of_response(response)
    if trouble is not None:
        return trouble
    if response.status == 304 or body_hash_of(response.body) == state.body_hash:
        return Unchanged()
    url = response.final_url or response.request.url
    damage = response.detail
    parsed = parse(
        response.body,
        url,
        response.headers,
        known_items=frozenset(state.item_hashes),
        is_truncated=damage is not None,
    )
    if damage is not None:
        return trouble_of_damage(damage, parsed if isinstance(parsed, Feed) else None)
    if isinstance(parsed, Feed):
        return parsed
    asked = {url, response.request.url}
    for address in parsed.alternates:
        if follows_pages and address not in asked:
            headers = {"Accept": response.request.headers.get("Accept", "*/*")}
            return replace(response.request, url=address, headers=headers, named_by=url)
    return trouble_of_body(parsed)
