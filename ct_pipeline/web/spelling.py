"""An address as it goes over the wire: as it is written, but for what cannot stand there.

A signed link holds only for its exact spelling: `%2F`, `%3A`, `%27` and `%7E` stay as they are, and
so do brackets and quotes that a stricter reading would escape. Spaces, letters beyond ASCII and
what browsers escape are escaped; the host is written as name servers know it.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

from ct_pipeline.feeds.hosts import ascii_host
from ct_pipeline.feeds.identity import without_dot_segments

# What browsers drop from an address before reading it (URL Standard, "basic URL parser").
_DROPPED = re.compile(r"[\x00-\x20]+$|^[\x00-\x20]+|[\t\n\r]")
_QUERY_OR_FRAGMENT = re.compile(r"[?#]")
_NOT_IN_A_NAME = re.compile(r"[\x00-\x20\"#%/:<>?@\[\\\]^`{|}]")
# Left alone by browsers in a path and in a query; `%` is somebody's own escape.
_KEPT_IN_PATH = "%/:;@!$&'()*+,=~[]|^"
_KEPT_IN_QUERY = _KEPT_IN_PATH + "?`{}\\"


def wire_address(text: str) -> str:
    """The address to send. Raises ValueError for a host that cannot be one."""
    parts = urlsplit(_with_slashes(_DROPPED.sub("", text)))
    path = _escaped(parts.path, _KEPT_IN_PATH) or "/"
    if "/." in path:
        path = without_dot_segments(path)
    query, fragment = (_escaped(part, _KEPT_IN_QUERY) for part in (parts.query, parts.fragment))
    return "".join(
        [
            f"{parts.scheme}://{_authority(parts.netloc)}{path}",
            f"?{query}" if query else "",
            f"#{fragment}" if fragment else "",
        ]
    )


def _with_slashes(text: str) -> str:
    """Backslashes before the query are slashes, as browsers read them."""
    found = _QUERY_OR_FRAGMENT.search(text)
    end = found.start() if found else len(text)
    return text[:end].replace("\\", "/") + text[end:]


def _authority(netloc: str) -> str:
    user, at, place = netloc.rpartition("@")
    if not place.startswith("["):
        host, colon, port = place.partition(":")
        name = ascii_host(unquote(host))
        if _NOT_IN_A_NAME.search(name):
            raise ValueError(f"{host!r} is no host name")
        place = f"{name}{colon}{port}"
    return f"{_escaped(user, _KEPT_IN_PATH)}{at}{place}"


def _escaped(part: str, kept: str) -> str:
    # Bytes that were no text (in a Location header) came as surrogates: they are sent as they came.
    return quote(part, kept, errors="surrogateescape")
