"""Content codings undone by what the bytes are, whatever the headers call them.

Servers announce gzip and send plain text, send gzip or chunks unannounced, name a charset where a
coding belongs, or compress what was compressed already. The first bytes tell which it is.
"""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterator, Sequence

from ct_pipeline.web.framing import Chunks, looks_like_chunks
from ct_pipeline.web.limits import MEGABYTE

GZIP_MAGIC = b"\x1f\x8b"
PIECE_BYTES = MEGABYTE
HEAD_BYTES = 128  # enough to tell compressed bytes from text
TELLING_BYTES = 1024  # looked at for that, where as many came
MOST_CODINGS = 4
MAX_GZIP_HEADER_BYTES = 64 * 1024
GZIP_TRAILER_BYTES = 8

# Codings that exist (IANA), and that we did not ask for.
_NOT_ASKED_FOR = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz", "exi"})
_TRUNCATED = "truncated compression"
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_EXTRA, _NAME, _COMMENT, _HEADER_CHECK = 4, 8, 16, 2


class UndecodableBodyError(Exception):
    """The body's content coding cannot be undone."""


class Unpacker:
    """Undoes the codings of one body. Raises UndecodableBodyError for one that was not asked for.

    A name that is no coding (`UTF-8`, `none`, `aws-chunked`) means that nothing is to be undone.
    `max_bytes` bounds what each coding may unpack to, the inner ones included.
    """

    def __init__(
        self, content_encoding: str, max_bytes: int, codings_left: int = MOST_CODINGS
    ) -> None:
        self._names = [n for n in content_encoding.lower().replace(",", " ").split() if n]
        self._max_bytes = max_bytes
        self._codings_left = codings_left
        self._head = bytearray()
        self._is_chosen = False
        self._packed: _Gzip | _Deflate | _Unannounced | None = None
        self._inner: Unpacker | None = None
        self._unpacked_bytes = 0
        self._error: str | None = None

    @property
    def damage(self) -> str | None:
        """What is wrong with the compressed data, now that no more will come."""
        if self._error is None and self._packed is not None and not self._packed.is_at_end:
            return self._packed.truncation
        return self._error or (self._inner.damage if self._inner else None)

    @property
    def is_at_end(self) -> bool:
        """Whether compressed data came to their own end, so that nothing more can follow."""
        return self._packed is not None and self.damage is None

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The plain bytes of the next ones received, in pieces of at most a megabyte."""
        if not self._is_chosen:
            self._head += data
            if len(self._head) < HEAD_BYTES:
                return
            data = self._choose()
        yield from self._pass(data)

    def close(self) -> Iterator[bytes]:
        """The plain bytes that were held back until it was clear that no more come."""
        if not self._is_chosen:
            yield from self._pass(self._choose())
        if self._inner is not None:
            yield from self._inner.close()

    def _choose(self) -> bytes:
        """Decides what the bytes are; returns those held back so far."""
        head, self._head, self._is_chosen = bytes(self._head), bytearray(), True
        if not self._codings_left or not head:
            return head
        if (start := _gzip_start(head, self._names)) is not None:
            head, self._packed = head[start:], _Gzip()
        elif looks_like_chunks(head):
            self._packed = _Unannounced()
        elif _is_text(head):
            return head
        elif self._names and (_has_zlib_header(head) or "deflate" in self._names):
            self._packed = _Deflate(head)
        elif names := sorted(_NOT_ASKED_FOR.intersection(self._names)):
            raise UndecodableBodyError(f"content-encoding {', '.join(names)!r} was not asked for")
        if self._packed is not None:
            # What is beneath tells itself whether it is packed again.
            left = [name for name in self._names if name not in self._packed.names]
            self._inner = Unpacker(" ".join(left), self._max_bytes, self._codings_left - 1)
        return head

    def _pass(self, data: bytes) -> Iterator[bytes]:
        if self._packed is None or self._inner is None:
            yield data
            return
        if self._error is not None:
            return
        try:
            for piece in self._packed.unpack(data):
                self._unpacked_bytes += len(piece)
                if self._unpacked_bytes > self._max_bytes:
                    self._error = f"more than {self._max_bytes} bytes when decompressed"
                yield from self._inner.feed(piece)
                if self._error is not None:
                    return
        except zlib.error as error:
            self._error = f"damaged compression: {error}"


class _Unannounced:
    """Chunks that no header speaks of."""

    names = frozenset[str]()
    truncation = "the last chunk never came"

    def __init__(self) -> None:
        self._chunks = Chunks()

    @property
    def is_at_end(self) -> bool:
        return self._chunks.is_over

    def unpack(self, data: bytes) -> Iterator[bytes]:
        yield self._chunks.take(data)


class _Deflate:
    """One deflate stream, with zlib's header or without it."""

    names = frozenset({"deflate"})
    truncation = _TRUNCATED

    def __init__(self, head: bytes) -> None:
        # Read raw in both cases: a missing or wrong checksum at the end takes nothing away.
        self._skipped = 2 if _has_zlib_header(head) else 0
        self._inflater = zlib.decompressobj(-zlib.MAX_WBITS)

    @property
    def is_at_end(self) -> bool:
        return self._inflater.eof

    def unpack(self, data: bytes) -> Iterator[bytes]:
        data, self._skipped = data[self._skipped :], max(self._skipped - len(data), 0)
        yield from _inflated(self._inflater, data)


class _Gzip:
    """gzip members one after another; their checksums, right, wrong or missing, are passed over.

    The compressed data themselves say where they end; what follows the last member is padding.
    """

    names = frozenset({"gzip", "x-gzip"})
    truncation = _TRUNCATED

    def __init__(self) -> None:
        self._held = bytearray()  # of a header or a trailer that is not whole yet
        self._inflater: zlib._Decompress | None = None
        self._is_past_end = False
        self.is_at_end = False

    def unpack(self, data: bytes) -> Iterator[bytes]:
        while data and not self._is_past_end:
            if self._inflater is None:
                data = self._after_header(data)
                continue
            yield from _inflated(self._inflater, data)
            data = self._inflater.unused_data
            if self._inflater.eof:
                self._inflater, self.is_at_end = None, True

    def _after_header(self, data: bytes) -> bytes:
        """What follows a member's header, and the trailer before it; nothing while they come."""
        self._held += data
        start = GZIP_TRAILER_BYTES if self.is_at_end else 0
        magic = bytes(self._held[start : start + 2])
        if not GZIP_MAGIC.startswith(magic):
            self._is_past_end = self.is_at_end
            if not self.is_at_end:
                raise zlib.error("no gzip header")
            return b""
        length = _gzip_header_bytes(self._held[start:])
        if length is None:
            if len(self._held) > MAX_GZIP_HEADER_BYTES:
                raise zlib.error("a header without end")
            return b""
        rest = bytes(self._held[start + length :])
        self._held = bytearray()
        self._inflater, self.is_at_end = zlib.decompressobj(-zlib.MAX_WBITS), False
        return rest


def _gzip_start(head: bytes, names: Sequence[str]) -> int | None:
    """Where gzip begins: behind what a script printed too early, if gzip was announced."""
    if head.startswith(GZIP_MAGIC):
        return 0
    start = head.find(GZIP_MAGIC + b"\x08") if "gzip" in names else -1
    return start if start > 0 and _is_text(head[:start]) else None


def _has_zlib_header(head: bytes) -> bool:
    """Whether the first two bytes are zlib's (RFC 1950, 2.2)."""
    return head[0] & 0x0F == zlib.DEFLATED and int.from_bytes(head[:2], "big") % 31 == 0


def _is_text(head: bytes) -> bool:
    # What is compressed shows it within a few bytes; a whole feed may have come at once.
    return head.startswith(_WIDE_MARKS) or _NO_TEXT.search(head, 0, TELLING_BYTES) is None


def _inflated(inflater: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    while not inflater.eof:
        piece = inflater.decompress(data, PIECE_BYTES)
        data = inflater.unconsumed_tail
        yield piece
        if not data and len(piece) < PIECE_BYTES:
            return


def _gzip_header_bytes(data: Sequence[int]) -> int | None:
    """How long the header of a gzip member is (RFC 1952, 2.3), None where it is not whole."""
    header = bytes(data)
    if len(header) < 10:
        return None
    flags, length = header[3], 10
    if flags & _EXTRA:
        length += 2 + int.from_bytes(header[10:12], "little")
    for flag in (_NAME, _COMMENT):
        if flags & flag:
            length = header.find(b"\0", length) + 1
            if not length:
                return None
    length += 2 if flags & _HEADER_CHECK else 0
    return length if len(header) >= length else None
