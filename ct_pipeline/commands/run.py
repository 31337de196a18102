"""`ct_pipeline run`: one pass of the job `monitor_news`, here and now, with visible progress."""

from __future__ import annotations

import logging
import sys
import time

import click

from ct_pipeline.commands.home import prepare_home
from ct_pipeline.commands.inputs import check_disk, check_inputs, check_warehouse
from ct_pipeline.errors import UserError
from ct_pipeline.pass_lock import PassRunningError, hold_pass_lock
from ct_pipeline.settings import Settings

INTERRUPTED = 130  # what shells say of a program that was stopped by Ctrl-C
OPEN_LINE = (
    ".venv/bin/python -ic \"import duckdb; news = duckdb.connect('{file}', read_only=True)\""
)
GOOD_QUERY = "news.sql(\"FROM search('plateforme de marrakech')\")"


@click.command()
@click.option("--debug", is_flag=True, help="Show every event of Dagster and every log line.")
@click.option(
    "--json", "as_json", is_flag=True, help="Log one JSON object a line, with the run's id."
)
def run(*, debug: bool, as_json: bool) -> None:
    """Run one pass over the seeds and every feed that is due."""
    if debug and as_json:
        raise click.UsageError(
            "--debug shows Dagster's own lines, which are no JSON: choose --debug or --json."
        )
    started_at = time.monotonic()
    _set_up_logging(debug=debug)
    try:
        settings = Settings.read()
        check_inputs(settings)
        check_disk(settings)
        home = prepare_home(settings)
        with hold_pass_lock(settings.data_dir):
            check_warehouse(settings)
            click.echo(f"one pass of monitor_news; results go to {settings.published_dir}")
            succeeded = _run_pass(settings, debug=debug, as_json=as_json)
    except PassRunningError:
        click.echo("another pass is running")
        return
    except UserError:
        raise
    except KeyboardInterrupt:
        click.echo("stopped; what was done is kept, run again to go on", err=True)
        sys.exit(INTERRUPTED)
    except Exception as error:
        # Dagster's own storage may be what cannot be written.
        if debug:
            raise
        first_line = str(error).strip().partition("\n")[0]
        sys.exit(
            f"The pass broke: {type(error).__name__}: {first_line}. Is {settings.data_dir} full or "
            "read-only? What was published before is untouched; run again to go on (--debug shows "
            "where it broke)."
        )
    click.echo(f"{time.monotonic() - started_at:.0f} s in all")
    if not succeeded:
        sys.exit(
            f"The pass broke where a line begins with ✗; {home} has the run. "
            "What was published before is untouched; run again to go on."
        )


def _set_up_logging(*, debug: bool) -> None:
    # Dagster takes the package's log lines over and shows them with the run; the step lines
    # print them, so they must not reach the root logger as well.
    logger = logging.getLogger("ct_pipeline")
    logger.setLevel(logging.DEBUG if debug else logging.INFO)
    logger.propagate = False


def _run_pass(settings: Settings, *, debug: bool, as_json: bool) -> bool:
    # Imported late: settings and files are checked in a moment, Dagster takes seconds to load.
    import dagster as dg

    from ct_pipeline.definitions import defs
    from ct_pipeline.defs.console import is_interruption

    job, lines = defs().resolve_job_def("monitor_news"), {"as_json": as_json}
    with dg.DagsterInstance.get() as instance:
        result = job.execute_in_process(
            instance=instance,
            raise_on_error=False,
            run_config={} if debug else {"loggers": {"step_lines": {"config": lines}}},
        )
    if any(is_interruption(event) for event in result.all_events):
        raise KeyboardInterrupt
    _print_summary(settings, result.run_id)
    return result.success


def _print_summary(settings: Settings, pass_id: str) -> None:
    from ct_pipeline.warehouse.connection import open_warehouse
    from ct_pipeline.warehouse.passes.summaries import last_summary

    with open_warehouse(settings.warehouse_file) as connection:
        summary = last_summary(connection, pass_id)
    if summary is None:
        return
    click.echo()
    for label, text in summary.lines():
        click.echo(f"{label:>11}  {text}")
    click.echo(f"        run  {pass_id}")
    click.echo(f"    results  {settings.published_dir}")
    click.echo(f"       look  {settings.published_dir / 'briefing' / 'index.html'}")
    click.echo(f"      query  {OPEN_LINE.format(file=settings.snapshot_file)}")
    click.echo(f"             {GOOD_QUERY}   (more: docs/queries.md)")
