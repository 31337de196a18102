"""The one entry point for Dagster: everything that the folder `defs` defines."""

from pathlib import Path

import dagster as dg

from ct_pipeline.defs.columns import with_columns
from ct_pipeline.process import keep_to_itself
from ct_pipeline.run_processes import fork_runs


@dg.definitions
def defs() -> dg.Definitions:
    """All assets, checks, jobs, schedules, sensors and resources; the writer's with columns."""
    keep_to_itself()
    fork_runs()
    loaded = dg.load_from_defs_folder(path_within_project=Path(__file__).parent)
    return dg.Definitions(
        assets=with_columns(loaded.assets or ()),
        asset_checks=loaded.asset_checks,
        jobs=loaded.jobs,
        schedules=loaded.schedules,
        sensors=loaded.sensors,
        resources=loaded.resources,
        loggers=loaded.loggers,
        # Assets that somebody picks in the UI too: a process for each would load everything again.
        executor=dg.in_process_executor,
    )
