"""What the briefing says, from the snapshot: stories, agenda, contradictions, coverage, feeds."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from ct_pipeline.alerts.messages import first_sentence
from ct_pipeline.publishing.agenda import NEWS_OF_A_DELAY, read_agenda
from ct_pipeline.publishing.briefing.map import place_names, towns
from ct_pipeline.warehouse.connection import open_for_reading
from ct_pipeline.warehouse.sql import sql

FOLDER = Path(__file__).parent
MOST_STORIES = 2_000
MOST_PUBLISHERS = 15
MOST_TOLD = 100
AHEAD = timedelta(days=62)


def read_content(snapshot: Path, *, now: datetime) -> dict[str, Any]:
    """Everything that the page shows, ready for JSON; times are UTC, ISO 8601."""
    with open_for_reading(snapshot) as connection:
        stories = connection.execute(
            sql("stories", FOLDER), {"now": now, "limit": MOST_STORIES}
        ).fetchall()
        publishers = connection.execute(
            sql("publishers", FOLDER), {"now": now, "limit": MOST_PUBLISHERS}
        ).fetchall()
        contradictions = connection.execute(
            sql("contradictions", FOLDER), {"now": now, "limit": MOST_TOLD}
        ).fetchall()
        agenda = read_agenda(connection)
        named = connection.execute(sql("places", FOLDER), {"now": now}).fetchall()
        return {
            "made_at": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "stories": [_with_openings(json.loads(story)) for (story,) in stories],
            "agenda": _upcoming(agenda, now.date()),
            "unreported": sum(_is_unreported(row, now.date()) for row in agenda),
            "contradictions": [json.loads(claims) for (claims,) in contradictions],
            "programmes": connection.execute(sql("programmes", FOLDER)).fetchall(),
            "coverage": connection.execute(sql("coverage", FOLDER), {"now": now}).fetchall(),
            "publishers": publishers,
            "places": place_names(named),
            "towns": towns(),
            "feeds": connection.execute(sql("feeds", FOLDER)).fetchall(),
        }


def _with_openings(story: dict[str, Any]) -> dict[str, Any]:
    """The story, with openings of untitled texts cut to their first sentence."""
    for text in (text for dispatch in story["dispatches"] for text in dispatch):
        if text["opening"]:
            text["opening"] = first_sentence(text["opening"])
    return story


def _is_unreported(row: dict[str, Any], today: date) -> bool:
    """Whether it fell due so long ago, with no word of it, that it is overdue news no more."""
    return bool(row["is_overdue"]) and row["at_to"] < today - NEWS_OF_A_DELAY


def _upcoming(agenda: list[dict[str, Any]], today: date) -> list[dict[str, Any]]:
    """What fell due of late, the longest first, then what comes within two months."""
    last = today + AHEAD
    near = [
        row
        for row in agenda
        if not _is_unreported(row, today)
        and (row["is_overdue"] or (row["at_from"] or row["at_to"]) <= last)
    ]
    near.sort(key=lambda row: not row["is_overdue"])
    return [
        {
            "kind": row["kind"],
            "text": row["text"],
            "from": row["at_from"] and row["at_from"].isoformat(),
            "to": row["at_to"] and row["at_to"].isoformat(),
            "overdue": row["is_overdue"],
            "place": row["place"],
            "by": row["made_by_names"],
            "sentence": row["sentence"],
            "publisher": row["publisher"],
            "language": row["language"],
            "url": row["url"],
        }
        for row in near[:MOST_TOLD]
    ]
