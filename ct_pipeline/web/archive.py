"""The raw archive: every response with a status, one WARC file per day, each body once.

Beside the files lies an index (SQLite): which bodies are kept where, how far each file was
written, and what was kept but not yet recorded by the caller, so that a killed pass loses only
the response in flight. The files stand without it; losing it costs duplicates, nothing else.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from ct_pipeline.feeds.exchange import Archived, Kind, Request, Response
from ct_pipeline.web.warc import (
    ArchiveError,
    Original,
    info_record,
    request_record,
    response_record,
    revisit_record,
)

LOCK_WAIT_SECONDS = 60.0
# A body seen again is not written again, unless its first file may soon be pruned.
REUSE = timedelta(days=8)

INDEX_SCHEMA = """
CREATE TABLE IF NOT EXISTS bodies (
    body_hash TEXT PRIMARY KEY, file TEXT NOT NULL, position INTEGER NOT NULL,
    status INTEGER NOT NULL, content_type TEXT, url TEXT NOT NULL, fetched_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS bodies_by_file ON bodies (file);
CREATE TABLE IF NOT EXISTS files (file TEXT PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unrecorded (
    key TEXT NOT NULL, url TEXT NOT NULL, final_url TEXT, fetched_at TEXT NOT NULL,
    elapsed_ms INTEGER NOT NULL, status INTEGER NOT NULL, headers TEXT NOT NULL,
    file TEXT NOT NULL, position INTEGER NOT NULL, body_hash TEXT NOT NULL,
    body_bytes INTEGER NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class _Kept:
    location: Archived
    original: Original


class Archive:
    """An archive open for writing; see `open_archive`."""

    def __init__(self, folder: Path, index: sqlite3.Connection) -> None:
        self._folder = folder
        self._index = index

    def keep(self, response: Response, sent: Mapping[str, str]) -> Archived:
        """Writes a response that has a status, and the request; returns where its body lies."""
        body_hash = sha256(response.body).hexdigest()
        file = self._file_of(response.fetched_at)
        known = self._known(response, body_hash)
        if response.status == 304:
            record = revisit_record(response, body_hash, None)
        elif known is not None:
            record = revisit_record(response, body_hash, known.original)
        else:
            record = response_record(response, body_hash)
        offset = self._append(file, record, request_record(response, sent))
        location = (
            known.location if known else Archived(file, offset, body_hash, len(response.body))
        )
        if known is None and response.status != 304:
            self._remember(response, location)
        if response.request.kind is Kind.PAGE:
            self._note(response, location)
        self._index.commit()
        return location

    def unrecorded(self) -> list[Response]:
        """Pages that were kept and never confirmed by `confirm_recorded`, without their bodies."""
        rows = self._index.execute("SELECT * FROM unrecorded ORDER BY fetched_at").fetchall()
        return [_noted(row) for row in rows]

    def confirm_recorded(self) -> None:
        """The caller has recorded every page kept so far."""
        self._index.execute("DELETE FROM unrecorded")
        self._index.commit()

    def prune(self, before: date) -> int:
        """Deletes the files of all days before that one; returns how many bytes were freed."""
        freed = 0
        for path in archive_files(self._folder):
            if day_of(path) < before:
                freed += path.stat().st_size
                path.unlink()
                name = path.relative_to(self._folder).as_posix()
                self._index.execute("DELETE FROM bodies WHERE file = ?", [name])
                self._index.execute("DELETE FROM files WHERE file = ?", [name])
        self._index.commit()
        return freed

    def _known(self, response: Response, body_hash: str) -> _Kept | None:
        row = self._index.execute(
            "SELECT file, position, url, fetched_at FROM bodies"
            " WHERE body_hash = ? AND status = ? AND content_type IS ?",
            [body_hash, response.status, response.headers.get("content-type")],
        ).fetchone()
        if row is None:
            return None
        file, offset, url, text = row
        fetched_at = datetime.fromisoformat(text)
        is_fresh = response.fetched_at - fetched_at <= REUSE and (self._folder / file).exists()
        if not is_fresh:
            return None
        location = Archived(file, offset, body_hash, len(response.body))
        return _Kept(location, Original(url, fetched_at))

    def _remember(self, response: Response, location: Archived) -> None:
        self._index.execute(
            "INSERT OR REPLACE INTO bodies VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                location.body_hash,
                location.file,
                location.offset,
                response.status,
                response.headers.get("content-type"),
                response.final_url or response.request.url,
                response.fetched_at.isoformat(),
            ],
        )

    def _note(self, response: Response, location: Archived) -> None:
        self._index.execute(
            "INSERT INTO unrecorded VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                response.request.key,
                response.request.url,
                response.final_url,
                response.fetched_at.isoformat(),
                response.elapsed_ms,
                response.status,
                json.dumps(dict(response.headers)),
                location.file,
                location.offset,
                location.body_hash,
                location.body_bytes,
            ],
        )

    def _append(self, file: str, *members: bytes) -> int:
        path = self._folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        size = self._recorded_size(file)
        with path.open("r+b" if path.exists() else "w+b") as stream:
            # What a killed process left behind the last whole record is cut off.
            stream.truncate(size)
            stream.seek(size)
            if size == 0:
                stream.write(info_record(path.name))
            offset = stream.tell()
            stream.write(b"".join(members))
            size = stream.tell()
        self._index.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", [file, size])
        return offset

    def _recorded_size(self, file: str) -> int:
        row = self._index.execute("SELECT size FROM files WHERE file = ?", [file]).fetchone()
        return int(row[0]) if row else 0

    def _file_of(self, moment: datetime) -> str:
        day = moment.strftime("%Y-%m/%Y-%m-%d")
        file = f"{day}.warc.gz"
        number = 1
        # A file that the index does not know (it was lost) is left as it is.
        while not self._recorded_size(file) and (self._folder / file).exists():
            number += 1
            file = f"{day}-{number}.warc.gz"
        return file


def archive_files(folder: Path) -> list[Path]:
    """The WARC files of an archive, oldest day first."""
    return sorted(folder.glob("????-??/????-??-??*.warc.gz"))


def day_of(file: Path) -> date:
    """The day whose responses a file of the archive holds."""
    return date.fromisoformat(file.name[:10])


def _noted(row: tuple[Any, ...]) -> Response:
    key, url, final_url, fetched_at, elapsed_ms, status, headers, *location = row
    return Response(
        request=Request(key, url, Kind.PAGE),
        fetched_at=datetime.fromisoformat(fetched_at),
        elapsed_ms=elapsed_ms,
        status=status,
        headers=json.loads(headers),
        final_url=final_url,
        archived=Archived(*location),
    )


@contextmanager
def open_archive(folder: Path) -> Iterator[Archive]:
    """The archive in a folder, for one writer at a time. Raises ArchiveError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock", timeout=LOCK_WAIT_SECONDS):
            index = sqlite3.connect(folder / "index.sqlite")
            try:
                index.execute("PRAGMA journal_mode = WAL")
                index.execute("PRAGMA synchronous = NORMAL")
                index.executescript(INDEX_SCHEMA)
                yield Archive(folder, index)
            finally:
                index.close()
    except Timeout as error:
        raise ArchiveError(
            f"{folder} is in use by another process; wait for the running pass to end"
        ) from error
    except (OSError, sqlite3.Error) as error:
        raise ArchiveError(
            f"{folder} cannot be written: {error}. Give this user write permission and space "
            "there; a damaged index.sqlite may be deleted."
        ) from error
