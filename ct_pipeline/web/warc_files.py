"""WARC files of others, read as streams: each record once, damaged ones with what is wrong.

Any address that fsspec opens: a local path, s3://, https://, … A record is held in memory alone;
what is larger than a page may be is passed by. After a damaged record reading goes on at the next.
"""

from __future__ import annotations

import binascii
from base64 import b32encode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import new, sha256
from io import BytesIO
from typing import IO, Any

import fsspec
from warcio.archiveiterator import WARCIterator
from warcio.bufferedreaders import ChunkedDataReader

from ct_pipeline.articles.documents import is_page_type
from ct_pipeline.errors import UserError
from ct_pipeline.history.captures import Capture, Record, RecordOutcome, Refused
from ct_pipeline.language.masking import masked
from ct_pipeline.pages.tries import BLOCKED_STATUSES
from ct_pipeline.storage import BUCKETS
from ct_pipeline.web.codings import UndecodableBodyError, Unpacker
from ct_pipeline.web.limits import DEFAULT_LIMITS, MEGABYTE
from ct_pipeline.web.warc_members import HEAD_END, PLAIN_MAGIC, Member, length_of, read_members

LARGEST_BODY = DEFAULT_LIMITS.max_body_bytes
LARGEST_MEMBER = LARGEST_BODY + MEGABYTE  # with the heads
HEAD_BYTES = 4096
PADDING = 64  # bytes that may lie between two records: four by the standard
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # there was no web before
ENDINGS = (".warc", ".warc.gz")
LONGEST_REASON = 120  # characters
SEVERAL = "several records in one gzip member (`warcio recompress` mends it)"
STORAGE_MEND = "`make storage` adds it."
QUARANTINED = RecordOutcome.QUARANTINED
REQUESTED = "CT-Requested-URI"


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


def spelt(address: str) -> str:
    """An address for people's eyes: without secrets, what is not printable in escapes."""
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode()
        for one in masked(address)
    )


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
    end = member.data.find(HEAD_END)
    length = length_of(member.data[: max(end, 0)])
    behind = b"" if length is None else member.data[end + len(HEAD_END) + length :]
    if behind.lstrip(b"\r\n").startswith(PLAIN_MAGIC):
        if member.offset == 0 or member.is_too_large:
            raise HistoryError(
                f"{file.address} holds several records in one gzip member: it cannot be read on "
                "from a place. Pack it by record: `warcio recompress` does."
            )
        return _refused(member, QUARANTINED, SEVERAL)
    if member.damage:
        return _refused(member, QUARANTINED, member.damage)
    if len(behind) > PADDING and not member.is_too_large:
        return _refused(member, QUARANTINED, "longer than its record says")
    if member.is_too_large:
        return _refused(member, RecordOutcome.NOT_AN_ARTICLE, "larger than a page may be")
    try:
        # Closed at once: the library's iterators refer to themselves and would keep the bytes.
        with BytesIO(member.data) as block:
            found = next(iter(WARCIterator(block, check_digests=True)), None)
            if found is None or found.rec_type is None or found.length is None:
                return _refused(member, QUARANTINED, "no record: its head lacks its type or length")
            return _capture(member, found, now)
    except UndecodableBodyError as error:
        return _refused(member, QUARANTINED, str(error))
    except binascii.Error:
        return _refused(member, QUARANTINED, "its digest is none")
    except Exception as error:
        # Whatever the library meets in bytes that are no record.
        return _refused(member, QUARANTINED, f"no record: {type(error).__name__}")


def _capture(member: Member, record: Any, now: datetime) -> Record:
    if record.rec_type != "response":
        return _refused(member, RecordOutcome.PASSED_OVER, f"a {record.rec_type} record")
    named = record.rec_headers.get_header
    url, captured_at = named("WARC-Target-URI"), _moment(named("WARC-Date"))
    if captured_at is None or not url or not EARLIEST <= captured_at <= now:
        return _refused(member, QUARANTINED, "without a date or address that can be")
    if refusal := _why_unread(record):
        return _refused(member, *refusal, url, captured_at)
    answered = record.http_headers.get_header
    packed = record.raw_stream.read()
    if record.raw_stream.limit > 0:
        return _refused(member, QUARANTINED, "shorter than its record says", url, captured_at)
    body = _unpacked(packed, answered("Content-Encoding"), answered("Transfer-Encoding"))
    if _is_damaged(record, body):
        return _refused(
            member, QUARANTINED, "its bytes are not those of its digest", url, captured_at
        )
    return Capture(
        offset=member.offset,
        next_offset=member.next_offset,
        url=url,
        captured_at=captured_at,
        content_type=answered("Content-Type"),
        body=body,
        requested_url=named(REQUESTED),
    )


def _why_unread(record: Any) -> tuple[RecordOutcome, str] | None:
    """Why an answer's body is not to be read, by what stands above it."""
    named = record.rec_headers.get_header
    if cause := named("WARC-Truncated") or named("WARC-Segment-Number"):
        return QUARANTINED, f"only a part of the answer is there ({cause})"
    if record.http_headers is None:
        return RecordOutcome.PASSED_OVER, "no answer over HTTP"
    code = record.http_headers.get_statuscode() or ""
    status = int(code) if code.isdecimal() and len(code) == 3 else 0
    if status in BLOCKED_STATUSES:
        return RecordOutcome.BLOCKED, f"HTTP {status}"
    if not 200 <= status < 300:
        return RecordOutcome.NOT_AN_ARTICLE, f"HTTP {status or 'without a status'}"
    kind = record.http_headers.get_header("Content-Type") or ""
    if not is_page_type(kind):
        return RecordOutcome.NOT_AN_ARTICLE, f"the response is {kind.split(';')[0]}, no page"
    return None


def _unpacked(packed: bytes, encoding: str | None, transfer: str | None) -> bytes:
    if (transfer or "").lower() == "chunked":
        packed = ChunkedDataReader(BytesIO(packed)).read()
    unpacker = Unpacker(encoding or "", LARGEST_BODY)
    body = b"".join([*unpacker.feed(packed), *unpacker.close()])
    if unpacker.damage:
        raise UndecodableBodyError(unpacker.damage)
    return body


def _is_damaged(record: Any, body: bytes) -> bool:
    """Whether the bytes are not those of their digest.

    The block's decides where there is one. The payload's is of the body with or without its
    codings: archives write either.
    """
    failed = [problem for problem in record.digest_checker.problems if "failed" in problem]
    named = record.rec_headers.get_header
    if not failed or named("WARC-Block-Digest"):
        return any(problem.startswith("block") for problem in failed)
    algorithm, _, digest = named("WARC-Payload-Digest").partition(":")
    made = new(algorithm, body, usedforsecurity=False)
    is_hex = digest.lower() == made.hexdigest()
    return not is_hex and bool(digest.upper() != b32encode(made.digest()).decode())


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def _refused(
    member: Member,
    outcome: RecordOutcome,
    reason: str,
    url: str | None = None,
    captured_at: datetime | None = None,
) -> Refused:
    told = spelt(reason)[:LONGEST_REASON]
    return Refused(member.offset, member.next_offset, outcome, told, url, captured_at)
