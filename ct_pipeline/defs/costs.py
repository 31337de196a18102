"""What a pass costs: the seconds of each stage, from Dagster's own events."""

from collections import defaultdict

import dagster as dg


def seconds_by_stage(context: dg.AssetExecutionContext) -> dict[str, float]:
    """The seconds of this run's finished steps, checks included, summed by asset group.

    A step of two stations, which goes on in both at once, counts for the later one.
    """
    stages = _stages_of_steps(context.job_def)
    seconds: dict[str, float] = defaultdict(float)
    for step in context.instance.get_run_step_stats(context.run.run_id):
        if step.start_time and step.end_time and step.step_key in stages:
            seconds[stages[step.step_key]] += step.end_time - step.start_time
    return {stage: round(seconds[stage], 3) for stage in sorted(seconds)}


def _stages_of_steps(job: dg.JobDefinition) -> dict[str, str]:
    graph = job.asset_layer.asset_graph
    order = {key: place for place, key in enumerate(graph.toposorted_asset_keys)}
    stages = {}
    for definition in graph.assets_defs:
        keys = definition.keys or {check.asset_key for check in definition.check_keys}
        group = graph.get(max(keys, key=order.__getitem__)).group_name
        if definition.is_executable and group:
            stages[definition.node_def.name] = group
    return stages
