"""Reading a response's body: streaming, unpacked, never beyond the limits."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

import aiohttp
from aiohttp.http_exceptions import ContentLengthError, TransferEncodingError

from ct_pipeline.feeds.exchange import Extent
from ct_pipeline.web.codings import UndecodableBodyError, Unpacker
from ct_pipeline.web.endings import is_whole_document, may_be_over
from ct_pipeline.web.limits import Limits
from ct_pipeline.web.mending import announced_bytes
from ct_pipeline.web.permits import Permit

# How long more is waited for once a document has closed its last tag.
GRACE_SECONDS = 2.0


class BodyTooLargeError(Exception):
    """The body exceeds a limit; the text says which."""


@dataclass(frozen=True, slots=True)
class Body:
    """An unpacked body; `flaw` says what was wrong with its transport, `extent` what was lost."""

    content: bytes
    flaw: str | None = None
    extent: Extent = Extent.WHOLE


def in_words(error: Exception) -> str:
    """The client's error in one line; its parser's go on with the bytes that it could not read."""
    if isinstance(error.__cause__, ContentLengthError | TransferEncodingError):
        return "less came than was announced"
    text = error.message if isinstance(error, aiohttp.ClientResponseError) else str(error)
    return text.partition("\n")[0].rstrip(" :")[:300] or type(error).__name__


async def read_body(
    response: aiohttp.ClientResponse, limits: Limits, permit: Permit, *, cuts_off: bool
) -> Body:
    """The body, unpacked; where it broke off, its beginning with the flaw named.

    A document that closed its own last tag is whole, whatever its transport says of its length.
    Of a body beyond the limits the beginning, where `cuts_off`; else raises BodyTooLargeError. A
    large body waits for its permit. Raises UndecodableBodyError where nothing could be had, and
    aiohttp's errors of time where nothing whole was.
    """
    announced = announced_bytes(response)
    if announced > limits.max_received_bytes and not cuts_off:
        raise BodyTooLargeError(f"{announced} bytes announced, {limits.max_received_bytes} allowed")
    reading = _Reading(response, limits, permit)
    flaw = None
    try:
        await reading.to_the_end()
    except BodyTooLargeError as error:
        if not cuts_off:
            raise
        response.close()
        return Body(bytes(reading.content[: limits.max_body_bytes]), str(error), Extent.OVER_LIMIT)
    except (aiohttp.ClientPayloadError, aiohttp.ClientOSError) as error:
        flaw = f"the connection broke off: {in_words(error)}"
    except TimeoutError:
        reading.take_rest()
        if not reading.is_whole:
            raise
        flaw = "the end of the answer never came"
    return reading.concluded(flaw)


class _Reading:
    """One body on its way."""

    def __init__(self, response: aiohttp.ClientResponse, limits: Limits, permit: Permit) -> None:
        encoding = response.headers.get("Content-Encoding", "")
        self._stream = response.content
        self._limits = limits
        self._permit = permit
        self._unpacker = Unpacker(encoding, limits.max_body_bytes)
        self.content = bytearray()

    @property
    def is_whole(self) -> bool:
        """Whether what came so far says itself that nothing more belongs to it."""
        return self._unpacker.is_at_end or is_whole_document(self.content)

    async def to_the_end(self) -> None:
        """Reads on; where a whole document is followed by silence, raises TimeoutError.

        Raises BodyTooLargeError and aiohttp's errors.
        """
        received = 0
        while True:
            is_over = self._unpacker.is_at_end or may_be_over(self.content)
            grace = GRACE_SECONDS if is_over and self.is_whole else None
            async with asyncio.timeout(grace):
                chunk = await self._stream.readany()
            if not chunk:
                return
            received += len(chunk)
            _check(received, self._limits.max_received_bytes)
            await self._take(self._unpacker.feed(chunk))

    async def _take(self, pieces: Iterable[bytes]) -> None:
        for piece in pieces:
            self.content += piece
            _check(len(self.content), self._limits.max_body_bytes)
            if len(self.content) > self._limits.large_body_bytes:
                await self._permit.acquire()

    def take_rest(self) -> None:
        """Takes what was held back while more could come."""
        for piece in self._unpacker.close():
            self.content += piece

    def concluded(self, flaw: str | None) -> Body:
        """What was had, now that no more will come."""
        self.take_rest()
        flaw = flaw or self._unpacker.damage
        if flaw is None:
            return Body(bytes(self.content))
        if not self.content:
            raise UndecodableBodyError(flaw)
        return Body(bytes(self.content), flaw, Extent.WHOLE if self.is_whole else Extent.BROKEN_OFF)


def _check(size: int, limit: int) -> None:
    if size > limit:
        raise BodyTooLargeError(f"more than {limit} bytes")
