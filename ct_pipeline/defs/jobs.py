"""Jobs for the usual wishes beside a whole pass; each may be run at any moment, again and again.

A step redoes whatever its version says is stale, so that "re-extract", "regroup" and "regrade" are
the pass from that step on, without a request to any site.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import dagster as dg
from pydantic import Field

from ct_pipeline.defs.resources import MonitorParam
from ct_pipeline.defs.stations import HISTORY
from ct_pipeline.inputs.alert_rules import read_alert_rules
from ct_pipeline.steps import due_note
from ct_pipeline.warehouse.alerts.operations import replay_deliveries


def _from(*tables: str) -> dg.AssetSelection:
    """The assets of one step, and everything that follows from them."""
    return dg.AssetSelection.assets(*(["news", table] for table in tables)).downstream()


class OneFeed(dg.Config):
    """What the launchpad asks for; it starts nothing without."""

    feed: str = Field(min_length=1, description="The id, name or address of a feed of the list.")


@dg.config_mapping
def the_named_feed(one: OneFeed) -> dict[str, Any]:
    """The config of a pass that polls one feed."""
    return {"ops": {"polled_feeds": {"config": {"feed": one.feed}}}}


poll_one_feed = dg.define_asset_job(
    "poll_one_feed",
    selection=dg.AssetSelection.all() - dg.AssetSelection.groups(HISTORY),
    config=the_named_feed,
    description="A pass that polls one feed, due or not. Name it in the launchpad.",
    executor_def=dg.in_process_executor,
)

reread_articles = dg.define_asset_job(
    "reread_articles",
    selection=_from("articles", "article_texts", "entry_outcomes"),
    description="Reads archived pages again where the extractor changed; then what follows.",
    executor_def=dg.in_process_executor,
)

regroup_dispatches = dg.define_asset_job(
    "regroup_dispatches",
    selection=_from("copy_edges"),
    description="Compares and groups again where the algorithm or an override changed.",
    executor_def=dg.in_process_executor,
)

regrade_articles = dg.define_asset_job(
    "regrade_articles",
    selection=_from("entities", "mentions", "verdicts"),
    description="Grades again what another lexicon or rule set graded; alerts nobody of it.",
    executor_def=dg.in_process_executor,
)


@dg.config_mapping(config_schema={})
def from_scratch(_: Mapping[str, Any]) -> dict[str, Any]:
    """The config of a build of everything, which has nothing to choose."""
    return {"ops": {"marts": {"config": {"from_scratch": True}}}}


rebuild_snapshot = dg.define_asset_job(
    "rebuild_snapshot",
    selection=dg.AssetSelection.key_prefixes(["marts"])
    | dg.AssetSelection.key_prefixes(["published"]),
    config=from_scratch,
    description="Builds every mart from scratch and publishes the snapshot and the exports anew.",
    executor_def=dg.in_process_executor,
)


class Replay(dg.Config):
    """Which deliveries are made again; each condition that is given narrows the choice."""

    alert_id: str = Field(default="", description="One alert by its id.")
    consumer: str = Field(default="", description="One consumer by its id.")
    since: str = Field(
        default="", description="Alerts made since then, as 2026-11-21 or 2026-11-21T08:00:00Z."
    )
    with_delivered: bool = Field(
        default=False, description="Also those that were delivered; consumers drop repeats by id."
    )


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise dg.Failure(f"since: {text!r} is no moment; write it as 2026-11-21") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dg.op
def make_due_again(context: dg.OpExecutionContext, config: Replay, monitor: MonitorParam) -> None:
    """Makes the chosen deliveries due; the next minute's `deliver_alerts` sends them."""
    if not (config.alert_id or config.consumer or config.since):
        raise dg.Failure("name an alert, a consumer or a moment: replaying everything is no wish")
    due_note.forget(monitor.settings)
    with monitor.open() as connection:
        chosen = replay_deliveries(
            connection,
            monitor.now(),
            channel_keys=read_alert_rules(monitor.settings).endpoints,
            alert_id=config.alert_id or None,
            consumer_id=config.consumer or None,
            since=_moment(config.since),
            with_delivered=config.with_delivered,
        )
    context.log.info("%d deliveries are due again", len(chosen))
    context.add_output_metadata({"deliveries": len(chosen)})


@dg.job(executor_def=dg.in_process_executor)
def replay_alerts() -> None:
    """Deliveries that died, or that a consumer lost: made due again under the same ids."""
    make_due_again()
