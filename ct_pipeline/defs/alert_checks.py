"""Checks on alerts: what was due is delivered, nothing is dead; the job that asks each hour."""

from datetime import timedelta

import dagster as dg

from ct_pipeline.alerts.reconciliation import reconcile
from ct_pipeline.defs.alerts import alert_retries
from ct_pipeline.defs.resources import MonitorParam
from ct_pipeline.inputs.alert_rules import read_alert_rules
from ct_pipeline.language.counting import counted
from ct_pipeline.warehouse.alerts.operations import read_dead_letters
from ct_pipeline.warehouse.alerts.reconciliation import read_ledger

LOOK_BACK = timedelta(days=7)
EVERY_HOUR = "20 * * * *"


@dg.asset_check(asset=alert_retries)
def due_alerts_are_delivered(monitor: MonitorParam) -> dg.AssetCheckResult:
    """What was due in the last seven days, found again from the articles, against deliveries."""
    rules, now = read_alert_rules(monitor.settings), monitor.now()
    with monitor.open() as connection:
        ledger = read_ledger(connection, now - LOOK_BACK)
    differences = reconcile(ledger, rules, now)
    rows = [[one.kind, one.consumer_id, one.subject_id, one.detail] for one in differences]
    return dg.AssetCheckResult(
        passed=not differences,
        description=(
            f"{counted(len(differences), 'difference')} between what was due and what was delivered"
        ),
        metadata={
            "articles_looked_at": len(ledger.looked),
            "differences": len(differences),
            "table": _table(["difference", "consumer", "subject", "detail"], rows),
        },
    )


@dg.asset_check(asset=alert_retries)
def no_alert_is_dead(monitor: MonitorParam) -> dg.AssetCheckResult:
    """No delivery of the last seven days ran out of attempts; `alerts replay` sends it again."""
    with monitor.open() as connection:
        letters = read_dead_letters(connection, monitor.now() - LOOK_BACK)
    rows = [[letter.subject, letter.reason] for letter in letters]
    return dg.AssetCheckResult(
        passed=not letters,
        description=f"{counted(len(letters), 'delivery')} of the last week ran out of attempts",
        metadata={"dead_letters": len(letters), "table": _table(["delivery", "reason"], rows)},
    )


reconcile_alerts = dg.define_asset_job(
    "reconcile_alerts",
    selection=dg.AssetSelection.checks_for_assets(alert_retries),
    description="Compares what was due with what was delivered, and looks for what needs a person.",
    executor_def=dg.in_process_executor,
)

reconcile_alerts_schedule = dg.ScheduleDefinition(
    job=reconcile_alerts,
    cron_schedule=EVERY_HOUR,
    default_status=dg.DefaultScheduleStatus.RUNNING,
)


def _table(columns: list[str], rows: list[list[str]]) -> dg.TableMetadataValue:
    records = [dg.TableRecord(dict(zip(columns, row, strict=True))) for row in rows[:100]]
    schema = dg.TableSchema([dg.TableColumn(name, "string") for name in columns])
    return dg.MetadataValue.table(records, schema)
