"""What is subscribed to, polled: sources, the state of their feeds, and their entries."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import dagster as dg
from pydantic import Field

from ct_pipeline.defs import stations
from ct_pipeline.defs.each_feed import FEED_STATES, evaluated, feed_key
from ct_pipeline.defs.reports import none_of, reported, table, warning
from ct_pipeline.defs.resources import MonitorParam
from ct_pipeline.feeds.polls import Poll, network_is_down
from ct_pipeline.feeds.states import State
from ct_pipeline.language.counting import counted
from ct_pipeline.language.masking import masked
from ct_pipeline.steps.polling import follow_list, poll_feeds
from ct_pipeline.warehouse.feeds.polls import Polled
from ct_pipeline.warehouse.feeds.reports import (
    count_states,
    count_unsettled_entries,
    feeds_in_state,
    list_feeds,
    newest_entry_at,
)

SOURCES = dg.AssetKey(["news", "sources"])
POLLS = dg.AssetKey(["news", "polls"])
ENTRIES = dg.AssetKey(["news", "entries"])
FEED_HEADINGS = ("feed", "state", "detail", "last success", "last new entry", "entries a day")


class FeedChoice(dg.Config):
    """Which feeds a pass polls."""

    feed: str = Field(
        default="",
        description="One feed by its id, name or address, polled now whether it is due or not; "
        "empty: every feed that is due.",
    )


@dg.asset(
    key=SOURCES,
    group_name=stations.FEEDS,
    owners=list(stations.OWNERS),
    kinds={"python", "duckdb"},
    code_version="1",
)
def sources(monitor: MonitorParam) -> dg.MaterializeResult[None]:
    """The feeds that are followed: the subscription list as it was when the pass began."""
    counts = follow_list(monitor)
    return dg.MaterializeResult(metadata={name: int(count) for name, count in counts.items()})


_table = partial(stations.written_table, group=stations.FEEDS, above=SOURCES, code_version="1")


@dg.multi_asset(
    name="polled_feeds",
    specs=[
        _table(ENTRIES, "Every version of every feed entry that was ever seen, append-only."),
        _table(FEED_STATES, "What is remembered of each feed: validators, state, next poll."),
        _table(
            POLLS,
            "The history of polls, one row each.",
            freshness_policy=stations.PASS_FRESHNESS,
        ),
    ],
    can_subset=True,
)
def polled_feeds(
    context: dg.AssetExecutionContext, config: FeedChoice, monitor: MonitorParam
) -> Iterator[dg.MaterializeResult[None]]:
    """Polls every feed that is due and stores what is new in it."""
    polls, problems = [], []
    for polled in poll_feeds(monitor, config.feed):
        context.log_event(_observation(polled))
        context.log_event(evaluated(polled.source, polled.state))
        if polled.state.consecutive_failures or polled.state.state is not State.HEALTHY:
            problems.append(_problem(polled))
        polls.append(polled.poll)
    if network_is_down(polls):
        problems = [f"{len(polls)} feeds cannot be reached, not one answered: no internet?"]
    for problem in problems:
        context.log.warning(problem)
    with monitor.open() as connection:
        states, health = count_states(connection), list_feeds(connection)
    shown: dict[str, Any] = {"feeds": table(FEED_HEADINGS, health), **states}
    yield from reported(
        context,
        [
            dg.MaterializeResult(asset_key=ENTRIES, metadata=_entry_counts(polls)),
            dg.MaterializeResult(asset_key=FEED_STATES, metadata=shown),
            dg.MaterializeResult(asset_key=POLLS, metadata=_poll_counts(polls)),
        ],
    )


def _entry_counts(polls: Sequence[Poll]) -> dict[str, int]:
    return {
        "new_entries": sum(poll.new_entry_count for poll in polls),
        "edited_entries": sum(poll.edited_entry_count for poll in polls),
    }


def _poll_counts(polls: Sequence[Poll]) -> dict[str, int | dict[str, int]]:
    return {
        "polled_feeds": len(polls),
        "received_bytes": sum(poll.body_bytes or 0 for poll in polls),
        "results": dict(Counter(poll.result for poll in polls)),
    }


def _problem(polled: Polled) -> str:
    source, state = polled.source, polled.state
    again = f"; next poll {state.next_poll_at:%Y-%m-%d %H:%M} UTC" if state.next_poll_at else ""
    return f"feed {source.source_id} {source.name}: {state.state}, {state.detail or ''}{again}"


def _observation(polled: Polled) -> dg.AssetObservation:
    """One point in the plots of a feed."""
    return dg.AssetObservation(
        asset_key=feed_key(polled.source),
        description=polled.source.name,
        metadata={
            "name": polled.source.name,
            "state": str(polled.state.state),
            "detail": masked(polled.state.detail or ""),
            "address": dg.MetadataValue.url(masked(polled.state.address)),
            "new_entries": polled.poll.new_entry_count,
            "entries": polled.poll.entry_count or 0,
            "consecutive_failures": polled.state.consecutive_failures,
            "entries_per_day": polled.state.entries_per_day or 0.0,
            "elapsed_ms": polled.poll.elapsed_ms,
        },
    )


@dg.asset_check(asset=ENTRIES, blocking=True)
def every_entry_has_exactly_one_outcome(monitor: MonitorParam) -> dg.AssetCheckResult:
    """Nothing that entered is lost or counted twice."""
    with monitor.open() as connection:
        counts = count_unsettled_entries(connection)
    return none_of(sum(counts.values()), "entries have no outcome or more than one", **counts)


@dg.asset_check(asset=ENTRIES)
def an_entry_came_within_a_day(monitor: MonitorParam) -> dg.AssetCheckResult:
    """Polls that find nothing are fresh too; this looks at when the newest entry came."""
    with monitor.open() as connection:
        newest_at = newest_entry_at(connection)
    age = monitor.now() - newest_at if newest_at else None
    came = "no feed has brought an entry yet"
    if age is not None:
        hours = counted(round(age / timedelta(hours=1)), "hour")
        came = f"the newest entry of all feeds came {hours} ago"
    return warning(age is not None and age <= timedelta(days=1), came)


def _state_check(state: State) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset=FEED_STATES,
        name=f"no_feed_is_{state}",
        description=f"No feed that is listed and enabled is {state}.",
    )
    def check(monitor: MonitorParam) -> dg.AssetCheckResult:
        with monitor.open() as connection:
            feeds = feeds_in_state(connection, state)
        return warning(
            not feeds,
            f"{state}: {counted(len(feeds), 'feed')}",
            feeds=len(feeds),
            which=table(("feed", "address", "detail", "last success"), feeds),
        )

    return check


no_feed_is_silent = _state_check(State.SILENT)
no_feed_is_failing = _state_check(State.FAILING)
no_feed_is_blocked = _state_check(State.BLOCKED)
no_feed_is_gone = _state_check(State.GONE)
