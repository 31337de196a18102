"""Whether somebody's offices are over: by the dated roles of the lexicon, or as a text says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from ct_pipeline.language.folding import FoldedText
from ct_pipeline.relevance.lexicon import Role
from ct_pipeline.relevance.resolving import Candidate

GRACE = timedelta(days=31)  # the press calls somebody by an office for some weeks after it
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
LAST_MONTH = 12
NEAR = (1, 2)  # sentences
_OPENING = re.compile(r'(?:^|[\n.!?])[\s"]*(?:(?:l|le|la|the|el)[\s\']+)?$')
_WORD = re.compile(r"[\s\']+([a-z]\w*)")
_APPOSITION = re.compile(
    r'[\s,،;:()"\u2013\u2014-]*(?:(?:m|mme|mr|mrs|ms|sr|sra|السيد|السيده|el|la|l|le)\s+)?'
)


def is_over(roles: Iterable[Role], day: date | None) -> bool:
    """Whether all roles ended before a day; False where the day or an end is not known.

    A role seen until some time ("2025-06 seen") may go on: it has no known end.
    """
    known = list(roles)
    if day is None or not known:
        return False
    ends = [_last_day(role.valid_to) for role in known]
    return all(end is not None and day > end + GRACE for end in ends)


def are_apposed(person: Candidate, chain: Candidate, fields: Sequence[FoldedText]) -> bool:
    """Whether nothing but a comma stands between a person and words on who they were."""
    if person.sentence != chain.sentence:
        return False
    first, last = sorted((person.hit, chain.hit), key=lambda hit: hit.start)
    between = fields[person.order[0]].text[first.end : last.start]
    return last.start >= first.end and bool(_APPOSITION.fullmatch(between))


def refers_back(
    chain: Candidate, persons: Sequence[Candidate], fields: Sequence[FoldedText]
) -> Candidate | None:
    """Of the persons, in order, the one that words on an office once held speak of.

    "Vladimir Voronkov … L'ancien secrétaire général adjoint a reçu": the words open a sentence, no
    name follows them, and the person is the last named before, a sentence or two ago.
    """
    folded = fields[chain.order[0]]
    if not _OPENING.search(folded.text[: chain.hit.start]):
        return None
    following = _WORD.match(folded.text, chain.hit.end)
    if following is None or folded.original[folded.span(*following.span(1))[0]].isupper():
        return None
    before = [person for person in persons if person.order < chain.order]
    if not before or chain.sentence - before[-1].sentence not in NEAR:
        return None
    return before[-1]


def _last_day(written: str | None) -> date | None:
    """The last day of a day, month or year in figures; None of anything less sure."""
    found = _DAY.fullmatch(written or "")
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if month is None:
        return date(year, LAST_MONTH, 31)
    if day is None:
        after = date(year + month // LAST_MONTH, month % LAST_MONTH + 1, 1)
        return after - timedelta(days=1)
    return date(year, month, day)
