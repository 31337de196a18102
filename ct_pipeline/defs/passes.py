"""The pass as a whole: its beginning, its summary, the job and the schedule that run it."""

import dagster as dg

from ct_pipeline.defs.groups import FEEDS, OWNERS, PUBLISHED
from ct_pipeline.defs.resources import Monitor
from ct_pipeline.warehouse.passes import Summary, begin_pass, finish_pass

SCHEDULE = "*/15 * * * *"


@dg.asset(key=["news", "passes"], group_name=FEEDS, owners=list(OWNERS), kinds={"duckdb"})
def passes(context: dg.AssetExecutionContext, monitor: Monitor) -> None:
    """Every pass of the monitor: when it began, when it ended and what it counted."""
    with monitor.open() as connection:
        begin_pass(connection, context.run_id, monitor.now())


@dg.asset(
    key=["news", "pass_summaries"],
    group_name=PUBLISHED,
    owners=list(OWNERS),
    kinds={"duckdb"},
    deps=[passes, ["news", "alert_retries"]],
)
def pass_summaries(
    context: dg.AssetExecutionContext, monitor: Monitor
) -> dg.MaterializeResult[None]:
    """What this pass did, in one table; also the last thing that the command line prints."""
    with monitor.open() as connection:
        summary = finish_pass(connection, context.run_id, monitor.now())
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
    at_work = context.instance.get_run_records(
        dg.RunsFilter(
            job_name="monitor_news",
            statuses=[
                dg.DagsterRunStatus.QUEUED,
                dg.DagsterRunStatus.NOT_STARTED,
                dg.DagsterRunStatus.STARTING,
                dg.DagsterRunStatus.STARTED,
            ],
        ),
        limit=1,
    )
    return dg.SkipReason("another pass is running") if at_work else dg.RunRequest()
