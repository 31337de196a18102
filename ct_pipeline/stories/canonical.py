"""Which dispatch of a story stands for it: its title and its grade's first look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from ct_pipeline.language.press import is_agency_site

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Member:
    """A dispatch as the canonical choice sees it; no arrival time enters."""

    dispatch_id: str
    canonical_article_id: str
    url: str | None  # where its page was read
    published_to: datetime | None
    word_count: int


def choose_canonical_dispatch(members: Iterable[Member]) -> Member:
    """What stands on an agency's own site first, then the earliest published, the longest, the
    smallest id. A credit is a page's own word and makes none first."""
    return min(
        members,
        key=lambda member: (
            not is_agency_site(member.url),
            member.published_to or _NEVER,
            -member.word_count,
            member.dispatch_id,
        ),
    )
