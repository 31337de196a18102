"""People's corrections beside what is stored: which apply, and which cannot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import duckdb

from ct_pipeline.inputs.overrides import GradeCorrection
from ct_pipeline.warehouse.rows import registered_ids


@dataclass(frozen=True, slots=True)
class CorrectedDispatch:
    """The grades that people gave to articles of one dispatch: one applies, others may differ."""

    dispatch_id: str
    applies: GradeCorrection
    others: tuple[GradeCorrection, ...]

    @property
    def contradictions(self) -> tuple[GradeCorrection, ...]:
        """The corrections that ask for another grade than the one that applies."""
        return tuple(other for other in self.others if other.grade != self.applies.grade)


def find_corrected_dispatches(
    connection: duckdb.DuckDBPyConnection, corrections: Iterable[GradeCorrection]
) -> list[CorrectedDispatch]:
    """The dispatches with a correction; the canonical's applies, else the first of the file."""
    given = {one.article_id: one for one in reversed(list(corrections))}
    if not given:
        return []
    with registered_ids(connection, "corrected_articles", article_id=list(given)):
        rows = connection.execute(
            "SELECT dispatch_id, article_id, is_canonical FROM news.dispatch_members"
            " SEMI JOIN corrected_articles USING (article_id)"
        ).fetchall()
    ranked: dict[str, list[tuple[bool, int, str]]] = defaultdict(list)
    for dispatch_id, article_id, is_canonical in rows:
        ranked[dispatch_id].append((not is_canonical, given[article_id].reason.line, article_id))
    found = []
    for dispatch_id, members in sorted(ranked.items()):
        applies, *others = (given[article_id] for *_, article_id in sorted(members))
        found.append(CorrectedDispatch(dispatch_id, applies, tuple(others)))
    return found


def find_unknown_articles(
    connection: duckdb.DuckDBPyConnection, article_ids: Collection[str]
) -> list[str]:
    """Those of some article ids that nothing stored has."""
    if not article_ids:
        return []
    with registered_ids(connection, "named_articles", article_id=sorted(article_ids)):
        rows = connection.execute(
            "SELECT article_id FROM named_articles ANTI JOIN news.articles USING (article_id)"
            " ORDER BY article_id"
        ).fetchall()
    return [article_id for (article_id,) in rows]
