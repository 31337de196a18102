"""From where and when: the dateline that a dispatch begins with, taken off its first paragraph.

"Rabat – MAP – …", "Nations Unies (New York) — …", "RABAT, 12 octobre 2024 (MAP) – …",
"الرباط (و م ع) – …", "الرباط - (و م ع) - …", "MAP – Rabat – …", "(AFP) …".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ct_pipeline.articles.credits import credit_line
from ct_pipeline.articles.dates import FoundDate, find_dates
from ct_pipeline.articles.places import is_place
from ct_pipeline.language.folding import fold_key

MAX_DATELINE_LENGTH = 90


@dataclass(frozen=True, slots=True)
class Dateline:
    """The head of a dispatch: `length` characters of the text that are not its body."""

    text: str
    length: int
    place: str | None = None
    agencies: tuple[str, ...] = ()
    date: FoundDate | None = None


_DASH = r"(?:[-–—ـ]{1,3}|:|/)"
_PLACE = r"[^\W\d_][^\d()\[\]–—.:;«»\"“”]{1,40}?"
_DATELINE = re.compile(
    rf"""^\s*
    (?P<place>{_PLACE})?
    (?:(?:\s*[,،/]\s*(?=[^()–—:]*\d)|\s+(?=\d))(?P<date>[^()–—:]{{4,30}}?))?
    (?:\s*(?:{_DASH}\s*)?[(\[](?P<inside>[^()\[\]]{{2,40}})[)\]]
      (?:\s*,?\s+(?P<date3>\d[^()–—:\[\]]{{3,30}}?)(?=\s*[(\[]))?)?
    (?:\s*{_DASH}\s*(?P<agency>[^\W\d_][\w.’' /-]{{1,28}}?))?
    (?:\s*[,/]\s*(?P<date2>\d[^()–—:]{{3,30}}?))?
    (?:\s*[(\[](?P<inside2>[^()\[\]]{{2,40}})[)\]])?
    \s*[.,]?\s*(?P<dash>{_DASH})[.]?\s*(?=\S)
    """,
    re.VERBOSE,
)
_AGENCY_FIRST = re.compile(
    r"^\s*(?:[(\[](?P<inside>[^()\[\]]{2,28})[)\]]"
    rf"|(?P<agency>[^\W\d_][\w.’' -]{{1,28}}?)(?=\s*{_DASH}))"
    rf"\s*[.]?\s*(?:{_DASH})?\s*(?=\S)"
)
# Parts between bars: "Paris, France | AFP | mardi 20/05/2025 –".
_BARRED = re.compile(
    r"^\s*(?P<parts>[^|–—\n]{2,40}(?:\s*\|\s*[^|–—\n]{2,40}){1,3}?)\s*[–—-]+\s*(?=\S)"
)
_FREE_DASH = re.compile(r"\s[-–—ـ]+\s*$|[-–—ـ]+\s+$")


def dateline(paragraph: str) -> Dateline | None:
    """The dateline that a first paragraph begins with; None where it begins with its text.

    Without an agency it must begin with a known place; with one any place does.
    """
    head = paragraph[:MAX_DATELINE_LENGTH]
    if barred := _read_barred(head):
        return barred
    for pattern in (_DATELINE, _AGENCY_FIRST):
        match = pattern.match(head)
        read = _read_dateline(match) if match else None
        if read is not None:
            return read if read.place else _with_place_after(read, head)
    return None


def _read_barred(head: str) -> Dateline | None:
    match = _BARRED.match(head)
    if match is None:
        return None
    place, agencies, date = None, [], None
    for part in match["parts"].split("|"):
        if found := _date_in(part):
            date = found
        elif named := _agencies_in(part):
            agencies += named
        elif place is None and part.strip():
            place = part.strip()
        else:
            return None
    if not agencies:
        return None
    where = _tidy_place(place) if place else None
    return Dateline(match[0], match.end(), where, tuple(dict.fromkeys(agencies)), date)


def _with_place_after(found: Dateline, head: str) -> Dateline:
    """ "MAP – Rabat – Le ministre": the agency may come before the place."""
    match = _DATELINE.match(head[found.length :])
    place = _read_dateline(match) if match else None
    if place is None or not place.place or place.agencies:
        return found
    text = found.text + place.text
    return Dateline(text, len(text), place.place, found.agencies, found.date or place.date)


def _read_dateline(match: re.Match[str]) -> Dateline | None:
    parts = match.groupdict()
    agencies: list[str] = []
    place = parts.get("place")
    inside = parts.get("inside")
    place_inside = None
    if inside and not (named := _agencies_in(inside)):
        place_inside = inside.strip() if is_place(inside) else None
        is_country = place is not None and _agencies_in(parts.get("inside2") or "") != []
        if place_inside is None and not is_country and not _date_in(inside):
            return None
    elif inside:
        agencies += named
    if agency := parts.get("agency") or parts.get("inside2"):
        named = _agencies_in(agency)
        if not named:
            return None
        agencies += named
    if place and (named := _agencies_in(place)):
        agencies, place = named + agencies, None
    text = match.group(0)
    date = _date_in(text)
    if not agencies and not (place and is_place(place)):
        return None
    if not agencies and re.fullmatch(r"\s*\d{4}\s*", parts.get("date") or ""):
        return None  # "Rabat 2024 – une année…"
    if not agencies and (parts.get("dash") in (":", "/") or not _FREE_DASH.search(text)):
        return None  # "Rabat : le ministre…" is a headline, "Rabat-Salé" one word
    is_seat = place_inside is not None and fold_key(place_inside) in _UNITED_NATIONS
    where = place if is_seat or not place_inside else place_inside
    where = _tidy_place(where) if where else None
    return Dateline(text, len(text), where, tuple(dict.fromkeys(agencies)), date)


def _agencies_in(text: str) -> list[str]:
    credit = credit_line(text)
    return list(credit.agencies) if credit else []


def _date_in(text: str) -> FoundDate | None:
    return next(find_dates(text), None)


# "New York (Nations Unies)" and "Nations Unies (New York)" are both sent from New York.
_UNITED_NATIONS = frozenset(
    map(
        fold_key,
        ("Nations unies", "United Nations", "Naciones Unidas", "ONU", "UN", "الأمم المتحدة"),
    )
)


def _tidy_place(place: str) -> str:
    name = re.split(r"[,،]", place.strip(" ,،-–—"))[0]
    return name.title() if name.isupper() and len(name) > 3 else name
