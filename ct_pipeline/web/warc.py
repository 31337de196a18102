"""Responses as WARC 1.1 records: one gzip member each, readable by file and offset."""

from __future__ import annotations

import string
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter
from yarl import URL

from ct_pipeline.errors import UserError
from ct_pipeline.feeds.exchange import Response
from ct_pipeline.version import VERSION

# On real pages level 2 needs a sixth of level 6's time and an eighth more space.
GZIP_LEVEL = 2
# The body is kept decompressed and whole: what described its transport is kept under other names.
TRANSPORT_HEADERS = frozenset({"content-encoding", "content-length", "transfer-encoding"})
READABLE = frozenset({"response", "revisit"})
ORIGINAL = "x-archive-orig-"
NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
SAME_BODY_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


class ArchiveError(UserError):
    """The archive cannot be read or written there; the text says what, where and the mend."""


@dataclass(frozen=True, slots=True)
class ArchivedResponse:
    """A response as it was kept; `headers` as in Response, `body` decompressed."""

    url: str
    fetched_at: datetime
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Original:
    """The record that already holds a body: its address and when it was fetched."""

    url: str
    fetched_at: datetime


def info_record(file_name: str) -> bytes:
    """The first record of a file: who wrote it and how."""
    writer = _Writer()
    fields = {"software": f"ct_pipeline/{VERSION}", "format": "WARC File Format 1.1"}
    return writer.member(writer.create_warcinfo_record(file_name, fields))


def request_record(response: Response, sent: Mapping[str, str]) -> bytes:
    """The request that led to a response, as it was put to the server that answered."""
    writer = _Writer()
    url = URL(response.final_url or response.request.url)
    http = StatusAndHeaders(
        f"GET {url.raw_path_qs} HTTP/1.1",
        [("Host", url.raw_authority if url.raw_host else ""), *sent.items()],
        is_http_request=True,
    )
    return writer.member(_record(writer, "request", response, http, {}))


def response_record(response: Response, body_hash: str) -> bytes:
    """A response with its headers and its whole body."""
    writer = _Writer()
    named = {"WARC-Payload-Digest": f"sha256:{body_hash}"}
    if response.request.url != response.final_url:
        named["CT-Requested-URI"] = response.request.url
    record = _record(writer, "response", response, _http(response), named, response.body)
    return writer.member(record)


def revisit_record(response: Response, body_hash: str, original: Original | None) -> bytes:
    """A response without its body: the server said "not modified", or it is kept already."""
    writer = _Writer()
    named = {"WARC-Profile": NOT_MODIFIED_PROFILE}
    if original is not None:
        named = {
            "WARC-Profile": SAME_BODY_PROFILE,
            "WARC-Payload-Digest": f"sha256:{body_hash}",
            "WARC-Refers-To-Target-URI": original.url,
            "WARC-Refers-To-Date": _warc_date(original.fetched_at),
        }
    return writer.member(_record(writer, "revisit", response, _http(response), named))


def read_response(file: Path, offset: int) -> ArchivedResponse:
    """The response whose record begins at an offset of an archive file. Raises ArchiveError."""
    try:
        with file.open("rb") as stream:
            return read_record(stream, str(file), offset)
    except FileNotFoundError as error:
        raise ArchiveError(gone(str(file))) from error
    except OSError as error:
        raise ArchiveError(f"{file} cannot be read at {offset}: {error}") from error


def read_record(stream: IO[bytes], file: str, offset: int) -> ArchivedResponse:
    """The response whose record begins there in the file of that name. Raises ArchiveError."""
    try:
        stream.seek(offset)
        record = next(iter(ArchiveIterator(stream)), None)
        if record is None or record.format != "warc" or record.rec_type not in READABLE:
            raise ArchiveError(f"{file} holds no response at {offset}")
        return _as_response(record)
    except (ValueError, ArchiveLoadFailed, zlib.error, EOFError) as error:
        raise ArchiveError(f"{file} cannot be read at {offset}: {error}") from error


def gone(file: str) -> str:
    """What is said of a file that an archive does not hold."""
    return (
        f"{file} is not in the archive any more: its retention is over (CT_ARCHIVE_DAYS), "
        "or it was moved; fetch the page again or restore the file"
    )


class _Writer(WARCWriter):  # type: ignore[misc]
    """Makes records in memory, so that each reaches the file in one write."""

    def __init__(self) -> None:
        self._buffer = BytesIO()
        super().__init__(self._buffer, gzip=False, warc_version="1.1")

    def member(self, record: Any) -> bytes:
        """One record as one gzip member."""
        self.write_record(record)
        compressor = zlib.compressobj(GZIP_LEVEL, wbits=31)
        return compressor.compress(self._buffer.getvalue()) + compressor.flush()


def _record(
    writer: _Writer,
    kind: str,
    response: Response,
    http: StatusAndHeaders,
    named: Mapping[str, str],
    body: bytes = b"",
) -> Any:
    return writer.create_warc_record(
        response.final_url or response.request.url,
        kind,
        payload=BytesIO(body),
        length=len(body),
        http_headers=http,
        warc_headers_dict={"WARC-Date": _warc_date(response.fetched_at), **named},
    )


def _http(response: Response) -> StatusAndHeaders:
    status = response.status or 0
    reason = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "Unknown"
    headers = [
        (f"{ORIGINAL}{name}" if name in TRANSPORT_HEADERS else name, _ascii(value))
        for name, value in response.headers.items()
    ]
    headers.append(("content-length", str(len(response.body))))
    return StatusAndHeaders(f"{status} {reason}", headers, protocol="HTTP/1.1")


def _as_response(record: Any) -> ArchivedResponse:
    headers = {
        name.lower(): value
        for name, value in record.http_headers.headers
        if not name.lower().startswith(ORIGINAL)
    }
    return ArchivedResponse(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        fetched_at=datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")),
        status=int(record.http_headers.get_statuscode()),
        headers=headers,
        body=record.raw_stream.read(),
    )


def _ascii(value: str) -> str:
    return value if value.isascii() else quote(value, safe=string.printable, errors="replace")


def _warc_date(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
