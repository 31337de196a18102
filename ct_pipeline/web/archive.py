"""The raw archive: every response with a status, one WARC file per day, each body once.

The index beside the files also knows what was kept but not yet recorded by the caller, so that a
killed pass loses only the response in flight.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from ct_pipeline.feeds.exchange import Archived, Kind, Response
from ct_pipeline.web.archive_index import ArchiveIndex, KnownBody
from ct_pipeline.web.warc import (
    ArchiveError,
    info_record,
    request_record,
    response_record,
    revisit_record,
)

LOCK_WAIT_SECONDS = 60.0
# A body seen again is not written again, unless its first file may soon be pruned.
REUSE = timedelta(days=8)


class Archive:
    """An archive open for writing; see `open_archive`. Its methods raise ArchiveError."""

    def __init__(self, folder: Path, index: ArchiveIndex) -> None:
        self._folder = folder
        self._index = index

    def keep(self, response: Response, sent: Mapping[str, str]) -> Archived:
        """Writes a response that has a status, and the request; returns where its body lies."""
        with _explained(self._folder):
            body_hash = sha256(response.body).hexdigest()
            known = self._known(response, body_hash)
            file = self._file_of(response.fetched_at)
            record = _record(response, body_hash, known)
            offset = self._append(file, record, request_record(response, sent))
            written = Archived(file, offset, body_hash, len(response.body))
            location = known.location if known else written
            if known is None and response.status != 304:
                self._index.add(response, location)
            if response.request.kind is Kind.PAGE:
                self._index.add_unrecorded(response, location)
            self._index.commit()
            return location

    def unrecorded(self) -> list[Response]:
        """Pages that were kept and never confirmed by `confirm_recorded`, without their bodies."""
        with _explained(self._folder):
            return self._index.unrecorded()

    def confirm_recorded(self) -> None:
        """The caller has recorded every page kept so far."""
        with _explained(self._folder):
            self._index.forget_unrecorded()
            self._index.commit()

    def prune(self, before: date) -> int:
        """Deletes the files of all days before that one; returns how many bytes were freed."""
        freed = 0
        with _explained(self._folder):
            for path in archive_files(self._folder):
                if day_of(path) < before:
                    freed += path.stat().st_size
                    path.unlink()
                    self._index.forget(path.relative_to(self._folder).as_posix())
            self._index.commit()
        return freed

    def _known(self, response: Response, body_hash: str) -> KnownBody | None:
        known = self._index.find(response, body_hash)
        if known is None or response.fetched_at - known.original.fetched_at > REUSE:
            return None
        return known if (self._folder / known.location.file).exists() else None

    def _append(self, file: str, *members: bytes) -> int:
        path = self._folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        size = self._index.size_of(file)
        with path.open("r+b" if path.exists() else "w+b") as stream:
            # What a killed process left behind the last whole record is cut off.
            stream.truncate(size)
            stream.seek(size)
            if size == 0:
                stream.write(info_record(path.name))
            offset = stream.tell()
            stream.write(b"".join(members))
            self._index.set_size(file, stream.tell())
        return offset

    def _file_of(self, moment: datetime) -> str:
        day = moment.strftime("%Y-%m/%Y-%m-%d")
        file = f"{day}.warc.gz"
        number = 1
        # A file that the index does not know (it was lost) is left as it is.
        while not self._index.size_of(file) and (self._folder / file).exists():
            number += 1
            file = f"{day}-{number}.warc.gz"
        return file


def archive_files(folder: Path) -> list[Path]:
    """The WARC files of an archive, oldest day first."""
    return sorted(folder.glob("????-??/????-??-??*.warc.gz"))


def day_of(file: Path) -> date:
    """The day whose responses a file of the archive holds."""
    return date.fromisoformat(file.name[:10])


def _record(response: Response, body_hash: str, known: KnownBody | None) -> bytes:
    if response.status == 304:
        return revisit_record(response, body_hash, None)
    if known is not None:
        return revisit_record(response, body_hash, known.original)
    return response_record(response, body_hash)


@contextmanager
def open_archive(folder: Path) -> Iterator[Archive]:
    """The archive in a folder, for one writer at a time. Raises ArchiveError."""
    lock = FileLock(folder / ".lock", timeout=LOCK_WAIT_SECONDS)
    with _explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    try:
        with _explained(folder):
            index = ArchiveIndex(folder / "index.sqlite")
        try:
            yield Archive(folder, index)
        finally:
            index.close()
    finally:
        lock.release()


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except Timeout as error:
        raise ArchiveError(
            f"{folder} is in use by another process; wait for the running pass to end"
        ) from error
    except (OSError, sqlite3.Error) as error:
        raise ArchiveError(
            f"{folder} cannot be written: {error}. Give this user write permission and space "
            "there; a damaged index.sqlite may be deleted."
        ) from error
