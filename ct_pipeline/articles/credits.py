"""Who wrote it: agency credits, outlets and bylines, told from sentences.

A credit is a short line at the head or tail of a text made of nothing but names and joining words
("LNT avec MAP", "Source : MAP", "(AFP)", "و م ع", a bare "map"); a name inside a sentence is never
one. What stands in a dateline is read by `datelines`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ct_pipeline.articles.places import is_place
from ct_pipeline.language.press import agency_named, agency_names, is_unnamed, outlet_named

MAX_CREDIT_LENGTH = 80
LONGEST_DISPATCH_LINE = 400

# What stands between the names of a credit line and joins them.
_JOINING = re.compile(
    r"""\s*(?:[/|,;+&•]|\s[-–—ـ]+|[-–—ـ]+\s|\s(?:avec|with|con|et|and|y|via)\s|\s(?:مع|و|عن|نقلا\sعن)\s)\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_HYPHENS = re.compile(r"[-–—ـ]+")
_LEADING = re.compile(
    r"""^(?:(?:(?:con\s)?información\sde|avec\s(?:les\s)?informations\sd['’e]
    |with\s(?:information|reporting)\s(?:from|by)|avec|with|con|par|by|por|via|from|source[s]?|fuente[s]?|crédit[s]?|credit[s]?|texte
    |agence[s]?|agenc(?:y|ies)|agencias?|d['’]après|selon|اعداد|إعداد|المصدر|مصدر|مع|عن|وكالة|بقلم
    |متابعة|وكالات)\s*[:\-–—]?\s+)+""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit line as it read, the agencies that it names and the outlet, if it names one."""

    text: str
    agencies: tuple[str, ...]
    outlet: str | None = None


# Somebody unknown with an agency: "Vent d’Ouest avec AFP", "Amina Alaoui avec MAP".
_WITH_AGENCY = re.compile(
    r"^(?P<who>\S+(?:\s\S+){0,4}?),?\s\(?(?:avec|with|con|مع)\s(?P<names>[^()]+)\)?$",
    re.IGNORECASE,
)


# Who else worked on a dispatch: "(Reporting by …; Editing by …)", "EFE jml/fp", "© 2026 AFP".
_WORKED = re.compile(
    r"""[(\[]?\s*(?:(?:additional\s)?reporting|writing|editing|compiled|translated|edited)\sby\s.{3,200}
    |[(\[]?\s*(?:reportage|récit|édité|rédaction|version\sfrançaise|édition|édité)\s(?:de|par|d['’])\s?.{3,160}[)\]]
    |[(\[]?\s*(?:información|redacción|edición)\s(?:de|por)\s.{3,160}[)\]]""",
    re.VERBOSE | re.IGNORECASE,
)
_INITIALS = re.compile(r"^(?P<agency>\D{2,24}?)\s+[a-zé]{2,5}(?:[/-][a-zé]{2,5})*\W*$")
_INITIALS_ALONE = re.compile(r"[a-zé]{2,5}(?:/[a-zé]{2,5})+")
_RIGHTS = re.compile(
    r"""^\W*(?:©|\(c\)|copyright\b(?:\s©)?|تعليق)\s*(?:(?:19|20)\d\d\s*)?(?P<agency>[^.|]{2,40}?)
    (?:[.|,]\s*(?:all\srights|tous\sdroits|todos\slos\sderechos|جميع\sالحقوق).*)?\W*$""",
    re.VERBOSE | re.IGNORECASE,
)


_CONTRIBUTED = re.compile(
    r"""^\W*(?P<who>.{2,120}?)\s(?:(?:also\s)?contributed\s(?:reporting\s)?(?:to|for)\sthis\s
    (?:report|article|story|piece)|(?:a|ont)\scontribué\sà\s(?:cet\sarticle|ce\sreportage)
    |(?:ha|han)\s(?:contribuido|colaborado)\s(?:a|en)\seste\s(?:reportaje|artículo|informe))\W*$""",
    re.VERBOSE | re.IGNORECASE,
)


def dispatch_line(line: str) -> Credit | None:
    """What a line at the end says of who made and owns a dispatch; None for other lines."""
    text = line.strip()
    if len(text) > LONGEST_DISPATCH_LINE:
        return None
    if _WORKED.fullmatch(text) or _INITIALS_ALONE.fullmatch(text):
        return Credit(text, ())
    if match := _CONTRIBUTED.match(text):
        return Credit(text, _agencies_within(match["who"]))
    for pattern in (_INITIALS, _RIGHTS):
        match = pattern.match(text)
        agency = agency_named(match["agency"]) if match else None
        if agency:
            return Credit(text, (agency,))
    return None


def _agencies_within(text: str) -> tuple[str, ...]:
    """The agencies that a line names beside people: "AP writers Lea Berg and Tom Hall"."""
    found = (agency_named(match[0]) for match in _any_agency().finditer(text))
    return tuple(dict.fromkeys(filter(None, found)))


@cache
def _any_agency() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, agency_names()))})(?!\w)")


def credit_line(line: str) -> Credit | None:
    """The credit that a whole line is; None where it says anything else."""
    text = line.strip()
    if not text or len(text) > MAX_CREDIT_LENGTH:
        return None
    inner = text.strip(" \t()[]{}.:*_،؛").strip("-–—ـ ").strip()
    bare = _LEADING.sub("", inner)
    names = list(_split_names(inner if agency_named(inner) else bare))
    if bare != inner and not names:
        return Credit(text, ())
    agencies: list[str] = []
    outlet: str | None = None
    for name in names:
        if agency := agency_named(name):
            agencies.append(agency)
        elif full_name := outlet_named(name):
            outlet = outlet or full_name
        elif not (is_unnamed(name) or is_place(name)):
            return _somebody_with_agency(text, bare)
    if not agencies and not all(map(is_unnamed, names)):
        return None  # the name of an outlet or a place alone may be a tag, a signature, a link
    return Credit(text, tuple(dict.fromkeys(agencies)), outlet) if names else None


def _split_names(text: str) -> Iterator[str]:
    """The names between the signs that join them; a hyphen within a name is none of these."""
    for name in _JOINING.split(" ".join(text.split())):
        parts = _HYPHENS.split(name)
        yield from parts if all(map(agency_named, parts)) else filter(None, [name])


def _somebody_with_agency(text: str, bare: str) -> Credit | None:
    match = _WITH_AGENCY.match(bare)
    if match is None or match["who"][0].islower():
        return None
    names = [agency_named(name) for name in _split_names(match["names"])]
    agencies = [name for name in names if name]
    return Credit(text, tuple(agencies)) if agencies and len(agencies) == len(names) else None


_AGENCY_AT_END = re.compile(r"\s*[(\[](?P<agency>[^()\[\]]{2,30})[)\]]\s*\.?\s*$")


def credit_at_end(paragraph: str) -> Credit | None:
    """The credit in brackets that ends a last paragraph ("… du continent. (MAP)")."""
    match = _AGENCY_AT_END.search(paragraph)
    if match is None:
        return None
    credit = credit_line(match["agency"])
    if credit is None or not credit.agencies:
        return None
    return Credit(match.group(0), credit.agencies, credit.outlet)
