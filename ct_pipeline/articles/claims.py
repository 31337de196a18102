"""Which date to believe: every witness makes a claim, the most trusted believable one decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum

from ct_pipeline.language.intervals import Interval, Precision

COARSE = frozenset({Precision.MONTH, Precision.YEAR})
# Publishers' clocks run ahead and feeds are stamped in local time called UTC.
FUTURE_GRACE = timedelta(hours=26)
# A page that dates itself at the moment of its fetching was built then, if others say earlier.
BUILD_GRACE = timedelta(minutes=5)


class Witness(IntEnum):
    """Where a date was read, the most trusted first."""

    HEADER = 1  # a seed's own header
    STRUCTURED = 2  # JSON-LD, Open Graph
    FEED = 3
    TIME = 4  # <time> and other marked elements by the headline
    DATE_LINE = 5  # visible text: a line or element that holds only the date; a dateline
    URL = 6
    LEAD = 7  # "ce 24 juin 2021" in the first paragraph
    AGO = 8  # "il y a 3 heures", counted from the moment of fetching
    UPDATED = 9  # a line that only says when the page changed
    DOUBTED = 10  # structured data that the host's feed mostly contradicts
    POST = 11  # an embedded post: it confirms, but cannot decide


@dataclass(frozen=True, slots=True)
class Published:
    """The interval of publication, if any, and the evidence in words."""

    interval: Interval | None
    evidence: str | None

    @property
    def precision(self) -> Precision:
        """The interval's precision; UNKNOWN without one."""
        return self.interval.precision if self.interval else Precision.UNKNOWN


UNKNOWN = Published(None, None)


@dataclass(frozen=True, slots=True)
class Claim:
    """One witness's date; `shown` is how it reads; `interval` is None where it is no date.

    `otherwise` is what figures mean where the month comes first, or the day: other witnesses tell.
    """

    witness: Witness
    shown: str
    interval: Interval | None
    otherwise: Interval | None = None


def decide(claims: Sequence[Claim], *, seen_at: datetime | None = None) -> Published:
    """The date that the claims allow, with all of them as evidence.

    The most trusted claim that is not in the future of `seen_at` decides; a less trusted one that
    agrees and is finer lends its precision. A month or a year in a page's markup decides only where
    nobody names a day. Disagreements stay in the evidence.
    """
    claims = [_settled(claim, claims) for claim in claims]
    ordered = sorted(claims, key=lambda claim: (_is_vague(claim), claim.witness))
    believable = [claim for claim in ordered if _is_believable(claim, seen_at)]
    believable = [c for c in believable if not _is_build_time(c, believable, seen_at)]
    if not believable:
        refused = "; ".join(f"not believed: {claim.shown}" for claim in ordered)
        return Published(None, refused or None) if refused else UNKNOWN
    chosen = believable[0]
    finer = _finer(chosen, believable)
    parts = [finer.shown]
    for claim in ordered:
        if claim is finer:
            continue
        if claim is not chosen and claim not in believable and claim.witness != Witness.POST:
            parts.append(f"not believed: {claim.shown}")
        elif claim.interval and finer.interval and claim.interval.agrees_with(finer.interval):
            parts.append(f"agrees: {claim.shown}")
        else:
            parts.append(f"disagrees: {claim.shown}")
    return Published(finer.interval, "; ".join(parts))


def _settled(claim: Claim, claims: Sequence[Claim]) -> Claim:
    """A date in figures as the unambiguous witnesses read it, where only one reading agrees."""
    other = claim.otherwise
    if other is None or claim.interval is None:
        return claim
    sure = [each.interval for each in claims if each.interval and each.otherwise is None]
    agreed = [any(map(reading.agrees_with, sure)) for reading in (claim.interval, other)]
    return replace(claim, interval=other) if agreed == [False, True] else claim


def _is_vague(claim: Claim) -> bool:
    """Markup that names no day: often the year of the site, not of the article."""
    is_coarse = claim.interval is not None and claim.interval.precision in COARSE
    return claim.witness == Witness.STRUCTURED and is_coarse


def _is_believable(claim: Claim, seen_at: datetime | None) -> bool:
    if claim.interval is None or claim.witness == Witness.POST:
        return False
    return seen_at is None or claim.interval.start <= seen_at + FUTURE_GRACE


def _is_build_time(claim: Claim, others: Sequence[Claim], seen_at: datetime | None) -> bool:
    if seen_at is None or claim.interval is None or claim.interval.precision.rank > 1:
        return False
    is_now = abs(claim.interval.end - seen_at) <= BUILD_GRACE
    return is_now and any(
        other.interval is not None and other.interval.end < claim.interval.start - timedelta(days=1)
        for other in others
    )


def _finer(chosen: Claim, believable: Sequence[Claim]) -> Claim:
    """The finest claim within the chosen one's interval; the chosen one where none is finer."""
    best = chosen
    for claim in believable:
        if claim.interval is None or best.interval is None or chosen.interval is None:
            continue
        lies_within = (
            chosen.interval.start <= claim.interval.start
            and claim.interval.end <= chosen.interval.end
        )
        if lies_within and claim.interval.precision.rank < best.interval.precision.rank:
            best = claim
    return best
