"""Before a message is attempted for the first time: does it still meet its consumer's rule?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import duckdb

from ct_pipeline.alerts.fitness import NO_LONGER, Unsent, article_ids, find_unfit
from ct_pipeline.inputs.consumers import Rules
from ct_pipeline.warehouse.alerts.deliveries import Outgoing
from ct_pipeline.warehouse.alerts.stories import read_stories_with
from ct_pipeline.warehouse.alerts.unsent import (
    attempted_alerts,
    leave_out,
    reword_alert,
    suppress_alert,
)
from ct_pipeline.warehouse.transactions import transaction


def recheck(
    connection: duckdb.DuckDBPyConnection, due: Sequence[Outgoing], rules: Rules, now: datetime
) -> list[Outgoing]:
    """What of this is to be sent, as it is to be said; what no longer fits is suppressed.

    A message that was attempted through any channel keeps its words.
    """
    if not due:
        return []
    attempted = attempted_alerts(connection, [one.delivery.alert_id for one in due])
    unsent = {
        one.delivery.alert_id: Unsent(
            one.delivery.alert_id,
            one.delivery.consumer_id,
            one.delivery.event_type,
            one.alerted_at,
            one.data,
        )
        for one in due
        if one.delivery.alert_id not in attempted
    }
    if not unsent:
        return list(due)
    stories = read_stories_with(
        connection, {key for alert in unsent.values() for key in article_ids(alert)}
    )
    consumers = {consumer.id: consumer for consumer in rules.consumers}
    left = {}
    with transaction(connection):
        for unfit in find_unfit(list(unsent.values()), stories, consumers):
            left[unfit.alert_id] = unfit.data
            leave_out(connection, unfit.consumer_id, unfit.left_out, now)
            if unfit.data is None:
                suppress_alert(connection, unfit.alert_id, f"{NO_LONGER}: {unfit.reason}", now)
            else:
                reword_alert(connection, unfit.alert_id, unfit.data)
    kept = []
    for one in due:
        data = left.get(one.delivery.alert_id, one.data)
        if data is not None:
            kept.append(replace(one, data=data))
    return kept
