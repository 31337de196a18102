"""Results of reading WARC files, as files: made wherever there are processors, stored elsewhere.

The first line says which file was read and by which rules; then a line a record, packed by gzip.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import IO

import fsspec
from pydantic import TypeAdapter

from ct_pipeline.articles.outcomes import EXTRACTOR_VERSION
from ct_pipeline.feeds.identity import hash_id
from ct_pipeline.history.captures import ReadRecord, Refused
from ct_pipeline.history.exchange import as_json, from_json
from ct_pipeline.history.reading import CaptureToRead, read_capture, shipped_ruleset
from ct_pipeline.web.warc_files import HistoryError, WarcFile, open_warc, read_records

SUFFIX = ".read.gz"


@dataclass(frozen=True, slots=True)
class ReadHead:
    """Which file was read, and by which rules; as in `news.history_files`."""

    file: str
    head_hash: str
    file_bytes: int
    keeps_all: bool
    extractor_version: str
    ruleset_version: str
    modified_at: datetime | None = None


_HEAD = TypeAdapter(ReadHead)


def head_of(file: WarcFile, *, keeps_all: bool) -> ReadHead:
    """The head of a file's results by this program's rules."""
    return ReadHead(
        file=file.address,
        head_hash=file.head_hash,
        file_bytes=file.size,
        keeps_all=keeps_all,
        extractor_version=EXTRACTOR_VERSION,
        ruleset_version=shipped_ruleset().version,
        modified_at=file.modified_at,
    )


def read_file_to(
    folder: str, address: str, now: datetime, *, keeps_all: bool = False
) -> Counter[str]:
    """Reads a WARC file into a file of results below the folder; records by outcome.

    What the same rules have read before is only counted. The file appears when it is whole. Raises
    HistoryError where the WARC file cannot be read.
    """
    with open_warc(address) as file:
        head = head_of(file, keeps_all=keeps_all)
        target = f"{folder.rstrip('/')}/{hash_id(*map(str, asdict(head).values()))}{SUFFIX}"
        system, path = fsspec.url_to_fs(target)
        if not system.exists(path):
            system.makedirs(system._parent(path), exist_ok=True)
            draft = f"{path}.draft"
            with system.open(draft, "wb") as raw, gzip.open(raw, "wb", 2) as stream:
                _write(stream, head, file, now)
            system.mv(draft, path)
    _, records = open_results(target)
    return Counter(str(record.outcome) for record in records)


def list_results(folder: str) -> list[str]:
    """The files of results below a folder, sorted."""
    system, path = fsspec.url_to_fs(folder)
    found = system.glob(f"{path}/*{SUFFIX}")
    return sorted(system.unstrip_protocol(one) if "://" in folder else one for one in found)


def open_results(address: str) -> tuple[ReadHead, Iterator[ReadRecord]]:
    """What a file of results says. Raises HistoryError for a file that is none."""
    lines = _lines(address)
    try:
        head = _HEAD.validate_json(next(lines))
    except (StopIteration, TypeError, ValueError, EOFError, OSError) as error:
        raise HistoryError(
            f"{address} holds no results of reading ({type(error).__name__}). Remove it, and read "
            "the WARC file again."
        ) from error
    return head, map(from_json, lines)


def _lines(address: str) -> Iterator[bytes]:
    with fsspec.open(address, "rb") as raw, gzip.open(raw, "rb") as stream:
        yield from stream


def _write(stream: IO[bytes], head: ReadHead, file: WarcFile, now: datetime) -> None:
    stream.write(_HEAD.dump_json(head) + b"\n")
    for record in read_records(file, 0, now):
        read = (
            ReadRecord.of_refused(record)
            if isinstance(record, Refused)
            else read_capture(CaptureToRead(record, None, head.keeps_all))
        )
        stream.write(as_json(read) + b"\n")
