"""A small press on loopback: sites with feeds and pages, and a receiver of webhooks."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


@dataclass(frozen=True)
class Reply:
    """What a server answers: a status, a body and its type, and further headers."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Received:
    """A request that reached a server."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Site:
    """One host on a port of its own; answers what `replies` says, 404 otherwise.

    A reply to GET carries an ETag made from its body, and a matching If-None-Match gets a 304.
    Without a port the system gives one that is free.
    """

    def __init__(self, port: int = 0) -> None:
        self.replies: dict[str, Reply] = {}
        self.posted: Reply = Reply(status=204)
        self.received: list[Received] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler_of(self))
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    @property
    def host(self) -> str:
        """The host and port, as settings name them."""
        return f"127.0.0.1:{self._server.server_port}"

    def url(self, path: str) -> str:
        """The absolute address of a path on this site."""
        return f"http://{self.host}{path}"

    def requests_of(self, path: str) -> list[Received]:
        """Every request for one path, in order."""
        return [request for request in self.received if request.path == path]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler_of(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._note(b"")
            reply = site.replies.get(self.path, Reply(status=404, body=b"not here"))
            etag = '"' + hashlib.sha256(reply.body).hexdigest()[:16] + '"'
            if reply.status == 200 and self.headers.get("If-None-Match") == etag:
                self._answer(Reply(status=304, headers={"ETag": etag}))
            else:
                extra = {"ETag": etag, **reply.headers} if reply.status == 200 else reply.headers
                self._answer(Reply(reply.status, reply.body, reply.content_type, extra))

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            self._note(self.rfile.read(length))
            self._answer(site.posted)

        def _note(self, body: bytes) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            site.received.append(Received(self.command, self.path, headers, body))

        def _answer(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.status != 304:
                self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Silence: a test's output is its assertions."""

    return Handler


@contextmanager
def sites(count: int) -> Iterator[list[Site]]:
    """Several sites at once, each a host of its own."""
    with ExitStack() as stack:
        yield [stack.enter_context(Site()) for _ in range(count)]
