"""Looks at known pages: when a page of an article is looked at again, and what that tells of it.

Pages of relevant articles are looked at a day and a week after the article was first seen, to find
edits and what was taken down; any article's page whenever its own time comes (`next_fetch_at`: its
feed edited the entry, or a look failed).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ct_pipeline.pages.tries import GONE_STATUSES, PageTry

# Since the article was first seen.
FIRST_LOOK = timedelta(hours=24)
SECOND_LOOK = timedelta(days=7)
LAST_LOOK = timedelta(days=30)
LEAST_GRADE = 2


@dataclass(frozen=True, slots=True)
class Look:
    """What another look at an article's page changes.

    `is_answered`: the page answered, or is gone; only then is `withdrawn_at` known.
    """

    article_id: str
    next_fetch_at: datetime | None
    is_answered: bool
    withdrawn_at: datetime | None


def look_of(tried: PageTry) -> Look:
    """A page that is gone is withdrawn, one that answers is not; nobody else decides that."""
    is_gone = tried.response.status in GONE_STATUSES
    is_ok = tried.effect.result == "ok"
    return Look(
        article_id=tried.page.article_id,
        next_fetch_at=None if is_ok or is_gone else _next_look(tried),
        is_answered=is_ok or is_gone,
        withdrawn_at=tried.response.fetched_at if is_gone else None,
    )


def _next_look(tried: PageTry) -> datetime | None:
    """When a look that failed is repeated; one that was refused waits for the next regular look."""
    return None if tried.effect.outcome == "blocked" else tried.effect.next_attempt_at
