"""Every response that was kept, and every page that was tried: rows of `news.fetches`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Self

from ct_pipeline.feeds.exchange import Response


@dataclass(frozen=True, slots=True)
class FetchRow:
    """A row of `news.fetches`."""

    fetch_id: str
    kind: str
    article_id: str | None
    requested_url: str
    final_url: str | None
    fetched_at: datetime
    http_status: int | None
    content_type: str | None
    result: str
    detail: str | None
    body_bytes: int | None
    elapsed_ms: int
    body_hash: str | None
    archive_file: str | None
    archive_offset: int | None

    @classmethod
    def of(
        cls, response: Response, result: str, detail: str | None, article_id: str | None
    ) -> Self:
        """The row of a response; the id follows from what was asked for and when."""
        kept = response.archived
        asked = f"{response.request.key} {response.fetched_at.isoformat()}"
        return cls(
            fetch_id=sha256(asked.encode()).hexdigest()[:16],
            kind=str(response.request.kind),
            article_id=article_id,
            requested_url=response.request.url,
            final_url=response.final_url,
            fetched_at=response.fetched_at,
            http_status=response.status,
            content_type=response.headers.get("content-type"),
            result=result,
            detail=detail,
            body_bytes=kept.body_bytes if kept else None,
            elapsed_ms=response.elapsed_ms,
            body_hash=kept.body_hash if kept else None,
            archive_file=kept.file if kept else None,
            archive_offset=kept.offset if kept else None,
        )
