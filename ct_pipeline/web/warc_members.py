"""The records of a WARC file as bytes, one after the other, whatever damage lies between them.

Each is a gzip member of its own, or lies plain in the file. What is damaged is told, and reading
goes on at the next record.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO

from ct_pipeline.history.captures import CUT_OFF

GZIP_MAGIC = b"\x1f\x8b\x08"
PLAIN_MAGIC = b"WARC/"
HEAD_END = b"\r\n\r\n"
PIECE_BYTES = 256 * 1024
LONGEST_HEAD = 64 * 1024
# What seems to be a record may be tried to the end of the file for nothing, and thousands of such
# may lie in one another: beyond so many times the file's size, and so many bytes, reading goes on
# behind what was tried.
MOST_TRIED = 8
LEAST_TRIED = 64 * 1024 * 1024
# A record's own length, in its head.
_LENGTH = re.compile(rb"^content-length:\s*(\d{1,18})\s*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Member:
    """A record's bytes: where it begins in the file, where the next does, what is wrong with it.

    `data` is empty where it is damaged, and only its beginning where it `is_too_large`.
    """

    offset: int
    next_offset: int
    data: bytes
    damage: str | None = None
    is_too_large: bool = False


def is_packed(stream: IO[bytes]) -> bool:
    """Whether a file's records are gzip members."""
    stream.seek(0)
    return stream.read(2) == GZIP_MAGIC[:2]


def read_members(stream: IO[bytes], offset: int, size: int, largest: int) -> Iterator[Member]:
    """Each record from an offset on to the end of the file at `size`."""
    packed, plain = (_read_packed, GZIP_MAGIC), (_read_plain, PLAIN_MAGIC)
    read, magic = packed if is_packed(stream) else plain
    untried = MOST_TRIED * size + LEAST_TRIED
    while offset < size:
        stream.seek(offset)
        member = read(stream, offset, size, largest)
        if member.damage:
            tried_to = stream.tell()
            untried -= max(tried_to - offset - LONGEST_HEAD, 0)
            after = offset + 1 if untried > 0 else tried_to
            member = replace(member, next_offset=_next_start(stream, after, size, magic))
        yield member
        offset = member.next_offset


def length_of(head: bytes) -> int | None:
    """The length of a record's block by its head; None where it has none."""
    found = _LENGTH.search(head)
    return int(found[1]) if found else None


def _read_packed(stream: IO[bytes], offset: int, size: int, largest: int) -> Member:
    inflater = zlib.decompressobj(wbits=31)
    pieces: list[bytes] = []
    count, taken = 0, 0
    waiting = b""
    try:
        while not inflater.eof:
            if not waiting:
                waiting = stream.read(PIECE_BYTES)
                taken += len(waiting)
                if not waiting:
                    return Member(offset, size, b"", CUT_OFF)
            piece = inflater.decompress(waiting, PIECE_BYTES)
            waiting = inflater.unconsumed_tail
            count += len(piece)
            if count <= largest:
                pieces.append(piece)
    except zlib.error:
        return Member(offset, size, b"", "damaged compression")
    following = offset + taken - len(inflater.unused_data)
    is_too_large = count > largest
    data = b"".join(pieces[:1] if is_too_large else pieces)
    return Member(offset, following, data, is_too_large=is_too_large)


def _read_plain(stream: IO[bytes], offset: int, size: int, largest: int) -> Member:
    beginning = stream.read(LONGEST_HEAD)
    head, separator, _ = beginning.partition(HEAD_END)
    length = length_of(head)
    is_cut = not separator and len(beginning) < LONGEST_HEAD
    if is_cut and (head.startswith(PLAIN_MAGIC) or PLAIN_MAGIC.startswith(head)):
        return Member(offset, size, b"", CUT_OFF)
    if not head.startswith(PLAIN_MAGIC) or not separator or length is None:
        return Member(offset, size, b"", "no record begins here")
    end = offset + len(head) + len(separator) + length
    if end > size:
        return Member(offset, size, b"", CUT_OFF)
    following = min(end + len(HEAD_END), size)
    if end - offset > largest:
        return Member(offset, following, beginning, is_too_large=True)
    stream.seek(offset)
    return Member(offset, following, stream.read(following - offset))


def _next_start(stream: IO[bytes], after: int, size: int, magic: bytes) -> int:
    """Where the next record begins, looked for byte by byte; the file's end where none does."""
    place = after
    while place < size:
        stream.seek(place)
        piece = stream.read(PIECE_BYTES)
        found = piece.find(magic)
        while found >= 0:
            beginning = piece[found : found + LONGEST_HEAD]
            if len(beginning) < LONGEST_HEAD:
                stream.seek(place + found)
                beginning = stream.read(LONGEST_HEAD)
            if _begins_record(beginning, magic):
                return place + found
            found = piece.find(magic, found + 1)
        # A mark may lie across two pieces.
        place += max(len(piece) - len(magic) + 1, 1)
    return size


def _begins_record(beginning: bytes, magic: bytes) -> bool:
    if magic == GZIP_MAGIC:
        try:
            return (
                zlib.decompressobj(wbits=31).decompress(beginning[:512], 64).startswith(PLAIN_MAGIC)
            )
        except zlib.error:
            return False
    head, separator, _ = beginning.partition(HEAD_END)
    return bool(separator) and length_of(head) is not None
