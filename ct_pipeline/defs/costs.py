"""What a pass costs: the seconds of each stage from Dagster's own events, the bytes on the disk."""

import os
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

import dagster as dg

from ct_pipeline.settings import Settings


def seconds_by_stage(context: dg.AssetExecutionContext) -> dict[str, float]:
    """The seconds of this run's finished steps, checks included, summed by asset group.

    A group's name is without the letter that sorts it: `feeds`, not `a_feeds`.
    """
    stages = _stages_of_steps(context.job_def)
    seconds: dict[str, float] = defaultdict(float)
    for step in context.instance.get_run_step_stats(context.run.run_id):
        if step.start_time and step.end_time and step.step_key in stages:
            seconds[stages[step.step_key]] += step.end_time - step.start_time
    return {stage: round(seconds[stage], 3) for stage in sorted(seconds)}


def _stages_of_steps(job: dg.JobDefinition) -> dict[str, str]:
    graph = job.asset_layer.asset_graph
    stages = {}
    for definition in graph.assets_defs:
        keys = definition.keys or {check.asset_key for check in definition.check_keys}
        group = graph.get(next(iter(keys))).group_name
        if definition.is_executable and group:
            stages[definition.node_def.name] = group.partition("_")[2]
    return stages


def bytes_on_disk(settings: Settings) -> dict[str, int]:
    """The sizes of the writer's folder, the raw archive, what is published, and Dagster's home."""
    data = settings.data_dir
    return {name: _size(data / name) for name in ("warehouse", "archive", "published", "dagster")}


def _size(folder: Path) -> int:
    """Bytes under a folder; what vanishes meanwhile (a log of SQLite, a draft) counts nothing."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                total += (Path(parent) / name).stat().st_size
    return total
