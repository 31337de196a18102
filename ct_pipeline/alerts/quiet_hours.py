"""Hours in which a consumer wants to hear nothing: they defer, they never drop."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from ct_pipeline.inputs.consumers import Consumer

NIGHT = timedelta(days=1)


def after_quiet_hours(moment: datetime, consumer: Consumer) -> datetime:
    """`moment`, or the end of the consumer's quiet hours when it lies in them; in UTC.

    Where the clock is put back, an hour comes twice: they begin with the first and end with the
    second. An hour that is left out in spring counts as both of its neighbours.
    """
    quiet = consumer.quiet_hours
    if quiet is None:
        return moment
    today = moment.astimezone(consumer.zone).date()
    for day in (today - NIGHT, today):
        last_day = day if quiet.starts < quiet.ends else day + NIGHT
        start = min(_moments(day, quiet.starts, consumer))
        end = max(_moments(last_day, quiet.ends, consumer))
        if start <= moment < end:
            return end
    return moment


def _moments(day: date, clock: time, consumer: Consumer) -> list[datetime]:
    """The moments at which a clock on the wall shows that hour, as one and as the other season."""
    shown = (datetime.combine(day, clock, consumer.zone).replace(fold=fold) for fold in (0, 1))
    return [moment.astimezone(UTC) for moment in shown]
