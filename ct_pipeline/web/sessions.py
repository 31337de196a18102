"""The HTTP client as we use it: who we say we are, and what it does not do on its own."""

from __future__ import annotations

import aiohttp

from ct_pipeline.feeds.exchange import Kind, Request
from ct_pipeline.settings import Settings
from ct_pipeline.version import VERSION
from ct_pipeline.web.addresses import GuardedSockets
from ct_pipeline.web.limits import Limits
from ct_pipeline.web.mending import MendingConnector

ACCEPT = {
    Kind.FEED: "application/atom+xml, application/rss+xml, application/feed+json, "
    "application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.5",
    Kind.PAGE: "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.5",
}


def user_agent(settings: Settings) -> str:
    """The name that servers see, with the contact where one is set."""
    name = f"ct_pipeline/{VERSION}"
    return f"{name} ({settings.contact})" if settings.contact else name


def sent_headers(request: Request, settings: Settings) -> dict[str, str]:
    """Every header of a request but Host."""
    return {
        "User-Agent": user_agent(settings),
        "Accept-Encoding": "gzip, deflate",
        "Accept": ACCEPT[request.kind],
        **request.headers,
    }


def open_session(settings: Settings, limits: Limits) -> aiohttp.ClientSession:
    """A session without cookies, proxies or automatic redirects, on guarded sockets."""
    connector = MendingConnector(
        limit=0,
        keepalive_timeout=15,
        ttl_dns_cache=300,
        socket_factory=GuardedSockets(settings.allowed_private_hosts),
    )
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        read_bufsize=256 * 1024,
        max_line_size=limits.max_header_bytes,
        max_field_size=limits.max_header_bytes,
        max_headers=limits.max_header_count,
    )
