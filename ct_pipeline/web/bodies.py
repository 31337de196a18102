"""Reading a response's body: streaming, decompressing, never beyond the limits."""

from __future__ import annotations

import asyncio
import zlib
from dataclasses import dataclass

import aiohttp

from ct_pipeline.web.limits import Limits

GZIP_MAGIC = b"\x1f\x8b"


class BodyTooLargeError(Exception):
    """The body exceeds a limit; the text says which."""


class UndecodableBodyError(Exception):
    """The body's content coding cannot be undone."""


@dataclass(frozen=True, slots=True)
class Body:
    """A decompressed body; `damage` says why it is only the beginning of what was meant."""

    content: bytes
    damage: str | None = None


class Decoder:
    """Undoes one content coding, piece by piece, and stops at a size."""

    def __init__(self, encoding: str, max_bytes: int) -> None:
        if encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise UndecodableBodyError(f"content-encoding {encoding!r} was not asked for")
        self._encoding = encoding
        self._max_bytes = max_bytes
        self._inflater: zlib._Decompress | None = None
        self._is_started = False
        self.pieces: list[bytes] = []
        self.size = 0
        self.damage: str | None = None

    def feed(self, data: bytes) -> None:
        """Takes the next bytes as received. Raises BodyTooLargeError."""
        if not data or self.damage:
            return
        if not self._is_started:
            self._is_started = True
            self._inflater = self._choose(data)
        if self._inflater is None:
            self._keep(data)
            return
        try:
            self._inflate(data)
        except zlib.error as error:
            self.damage = f"damaged compression: {error}"

    def break_off(self, reason: str) -> None:
        """No more bytes will come, though more were meant."""
        self.damage = self.damage or reason

    def finish(self) -> Body:
        """What could be decoded. Raises UndecodableBodyError when that is nothing."""
        if self._inflater is not None and not self._inflater.eof and not self.damage:
            self.damage = "truncated compression"
        if self.damage and not self.size:
            raise UndecodableBodyError(self.damage)
        return Body(b"".join(self.pieces), self.damage)

    def _choose(self, head: bytes) -> zlib._Decompress | None:
        # Some servers announce gzip and send plain text, others send .gz files unannounced.
        if head.startswith(GZIP_MAGIC):
            return zlib.decompressobj(wbits=31)
        if self._encoding == "deflate":
            has_zlib_header = head[0] & 0x0F == zlib.DEFLATED
            return zlib.decompressobj(wbits=zlib.MAX_WBITS if has_zlib_header else -zlib.MAX_WBITS)
        return None

    def _inflate(self, data: bytes) -> None:
        while data and self._inflater is not None:
            self._keep(self._inflater.decompress(data, self._max_bytes - self.size + 1))
            data = self._inflater.unconsumed_tail
            if self._inflater.eof:
                data = self._inflater.unused_data
                if not data.startswith(GZIP_MAGIC):
                    return  # anything after the last member is padding
                self._inflater = zlib.decompressobj(wbits=31)

    def _keep(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.size > self._max_bytes:
            raise BodyTooLargeError(f"more than {self._max_bytes} bytes when decompressed")
        if piece:
            self.pieces.append(piece)


async def read_body(
    response: aiohttp.ClientResponse, limits: Limits, large_bodies: asyncio.Semaphore
) -> Body:
    """The body, decompressed; where it broke off, its beginning with the damage named.

    Raises BodyTooLargeError, UndecodableBodyError, and aiohttp's errors of time.
    """
    announced = response.content_length or 0
    if announced > limits.max_received_bytes:
        raise BodyTooLargeError(f"{announced} bytes announced, {limits.max_received_bytes} allowed")
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    decoder = Decoder(encoding, limits.max_body_bytes)
    received = 0
    is_large = False
    try:
        async for chunk in response.content.iter_any():
            received += len(chunk)
            if received > limits.max_received_bytes:
                raise BodyTooLargeError(f"more than {limits.max_received_bytes} bytes")
            decoder.feed(chunk)
            if decoder.size > limits.large_body_bytes and not is_large:
                await large_bodies.acquire()
                is_large = True
    except (aiohttp.ClientPayloadError, aiohttp.ClientOSError) as error:
        decoder.break_off(f"the connection broke off: {error}")
    finally:
        if is_large:
            large_bodies.release()
    return decoder.finish()
