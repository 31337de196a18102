"""The outbox's values: what is said, what was said, and which articles it covered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from ct_pipeline.alerts.stories import Story

STORY_CREATED = "story.created"
STORY_UPDATED = "story.updated"
ARTICLE_CREATED = "article.created"
DIGEST_READY = "digest.ready"


@dataclass(frozen=True, slots=True)
class Alert:
    """One row of the outbox. `payload` is the message's `data`."""

    alert_id: str
    consumer_id: str
    event_type: str
    subject_id: str
    story_id: str | None
    article_id: str | None
    relevance_grade: int | None
    payload: Mapping[str, Any]
    created_at: datetime
    not_before_at: datetime
    follows_alert_id: str | None = None


@dataclass(frozen=True, slots=True)
class SinceTold:
    """What tells the text in force now from the one that readers of an update knew: `corrections`
    as messages say them, and the share of words (0 to 1)."""

    corrections: tuple[Any, ...] = ()
    changed_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Said:
    """An alert that exists. `is_sent`: a message of it may have left.

    An update has its reason, and the article and revision that caused it; one that waits, also
    what it has to tell by now.
    """

    alert_id: str
    event_type: str
    article_id: str | None
    relevance_grade: int | None
    created_at: datetime
    not_before_at: datetime
    is_sent: bool
    follows_alert_id: str | None = None
    update_reason: str | None = None
    cause_article_id: str | None = None
    revision: int | None = None
    since_told: SinceTold = SinceTold()


@dataclass(frozen=True, slots=True)
class Coverage:
    """An article that an alert to a consumer covers; `digest_date` for one still to be made.

    `update_data` is what a digest says of why it tells of the article again.
    """

    consumer_id: str
    article_id: str
    alert_id: str
    digest_date: date | None
    covered_at: datetime
    update_data: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What one consumer was told: covered article -> alert id, alerts by id, digest ids made."""

    covered: Mapping[str, Coverage] = field(default_factory=dict)
    said: Mapping[str, Said] = field(default_factory=dict)
    digests_made: frozenset[str] = frozenset()

    def about(self, story: Story) -> list[Said]:
        """The alerts that cover a text of the story, and those that followed them, oldest first."""
        ids = {
            self.covered[text.article_id].alert_id
            for text in story.texts
            if text.article_id in self.covered
        }
        alerts = (a for a in self.said.values() if {a.alert_id, a.follows_alert_id} & ids)
        return sorted(alerts, key=lambda alert: (alert.created_at, alert.alert_id))


@dataclass(frozen=True, slots=True)
class Rewording:
    """What an unsent alert now says."""

    alert_id: str
    article_id: str
    relevance_grade: int
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Withheld:
    """An unsent alert that is given up, and why."""

    alert_id: str
    reason: str


@dataclass(slots=True)
class Decision:
    """What to write: new alerts, coverage, new words for unsent alerts, unsent ones to withhold.

    `renewed` is coverage of articles that had one: a later digest tells of them again.
    """

    alerts: list[Alert] = field(default_factory=list)
    coverage: list[Coverage] = field(default_factory=list)
    renewed: list[Coverage] = field(default_factory=list)
    reworded: list[Rewording] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)


def join_decisions(decisions: Iterable[Decision]) -> Decision:
    """Decisions on parts of what is new as one."""
    joined = Decision()
    for each in decisions:
        for part in fields(Decision):
            getattr(joined, part.name).extend(getattr(each, part.name))
    return joined
