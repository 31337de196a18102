"""What a rule would have sent: the same decisions, over what came in the order in which it came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from ct_pipeline.alerts.digests import Waiting, digest_at, make_digest
from ct_pipeline.alerts.due import decide
from ct_pipeline.alerts.identity import alert_id
from ct_pipeline.alerts.ledger import LedgerNews, decide_ledger
from ct_pipeline.alerts.messages import Data
from ct_pipeline.alerts.outbox import DIGEST_READY, Alert, Coverage, Decision, History, Said
from ct_pipeline.alerts.stories import Story
from ct_pipeline.alerts.versions import Past
from ct_pipeline.inputs.consumers import Consumer


def preview(
    stories: Sequence[Story], past: Past, consumer: Consumer, since: datetime
) -> list[Alert]:
    """The alerts of stories that the consumer would have got since then, oldest first.

    Groups and rules are those of today, each text is that of its day. Nothing is held back by quiet
    hours or a receiver, so that what would have been told in one message may stand in two.
    """
    alerts: list[Alert] = []
    digests: dict[date, list[tuple[Story, Mapping[str, Data]]]] = {}
    for story in stories:
        told = _Told(consumer, past)
        for moment in past.moments(story):
            told.look(past.as_of(story, moment), moment)
        alerts += told.alerts.values()
        for day, articles in told.digests.items():
            digests.setdefault(day, []).append((story, articles))
    for day, covered in digests.items():
        alerts += _digest(day, covered, past, consumer)
    return _in_order(alerts, since)


def preview_ledger(
    news: Sequence[LedgerNews],
    stories: Sequence[Story],
    consumer: Consumer,
    since: datetime,
    now: datetime,
) -> list[Alert]:
    """The ledger's alerts that the consumer would have got from then until now, oldest first.

    The ledger is that of today: a promise that was kept by now is not among its rows.
    """
    came = {text.article_id: text.first_seen_at for story in stories for text in story.texts}
    alerts: dict[str, Alert] = {}
    for one in news:
        for moment in _moments(one, came, consumer):
            if since <= moment <= now:
                for alert in decide_ledger([one], stories, [consumer], moment):
                    alerts.setdefault(alert.alert_id, alert)
    return _in_order(list(alerts.values()), since)


def _in_order(alerts: Sequence[Alert], since: datetime) -> list[Alert]:
    recent = [alert for alert in alerts if alert.created_at >= since]
    return sorted(recent, key=lambda alert: (alert.not_before_at, alert.alert_id))


@dataclass(slots=True)
class _Told:
    """What a consumer was told of a story by and by."""

    consumer: Consumer
    past: Past
    alerts: dict[str, Alert] = field(default_factory=dict)
    covered: dict[str, Coverage] = field(default_factory=dict)
    digests: dict[date, dict[str, Data]] = field(default_factory=dict)

    def look(self, story: Story, moment: datetime) -> None:
        histories = {self.consumer.id: self._history(moment)}
        self._note(decide([story], [self.consumer], histories, moment))

    def _history(self, moment: datetime) -> History:
        made = frozenset(
            covered.alert_id
            for covered in self.covered.values()
            if covered.digest_date and digest_at(covered.digest_date, self.consumer.zone) <= moment
        )
        said = {key: self._as_said(alert, moment) for key, alert in self.alerts.items()}
        return History(self.covered, said, made)

    def _as_said(self, alert: Alert, moment: datetime) -> Said:
        said = Said(
            alert.alert_id,
            alert.event_type,
            alert.article_id,
            alert.relevance_grade,
            alert.created_at,
            alert.not_before_at,
            is_sent=alert.not_before_at <= moment,
            follows_alert_id=alert.follows_alert_id,
            update_reason=alert.payload.get("update_reason"),
        )
        if not said.update_reason:
            return said
        cause, revision = alert.subject_id.split("/")[-2], int(alert.payload["revision"])
        since_told = self.past.since_told(cause, revision, moment)
        return replace(said, cause_article_id=cause, revision=revision, since_told=since_told)

    def _note(self, decision: Decision) -> None:
        self.alerts |= {alert.alert_id: alert for alert in decision.alerts}
        for withheld in decision.withheld:
            self.alerts.pop(withheld.alert_id)
        for reworded in decision.reworded:
            self.alerts[reworded.alert_id] = replace(
                self.alerts[reworded.alert_id],
                article_id=reworded.article_id,
                relevance_grade=reworded.relevance_grade,
                payload=reworded.payload,
            )
        for coverage in (*decision.coverage, *decision.renewed):
            self.covered[coverage.article_id] = coverage
            if coverage.digest_date:
                articles = self.digests.setdefault(coverage.digest_date, {})
                articles[coverage.article_id] = dict(coverage.update_data or {})


def _digest(
    day: date, covered: Sequence[tuple[Story, Mapping[str, Data]]], past: Past, consumer: Consumer
) -> list[Alert]:
    """A digest's messages, of each story as it stood that morning.

    `covered`: stories, each with why the digest tells of its articles: empty for the first time.
    """
    at = digest_at(day, consumer.zone)
    articles = {key: update for _, of_story in covered for key, update in of_story.items()}
    updates = {article_id: update for article_id, update in articles.items() if update}
    waiting = Waiting(
        consumer.id,
        alert_id(consumer.id, DIGEST_READY, day.isoformat()),
        day,
        frozenset(articles),
        updates,
        {
            article_id: past.since_told(article_id, update["revision"], at)
            for article_id, update in updates.items()
        },
    )
    digest = make_digest(waiting, consumer, [past.as_of(story, at) for story, _ in covered], at)
    return [] if digest.is_empty else digest.alerts


def _moments(
    one: LedgerNews, came: Mapping[str, datetime], consumer: Consumer
) -> Iterator[datetime]:
    """When a row of the ledger may have become news to the consumer, in order."""
    came_at = came.get(one.article_id)
    if came_at is None:
        return
    yield came_at
    if one.due_to is None:
        return
    days_after = [1]
    if consumer.ledger.commitment_due_days is not None:
        days_after.insert(0, -consumer.ledger.commitment_due_days)
    for days in days_after:
        day = one.due_to + timedelta(days)
        begins = datetime.combine(day, time(), consumer.zone).astimezone(UTC)
        if begins > came_at:
            yield begins
