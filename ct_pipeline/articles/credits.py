"""Who wrote it and from where: agency credits, outlets and datelines, taken off the text.

A credit is a short line at the head or tail of a text made of nothing but names and joining words
("LNT avec MAP", "Source : MAP", "(AFP)", "و م ع", a bare "map"), or stands in the dateline
("Rabat – MAP –", "الرباط (و م ع) –"). A name inside a sentence is never a credit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ct_pipeline.articles.agencies import AGENCY_BY_NAME, OUTLETS
from ct_pipeline.articles.dates import FoundDate, find_dates

MAX_CREDIT_LENGTH = 80
MAX_DATELINE_LENGTH = 90

# What stands between the names of a credit line and joins them.
_JOINING = re.compile(
    r"""\s*(?:[/|,;+&•]|[-–—ـ]+|\s(?:avec|with|con|et|and|y|via)\s|\s(?:مع|و|عن|نقلا\sعن)\s)\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_LEADING = re.compile(
    r"""^(?:(?:avec|with|con|par|by|por|via|from|source[s]?|fuente[s]?|crédit[s]?|credit[s]?|texte
    |agence[s]?|agenc(?:y|ies)|agencias?|d['’]après|selon|اعداد|إعداد|المصدر|مصدر|مع|عن|وكالة|بقلم
    |متابعة|وكالات)\s*[:\-–—]?\s+)+""",
    re.VERBOSE | re.IGNORECASE,
)
_AGENCIES_AT_LARGE = frozenset(
    "agences agence agencies agencias agencia وكالات وكالة source rédaction redaction staff"
    " newsroom la\u00a0rédaction هيئة\u00a0التحرير متابعة".replace("\u00a0", "_").split()
)


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit line as it read, the agencies that it names and the outlet, if it names one."""

    text: str
    agencies: tuple[str, ...]
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Dateline:
    """The head of a dispatch: `length` characters of the text that are not its body."""

    text: str
    length: int
    place: str | None = None
    agencies: tuple[str, ...] = ()
    date: FoundDate | None = None


def agency_named(name: str) -> str | None:
    """The agency that a credit means by this name; None for any other word."""
    return AGENCY_BY_NAME.get(_folded(name))


# Somebody unknown with an agency: "Vent d’Ouest avec AFP", "Amina Alaoui avec MAP".
_WITH_AGENCY = re.compile(
    r"^(?P<who>\S+(?:\s\S+){0,4}),?\s(?:avec|with|con|مع)\s(?P<names>.+)$", re.IGNORECASE
)


def credit_line(line: str) -> Credit | None:
    """The credit that a whole line is; None where it says anything else."""
    text = line.strip()
    if not text or len(text) > MAX_CREDIT_LENGTH:
        return None
    inner = text.strip(" \t()[]{}.:*_،؛").strip("-–—ـ ").strip()
    bare = _LEADING.sub("", inner)
    names = [name for name in _JOINING.split(f" {bare} ".replace("  ", " ").strip()) if name]
    if bare != inner and not names:
        return Credit(text, ())
    agencies: list[str] = []
    outlet: str | None = None
    for name in names:
        if agency := agency_named(name):
            agencies.append(agency)
        elif full_name := OUTLETS.get(_folded(name)):
            outlet = outlet or full_name
        elif _folded(name).replace(" ", "_") not in _AGENCIES_AT_LARGE:
            return _somebody_with_agency(text, bare)
    if not agencies and outlet:
        return None  # an outlet's name alone may be a tag, a signature, a link
    return Credit(text, tuple(dict.fromkeys(agencies)), outlet) if names else None


def _somebody_with_agency(text: str, bare: str) -> Credit | None:
    match = _WITH_AGENCY.match(bare)
    if match is None or not match["who"][0].isupper():
        return None
    names = [agency_named(name) for name in _JOINING.split(match["names"])]
    agencies = [name for name in names if name]
    return Credit(text, tuple(agencies)) if agencies and len(agencies) == len(names) else None


_DASH = r"(?:[-–—ـ]{1,3}|:|/)"
_PLACE = r"[^\W\d_][^\d()\[\]–—.:;«»\"“”]{1,40}?"
_DATELINE = re.compile(
    rf"""^\s*
    (?P<place>{_PLACE})?
    (?:(?:\s*[,،/]\s*(?=[^()–—:]*\d)|\s+(?=\d))(?P<date>[^()–—:]{{4,30}}?))?
    (?:\s*[(\[](?P<inside>[^()\[\]]{{2,40}})[)\]])?
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
_FREE_DASH = re.compile(r"\s[-–—ـ]+\s*$|[-–—ـ]+\s+$")
_AGENCY_AT_END = re.compile(r"\s*[(\[](?P<agency>[^()\[\]]{2,30})[)\]]\s*\.?\s*$")


def dateline(paragraph: str) -> Dateline | None:
    """The dateline that a first paragraph begins with; None where it begins with its text.

    Without an agency it must begin with a known place; with one any place does.
    """
    head = paragraph[:MAX_DATELINE_LENGTH]
    for pattern in (_DATELINE, _AGENCY_FIRST):
        match = pattern.match(head)
        read = _read_dateline(match) if match else None
        if read is not None:
            return read if read.place else _with_place_after(read, head)
    return None


def _with_place_after(found: Dateline, head: str) -> Dateline:
    """ "MAP – Rabat – Le ministre": the agency may come before the place."""
    match = _DATELINE.match(head[found.length :])
    place = _read_dateline(match) if match else None
    if place is None or not place.place or place.agencies:
        return found
    text = found.text + place.text
    return Dateline(text, len(text), place.place, found.agencies, found.date or place.date)


def credit_at_end(paragraph: str) -> Credit | None:
    """The credit in brackets that ends a last paragraph ("… du continent. (MAP)")."""
    match = _AGENCY_AT_END.search(paragraph)
    if match is None:
        return None
    credit = credit_line(match["agency"])
    if credit is None or not credit.agencies:
        return None
    return Credit(match.group(0), credit.agencies, credit.outlet)


_BYLINE = re.compile(
    r"^(?:par|by|por|written by|rédigé par|écrit par|بقلم|كتبه|كتب|إعداد)\s*[:\-]?\s+"
    r"(?P<name>.{3,60})$",
    re.IGNORECASE,
)


def byline(line: str) -> str | None:
    """The author of a line that names nothing else ("Par Amina Alaoui"); None for other lines."""
    match = _BYLINE.match(line.strip())
    if match is None or re.search(r"[\d.:;!?«»]\s|[.:;!?]$|\d", match["name"]):
        return None
    words = match["name"].split()
    is_name = all(word[0].isupper() or not word[0].isascii() or len(word) < 4 for word in words)
    return match["name"].strip() if is_name and 1 < len(words) < 7 else None


def _read_dateline(match: re.Match[str]) -> Dateline | None:
    parts = match.groupdict()
    agencies: list[str] = []
    place = parts.get("place")
    inside = parts.get("inside")
    place_inside = None
    if inside and not (named := _agencies_in(inside)):
        place_inside = inside.strip() if _is_place(inside) else None
        if place_inside is None and not _date_in(inside):
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
    if not agencies and not (place and _is_place(place)):
        return None
    if not agencies and re.fullmatch(r"\s*\d{4}\s*", parts.get("date") or ""):
        return None  # "Rabat 2024 – une année…"
    if not agencies and (parts.get("dash") in (":", "/") or not _FREE_DASH.search(text)):
        return None  # "Rabat : le ministre…" is a headline, "Rabat-Salé" one word
    is_seat = place_inside is not None and _folded(place_inside) in _UNITED_NATIONS
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
    {"nations unies", "united nations", "naciones unidas", "onu", "un", "الأمم المتحدة"}
)


def _is_place(text: str) -> bool:
    return any(_folded(part) in _places() for part in (text, *re.split(r"[,،]", text)))


@cache
def _places() -> frozenset[str]:
    text = (files("ct_pipeline.articles") / "vocabulary" / "places.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return frozenset(_folded(name) for line in lines for name in line.split(",") if name.strip())


def _tidy_place(place: str) -> str:
    name = re.split(r"[,،]", place.strip(" ,،-–—"))[0]
    return name.title() if name.isupper() and len(name) > 3 else name


def _folded(name: str) -> str:
    return re.sub(r"\s+", " ", name.replace("’", "'").strip(' ().:-–—،«»"')).casefold()
