"""Which dispatch of a story stands for it: its title and its grade's first look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Member:
    """A dispatch as the canonical choice sees it; no arrival time enters."""

    dispatch_id: str
    canonical_article_id: str
    agency_credits: tuple[str, ...]
    published_to: datetime | None
    word_count: int


def choose_canonical_dispatch(members: Iterable[Member]) -> Member:
    """An agency's dispatch first, then the earliest published, the longest, the smallest id."""
    return min(
        members,
        key=lambda member: (
            not member.agency_credits,
            member.published_to or _NEVER,
            -member.word_count,
            member.dispatch_id,
        ),
    )
