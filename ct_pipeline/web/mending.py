"""aiohttp's protocol with an answer made sound before its parser: the head, and where it ends.

The parser is strict, as it must be for servers behind it. It gets a mended head and the body in
sound chunks, however the server frames it.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import aiohttp
from aiohttp.client_proto import ResponseHandler

from ct_pipeline.web.framing import Framing
from ct_pipeline.web.heads import (
    END_OF_HEAD,
    INTERIM,
    MAX_HEAD_BYTES,
    STATUS_LINE,
    framing_of,
    mended_head,
)

# So long more is waited for where a body goes on beyond its length, or has none where it should.
SILENCE_SECONDS = 1.0
LAST_CHUNK = b"0\r\n\r\n"
LONGEST_STATUS = 16  # bytes in which a status must have come
JUNK_BYTES = 4  # before the status, as browsers bear it: a byte order mark


class AnswerMender(ResponseHandler):
    """The client's protocol for one connection."""

    _held: bytearray | None = None
    _scanned = 0  # of what is held, so that a head in small pieces is not read again and again
    _framing: Framing | None = None
    _silence: asyncio.TimerHandle | None = None
    _has_answered = False

    @property
    def announced_bytes(self) -> int:
        """The length of the present body by its head, 0 where that says none."""
        return self._framing.announced if self._framing else 0

    def set_response_params(self, **options: Any) -> None:
        """Called by the client before each request on this connection: a head comes next."""
        self._held, self._scanned = bytearray(), 0
        self._framing = None
        super().set_response_params(**options)

    def data_received(self, data: bytes) -> None:
        """Holds the bytes of a head back until it is whole; the body goes straight on."""
        if self._held is None:
            super().data_received(self._framed(data) if data else data)
            return
        self._held += data
        while self._held is not None and (taken := self._taken(self._held)):
            super().data_received(taken)

    def eof_received(self) -> None:
        """What never became a head is the parser's to judge."""
        if self._held and not self._has_answered:
            held, self._held = bytes(self._held), None
            super().data_received(held)
        self._end()
        super().eof_received()

    def connection_lost(self, exc: BaseException | None) -> None:
        """A connection that closes in good order is the end of a body that says nothing else."""
        if exc is None and self.transport is not None:
            self._end()
        super().connection_lost(exc)

    def _taken(self, held: bytearray) -> bytes:
        """What may be handed on: nothing while more must come first."""
        start = STATUS_LINE.search(held)
        # Before the start: what the last answer sent beyond its end.
        before = held[: start.start()].strip() if start else held.strip()
        most = JUNK_BYTES if start else LONGEST_STATUS
        is_no_head = not self._has_answered and len(before) > most
        if is_no_head or len(held) > MAX_HEAD_BYTES:
            self._held = None
            return bytes(held)
        end = END_OF_HEAD.search(held, max(self._scanned - 3, start.start() if start else 0))
        self._scanned = len(held)
        if start is None or end is None:
            return b""
        head = mended_head(bytes(held[start.start() : end.start()]))
        with memoryview(held) as view:
            rest = bytes(view[end.end() :])
        if INTERIM.match(head):
            self._held, self._scanned = bytearray(rest), 0
            return head + b"\r\n\r\n"
        self._held, self._has_answered = None, True
        head, self._framing = framing_of(head)
        return head + b"\r\n\r\n" + self._framed(rest)

    def _framed(self, data: bytes) -> bytes:
        """The bytes of the body as sound chunks; what follows it goes."""
        framing = self._framing
        if framing is None:
            return data
        self._drop_silence()
        if framing.is_over:
            if data.strip():
                self.force_close()
            return b""
        body = framing.take(data)
        if framing.has_excess:
            self.force_close()
        if framing.is_doubtful and not framing.is_over:
            self._silence = self._loop.call_later(SILENCE_SECONDS, self._end)
        chunk = b"%x\r\n%b\r\n" % (len(body), body) if body else b""
        return chunk + LAST_CHUNK if framing.is_over else chunk

    def _end(self) -> None:
        """The body is over where nothing is missing."""
        self._drop_silence()
        if self._framing is None or self._framing.is_over or not self._framing.ends_by_closing:
            return
        self._framing.is_over = True
        self.force_close()
        super().data_received(LAST_CHUNK)

    def _drop_silence(self) -> None:
        if self._silence is not None:
            self._silence.cancel()
            self._silence = None


class MendingConnector(aiohttp.TCPConnector):
    """A connector whose answers are mended."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        factory: partial[Any] = partial(AnswerMender, loop=self._loop)
        self._factory = factory


def announced_bytes(response: aiohttp.ClientResponse) -> int:
    """How long the server says that the body is, while it is on its way; 0 where it does not."""
    connection = response.connection
    protocol = connection.protocol if connection else None
    return protocol.announced_bytes if isinstance(protocol, AnswerMender) else 0
