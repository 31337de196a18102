"""Asking the published snapshot, as any reader would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ct_pipeline.errors import UserError
from ct_pipeline.warehouse.connection import open_for_reading


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that a search found; `snippet` has the matched words in **bold**."""

    rank: int
    score: float
    article_id: str
    title: str | None
    publisher: str | None
    published_from: datetime | None
    language: str | None
    relevance_grade: int
    snippet: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit has to be, besides a match; None and 0 ask for nothing."""

    since: datetime | None = None
    until: datetime | None = None
    min_grade: int = 0
    source: str | None = None
    language: str | None = None


NO_FILTERS = Filters()


def search_snapshot(
    snapshot: Path, query: str, filters: Filters = NO_FILTERS, *, max_results: int = 20
) -> list[Hit]:
    """The best matches, best first. Raises UserError where nothing is published yet."""
    if not snapshot.exists():
        raise UserError(f"{snapshot} does not exist yet. Run a pass first: make run.")
    with open_for_reading(snapshot) as connection:
        found = connection.execute(
            "FROM search(?, since := ?, until := ?, min_grade := ?, source := ?, lang := ?,"
            " max_results := ?) ORDER BY rank",
            [
                query,
                filters.since,
                filters.until,
                filters.min_grade,
                filters.source,
                filters.language,
                max_results,
            ],
        ).fetchall()
    return [Hit(*row) for row in found]
