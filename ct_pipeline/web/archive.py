"""The raw archive: every response with a status, WARC files by day, each body once.

The index beside the files also knows what was kept but not yet recorded by the caller, so that a
killed pass loses only the response in flight.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from ct_pipeline.feeds.exchange import Archived, Kind, Response
from ct_pipeline.storage import StorageError
from ct_pipeline.web.archive_files import ArchiveFiles, day_of
from ct_pipeline.web.archive_index import ArchiveIndex, KnownBody
from ct_pipeline.web.warc import (
    ArchiveError,
    info_record,
    request_record,
    response_record,
    revisit_record,
)

logger = logging.getLogger(__name__)

LOCK_WAIT_SECONDS = 60.0
# A body seen again is not written again, unless its first file may soon be pruned.
REUSE = timedelta(days=8)


class Archive:
    """An archive open for writing; see `open_archive`. Its methods raise ArchiveError."""

    def __init__(self, files: ArchiveFiles, index: ArchiveIndex) -> None:
        self._files = files
        self._folder = files.folder
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
            for file, size in self._files.sizes().items():
                if day_of(file) < before:
                    freed += size
                    self._files.remove(file)
                    self._index.forget(file)
            self._index.commit()
        return freed

    def hand_over(self, today: date) -> None:
        """Puts closed files into the bucket, where there is one; what cannot go waits."""
        try:
            with _explained(self._folder):
                count = self._files.hand_over(today)
        except StorageError as error:
            logger.warning("archive: its files wait in %s: %s", self._folder, error)
        else:
            if count:
                logger.info("archive: %s files put into the bucket", count)

    def _known(self, response: Response, body_hash: str) -> KnownBody | None:
        known = self._index.find(response, body_hash)
        if known is None or response.fetched_at - known.original.fetched_at > REUSE:
            return None
        return known if self._files.is_there(known.location.file) else None

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
        while self._files.is_closed(file, self._index.size_of(file)):
            number += 1
            file = f"{day}-{number}.warc.gz"
        return file


def _record(response: Response, body_hash: str, known: KnownBody | None) -> bytes:
    if response.status == 304:
        return revisit_record(response, body_hash, None)
    if known is not None:
        return revisit_record(response, body_hash, known.original)
    return response_record(response, body_hash)


@contextmanager
def open_archive(files: ArchiveFiles) -> Iterator[Archive]:
    """An archive, for one writer at a time. Raises ArchiveError."""
    folder = files.folder
    lock = FileLock(folder / ".lock", timeout=LOCK_WAIT_SECONDS)
    with _explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    try:
        with _explained(folder):
            index = ArchiveIndex(folder / "index.sqlite")
        try:
            yield Archive(files, index)
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
