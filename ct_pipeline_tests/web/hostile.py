"""A local web server that answers with exactly the bytes, and at exactly the pace, it is told."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from types import TracebackType
from typing import Any, Self, TypeVar

Script = AsyncIterator[bytes]
Result = TypeVar("Result")
Handler = Callable[["Visit"], Script]


@dataclass(frozen=True)
class Visit:
    """One request as it came in; `at` is the event loop's clock, in seconds."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float


@dataclass
class HostileServer:
    """Answers each path by its script, on one port or several; whatever has none is a 404."""

    scripts: dict[str, Handler] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)
    port_count: int = 1
    ports: list[int] = field(default_factory=list)
    most_connections: int = 0

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._open = 0
        self._servers: list[asyncio.Server] = []
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        for _ in range(self.port_count):
            server = self._call(asyncio.start_server(self._serve, "127.0.0.1", 0))
            self._servers.append(server)
            self.ports.append(server.sockets[0].getsockname()[1])
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._call(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def host(self) -> str:
        """The first host and port."""
        return f"127.0.0.1:{self.ports[0]}"

    @property
    def hosts(self) -> frozenset[str]:
        """All of them, for CT_ALLOWED_PRIVATE_HOSTS."""
        return frozenset(f"127.0.0.1:{port}" for port in self.ports)

    def url(self, path: str, host: int = 0) -> str:
        """The address of a path of this server."""
        return f"http://127.0.0.1:{self.ports[host]}{path}"

    def paths(self) -> list[str]:
        """The paths asked for so far, in order, without robots.txt."""
        return [visit.path for visit in self.visits if visit.path != "/robots.txt"]

    def _call(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _end(self) -> None:
        for server in self._servers:
            server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open += 1
        self.most_connections = max(self.most_connections, self._open)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            pairs = (line.split(": ", 1) for line in lines[1:] if ": " in line)
            headers = {name.lower(): value for name, value in pairs}
            method, path, _ = lines[0].split(" ")
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            visit = Visit(method, path, headers, body, self._loop.time())
            self.visits.append(visit)
            async for piece in self.scripts.get(visit.path, answers(404))(visit):
                writer.write(piece)
                await writer.drain()
        except TornDownError:
            writer.transport.abort()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._open -= 1
            writer.close()


class TornDownError(Exception):
    """Raised by a script: the connection is torn down at this point."""


@contextmanager
def hostile_server(**scripts: Handler) -> Iterator[HostileServer]:
    """A running server whose paths are the names of the scripts."""
    with HostileServer({f"/{name}": script for name, script in scripts.items()}) as server:
        yield server


def message(status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> bytes:
    """The bytes of a whole, honest response."""
    fields = {"Content-Length": str(len(body)), "Connection": "close", **(headers or {})}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status} Whatever\r\n{lines}\r\n".encode("latin-1") + body


def answers(status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> Handler:
    """Answers at once."""

    async def script(visit: Visit) -> Script:
        yield message(status, body, headers)

    return script


def redirects_to(target: str, status: int = 302) -> Handler:
    """Sends the visitor on."""
    return answers(status, headers={"Location": target})


def slow_headers(visit: Visit) -> Script:
    """One header byte now and then, for ever."""

    async def script() -> Script:
        yield b"HTTP/1.1 200 OK\r\nX-Slow: "
        while True:
            await asyncio.sleep(0.02)
            yield b"a"

    return script()


def dripping_body(visit: Visit) -> Script:
    """Announces a body and lets it drip."""

    async def script() -> Script:
        yield b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
        while True:
            await asyncio.sleep(0.02)
            yield b"<"

    return script()


def silence(visit: Visit) -> Script:
    """Takes the request and says nothing."""

    async def script() -> Script:
        await asyncio.sleep(60)
        yield b""

    return script()


def reset_in_body(visit: Visit) -> Script:
    """Tears the connection down in the middle of the body."""

    async def script() -> Script:
        yield b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<html>half of it"
        await asyncio.sleep(0.01)
        raise TornDownError

    return script()


def endless_body(visit: Visit) -> Script:
    """A chunked body that never ends."""

    async def script() -> Script:
        yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        while True:
            yield b"10000\r\n" + b"x" * 0x10000 + b"\r\n"

    return script()


def endless_headers(visit: Visit) -> Script:
    """One header that never ends."""

    async def script() -> Script:
        yield b"HTTP/1.1 200 OK\r\nX-Long: "
        while True:
            yield b"a" * 0x1000

    return script()


def gzip_bomb(megabytes: int) -> Handler:
    """A small body that unpacks to a large one."""
    packed = gzip.compress(b"\0" * (megabytes * 1024 * 1024))
    return answers(200, packed, {"Content-Encoding": "gzip"})


def truncated_gzip(content: bytes) -> Handler:
    """A gzip stream that stops early, in an honest envelope."""
    packed = gzip.compress(content)
    return answers(200, packed[: len(packed) * 2 // 3], {"Content-Encoding": "gzip"})


def not_http(visit: Visit) -> Script:
    """Speaks another protocol."""

    async def script() -> Script:
        yield b"220 mail.example ESMTP ready\r\n"

    return script()


def raw(*pieces: bytes, pause: float = 0.0) -> Handler:
    """Exactly these bytes, head included, then the connection is closed."""

    async def script(visit: Visit) -> Script:
        for number, piece in enumerate(pieces):
            if number and pause:
                await asyncio.sleep(pause)
            yield piece

    return script


def held_open(*pieces: bytes) -> Handler:
    """These bytes, and then nothing, on a connection that stays open."""

    async def script(visit: Visit) -> Script:
        for piece in pieces:
            yield piece
        await asyncio.sleep(30)

    return script
