"""One call to a consumer's own address (a webhook), under the same address rules as fetching."""

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
    url: str, headers: Mapping[str, str], body: bytes, settings: Settings, timeout: float
) -> Response:
    """What came back for a POST: a status, or a failure with its reason; never an exception.

    No redirect is followed (its status is returned) and no body is read: the status counts.
    `timeout` is in seconds, for everything.
    """
    return asyncio.run(_post(url, headers, body, settings, timeout))


async def _post(
    url: str, headers: Mapping[str, str], body: bytes, settings: Settings, timeout: float
) -> Response:
    limits = replace(
        Limits(),
        connect_seconds=timeout,
        idle_seconds=timeout,
        total_seconds=timeout,
    )
    turns = Turns(delay_seconds=0.0)
    async with open_session(settings, limits) as session:
        chains = Chains(session, settings, limits, turns)
        return await chains.post(Request(url, url, Kind.FEED, headers), body)
