"""What is subscribed to, polled: sources, the state of their feeds, and their entries."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial

import dagster as dg
from pydantic import Field

from ct_pipeline.defs import groups
from ct_pipeline.defs.feed_rounds import poll_due_feeds
from ct_pipeline.defs.resources import Monitor
from ct_pipeline.feeds.states import State
from ct_pipeline.feeds.subscriptions import read_subscriptions
from ct_pipeline.warehouse.feed_reports import (
    count_states,
    count_unsettled_entries,
    feeds_in_state,
)
from ct_pipeline.warehouse.feeds import Polled, sync_sources
from ct_pipeline.web.archive import open_archive
from ct_pipeline.web.fetching import fetch_all

SOURCES = dg.AssetKey(["news", "sources"])
FEED_STATES = dg.AssetKey(["news", "feed_states"])
POLLS = dg.AssetKey(["news", "polls"])
ENTRIES = dg.AssetKey(["news", "entries"])


class FeedChoice(dg.Config):
    """Which feeds a pass polls."""

    feed: str = Field(
        default="",
        description="One feed by its id, name or address, polled now whether it is due or not; "
        "empty: every feed that is due.",
    )


@dg.asset(
    key=SOURCES,
    group_name=groups.FEEDS,
    owners=list(groups.OWNERS),
    kinds={"python", "duckdb"},
    code_version="1",
)
def sources(monitor: Monitor) -> dg.MaterializeResult[None]:
    """The feeds that are followed: the subscription list as it was when the pass began."""
    listed = read_subscriptions(monitor.settings.feeds_file)
    with monitor.open() as connection:
        counts = sync_sources(connection, listed)
    return dg.MaterializeResult(metadata={name: int(count) for name, count in counts.items()})


def _spec(key: dg.AssetKey, description: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        key,
        deps=[SOURCES],
        description=description,
        group_name=groups.FEEDS,
        owners=list(groups.OWNERS),
        kinds={"python", "duckdb"},
        code_version="1",
    )


@dg.multi_asset(
    name="polled_feeds",
    specs=[
        _spec(ENTRIES, "Every version of every feed entry that was ever seen, append-only."),
        _spec(FEED_STATES, "What is remembered of each feed: validators, state, next poll."),
        _spec(POLLS, "The history of polls, one row each."),
    ],
)
def polled_feeds(
    context: dg.AssetExecutionContext, config: FeedChoice, monitor: Monitor
) -> Iterator[dg.MaterializeResult[None]]:
    """Polls every feed that is due and stores what is new in it."""
    results: Counter[str] = Counter()
    new_count = edited_count = 0
    settings = monitor.settings
    with open_archive(settings.archive_dir) as archive:
        fetch = partial(fetch_all, settings=settings, archive=archive)
        for polled in poll_due_feeds(
            settings.min_poll_seconds, monitor.open, monitor.now, fetch, config.feed
        ):
            context.log_event(_observation(polled))
            results[polled.poll.result] += 1
            new_count += polled.poll.new_entry_count
            edited_count += polled.poll.edited_entry_count
    with monitor.open() as connection:
        states = count_states(connection)
    yield dg.MaterializeResult(
        asset_key=ENTRIES, metadata={"new_entries": new_count, "edited_entries": edited_count}
    )
    yield dg.MaterializeResult(asset_key=FEED_STATES, metadata={**states})
    yield dg.MaterializeResult(
        asset_key=POLLS, metadata={"polled_feeds": results.total(), "results": dict(results)}
    )


def _observation(polled: Polled) -> dg.AssetObservation:
    """One point in the plots of a feed, under its name and the beginning of its id."""
    words = "_".join(re.findall(r"\w+", polled.source.name.lower()))
    return dg.AssetObservation(
        asset_key=["feeds", f"{words}_{polled.source.source_id[:4]}"],
        description=polled.source.name,
        metadata={
            "name": polled.source.name,
            "state": str(polled.state.state),
            "detail": polled.state.detail or "",
            "address": dg.MetadataValue.url(polled.state.address),
            "new_entries": polled.poll.new_entry_count,
            "entries": polled.poll.entry_count or 0,
            "consecutive_failures": polled.state.consecutive_failures,
            "entries_per_day": polled.state.entries_per_day or 0.0,
            "elapsed_ms": polled.poll.elapsed_ms,
        },
    )


@dg.asset_check(asset=ENTRIES, blocking=True)
def every_entry_has_exactly_one_outcome(monitor: Monitor) -> dg.AssetCheckResult:
    """Nothing that entered is lost or counted twice."""
    with monitor.open() as connection:
        counts = count_unsettled_entries(connection)
    return dg.AssetCheckResult(passed=not any(counts.values()), metadata={**counts})


def _state_check(state: State) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset=FEED_STATES,
        name=f"no_feed_is_{state}",
        description=f"No feed that is listed and enabled is {state}.",
    )
    def check(monitor: Monitor) -> dg.AssetCheckResult:
        with monitor.open() as connection:
            feeds = feeds_in_state(connection, state)
        lines = [
            f"| {name} | {address} | {detail or ''} | {succeeded_at or 'never'} |"
            for name, address, detail, succeeded_at in feeds
        ]
        head = ["| feed | address | detail | last success |", "|---|---|---|---|"]
        table = "\n".join([*head, *lines])
        return dg.AssetCheckResult(
            passed=not feeds,
            severity=dg.AssetCheckSeverity.WARN,
            metadata={"feeds": len(feeds), "which": dg.MetadataValue.md(table)},
        )

    return check


no_feed_is_silent = _state_check(State.SILENT)
no_feed_is_failing = _state_check(State.FAILING)
no_feed_is_blocked = _state_check(State.BLOCKED)
no_feed_is_gone = _state_check(State.GONE)
