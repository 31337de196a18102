"""Who may ask the UI: this machine's own browser on the UI's own pages, no other web page.

The UI has no login. It listens on loopback, but every page that a browser on this machine opens
can send requests there too: from its own origin, or under a host name that it has made lead to
127.0.0.1 ("DNS rebinding"). So each request is judged by the headers that a browser sends and a
page cannot choose: docs/decisions/0006-the-ui-answers-its-own-pages.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
OWN_SITES = frozenset({"same-origin", "none"})  # none: typed, a bookmark, another program
DEFAULT_PORTS = {"http": ":80", "https": ":443"}

Scope = dict[str, Any]


class OwnPagesOnly:
    """An ASGI application that passes on what the UI's own pages ask, and refuses all else."""

    def __init__(self, app: Any, host_names: frozenset[str]) -> None:
        self._app = app
        self._host_names = LOOPBACK_NAMES | host_names

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Answers a refused request with 403 and the reason, a refused WebSocket likewise."""
        reason = None
        if scope["type"] in {"http", "websocket"}:
            reason = refusal(scope, self._host_names)
        if reason is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await _refuse(reason, send)


def refusal(scope: Scope, host_names: frozenset[str]) -> str | None:
    """Why a request is refused, or None. `scope` is ASGI's, of an HTTP request or a WebSocket."""
    hosts, origins = _values(scope, b"host"), _values(scope, b"origin")
    if len(hosts) != 1 or _name_of(hosts[0]) not in host_names:
        return (
            f"The UI does not answer under the host name {', '.join(hosts)[:100]!r}. Name it in "
            "CT_UI_HOSTS if it is yours; a reverse proxy passes on the Host that it was asked for."
        )
    if any(_host_of(origin) != hosts[0].lower() for origin in origins):
        return "A page of another origin may not use the UI."
    if any(site not in OWN_SITES for site in _values(scope, b"sec-fetch-site")):
        return f"Another site led here. Open the UI yourself: type or paste {hosts[0]}."
    return None if scope["type"] == "websocket" else _refusal_of_method(scope)


def _refusal_of_method(scope: Scope) -> str | None:
    """Nothing is set in motion but by JSON, which no form and no picture of another page sends."""
    if scope["method"] in {"GET", "HEAD"}:
        asks_graphql = "query" in parse_qs(
            scope["query_string"].decode("latin-1"), keep_blank_values=True
        )
        if asks_graphql and scope["path"].rstrip("/").endswith("/graphql"):
            return "GraphQL is asked by POST."
        return None
    kinds = [kind.partition(";")[0].strip().lower() for kind in _values(scope, b"content-type")]
    return None if kinds == ["application/json"] else "Only application/json is taken."


def _values(scope: Scope, name: bytes) -> Sequence[str]:
    return [value.decode("latin-1").strip() for key, value in scope["headers"] if key == name]


def _name_of(host: str) -> str:
    """The name in a Host header, without port."""
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdecimal() else host.lower()


def _host_of(origin: str) -> str:
    """What the Host header of a request to that origin is; empty for an opaque one."""
    try:
        parts = urlsplit(origin.lower())
    except ValueError:
        return ""
    return parts.netloc.removesuffix(DEFAULT_PORTS.get(parts.scheme, ""))


async def _refuse(reason: str, send: Any) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": f"{reason}\n".encode()})
