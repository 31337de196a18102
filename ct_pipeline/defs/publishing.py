"""What readers get: the edition, the archive, the exports, the page."""

from typing import Any

import dagster as dg
from dagster._core.storage.tags import SCHEDULE_NAME_TAG

from ct_pipeline.defs.resources import MonitorParam
from ct_pipeline.defs.stations import OWNERS, PASS_FRESHNESS, PUBLISHED
from ct_pipeline.publishing.agenda import publish_agenda
from ct_pipeline.publishing.briefing.page import publish_briefing
from ct_pipeline.publishing.dictionary import publish_dbt_docs
from ct_pipeline.publishing.exports.publish import publish_exports
from ct_pipeline.publishing.lake.catalogs import attach_line
from ct_pipeline.publishing.lake.publish import publish_lake
from ct_pipeline.publishing.manifest import mart_nodes, read_manifest
from ct_pipeline.publishing.programmes.pages import publish_programmes
from ct_pipeline.publishing.snapshot import publish_snapshot
from ct_pipeline.storage import LAKE


@dg.definitions
def publishing() -> dg.Definitions:
    """The published files; the snapshot needs every mart."""
    marts = [dg.AssetKey(["marts", name]) for name in mart_nodes(read_manifest())]

    @dg.asset(
        key=["published", "ct_news"],
        deps=marts,
        group_name=PUBLISHED,
        owners=OWNERS,
        kinds={"duckdb"},
        code_version="1",
        freshness_policy=PASS_FRESHNESS,
    )
    def ct_news(
        context: dg.AssetExecutionContext, monitor: MonitorParam
    ) -> dg.MaterializeResult[Any]:
        """The edition: the DuckDB file that readers open, replaced in one step.

        A pass of the schedule replaces it when something relevant changed, else at most hourly;
        any other pass whenever the marts changed.
        """
        settings = monitor.settings
        is_scheduled = SCHEDULE_NAME_TAG in context.run.tags
        is_new = publish_snapshot(settings, now=monitor.now(), is_scheduled=is_scheduled)
        size = settings.snapshot_file.stat().st_size
        return dg.MaterializeResult(metadata={"is_replaced": is_new, "file_bytes": size})

    @dg.asset(
        key=["published", "archive"],
        deps=marts,
        group_name=PUBLISHED,
        owners=OWNERS,
        kinds={"ducklake", "parquet"},
        code_version="1",
    )
    def archive(monitor: MonitorParam) -> dg.MaterializeResult[Any]:
        """Every mart in full, with its history: a lake over Parquet by month; changes are added."""
        settings = monitor.settings
        is_new = publish_lake(settings, now=monitor.now())
        attach = attach_line(settings) or settings.storage.address(LAKE)
        return dg.MaterializeResult(metadata={"is_changed": is_new, "attach": attach})

    return dg.Definitions(
        assets=[ct_news, archive, exports, briefing, programmes, agenda, dbt_docs]
    )


@dg.asset(
    key=["published", "exports"],
    deps=[dg.AssetKey(["published", "ct_news"]), dg.AssetKey(["published", "archive"])],
    group_name=PUBLISHED,
    owners=OWNERS,
    kinds={"csv"},
    code_version="3",
)
def exports(monitor: MonitorParam) -> dg.MaterializeResult[Any]:
    """Every mart as CSV and JSONL by wish (CT_EXPORT_FORMATS), by month; unchanged files stay."""
    written = publish_exports(monitor.settings, now=monitor.now())
    return dg.MaterializeResult(metadata={"written_file_count": written})


@dg.asset(
    key=["published", "briefing"],
    deps=[dg.AssetKey(["published", "ct_news"])],
    group_name=PUBLISHED,
    owners=OWNERS,
    kinds={"html"},
    code_version="1",
)
def briefing(monitor: MonitorParam) -> dg.MaterializeResult[Any]:
    """A page to look at: the month's stories, their copies, the coverage and the feeds."""
    settings = monitor.settings
    page = settings.published_dir / "briefing" / "index.html"
    is_new = publish_briefing(settings.snapshot_file, page, now=monitor.now())
    return dg.MaterializeResult(metadata={"is_replaced": is_new, "file_bytes": page.stat().st_size})


@dg.asset(
    key=["published", "programmes"],
    deps=[dg.AssetKey(["published", "ct_news"])],
    group_name=PUBLISHED,
    owners=OWNERS,
    kinds={"html"},
    code_version="1",
)
def programmes(monitor: MonitorParam) -> dg.MaterializeResult[Any]:
    """A page per programme: its timeline, its figures, its open promises, who spoke."""
    settings = monitor.settings
    folder = settings.published_dir / "programmes"
    count = publish_programmes(settings.snapshot_file, folder, today=monitor.now().date())
    return dg.MaterializeResult(metadata={"written_page_count": count})


@dg.asset(
    key=["published", "agenda"],
    deps=[dg.AssetKey(["published", "ct_news"])],
    group_name=PUBLISHED,
    owners=OWNERS,
    kinds={"icalendar"},
    code_version="1",
)
def agenda(monitor: MonitorParam) -> dg.MaterializeResult[Any]:
    """What is coming and what is overdue, for calendars: `agenda.ics`."""
    settings = monitor.settings
    is_new = publish_agenda(settings.snapshot_file, settings.published_dir / "agenda.ics")
    return dg.MaterializeResult(metadata={"is_replaced": is_new})


@dg.asset(
    key=["published", "dbt_docs"],
    deps=[dg.AssetKey(["published", "ct_news"])],
    group_name=PUBLISHED,
    owners=OWNERS,
    kinds={"dbt", "html"},
    code_version="1",
)
def dbt_docs(monitor: MonitorParam) -> dg.MaterializeResult[Any]:
    """dbt's documentation of the marts as one static file; made anew when the project is."""
    return dg.MaterializeResult(metadata={"is_replaced": publish_dbt_docs(monitor.settings)})
