"""History: a WARC file of an archive is a partition; its captures become articles of the beat."""

from collections.abc import Iterator
from functools import partial

import dagster as dg
from pydantic import Field

from ct_pipeline.articles.outcomes import EXTRACTOR_VERSION
from ct_pipeline.defs import stations
from ct_pipeline.defs.resources import MonitorParam
from ct_pipeline.steps.history import import_file

HISTORY_OUTCOMES = dg.AssetKey(["news", "history_outcomes"])
HISTORY_COUNTS = dg.AssetKey(["news", "history_counts"])

# Whoever wants a file read adds its address as a partition, in the UI or by API.
warc_files = dg.DynamicPartitionsDefinition(name="warc_files")


class Keep(dg.Config):
    """Which articles are stored."""

    keeps_all: bool = Field(
        default=False, description="Also those of grade 0, which are else only counted."
    )


_spec = partial(
    dg.AssetSpec,
    group_name=stations.HISTORY,
    owners=list(stations.OWNERS),
    kinds={"python", "duckdb"},
    code_version=EXTRACTOR_VERSION,
)


@dg.multi_asset(
    name="captures",
    specs=[
        _spec(HISTORY_OUTCOMES, description="What became of the records of each file."),
        _spec(HISTORY_COUNTS, description="Captures by host, day, language, outcome and grade."),
    ],
    partitions_def=warc_files,
)
def captures(
    context: dg.AssetExecutionContext, config: Keep, monitor: MonitorParam
) -> Iterator[dg.MaterializeResult[None]]:
    """Reads one WARC file of an archive; its articles are grouped and published by the next pass.

    It goes on where a stopped run ended, and may run beside a pass.
    """
    imported = import_file(monitor, context.partition_key, keeps_all=config.keeps_all)
    counts = dict(sorted(imported.outcomes.items()))
    yield dg.MaterializeResult(asset_key=HISTORY_OUTCOMES, metadata=counts)
    yield dg.MaterializeResult(asset_key=HISTORY_COUNTS)


import_history = dg.define_asset_job(
    "import_history",
    selection=dg.AssetSelection.assets(HISTORY_OUTCOMES, HISTORY_COUNTS),
    partitions_def=warc_files,
    description="Reads WARC files of archives, one a partition. The next pass publishes them.",
    executor_def=dg.in_process_executor,
)
