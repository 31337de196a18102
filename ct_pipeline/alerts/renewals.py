"""What a daily consumer hears again: a told story that something published since made more of."""

from __future__ import annotations

from datetime import datetime

from ct_pipeline.alerts.digests import next_digest
from ct_pipeline.alerts.filters import best_text, matches
from ct_pipeline.alerts.outbox import Coverage, Decision, History
from ct_pipeline.alerts.stories import Story
from ct_pipeline.alerts.updates import find_cause, update_data
from ct_pipeline.inputs.consumers import Consumer


def tell_again(
    story: Story, consumer: Consumer, history: History, now: datetime, decision: Decision
) -> None:
    """Puts a told story into the next digest, with the reason, where it rose or was corrected.

    While the digest that tells of it is still to be made, nothing has to be told again.
    """
    covered = [text for text in story.texts if text.article_id in history.covered]
    if any(_still_waits(history.covered[text.article_id], history) for text in covered):
        return
    fit = [text for text in covered if matches(text, consumer)]
    shown = {best_text(story, fit).article_id} if fit else set()
    told_grade = max((text.before or text).relevance_grade for text in covered)
    cause = find_cause(story, consumer, history, told_grade, shown, now)
    if cause is None:
        return
    text, reason = cause
    day, digest = next_digest(consumer, history.digests_made, now)
    coverage = Coverage(
        consumer.id, text.article_id, digest, day, now, update_data=update_data(text, reason)
    )
    (decision.renewed if text in covered else decision.coverage).append(coverage)


def _still_waits(coverage: Coverage, history: History) -> bool:
    return coverage.digest_date is not None and coverage.alert_id not in history.digests_made
