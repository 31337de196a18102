"""The archive's index: which bodies lie where, how far files go, what is not yet recorded.

SQLite beside the WARC files; losing it costs duplicates, nothing else.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ct_pipeline.feeds.exchange import Archived, Kind, Request, Response
from ct_pipeline.web.warc import Original

SCHEMA = Path(__file__).with_suffix(".sql").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class KnownBody:
    """A body that is kept already: where, and whose it first was."""

    location: Archived
    original: Original


class ArchiveIndex:
    """The index, open; `commit` makes everything since the last one durable at once."""

    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(file)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.executescript(SCHEMA)

    def commit(self) -> None:
        """Keeps all changes."""
        self._database.commit()

    def close(self) -> None:
        """Ends the connection; what was not committed is lost."""
        self._database.close()

    def find(self, response: Response, body_hash: str) -> KnownBody | None:
        """The same bytes under the same status and content type."""
        row = self._database.execute(
            "SELECT file, position, url, fetched_at FROM bodies"
            " WHERE body_hash = ? AND status = ? AND content_type IS ?",
            [body_hash, response.status, response.headers.get("content-type")],
        ).fetchone()
        if row is None:
            return None
        file, offset, url, fetched_at = row
        location = Archived(file, offset, body_hash, len(response.body))
        return KnownBody(location, Original(url, datetime.fromisoformat(fetched_at)))

    def add(self, response: Response, location: Archived) -> None:
        """Notes where a body lies now."""
        self._database.execute(
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

    def size_of(self, file: str) -> int:
        """Where a file's last whole record ends; 0 for a file that is not known."""
        row = self._database.execute("SELECT size FROM files WHERE file = ?", [file]).fetchone()
        return int(row[0]) if row else 0

    def set_size(self, file: str, size: int) -> None:
        """Notes where a file's last whole record ends."""
        self._database.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", [file, size])

    def forget(self, file: str) -> None:
        """Drops a file that is deleted, with its bodies."""
        self._database.execute("DELETE FROM bodies WHERE file = ?", [file])
        self._database.execute("DELETE FROM files WHERE file = ?", [file])

    def add_unrecorded(self, response: Response, location: Archived) -> None:
        """Notes a page that its caller has not recorded yet."""
        self._database.execute(
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

    def unrecorded(self) -> list[Response]:
        """Those pages, oldest first, without their bodies."""
        rows = self._database.execute("SELECT * FROM unrecorded ORDER BY fetched_at").fetchall()
        return [_response(row) for row in rows]

    def forget_unrecorded(self) -> None:
        """They are recorded."""
        self._database.execute("DELETE FROM unrecorded")


def _response(row: tuple[Any, ...]) -> Response:
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
