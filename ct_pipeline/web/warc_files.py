"""WARC files of others, read as streams: each record once, damaged ones with what is wrong.

Any address that fsspec opens: a local path, s3://, https://, … A record is held in memory alone
(warc_records.py); what is larger than a page may be is passed by. After a damaged record reading
goes on at the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import IO, Any

import fsspec

from ct_pipeline.errors import UserError
from ct_pipeline.history.captures import Record, RecordOutcome, Refused
from ct_pipeline.storage import BUCKETS
from ct_pipeline.web.limits import MEGABYTE
from ct_pipeline.web.warc_members import (
    GZIP_MAGIC,
    HEAD_END,
    PLAIN_MAGIC,
    Member,
    length_of,
    read_members,
)
from ct_pipeline.web.warc_records import LARGEST_BODY, QUARANTINED, read_record, refused, spelt

LARGEST_MEMBER = LARGEST_BODY + MEGABYTE  # with the heads
HEAD_BYTES = 4096
PADDING = 64  # bytes that may lie between two records: four by the standard
ENDINGS = (".warc", ".warc.gz")
SEVERAL = "several records in one gzip member (`warcio recompress` mends it)"
PACKED_TWICE = "packed twice (`gzip -d` once mends it)"
STORAGE_MEND = "`make storage` adds it."


class HistoryError(UserError):
    """A file of an archive cannot be read: which, why and the mend."""


@dataclass(frozen=True, slots=True)
class WarcFile:
    """A file of an archive, open for reading; `head_hash` tells files of one name apart.

    `address` is spelt for people; `modified_at` is None where nobody knows.
    """

    address: str
    stream: IO[bytes]
    size: int
    head_hash: str
    modified_at: datetime | None = None


@contextmanager
def open_warc(address: str) -> Iterator[WarcFile]:
    """A WARC file, gzip by record or plain. Raises HistoryError where it cannot be opened."""
    with ExitStack() as stack:
        with _explained(address, "read"):
            system, path = fsspec.url_to_fs(address)
            if system.info(path)["type"] != "file":
                raise HistoryError(
                    f"{spelt(address)} is no file. Name a file, or a folder of some."
                )
            stream = stack.enter_context(system.open(path, "rb"))
            head = stream.read(HEAD_BYTES)
            size = stream.seek(0, 2)
            modified_at = _modified_at(system, path)
        if not head.startswith((b"WARC/", b"\x1f\x8b")):
            raise HistoryError(
                f"{spelt(address)} is no WARC file: it "
                f"{f'begins with {head[:8]!r}' if head else 'is empty'}. Name files as crawlers "
                "write them, *.warc.gz or *.warc."
            )
        yield WarcFile(spelt(address), stream, size, sha256(head).hexdigest(), modified_at)


def list_files(address: str) -> list[str]:
    """The WARC files that an address names: itself, those of a pattern or below a folder, sorted.

    Raises HistoryError where there is none.
    """
    with _explained(address, "listed"):
        system, path = fsspec.url_to_fs(address)
        is_remote = "://" in address
        if system.isdir(path):
            found = [one for one in system.find(path) if one.lower().endswith(ENDINGS)]
        elif any(mark in path for mark in "*?[") and not system.exists(path):
            found = [one for one in system.glob(path) if not system.isdir(one)]
        else:
            return [address if is_remote else path]
    if not found:
        raise HistoryError(
            f"{spelt(address)} names no WARC file: none ends with .warc.gz or .warc there. Links "
            "to folders are not followed."
        )
    return sorted(system.unstrip_protocol(one) if is_remote else one for one in found)


def read_records(file: WarcFile, offset: int, now: datetime) -> Iterator[Record]:
    """Every record from an offset on, in the file's order; none is dated after `now`.

    Raises HistoryError for a file that is packed as a whole, or can be read no further.
    """
    with _explained(file.address, "read"):
        for member in read_members(file.stream, offset, file.size, LARGEST_MEMBER):
            yield _record(file, member, now)


@contextmanager
def _explained(address: str, done: str) -> Iterator[None]:
    """What a file system says, in words of ours: each has errors of its own."""
    try:
        yield
    except HistoryError:
        raise
    except FileNotFoundError as error:
        raise HistoryError(
            f"{spelt(address)} is not there. Check the path, or the bucket."
        ) from error
    except ImportError as error:
        mend = STORAGE_MEND if address.startswith(BUCKETS) else f"{error}"
        raise HistoryError(
            f"{spelt(address)} needs a package that is not installed: {mend}"
        ) from error
    except Exception as error:
        reason = spelt(f"{type(error).__name__}: {error}")
        raise HistoryError(
            f"{spelt(address)} cannot be {done} ({reason}). Check that it is a local path or an "
            "address that fsspec opens, and that this user may read it; what was read is kept."
        ) from error


def _modified_at(system: Any, path: str) -> datetime | None:
    """When a file was written last; None where its server does not say."""
    try:
        modified_at: datetime = system.modified(path)
    except (NotImplementedError, OSError):
        return None
    return modified_at.astimezone(UTC)


def _record(file: WarcFile, member: Member, now: datetime) -> Record:
    return _misfit(file, member) or read_record(member, now)


def _misfit(file: WarcFile, member: Member) -> Refused | None:
    """Why a member is not to be read: it is not one record, whole and alone."""
    if member.data.startswith(GZIP_MAGIC):  # the library would unpack it without bound
        if member.offset == 0:
            raise HistoryError(f"{file.address} is {PACKED_TWICE}.")
        return refused(member, QUARANTINED, PACKED_TWICE)
    end = member.data.find(HEAD_END)
    length = length_of(member.data[: max(end, 0)])
    behind = b"" if length is None else member.data[end + len(HEAD_END) + length :]
    if behind.lstrip(b"\r\n").startswith(PLAIN_MAGIC):
        if member.offset == 0 or member.is_too_large:
            raise HistoryError(
                f"{file.address} holds several records in one gzip member: it cannot be read on "
                "from a place. Pack it by record: `warcio recompress` does."
            )
        return refused(member, QUARANTINED, SEVERAL)
    if member.damage:
        return refused(member, QUARANTINED, member.damage)
    if len(behind) > PADDING and not member.is_too_large:
        return refused(member, QUARANTINED, "longer than its record says")
    if member.is_too_large:
        return refused(member, RecordOutcome.NOT_AN_ARTICLE, "larger than a page may be")
    return None
