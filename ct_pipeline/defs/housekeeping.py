"""Housekeeping: a backup every night, and an end for what grows without being read."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
from dagster._core.instance import RUNLESS_RUN_ID
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME
from pydantic import Field

from ct_pipeline.defs.resources import MonitorParam
from ct_pipeline.publishing.lake.publish import tidy_lake
from ct_pipeline.warehouse.backups import back_up

EVERY_NIGHT = "30 3 * * *"
RUNS_AT_ONCE = 500
ORPHAN_AGE = timedelta(days=1)
# What spans runs, and events of no run, lie beside the files of runs.
NO_RUNS = frozenset({INDEX_SHARD_NAME, RUNLESS_RUN_ID})


class Keeping(dg.Config):
    """How much is kept."""

    backups: int = Field(default=7, ge=1, description="Copies of the writer's database.")
    run_days: int = Field(
        default=14,
        ge=1,
        description="Days of Dagster's runs and their events, 2 MB a pass; news.passes keeps the "
        "counts of every pass.",
    )
    delivery_run_days: int = Field(
        default=2, ge=1, description="Days of the runs of deliver_alerts, which are many."
    )


@dg.op
def keep_house(context: dg.OpExecutionContext, config: Keeping, monitor: MonitorParam) -> None:
    """Backs up the database and forgets old runs; each pass prunes the raw archive itself."""
    settings, now = monitor.settings, monitor.now()
    copy = back_up(settings.warehouse_file, settings.data_dir / "backups", now, keep=config.backups)
    tidy_lake(settings, now=now)
    forgotten = forget_runs(context.instance, now - timedelta(days=config.run_days))
    forgotten += forget_runs(
        context.instance, now - timedelta(days=config.delivery_run_days), "deliver_alerts"
    )
    orphaned = remove_orphans(context.instance, now - ORPHAN_AGE)
    context.log.info("backup %s; %d runs gone", copy, forgotten)
    context.add_output_metadata(
        {
            "backup_bytes": copy.stat().st_size,
            "forgotten_runs": forgotten,
            "orphaned_files": orphaned,
        }
    )


def forget_runs(instance: dg.DagsterInstance, before: datetime, job_name: str | None = None) -> int:
    """Deletes finished runs made before a moment, with their events; returns how many."""
    finished = [
        dg.DagsterRunStatus.SUCCESS,
        dg.DagsterRunStatus.FAILURE,
        dg.DagsterRunStatus.CANCELED,
    ]
    old = dg.RunsFilter(job_name=job_name, statuses=finished, created_before=before.astimezone(UTC))
    forgotten = 0
    while records := instance.get_run_records(old, limit=RUNS_AT_ONCE):
        for record in records:
            _delete(instance, record.dagster_run.run_id)
        forgotten += len(records)
    return forgotten


def _delete(instance: dg.DagsterInstance, run_id: str) -> None:
    instance.delete_run(run_id)
    events = instance.event_log_storage
    if isinstance(events, SqliteEventLogStorage):
        # Dagster empties a run's file and leaves it, as large as it was.
        file = Path(events.path_for_shard(run_id))
        for emptied in file.parent.glob(f"{file.name}*"):
            emptied.unlink(missing_ok=True)


def remove_orphans(instance: dg.DagsterInstance, before: datetime) -> int:
    """Removes event files of runs that are forgotten, unchanged since a moment; returns how many.

    A process that was killed between a run's record and its file left them, and so did 0.1.0.
    """
    events = instance.event_log_storage
    if not isinstance(events, SqliteEventLogStorage):
        return 0
    # Listed first, as a run is known before it has a file.
    files = list(Path(events.path_for_shard(INDEX_SHARD_NAME)).parent.glob("*.db*"))
    in_use = {*instance.get_run_ids(), *NO_RUNS}
    orphans = [
        file
        for file in files
        if file.name.partition(".db")[0] not in in_use and file.stat().st_mtime < before.timestamp()
    ]
    for file in orphans:
        file.unlink(missing_ok=True)
    return len(orphans)


@dg.job(executor_def=dg.in_process_executor)
def housekeeping() -> None:
    """A backup of the writer's database, and an end for old runs."""
    keep_house()


housekeeping_schedule = dg.ScheduleDefinition(
    job=housekeeping,
    cron_schedule=EVERY_NIGHT,
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
