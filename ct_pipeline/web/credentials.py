"""A user name and password in an address: for that host alone, and sent as a header."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import SplitResult, urlsplit

from yarl import URL

from ct_pipeline.feeds.identity import DEFAULT_PORTS

_Origin = tuple[str, str | None, int | None]


def authorization(url: URL) -> dict[str, str]:
    """The header for what an address says before its `@` (RFC 7617); none where it says nothing."""
    if url.user is None:
        return {}
    pair = f"{url.user}:{url.password or ''}".encode()
    return {"Authorization": f"Basic {b64encode(pair).decode('ascii')}"}


def with_credentials_of(before: str, target: str) -> str:
    """Where a redirect leads, with the credentials of the address before on the same host alone."""
    try:
        old, new = urlsplit(before), urlsplit(target)
        is_kept = _origin(new) in {_origin(old), _secure(_origin(old))}
    except ValueError:
        return target  # refused on the next hop, with its reason
    said = old.netloc.rpartition("@")[0]
    if not said or not is_kept or "@" in new.netloc:
        return target
    return new._replace(netloc=f"{said}@{new.netloc}").geturl()


def _origin(parts: SplitResult) -> _Origin:
    return parts.scheme, parts.hostname, parts.port or DEFAULT_PORTS.get(parts.scheme)


def _secure(origin: _Origin) -> _Origin:
    """Where a host moves that becomes https."""
    scheme, host, port = origin
    return ("https", host, 443) if (scheme, port) == ("http", 80) else origin
