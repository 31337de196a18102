"""Deliveries of new alerts: one per channel of the consumer, never before its quiet hours end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ct_pipeline.alerts.attempts import PENDING, SUPPRESSED, Delivery
from ct_pipeline.alerts.identity import delivery_id
from ct_pipeline.alerts.outbox import Alert
from ct_pipeline.alerts.quiet_hours import after_quiet_hours
from ct_pipeline.inputs.consumers import Consumer, Rules

FEED = "feed"
QUIET = "quiet hours until"


def open_deliveries(
    alerts: Sequence[Alert], rules: Rules, disabled: Mapping[str, str], now: datetime
) -> Iterator[Delivery]:
    """The deliveries of these alerts; `disabled` gives the reason per disabled channel key.

    Feed files do not wait for the end of quiet hours: nobody is woken by a file.
    """
    for alert in alerts:
        consumer = rules.consumer(alert.consumer_id)
        if consumer is None:
            continue
        for endpoint in rules.endpoints_of(consumer.id):
            why = disabled.get(endpoint.channel_key)
            reason = None if why is None else f"the endpoint is disabled: {why}"
            start, wait = alert.not_before_at, _wait(alert, now)
            if endpoint.channel != FEED:
                start, wait = keeping_quiet(start, consumer, wait)
            yield Delivery(
                delivery_id=delivery_id(alert.alert_id, endpoint.channel_key),
                alert_id=alert.alert_id,
                consumer_id=consumer.id,
                channel=endpoint.channel,
                channel_key=endpoint.channel_key,
                event_type=alert.event_type,
                story_id=alert.story_id,
                created_at=now,
                scheduled_at=now,
                next_attempt_at=None if reason else start,
                status=SUPPRESSED if reason else PENDING,
                reason=reason or wait,
            )


def keeping_quiet(
    start: datetime, consumer: Consumer, wait: str | None
) -> tuple[datetime, str | None]:
    """`start` or the end of the quiet hours that it lies in, and what is waited for."""
    end = after_quiet_hours(start, consumer)
    if end == start:
        return start, wait
    return end, f"{QUIET} {end.astimezone(consumer.zone):%H:%M} ({consumer.timezone})"


def _wait(alert: Alert, now: datetime) -> str | None:
    if alert.not_before_at <= now:
        return None
    is_update = alert.follows_alert_id is not None
    return "updates of a story are six hours apart" if is_update else "collecting copies"


def readdressed(unroutable: Sequence[Delivery], rules: Rules, now: datetime) -> Iterator[Delivery]:
    """Pending deliveries whose channel left the rules, each sent to its successor or suppressed.

    The successor is the consumer's only channel of that type: its address was changed.
    """
    for delivery in unroutable:
        successors = [
            endpoint
            for endpoint in rules.endpoints_of(delivery.consumer_id)
            if endpoint.channel == delivery.channel
        ]
        if len(successors) == 1:
            yield replace(delivery, channel_key=successors[0].channel_key, scheduled_at=now)
        else:
            yield replace(
                delivery,
                status=SUPPRESSED,
                next_attempt_at=None,
                scheduled_at=now,
                reason="this channel is no longer in the alerts file",
            )
