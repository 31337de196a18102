"""`ct_pipeline archive`: how large the raw archive is, what lies in it, and pruning it."""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import click

from ct_pipeline.language.counting import counted
from ct_pipeline.settings import Settings
from ct_pipeline.storage import ARCHIVE
from ct_pipeline.web.archive import open_archive
from ct_pipeline.web.archive_files import archive_of, day_of


@click.group(name="archive")
def archive() -> None:
    """The raw archive: every response as WARC, by day."""


@archive.command(name="sizes")
def print_sizes() -> None:
    """Bytes and files by month, and how long they are kept."""
    settings = Settings.read()
    files: defaultdict[str, int] = defaultdict(int)
    sizes: defaultdict[str, int] = defaultdict(int)
    archive = archive_of(settings)
    for file, size in archive.sizes().items():
        month = f"{day_of(file):%Y-%m}"
        files[month] += 1
        sizes[month] += size
    for month, size in sizes.items():
        click.echo(f"{month}  {files[month]:>4} files  {size / 1e6:>10.1f} MB")
    total = sum(sizes.values()) / 1e6
    kept = counted(settings.archive_days, "day") if settings.archive_days else "for ever"
    click.echo(f"total    {sum(files.values()):>4} files  {total:>10.1f} MB")
    place = archive.folder if archive.bucket is None else archive.bucket.address(ARCHIVE)
    click.echo(f"{place}, kept {kept} (CT_ARCHIVE_DAYS)")


@archive.command(name="prune")
@click.option("--days", type=click.IntRange(min=0), help="Instead of CT_ARCHIVE_DAYS.")
def prune_days(days: int | None) -> None:
    """Delete the days whose retention is over; every pass does the same."""
    settings = Settings.read()
    keep = settings.archive_days if days is None else days
    if days is None and not keep:
        click.echo("CT_ARCHIVE_DAYS is 0: the archive is kept for ever; nothing is deleted")
        return
    with open_archive(archive_of(settings)) as opened:
        freed = opened.prune((datetime.now(UTC) - timedelta(days=keep)).date())
    click.echo(f"{freed / 1e6:.1f} MB freed: what was older than {counted(keep, 'day')}")


@archive.command(name="show")
@click.argument("file")
@click.argument("offset", type=int)
@click.option("--body", is_flag=True, help="Write the body instead of the headers.")
def show_response(file: str, offset: int, *, body: bool) -> None:
    """Print the response that lies in FILE at OFFSET (as the table news.fetches names them)."""
    found = archive_of(Settings.read()).read(file, offset)
    if body:
        sys.stdout.buffer.write(found.body)
        return
    click.echo(f"{found.url}\n{found.fetched_at.isoformat()}\nHTTP {found.status}")
    for name, value in found.headers.items():
        click.echo(f"{name}: {value}")
