"""The agenda as a calendar, `agenda.ics` (RFC 5545): events on their days, promises when due.

An entry lasts all of its days; one whose day is known no closer than a month says so in its words.
A promise stands on the last day on which it may be kept. Nothing blocks anybody's time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
from icalendar import Calendar, Event

from ct_pipeline.files import replacing
from ct_pipeline.language.inert import shortened
from ct_pipeline.language.masking import masked
from ct_pipeline.publishing.place_names import in_english
from ct_pipeline.warehouse.connection import open_for_reading
from ct_pipeline.warehouse.rows import read_dicts
from ct_pipeline.warehouse.sql import sql

AGENDA_FILE = Path(__file__).with_name("agenda.sql")
LONGEST_SUMMARY = 200
# A promise that was due longer ago is no news any more: nobody has reported on it.
NEWS_OF_A_DELAY = timedelta(days=180)
_PRODUCT = "-//ct_pipeline//agenda//EN"
_A_DAY = timedelta(days=1)


def publish_agenda(snapshot: Path, target: Path) -> bool:
    """Puts the calendar in place; False when the one there says the same."""
    with open_for_reading(snapshot) as connection:
        content = calendar_of(read_agenda(connection))
    if target.exists() and target.read_bytes() == content:
        return False
    with replacing(target) as file:
        file.write_bytes(content)
    return True


def read_agenda(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The rows of the agenda by column name, by their last days; places by their English names."""
    rows = read_dicts(connection, sql(AGENDA_FILE.stem, AGENDA_FILE.parent))
    return [row | {"place": in_english(row["place"], row["country"])} for row in rows]


def calendar_of(rows: list[dict[str, Any]]) -> bytes:
    """The calendar of the agenda's rows, in their order; the same rows give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "UN counter-terrorism and Morocco")
    for row in rows:
        calendar.add_component(_entry(row))
    return bytes(calendar.to_ical())


def _entry(row: Mapping[str, Any]) -> Event:
    entry = Event()
    first, last = _days(row)
    seen: datetime = row["first_seen_at"] or datetime.combine(first, datetime.min.time())
    entry.add("uid", f"{row['kind']}-{row['ref_id']}@ct-pipeline")
    entry.add("dtstamp", seen)
    entry.add("dtstart", first)
    entry.add("dtend", last + _A_DAY)  # the first day after it
    prefix = "Overdue: " if row["is_overdue"] else "Due: " if row["kind"] == "commitment" else ""
    words = " ".join(str(row["text"]).split())
    entry.add("summary", shortened(f"{prefix}{words}", LONGEST_SUMMARY))
    makers = ", ".join(row["made_by_names"])
    told = [row["sentence"], f"By: {makers}" if makers else None]
    entry.add("description", "\n".join(line for line in told if line))
    if row["place"]:
        entry.add("location", row["place"])
    if row["url"]:
        entry.add("url", masked(row["url"]))
    entry.add("status", "CONFIRMED" if row["kind"] == "event" else "TENTATIVE")
    entry.add("transp", "TRANSPARENT")
    entry.add("categories", [row["kind"]])
    return entry


def _days(row: Mapping[str, Any]) -> tuple[date, date]:
    """The days of an event; the last day of a promise."""
    last: date = row["at_to"] or row["at_from"]
    first: date = row["at_from"] or last
    return (last, last) if row["kind"] == "commitment" else (first, max(first, last))
