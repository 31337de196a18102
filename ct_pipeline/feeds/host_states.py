"""What is remembered of a host between two passes: how often and from when on it may be asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class HostState:
    """A host, with its port, that asks for more patience than the usual pause.

    `crawl_delay_seconds` is what its robots.txt asks for between two pages, `page_asked_at` when
    the last one was. Until `rest_until_at` it asked to be left alone (Retry-After), because of
    `rest_reason`.
    """

    host: str
    crawl_delay_seconds: float = 0.0
    page_asked_at: datetime | None = None
    rest_until_at: datetime | None = None
    rest_reason: str | None = None
