"""What new errata set right in the texts of their stories that alerting has seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from ct_pipeline.articles.corrections import Change
from ct_pipeline.articles.errata import Telling, list_errata
from ct_pipeline.language.errata import OPENING, is_labelled_erratum
from ct_pipeline.warehouse.alerts.bodies import read_bodies

MOST_CORRECTED = 20  # texts of a story that an erratum is compared with


def read_errata(
    connection: duckdb.DuckDBPyConnection,
    rows: Sequence[Mapping[str, Any]],
    *,
    looks_back: bool = False,
) -> dict[str, tuple[Change, ...]]:
    """What each new erratum sets right, by text id; `rows` are the texts of whole stories.

    Of the texts of its story that alerting has seen, the canonical ones first, the first of which
    it sets something right is the one that it means. `looks_back`: every erratum counts as on its
    own day, where what came before it had been seen.
    """
    new = [row for row in rows if looks_back or row["seen_revision"] is None]
    if not new or (len(new) == len(rows) and not looks_back):
        return {}
    openings = read_bodies(connection, [row["text_id"] for row in new], OPENING)
    errata = [row for row in new if is_labelled_erratum(row["title"], openings[row["text_id"]])]
    found = {}
    for row in errata:
        known = [
            other
            for other in rows
            if other["story_id"] == row["story_id"] and _was_seen(other, row, looks_back=looks_back)
        ]
        known.sort(key=lambda other: (not other["is_canonical"], other["article_id"]))
        ids = [other["text_id"] for other in known[:MOST_CORRECTED]]
        bodies = read_bodies(connection, [row["text_id"], *ids])
        erratum = _telling(row, bodies)
        for other in known[:MOST_CORRECTED]:
            if changes := list_errata(_telling(other, bodies), erratum):
                found[row["text_id"]] = tuple(changes)
                break
    return found


def _was_seen(other: Mapping[str, Any], erratum: Mapping[str, Any], *, looks_back: bool) -> bool:
    if looks_back:
        return bool(other["first_seen_at"] < erratum["first_seen_at"])
    return other["seen_revision"] is not None


def _telling(row: Mapping[str, Any], bodies: Mapping[str, str]) -> Telling:
    return Telling(row["title"], bodies[row["text_id"]], row["language"])
