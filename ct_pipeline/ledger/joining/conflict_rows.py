"""A conflict of two claims as a row, and whether the later text sets the earlier one right."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from ct_pipeline.ledger.joining.rows import ConflictRow
from ct_pipeline.ledger.joining.told import R, Told, ToldText
from ct_pipeline.ledger.values import Place


def conflict_row(
    kind: str,
    pair: tuple[Told[R], Told[R]],
    values: tuple[str, str],
    ids: Mapping[str, str],
    places: tuple[Place, Place],
) -> ConflictRow:
    """Two claims, the one of the earlier text first; `ids` are those of the published rows."""
    a, b = pair
    corrected_by = corrector(a.text, b.text)
    named = f"{kind} {a.row_id} {b.row_id}"
    return ConflictRow(
        conflict_id=hashlib.sha256(named.encode()).hexdigest()[:16],
        kind=kind,
        row_id_a=ids[a.row_id],
        row_id_b=ids[b.row_id],
        article_id_a=a.text.article_id,
        article_id_b=b.text.article_id,
        publisher_a=a.text.publisher,
        publisher_b=b.text.publisher,
        value_a=values[0],
        value_b=values[1],
        sentence_a=places[0].sentence,
        sentence_b=places[1].sentence,
        is_correction=corrected_by is not None,
        corrected_by=corrected_by,
        resolved_by=b.text.article_id if corrected_by else None,
    )


def corrector(one: ToldText, other: ToldText) -> str | None:
    """Who sets an earlier text right, where the later one is a correction: the outlet or agency
    that both come from; else nobody."""
    if not other.rows.is_correction:
        return None
    if set(one.agency_credits) & set(other.agency_credits):
        return "agency"
    return "outlet" if one.publisher and one.publisher == other.publisher else None
