"""Hours in which a consumer wants to hear nothing: they defer, they never drop."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from ct_pipeline.inputs.consumers import Consumer, QuietHours


def after_quiet_hours(moment: datetime, consumer: Consumer) -> datetime:
    """`moment`, or the end of the consumer's quiet hours when it lies in them; in UTC."""
    quiet = consumer.quiet_hours
    if quiet is None:
        return moment
    local = moment.astimezone(consumer.zone)
    if not _is_quiet(local.time(), quiet):
        return moment
    end = datetime.combine(local.date(), quiet.ends, consumer.zone)
    if local.time() >= quiet.ends:
        end = datetime.combine(local.date() + timedelta(days=1), quiet.ends, consumer.zone)
    return end.astimezone(UTC)


def _is_quiet(clock: time, quiet: QuietHours) -> bool:
    if quiet.starts < quiet.ends:
        return quiet.starts <= clock < quiet.ends
    return clock >= quiet.starts or clock < quiet.ends
