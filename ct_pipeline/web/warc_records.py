"""One record of a WARC file: an answer that was captured, or why it is none."""

from __future__ import annotations

import binascii
import logging
from base64 import b32encode
from datetime import UTC, datetime
from hashlib import new
from io import BytesIO
from typing import Any

from warcio.archiveiterator import WARCIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParser

from ct_pipeline.articles.documents import is_page_type
from ct_pipeline.history.captures import Capture, Record, RecordOutcome, Refused
from ct_pipeline.language.masking import masked
from ct_pipeline.pages.tries import BLOCKED_STATUSES
from ct_pipeline.web.codings import UndecodableBodyError, Unpacker
from ct_pipeline.web.limits import DEFAULT_LIMITS
from ct_pipeline.web.warc_members import Member

LARGEST_BODY = DEFAULT_LIMITS.max_body_bytes
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # there was no web before
LONGEST_REASON = 120  # characters
QUARANTINED = RecordOutcome.QUARANTINED
REQUESTED = "CT-Requested-URI"

# The library tells addresses as they stand, with secrets; a record's outcome says what is wrong.
logging.getLogger("warcio").setLevel(logging.CRITICAL)


def read_record(member: Member, now: datetime) -> Record:
    """The capture that a whole member holds, or what it is instead; none is dated after `now`."""
    try:
        # Closed at once: the library's iterators refer to themselves and would keep the bytes.
        with BytesIO(member.data) as block:
            found = next(iter(WARCIterator(block, check_digests=True)), None)
            if found is None or found.rec_type is None or found.length is None:
                return refused(member, QUARANTINED, "no record: its head lacks its type or length")
            return _capture(member, found, now)
    except UndecodableBodyError as error:
        return refused(member, QUARANTINED, str(error))
    except binascii.Error:
        return refused(member, QUARANTINED, "its digest is none")
    except Exception as error:
        # Whatever the library meets in bytes that are no record.
        return refused(member, QUARANTINED, f"no record: {type(error).__name__}")


def _capture(member: Member, record: Any, now: datetime) -> Record:
    if record.rec_type != "response":
        return refused(member, RecordOutcome.PASSED_OVER, f"a {record.rec_type} record")
    named = record.rec_headers.get_header
    url, captured_at = named("WARC-Target-URI"), _moment(named("WARC-Date"))
    if captured_at is None or not url or not EARLIEST <= captured_at <= now:
        return refused(member, QUARANTINED, "without a date or address that can be")
    if record.http_headers is None and url.lower().startswith(("http:", "https:")):
        # The library reads heads below addresses in small letters only.
        record.http_headers = StatusAndHeadersParser(ArcWarcRecordLoader.HTTP_TYPES).parse(
            record.raw_stream
        )
    if refusal := _why_unread(record):
        return refused(member, *refusal, url, captured_at)
    answered = record.http_headers.get_header
    packed = record.raw_stream.read()
    if record.raw_stream.limit > 0:
        return refused(member, QUARANTINED, "shorter than its record says", url, captured_at)
    body = _unpacked(packed, answered("Content-Encoding"), answered("Transfer-Encoding"))
    if _is_damaged(record, body):
        return refused(
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
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def refused(
    member: Member,
    outcome: RecordOutcome,
    reason: str,
    url: str | None = None,
    captured_at: datetime | None = None,
) -> Refused:
    """A member that is not read, and why, in words for people's eyes."""
    told = spelt(reason)[:LONGEST_REASON]
    return Refused(member.offset, member.next_offset, outcome, told, url, captured_at)


def spelt(address: str) -> str:
    """An address for people's eyes: without secrets, what is not printable in escapes."""
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode()
        for one in masked(address)
    )
