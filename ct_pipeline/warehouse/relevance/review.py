"""The queue of grades that a person should look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from ct_pipeline.inputs.overrides import GradeCorrection
from ct_pipeline.relevance.reading import UNKNOWN, Circumstances
from ct_pipeline.warehouse.relevance.circumstances import read_circumstances
from ct_pipeline.warehouse.relevance.corrections import find_corrected_dispatches
from ct_pipeline.warehouse.rows import registered_ids
from ct_pipeline.warehouse.sql import sql


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A dispatch's canonical text with the grade in force, and what people said of the dispatch."""

    article_id: str
    title: str | None
    body: str
    language: str | None
    publisher: str | None
    relevance_grade: int
    is_uncertain: bool
    relevance_rule: str
    relevance_evidence: str | None
    ruleset_version: str
    corrections: tuple[GradeCorrection, ...]
    circumstances: Circumstances

    @property
    def is_disputed(self) -> bool:
        """Whether people gave it different grades."""
        return len({one.grade for one in self.corrections}) > 1


def read_review_queue(
    connection: duckdb.DuckDBPyConnection,
    corrections: Iterable[GradeCorrection],
    *,
    limit: int,
    article_id: str | None = None,
) -> list[ReviewItem]:
    """Disputed and uncertain grades, the weightiest first; or the dispatch of one article alone."""
    corrected = {
        one.dispatch_id: (one.applies, *one.others)
        for one in find_corrected_dispatches(connection, corrections)
    }
    disputed = [key for key, given in corrected.items() if len({one.grade for one in given}) > 1]
    with (
        registered_ids(connection, "answered", dispatch_id=sorted(corrected)),
        registered_ids(connection, "disputed", dispatch_id=disputed),
    ):
        rows = connection.execute(
            sql("relevance/review_queue"), {"article_id": article_id, "limit": limit}
        ).to_arrow_table()
    dispatches = [str(one) for one in rows["dispatch_id"].to_pylist()]
    texts = [str(one) for one in rows["text_id"].to_pylist()]
    around = read_circumstances(connection, texts)
    items = rows.drop_columns(["dispatch_id", "text_id"]).to_pylist()
    return [
        ReviewItem(
            **item,
            corrections=corrected.get(dispatch_id, ()),
            circumstances=around.get(text_id, UNKNOWN),
        )
        for item, dispatch_id, text_id in zip(items, dispatches, texts, strict=True)
    ]
