"""Publishing alert feeds: what consumers who read Atom or JSON Feed find."""

from __future__ import annotations

from functools import partial

from ct_pipeline.alerts.deliveries import FEED
from ct_pipeline.inputs.consumers import Rules
from ct_pipeline.publishing.alert_feeds import write_feeds
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.steps.post import reader_of
from ct_pipeline.warehouse.alerts.deliveries import read_feed_items, settle_feeds
from ct_pipeline.warehouse.isolation import leave_out_faults
from ct_pipeline.warehouse.quarantine import Station, put_in_quarantine, release


def publish_alert_feeds(monitor: Monitor, rules: Rules) -> int:
    """Writes the files of every consumer with a feed channel; returns how many consumers.

    An alert that cannot be written is left out of its feed, and noted.
    """
    consumers = [e.consumer_id for e in rules.endpoints.values() if e.channel == FEED]
    now = monitor.now()
    with monitor.open() as connection:
        items = {name: read_feed_items(connection, name, now) for name in consumers}
    public = monitor.settings.public_url
    base = f"{public.rstrip('/')}/alerts/" if public else ""
    folder = monitor.settings.published_dir / "alerts"
    left_out: dict[str, str] = {}
    for name in consumers:
        reader = reader_of(rules, name)
        leave_out_faults(
            items[name],
            partial(write_feeds, folder, reader, base=base),
            lambda item, reason: left_out.update({item.alert_id: reason}),
        )
    with monitor.open() as connection:
        every = [item.alert_id for of_consumer in items.values() for item in of_consumer]
        release(connection, Station.ALERT_FEEDS, every)
        for alert_id, reason in left_out.items():
            put_in_quarantine(connection, Station.ALERT_FEEDS, alert_id, reason)
        settle_feeds(connection, [one for one in every if one not in left_out], now)
    return len(consumers)
