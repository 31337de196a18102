"""What is asked of a server and what came back: values that polling decides on and web carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a request is for: robots.txt governs pages, not subscribed feeds."""

    FEED = "feed"
    PAGE = "page"


class Failure(StrEnum):
    """Why there is no usable response; an HTTP status of 4xx or 5xx is not one of these."""

    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    BROKEN = "broken"  # reset, truncated, undecodable transport
    TOO_LARGE = "too_large"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    REFUSED_ADDRESS = "refused_address"  # scheme, port or address that the rules forbid
    ROBOTS = "robots"  # robots.txt forbids it
    ROBOTS_UNREADABLE = "robots_unreadable"  # it could not be read, so the page waits
    HOST_WAITS = "host_waits"  # nobody was asked: the host wants to be left alone for now


class Extent(StrEnum):
    """How much of a body came."""

    WHOLE = "whole"
    BROKEN_OFF = "broken_off"
    OVER_LIMIT = "over_limit"  # larger than we read; its beginning


@dataclass(frozen=True, slots=True)
class Request:
    """One address to fetch; `key` is the caller's own (a source or entry id).

    `named_by` is the address whose answer named this one, empty where that is not known any more;
    None where the user did. What the web names may not lead to this machine's own network.
    `share` names on whose behalf (a feed): one share leaves places free for the others.
    """

    key: str
    url: str
    kind: Kind
    headers: Mapping[str, str] = field(default_factory=dict)
    named_by: str | None = None
    share: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """One hop: the status that sent us on and the absolute address that it named."""

    status: int
    url: str


@dataclass(frozen=True, slots=True)
class Archived:
    """Where a response's bytes lie: a file of the archive, relative to its folder, and an offset.

    `body_hash` is the SHA-256 of the decompressed body, in hexadecimal.
    """

    file: str
    offset: int
    body_hash: str
    body_bytes: int


@dataclass(frozen=True, slots=True)
class Response:
    """What came back for a request. Either `status` is set or `failure` is.

    `elapsed_ms` is the time of all hops without the wait for the hosts' turns.
    `headers` have lower-case names, repeated ones joined by ", "; `body` is decompressed;
    `final_url` is the address that answered. A status together with a `detail` means that the
    transport had a flaw; `extent` says whether the body is whole all the same. `retry_at` is when
    the turn of a host that waits comes.
    """

    request: Request
    fetched_at: datetime
    elapsed_ms: int
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    final_url: str | None = None
    redirects: tuple[Redirect, ...] = ()
    failure: Failure | None = None
    detail: str | None = None
    extent: Extent = Extent.WHOLE
    retry_at: datetime | None = None
    archived: Archived | None = None
