"""The pass as a whole: its summary, the job and the schedule that run it."""

from datetime import UTC, datetime

import dagster as dg

from ct_pipeline.defs.costs import seconds_by_stage
from ct_pipeline.defs.reports import table
from ct_pipeline.defs.resources import MonitorParam
from ct_pipeline.defs.stations import HISTORY, OWNERS, PASS_FRESHNESS, PUBLISHED
from ct_pipeline.pass_lock import is_pass_running
from ct_pipeline.settings import Settings
from ct_pipeline.steps.pushing import pushes_of
from ct_pipeline.steps.recording import record

SCHEDULE = "*/15 * * * *"


@dg.asset(
    key=["news", "passes"],
    group_name=PUBLISHED,
    owners=list(OWNERS),
    kinds={"duckdb"},
    deps=[["news", "alert_retries"]],
    freshness_policy=PASS_FRESHNESS,
)
def passes(context: dg.AssetExecutionContext, monitor: MonitorParam) -> dg.MaterializeResult[None]:
    """Every pass of the monitor: when it began and ended, what it counted and what it cost.

    The last step of a pass; its table is also the last thing that the command line prints. Plots:
    the counts, the seconds and received bytes of each stage, and what lies on the disk.
    """
    run = context.instance.get_run_record_by_id(context.run.run_id)
    started_at = (
        datetime.fromtimestamp(run.start_time, UTC) if run and run.start_time else monitor.now()
    )
    done = record(monitor, context.run.run_id, started_at)
    return dg.MaterializeResult(
        metadata={
            "summary": table(("", ""), done.summary.lines()),
            **done.summary.numbers(),
            **{f"{stage}_seconds": spent for stage, spent in seconds_by_stage(context).items()},
            **{f"{stage}_bytes": count for stage, count in done.received_bytes.items()},
            **{f"{name}_disk_bytes": n for name, n in done.disk_bytes.items()},
        }
    )


monitor_news = dg.define_asset_job(
    "monitor_news",
    selection=dg.AssetSelection.all(include_sources=False) - dg.AssetSelection.groups(HISTORY),
    description="One pass: poll what is due, fetch, clean, group, grade, alert, model, publish.",
    executor_def=dg.in_process_executor,
)


@dg.schedule(
    job=monitor_news,
    cron_schedule=SCHEDULE,
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
def monitor_news_schedule(
    context: dg.ScheduleEvaluationContext,
) -> dg.RunRequest | dg.SkipReason:
    """A pass every 15 minutes, unless the last one is still at work."""
    if _is_pass_coming(context.instance):
        return dg.SkipReason("another pass is running")
    return dg.RunRequest()


@dg.sensor(
    job=monitor_news,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def pushed_feeds_sensor(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """A pass as soon as a hub says that a feed has something new."""
    if not pushes_of(Settings.read()).any_noted():
        return dg.SkipReason("no hub has pushed")
    if _is_pass_coming(context.instance):
        return dg.SkipReason("another pass is running")
    return dg.RunRequest()


def _is_pass_coming(instance: dg.DagsterInstance) -> bool:
    waiting = instance.get_run_records(
        dg.RunsFilter(
            job_name="monitor_news",
            statuses=[
                dg.DagsterRunStatus.QUEUED,
                dg.DagsterRunStatus.NOT_STARTED,
                dg.DagsterRunStatus.STARTING,
            ],
        ),
        limit=1,
    )
    return bool(waiting) or is_pass_running(Settings.read().data_dir)
