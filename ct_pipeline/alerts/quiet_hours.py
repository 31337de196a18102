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
    day = local.date() + timedelta(days=1 if local.time() >= quiet.ends else 0)
    end = datetime.combine(day, quiet.ends, consumer.zone)
    if end.astimezone(UTC) <= moment.astimezone(UTC):
        # The clock was put back: of the two hours of that name the second one ends it.
        end = end.replace(fold=1)
    return end.astimezone(UTC)


def _is_quiet(clock: time, quiet: QuietHours) -> bool:
    if quiet.starts < quiet.ends:
        return quiet.starts <= clock < quiet.ends
    return clock >= quiet.starts or clock < quiet.ends
