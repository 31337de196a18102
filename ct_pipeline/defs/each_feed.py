"""Each feed of the list as an asset that passes observe: its numbers plot on its page."""

import re

import dagster as dg

from ct_pipeline.defs.stations import EACH_FEED, OWNERS
from ct_pipeline.feeds.subscriptions import Source, read_subscriptions
from ct_pipeline.language.masking import masked
from ct_pipeline.settings import Settings, SettingsError

ID_DIGITS = 12


@dg.definitions
def followed_feeds() -> dg.Definitions:
    """The enabled feeds of the list in force when the definitions are loaded."""
    try:
        listed = read_subscriptions(Settings.read().feeds_file)
    except SettingsError:
        return dg.Definitions()  # a pass reports it
    return dg.Definitions(assets=[_spec(source) for source in listed if source.enabled])


def feed_key(source: Source) -> dg.AssetKey:
    """The name of a feed, and the beginning of its id, as two may have one name.

    Two equal keys would keep the definitions from loading, and so every pass from running.
    """
    words = "_".join(re.findall(r"\w+", source.name.lower()))
    return dg.AssetKey(["feeds", f"{words}_{source.source_id[:ID_DIGITS]}"])


def _spec(source: Source) -> dg.AssetSpec:
    return dg.AssetSpec(
        feed_key(source),
        description=source.name,
        group_name=EACH_FEED,
        owners=list(OWNERS),
        kinds={"http"},
        metadata={"listed_address": dg.MetadataValue.url(masked(source.feed_url))},
    )
