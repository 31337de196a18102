"""Publishing alert feeds: what consumers who read Atom or JSON Feed find."""

from __future__ import annotations

from ct_pipeline.alerts.deliveries import FEED
from ct_pipeline.inputs.consumers import Rules
from ct_pipeline.publishing.alert_feeds import write_feeds
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.steps.post import reader_of
from ct_pipeline.warehouse.alerts.deliveries import read_feed_items, settle_feeds


def publish_alert_feeds(monitor: Monitor, rules: Rules) -> int:
    """Writes the files of every consumer with a feed channel; returns how many consumers."""
    consumers = [e.consumer_id for e in rules.endpoints.values() if e.channel == FEED]
    now = monitor.now()
    with monitor.open() as connection:
        items = {name: read_feed_items(connection, name, now) for name in consumers}
    public = monitor.settings.public_url
    base = f"{public.rstrip('/')}/alerts/" if public else ""
    for name in consumers:
        folder = monitor.settings.published_dir / "alerts"
        write_feeds(folder, reader_of(rules, name), items[name], base)
    with monitor.open() as connection:
        shown = [item.alert_id for of_consumer in items.values() for item in of_consumer]
        settle_feeds(connection, shown, now)
    return len(consumers)
