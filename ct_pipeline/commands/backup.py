"""`ct_pipeline backup` and `ct_pipeline restore`: the writer's database, there and back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from ct_pipeline.errors import UserError
from ct_pipeline.pass_lock import PassRunningError, hold_pass_lock
from ct_pipeline.publishing.marts import forget_marts
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.backups import back_up, list_backups, restore


@click.command(name="backup")
@click.option("--keep", default=7, show_default=True, help="How many copies to keep.")
def backup_command(*, keep: int) -> None:
    """Copy the writer's database to CT_DATA_DIR/backups; waits for a moment between two writes."""
    settings = Settings.read()
    folder = settings.data_dir / "backups"
    copy = back_up(settings.warehouse_file, folder, datetime.now(UTC), keep=keep)
    click.echo(f"{copy} ({copy.stat().st_size / 1e6:.1f} MB)")


@click.command(name="restore")
@click.argument("backup", type=click.Path(path_type=Path), required=False)
def restore_command(backup: Path | None) -> None:
    """Put BACKUP (default: the newest) in the place of the writer's database."""
    settings = Settings.read()
    known = list_backups(settings.data_dir / "backups")
    chosen = backup or (known[-1] if known else None)
    if chosen is None:
        raise UserError(f"no backup in {settings.data_dir / 'backups'}: name a file")
    try:
        with hold_pass_lock(settings.data_dir):
            aside = restore(chosen, settings.warehouse_file, datetime.now(UTC))
            # They show what was touched since, which the backup does not know.
            forget_marts(settings)
    except PassRunningError as error:
        raise UserError("another pass is running: restore when it has ended") from error
    click.echo(f"{settings.warehouse_file} is {chosen} again")
    if aside:
        click.echo(f"what stood there before: {aside}")
    click.echo("run a pass to publish it")
