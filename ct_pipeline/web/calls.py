"""One call to a consumer's webhook or a hub, under the same address rules as fetching."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from ct_pipeline.feeds.exchange import Kind, Request, Response
from ct_pipeline.settings import Settings
from ct_pipeline.web.chains import Chains
from ct_pipeline.web.limits import Limits
from ct_pipeline.web.sessions import open_session
from ct_pipeline.web.turns import Turns


def post(
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    settings: Settings,
    timeout: float,
    named_by: str | None = None,
) -> Response:
    """What came back for a POST: a status, or a failure with its reason; never an exception.

    No redirect is followed (its status is returned) and no body is read: the status counts.
    `timeout` is in seconds, for everything. `named_by` is the address on whose word we call, where
    it was not the user's.
    """
    request = Request(url, url, Kind.FEED, headers, named_by)
    return asyncio.run(_post(request, body, settings, timeout))


async def _post(request: Request, body: bytes, settings: Settings, timeout: float) -> Response:
    limits = replace(
        Limits(),
        connect_seconds=timeout,
        idle_seconds=timeout,
        total_seconds=timeout,
    )
    turns = Turns(delay_seconds=0.0)
    async with open_session(settings, limits) as session:
        chains = Chains(session, settings, limits, turns)
        return await chains.post(request, body)
