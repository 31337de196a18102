"""Where the body of a response ends: by its length, by its chunks, or where the connection closes.

Read as servers write it: a length that counts letters for bytes, chunks whose lines end in LF
alone or that somebody took the headers of away. Bytes in, the body's bytes out.
"""

from __future__ import annotations

import re

from ct_pipeline.web.endings import may_be_over

LONGEST_SIZE_LINE = 4_096
# The size of a chunk with what may stand around it, and the end of the chunk before it.
_SIZE_LINE = re.compile(
    rb"(?:[ \t]*\r*\n)?[ \t]*(?:0[xX])?([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]*|\r*)\n"
)
_SIZE_LINE_BEGUN = re.compile(
    rb"[ \t]*(?:(?:\r+\n?|\n)[ \t]*)?(?:0[xX])?(?:[0-9A-Fa-f]{1,15}[ \t]*(?:;[^\n]*|\r*))?\Z"
)
_SIZE_AND_DOCUMENT = re.compile(
    rb"[0-9A-Fa-f]{1,8}[ \t]*(?:;[^\r\n]*)?\r?\n(?:[ \t\r\n]*[<{]|\xef\xbb\xbf|\x1f\x8b)"
)


class Framing:
    """The body goes on until the connection closes."""

    is_over = False
    ends_by_closing = True  # the connection may close now, and nothing is missing
    is_doubtful = False  # silence ends it, too
    has_excess = False  # something came that is not of this body
    announced = 0  # bytes

    def take(self, data: bytes) -> bytes:
        """What of the bytes received belongs to the body."""
        return data


class Length(Framing):
    """As long as announced; longer where what follows at once shows that to be wrong.

    What follows a document's own end, or begins another answer, is not of the body.
    """

    ends_by_closing = False

    def __init__(self, announced: int, *, may_be_wrong: bool) -> None:
        self.announced = self._left = announced
        self._may_be_wrong = may_be_wrong
        self.is_over = not announced and not may_be_wrong
        self.is_doubtful = self.ends_by_closing = not announced

    def take(self, data: bytes) -> bytes:
        if self.ends_by_closing:
            return data
        own, excess = data[: self._left], data[self._left :]
        self._left -= len(own)
        if self._left:
            return own
        if self._may_be_wrong and excess.strip() and not _may_end(own, excess):
            self.is_doubtful = self.ends_by_closing = True
            return data
        self.is_over, self.has_excess = True, bool(excess)
        return own


class Chunks(Framing):
    """Chunks until an empty one; the whole where they were announced and the first is none."""

    ends_by_closing = False

    def __init__(self) -> None:
        self._held = b""  # of a size's line that is not whole
        self._left = 0  # of the present chunk
        self._has_begun = False
        self._is_unframed = False

    def take(self, data: bytes) -> bytes:
        data, self._held = self._held + data, b""
        pieces = []
        position = 0
        while position < len(data) and not self.is_over:
            if self._is_unframed:
                self._left = len(data)
            if self._left:
                pieces.append(data[position : position + self._left])
                self._left -= len(pieces[-1])
                position += len(pieces[-1])
            elif found := _SIZE_LINE.match(data, position):
                position, self._left, self._has_begun = found.end(), int(found[1], 16), True
                self.is_over = not self._left
            elif _is_begun(data, position):
                self._held = data[position:]
                break
            else:
                self._is_unframed, self.ends_by_closing = True, not self._has_begun
        self.has_excess = self.is_over and bool(data[position:].strip())
        return b"".join(pieces)


def looks_like_chunks(head: bytes) -> bool:
    """Whether a body that nobody called chunked begins with a chunk of a document."""
    return bool(_SIZE_AND_DOCUMENT.match(head))


def _may_end(own: bytes, excess: bytes) -> bool:
    end = own[-64:]
    is_at_end = may_be_over(end) or end.rstrip().endswith(b"}")
    return is_at_end or excess.lstrip().startswith(b"HTTP/")


def _is_begun(data: bytes, position: int) -> bool:
    if len(data) - position > LONGEST_SIZE_LINE:
        return False
    return bool(_SIZE_LINE_BEGUN.match(data, position))
