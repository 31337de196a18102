"""Reading a response's body: streaming, decompressing, never beyond the limits."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import aiohttp

from ct_pipeline.web.limits import MEGABYTE, Limits
from ct_pipeline.web.rooms import Room

GZIP_MAGIC = b"\x1f\x8b"
PIECE_BYTES = MEGABYTE


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
    """Undoes one content coding. Raises UndecodableBodyError for one that was not asked for."""

    def __init__(self, encoding: str) -> None:
        if encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise UndecodableBodyError(f"content-encoding {encoding!r} was not asked for")
        self._encoding = encoding
        self._inflater: zlib._Decompress | None = None
        self._is_started = False
        self._error: str | None = None

    @property
    def damage(self) -> str | None:
        """What is wrong with the compressed data, now that no more will come."""
        if self._error is None and self._inflater is not None and not self._inflater.eof:
            return "truncated compression"
        return self._error

    def decode(self, data: bytes) -> Iterator[bytes]:
        """The plain bytes of the next ones received, in pieces of at most a megabyte."""
        if data and not self._is_started:
            self._is_started = True
            self._inflater = self._choose(data)
        if self._inflater is None:
            yield data
        elif self._error is None:
            try:
                yield from self._inflate(self._inflater, data)
            except zlib.error as error:
                self._error = f"damaged compression: {error}"

    def _choose(self, head: bytes) -> zlib._Decompress | None:
        # Some servers announce gzip and send plain text, others send .gz files unannounced.
        if head.startswith(GZIP_MAGIC):
            return zlib.decompressobj(wbits=31)
        if self._encoding == "deflate":
            has_zlib_header = head[0] & 0x0F == zlib.DEFLATED
            return zlib.decompressobj(wbits=zlib.MAX_WBITS if has_zlib_header else -zlib.MAX_WBITS)
        return None

    def _inflate(self, inflater: zlib._Decompress, data: bytes) -> Iterator[bytes]:
        while data:
            yield inflater.decompress(data, PIECE_BYTES)
            data = inflater.unconsumed_tail
            if inflater.eof:
                data = inflater.unused_data
                if not data.startswith(GZIP_MAGIC):
                    return  # anything after the last member is padding
                inflater = self._inflater = zlib.decompressobj(wbits=31)


async def read_body(response: aiohttp.ClientResponse, limits: Limits, room: Room) -> Body:
    """The body, decompressed; where it broke off, its beginning with the damage named.

    A large body waits for room. Raises BodyTooLargeError, UndecodableBodyError where nothing could
    be had, and aiohttp's errors of time.
    """
    announced = response.content_length or 0
    if announced > limits.max_received_bytes:
        raise BodyTooLargeError(f"{announced} bytes announced, {limits.max_received_bytes} allowed")
    decoder = Decoder(response.headers.get("Content-Encoding", "").strip().lower())
    content = bytearray()
    received = 0
    damage = None
    try:
        async for chunk in response.content.iter_any():
            received += len(chunk)
            if received > limits.max_received_bytes:
                raise BodyTooLargeError(f"more than {limits.max_received_bytes} bytes")
            for piece in decoder.decode(chunk):
                content += piece
                if len(content) > limits.max_body_bytes:
                    raise BodyTooLargeError(
                        f"more than {limits.max_body_bytes} bytes when decompressed"
                    )
                if len(content) > limits.large_body_bytes:
                    await room.enter()
    except (aiohttp.ClientPayloadError, aiohttp.ClientOSError) as error:
        damage = f"the connection broke off: {error}"
    damage = damage or decoder.damage
    if damage and not content:
        raise UndecodableBodyError(damage)
    return Body(bytes(content), damage)
