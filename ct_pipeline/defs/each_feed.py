"""Each feed of the list as an asset that passes observe: its numbers plot on its page.

Its state is a check of its own there, as each poll leaves it; started by hand, the check says how
the feed stands now, without asking it.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

import dagster as dg

from ct_pipeline.defs.resources import MonitorParam
from ct_pipeline.defs.stations import EACH_FEED, OWNERS
from ct_pipeline.feeds.states import FeedState, State
from ct_pipeline.feeds.subscriptions import Source, read_subscriptions
from ct_pipeline.language.masking import masked
from ct_pipeline.settings import Settings, SettingsError
from ct_pipeline.warehouse.feeds.polls import subscriptions

FEED_STATES = dg.AssetKey(["news", "feed_states"])
CHECK = "is_well"
ID_DIGITS = 12


@dg.definitions
def followed_feeds() -> dg.Definitions:
    """The enabled feeds of the list in force when the definitions are loaded."""
    try:
        listed = read_subscriptions(Settings.read().feeds_file)
    except SettingsError:
        return dg.Definitions()  # a pass reports it
    followed = [source for source in listed if source.enabled]
    return dg.Definitions(
        assets=[_spec(source) for source in followed],
        asset_checks=[_state_checks(followed)] if followed else [],
    )


def feed_key(source: Source) -> dg.AssetKey:
    """The Latin letters of a feed's name, and the beginning of its id, as two may have one name.

    Dagster names a check's output by the key, and takes no other letters there.
    Two equal keys would keep the definitions from loading, and so every pass from running.
    """
    plain = unicodedata.normalize("NFKD", source.name.lower()).encode("ascii", "ignore").decode()
    words = [*re.findall(r"[a-z0-9]+", plain), source.source_id[:ID_DIGITS]]
    return dg.AssetKey(["feeds", "_".join(words)])


def _spec(source: Source) -> dg.AssetSpec:
    return dg.AssetSpec(
        feed_key(source),
        description=source.name,
        group_name=EACH_FEED,
        owners=list(OWNERS),
        kinds={"http"},
        deps=[FEED_STATES],
        metadata={"listed_address": dg.MetadataValue.url(masked(source.feed_url))},
    )


def evaluated(source: Source, state: FeedState) -> dg.AssetCheckEvaluation:
    """How a poll left a feed, as the event of its check."""
    result = _result(source, state)
    return dg.AssetCheckEvaluation(
        asset_key=feed_key(source),
        check_name=CHECK,
        passed=result.passed,
        severity=result.severity,
        description=result.description,
        metadata=result.metadata,
    )


def _result(source: Source, state: FeedState) -> dg.AssetCheckResult:
    is_well = state.state in {State.HEALTHY, State.NEVER_POLLED} and not state.consecutive_failures
    detail = masked(f": {state.detail}") if state.detail else ""
    return dg.AssetCheckResult(
        asset_key=feed_key(source),
        check_name=CHECK,
        passed=is_well,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"{state.state}{detail}",
        metadata={"consecutive_failures": state.consecutive_failures},
    )


def _state_checks(followed: Sequence[Source]) -> dg.AssetChecksDefinition:
    specs = [
        dg.AssetCheckSpec(
            CHECK, asset=feed_key(source), description="The feed answers, and with entries."
        )
        for source in followed
    ]

    @dg.multi_asset_check(name="feeds_are_well", specs=specs, can_subset=True)
    def checks(
        context: dg.AssetCheckExecutionContext, monitor: MonitorParam
    ) -> Iterator[dg.AssetCheckResult]:
        """How each feed stands, as it was last polled."""
        with monitor.open() as connection:
            known = {
                one.source.source_id: one.state for one in subscriptions(connection, monitor.now())
            }
        for source in followed:
            if dg.AssetCheckKey(feed_key(source), CHECK) in context.selected_asset_check_keys:
                unseen = FeedState(source.source_id, source.feed_url)
                yield _result(source, known.get(source.source_id, unseen))

    return checks
