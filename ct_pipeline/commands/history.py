"""`ct_pipeline history`: the beat's past out of WARC files, of others or of our own archive."""

from __future__ import annotations

import logging

import click

from ct_pipeline.errors import UserError
from ct_pipeline.steps.history import import_file, shown
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.warehouse.history.files import read_files
from ct_pipeline.web.warc_files import HistoryError, list_files
from ct_pipeline.web.warc_records import spelt


@click.group()
def history() -> None:
    """The beat's past, out of archives of the press as WARC files."""


@history.command(name="import")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "--keep",
    type=click.Choice(["relevant", "all"]),
    default="relevant",
    show_default=True,
    help="Store articles of grade 1 and more and count the others, or store all.",
)
def import_history(paths: tuple[str, ...], keep: str) -> None:
    """Read WARC files: local ones, folders, patterns, or addresses such as s3://bucket/*.warc.gz.

    A file that was read is not read again; one that was interrupted, or has grown, is read on. A
    pass may go on beside it; the next one groups and publishes what came.
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    monitor = Monitor.read()
    files = list(dict.fromkeys(file for path in paths for file in list_files(path)))
    failed = 0
    for number, file in enumerate(files, start=1):
        click.echo(f"[{number} of {len(files)}] {spelt(file)}")
        try:
            imported = import_file(monitor, file, keeps_all=keep == "all")
        except HistoryError as error:
            failed += 1
            click.echo(f"  ✗ {error}", err=True)
            continue
        was_read = "" if imported.is_new else "was read before: "
        if imported.file != spelt(file):
            click.echo(f"  the same file as {imported.file}, under whose name it is counted")
        click.echo(f"  {was_read}{shown(imported.outcomes) or 'no record'}")
    if failed:
        raise UserError(f"{failed} of {len(files)} files could not be read; the others are.")
    click.echo("The next pass (make run) groups and publishes what came.")


@history.command(name="files")
def print_files() -> None:
    """The files that were read, and how far."""
    with Monitor.read().open() as connection:
        files = read_files(connection)
    for file in files:
        share = 100 * file.next_offset // max(file.file_bytes, 1)
        state = "read" if file.finished_at else f"read to {share} %, import it again to go on"
        click.echo(f"{file.file}  {file.file_bytes / 1e6:.1f} MB  {state}")
    if not files:
        click.echo("no file was imported yet: history import PATH...")
