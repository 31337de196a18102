"""The jobs that run on Spark: started by Dagster Pipes, their lines and figures in the UI.

They need the extra `cluster` (`make cluster`) and Java where they are started; without it they say
so. They hold the database only before and after, so that passes go on beside them.
"""

import sys
from importlib.util import find_spec

import dagster as dg
from pydantic import Field

from ct_pipeline.defs.resources import MonitorParam
from ct_pipeline.environment import ROOT
from ct_pipeline.steps.cluster import (
    lay_out_archive,
    results_folder,
    store_all_results,
    take_back_archive,
)
from ct_pipeline.web.warc_files import list_files


class ArchiveToRead(dg.Config):
    """The files that are read, and what of them is kept."""

    paths: list[str] = Field(description="WARC files: paths, folders, patterns or addresses.")
    keeps_all: bool = Field(default=False, description="Also articles of grade 0.")


@dg.op
def read_files_on_spark(
    context: dg.OpExecutionContext, config: ArchiveToRead, monitor: MonitorParam
) -> None:
    """Reads WARC files on Spark, a file a task, and stores what came of them."""
    files = [file for path in config.paths for file in list_files(path)]
    options = ["--keep-all"] if config.keeps_all else []
    _run(context, "read_archive", [*options, results_folder(monitor), *files])
    stored = store_all_results(monitor)
    context.add_output_metadata({"stored_records": dict(sorted(stored.items()))})


@dg.op
def regroup_on_spark(context: dg.OpExecutionContext, monitor: MonitorParam) -> None:
    """Finds the copies of the whole archive anew on Spark, and puts them in force."""
    folder = lay_out_archive(monitor)
    _run(context, "regroup_archive", [str(folder)])
    context.add_output_metadata({"edge_count": take_back_archive(monitor)})


@dg.job(executor_def=dg.in_process_executor)
def read_archive() -> None:
    """WARC files of archives, read on Spark; the next pass groups and publishes what came."""
    read_files_on_spark()


@dg.job(executor_def=dg.in_process_executor)
def regroup_archive() -> None:
    """All copies found anew on Spark; the next pass names and publishes the dispatches."""
    regroup_on_spark()


def _run(context: dg.OpExecutionContext, job: str, arguments: list[str]) -> None:
    if find_spec("pyspark") is None:
        raise dg.Failure(
            f"{job} needs Spark, which is not installed here: `make cluster` adds it (435 MB; Java "
            "17 or later). On one machine, `history import` and a pass do the same."
        )
    invocation = dg.PipesSubprocessClient().run(
        context=context,
        command=[sys.executable, "-m", f"ct_pipeline.cluster.{job}", *arguments],
        cwd=str(ROOT),
        env={"PYTHONPATH": str(ROOT)},
    )
    for figures in invocation.get_custom_messages():
        context.add_output_metadata({job: dg.MetadataValue.json(figures)})
