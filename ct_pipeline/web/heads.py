"""The head of a response as browsers read it: what is plainly meant is kept, what is noise goes.

The client's parser is strict, as it must be for servers behind it; one header line that nobody
needs would cost us the whole answer. What could hide a second message (two lengths that differ)
is left as it is, for the parser to refuse.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import aiohttp
from aiohttp.client_proto import ResponseHandler

_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_STATUS_LINE = re.compile(rb"HTTP/\d")
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROLS = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_INTERIM = re.compile(rb"HTTP/\d(?:\.\d)?\s+1(?!01)\d\d\b")
_BODILESS = re.compile(rb"HTTP/\d(?:\.\d)?\s+[23]04\b")
_LENGTH = re.compile(rb"\r\nContent-Length: (\d{1,18})(?=\r\n|$)")
MAX_HEAD_BYTES = 64 * 1024  # what is longer is no head; the parser says so
MAX_VALUE_BYTES = 16 * 1024  # no header that we need is as long


def mended_head(head: bytes) -> bytes:
    """The same head with CRLF after each line and no line that cannot be read.

    `head` ends before the empty line; so does what is returned. Left out are lines without a
    colon or with a blank within the name, lengths that are no number or repeat themselves, and a
    length beside chunks (RFC 9112, 6.3).
    """
    status, *lines = _LINE_END.split(_unfolded(head))
    fields = [field for line in lines if (field := _field(line))]
    codings = _said(fields, b"transfer-encoding")
    lengths = _said(fields, b"content-length")
    kept = [(n, v) for n, v in fields if n.lower() not in {b"transfer-encoding", b"content-length"}]
    if b"chunked" in (coding.lower() for coding in codings):
        kept.append((b"Transfer-Encoding", b"chunked"))
    else:
        kept += [(b"Content-Length", length) for length in lengths if length.isdigit()]
    return b"\r\n".join([status.rstrip(), *(b"%b: %b" % field for field in kept)])


class HeadMender(ResponseHandler):
    """aiohttp's protocol with a mended head, and no more body than announced, before its parser."""

    _held: bytearray | None = None
    _scanned = 0  # of what is held, so that a head in small pieces is not read again and again
    _body_left: int | None = None
    _has_answered = False

    def set_response_params(self, **options: Any) -> None:
        """Called by the client before each request on this connection: a head comes next."""
        self._held, self._scanned = bytearray(), 0
        super().set_response_params(**options)

    def data_received(self, data: bytes) -> None:
        """Holds the bytes of a head back until it is whole; the body goes straight on."""
        if self._held is None:
            super().data_received(self._within_length(data) if data else data)
            return
        self._held += data
        while self._held is not None and (taken := self._taken(self._held)):
            super().data_received(taken)

    def eof_received(self) -> None:
        """What never became a head is the parser's to judge."""
        if self._held and not self._has_answered:
            held, self._held = bytes(self._held), None
            super().data_received(held)
        super().eof_received()

    def _taken(self, held: bytearray) -> bytes:
        """What may be handed on: nothing while more must come first."""
        start = _STATUS_LINE.search(held)
        # Before the start: what the last answer sent beyond the length that it announced.
        before = bytes(held[: start.start() if start else None])
        is_no_head = not self._has_answered and len(held) > len("HTTP/1") and before.strip()
        if is_no_head or len(held) > MAX_HEAD_BYTES:
            self._held = None
            return bytes(held)
        end = _END_OF_HEAD.search(held, max(self._scanned - 3, len(before)))
        self._scanned = len(held)
        if start is None or end is None:
            return b""
        head = mended_head(bytes(held[start.start() : end.start()]))
        rest = bytes(held[end.end() :])
        if _INTERIM.match(head):
            self._held, self._scanned = bytearray(rest), 0
            return head + b"\r\n\r\n"
        self._held, self._has_answered, self._body_left = None, True, _body_bytes(head)
        return head + b"\r\n\r\n" + self._within_length(rest)

    def _within_length(self, data: bytes) -> bytes:
        """The bytes that belong to the body; others would make the parser refuse the whole."""
        if self._body_left is None:
            return data
        if len(data) > self._body_left:
            self.force_close()
        data = data[: self._body_left]
        self._body_left -= len(data)
        return data


class MendingConnector(aiohttp.TCPConnector):
    """A connector whose responses have mended heads."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        factory: partial[Any] = partial(HeadMender, loop=self._loop)
        self._factory = factory


def _body_bytes(head: bytes) -> int | None:
    """How long the body is by its mended head, None where it goes on until its own end."""
    if _BODILESS.match(head):
        return 0
    found = _LENGTH.findall(head)
    return int(found[0]) if len(found) == 1 else None


def _unfolded(head: bytes) -> bytes:
    return re.sub(rb"\r?\n[ \t]+", b" ", head)


def _field(line: bytes) -> tuple[bytes, bytes] | None:
    name, colon, value = line.partition(b":")
    name = name.rstrip(b" \t")
    if not colon or not _NAME.fullmatch(name) or len(value) > MAX_VALUE_BYTES:
        return None
    return name, _CONTROLS.sub(b" ", value).strip()


def _said(fields: list[tuple[bytes, bytes]], wanted: bytes) -> list[bytes]:
    """The values of a header whose values are a list, each once."""
    values = [v for name, value in fields if name.lower() == wanted for v in value.split(b",")]
    return list(dict.fromkeys(value.strip() for value in values))
