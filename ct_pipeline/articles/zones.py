"""The zones of clock times: as programs and the press name them, by offset or by a place."""

from __future__ import annotations

import re
from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# Hours ahead of UTC, by the names of zones that programs write (RFC 822 and the press).
ZONES = {
    **dict.fromkeys(("Z", "UTC", "GMT", "WET", "UT"), 0),
    **dict.fromkeys(("CET", "BST", "WEST", "WAT", "IST_IE"), 1),
    **dict.fromkeys(("CEST", "EET", "CAT", "SAST"), 2),
    **dict.fromkeys(("EEST", "MSK", "EAT", "TRT"), 3),
    "GST": 4,
    "PKT": 5,
    "WIB": 7,
    "HKT": 8,
    "SGT": 8,
    "JST": 9,
    "KST": 9,
    "AEST": 10,
    "AEDT": 11,
    "ART": -3,
    "BRT": -3,
    "ADT": -3,
    "AST": -4,
    "EDT": -4,
    "EST": -5,
    "CDT": -5,
    "CST": -6,
    "MDT": -6,
    "MST": -7,
    "PDT": -7,
    "PST": -8,
}


def zone_of(place: str) -> tzinfo | None:
    """The zone of a place as the tz database names it ("Africa/Casablanca")."""
    try:
        return ZoneInfo(place)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_named(text: str) -> timezone | None:
    """The zone of a name or an offset; None for a name that is not known."""
    name = text.upper()
    if name in ZONES:
        return timezone(timedelta(hours=ZONES[name]))
    offset = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d\d?):?(\d\d)?", name)
    if offset is None or int(offset[2]) > 14 or int(offset[3] or 0) > 59:
        return None
    size = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
    return timezone(-size if offset[1] == "-" else size)
