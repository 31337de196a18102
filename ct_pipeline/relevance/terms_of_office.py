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
