"""The pass as a whole: its summary, the job and the schedule that run it."""

from datetime import UTC, datetime

import dagster as dg

from ct_pipeline.defs.groups import OWNERS, PUBLISHED
from ct_pipeline.defs.resources import Monitor
from ct_pipeline.pass_lock import is_pass_running
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.passes import Summary, record_pass

SCHEDULE = "*/15 * * * *"


@dg.asset(
    key=["news", "passes"],
    group_name=PUBLISHED,
    owners=list(OWNERS),
    kinds={"duckdb"},
    deps=[["news", "alert_retries"]],
)
def passes(context: dg.AssetExecutionContext, monitor: Monitor) -> dg.MaterializeResult[None]:
    """Every pass of the monitor: when it began and ended, and what it counted.

    The last step of a pass; its table is also the last thing that the command line prints.
    """
    record = context.instance.get_run_record_by_id(context.run_id)
    now = monitor.now()
    started_at = (
        datetime.fromtimestamp(record.start_time, UTC) if record and record.start_time else now
    )
    with monitor.open() as connection:
        summary = record_pass(connection, context.run_id, started_at, now)
    return dg.MaterializeResult(
        metadata={**summary.numbers(), "summary": dg.MetadataValue.md(_as_markdown(summary))}
    )


def _as_markdown(summary: Summary) -> str:
    rows = [f"| {label} | {text} |" for label, text in summary.lines()]
    return "\n".join(["| | |", "|---|---|", *rows])


monitor_news = dg.define_asset_job(
    "monitor_news",
    selection=dg.AssetSelection.all(include_sources=False),
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
    waiting = context.instance.get_run_records(
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
    if waiting or is_pass_running(Settings.read().data_dir):
        return dg.SkipReason("another pass is running")
    return dg.RunRequest()
