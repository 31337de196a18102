"""`ct_pipeline feeds`: look at feeds before subscribing, and edit the list of subscriptions."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from ct_pipeline.commands.feed_discovery import diagnose, discover
from ct_pipeline.errors import UserError
from ct_pipeline.feeds.exchange import Request
from ct_pipeline.feeds.foreign_lists import merge
from ct_pipeline.feeds.hubs import said_of
from ct_pipeline.feeds.probing import Probe, probe_of, probe_request
from ct_pipeline.feeds.states import State
from ct_pipeline.feeds.subscriptions import Source, read_subscriptions, write_subscriptions
from ct_pipeline.files import mode_in, replacing
from ct_pipeline.language.counting import counted
from ct_pipeline.language.masking import masked, without_user
from ct_pipeline.settings import PACKAGE_DIR, Settings
from ct_pipeline.steps.pushing import pushes_of
from ct_pipeline.warehouse.connection import open_for_reading
from ct_pipeline.web.fetching import fetch_all

OWNER_ONLY = 0o600
HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?(/|$)")


@click.group(name="feeds")
def feeds() -> None:
    """The subscriptions: probe, discover, diagnose, list, import, export."""


feeds.add_command(discover)
feeds.add_command(diagnose)


@feeds.command(name="probe")
@click.argument("targets", nargs=-1)
def probe(targets: tuple[str, ...]) -> None:
    """Tell what polling would bring, and store nothing.

    TARGETS are addresses of feeds or sites, or OPML files; without any, the list in force.
    Exit status 1 when none of them could be read as a feed.
    """
    settings = Settings.read()
    names: dict[str, str] = {}
    for target in targets or (str(settings.feeds_file),):
        if "://" in target:
            names[target] = target
        else:
            listed = read_subscriptions(_list_file(target) if targets else settings.feeds_file)
            names |= {source.feed_url: source.name for source in listed}
    healthy_count = 0
    for url, found in _probes(names, settings):
        healthy_count += found.state is State.HEALTHY
        _print_probe(names[url], found)
    if len(names) > 1:
        click.echo(f"{healthy_count} of {len(names)} healthy")
    sys.exit(0 if healthy_count or not names else 1)


def _list_file(target: str) -> Path:
    """The OPML file that a person named. Raises UserError where there is none."""
    if target and Path(target).is_file():
        return Path(target)
    hint = f" Did you mean https://{target}?" if HOST.match(target) else ""
    raise UserError(
        f"{target!r} is no file, and no address either: an address begins with http:// or "
        f"https://, a list of feeds is an OPML file.{hint}"
    )


@feeds.command(name="list")
def list_feeds() -> None:
    """The list in force, each feed with its state after the last pass, and what its hub said."""
    settings = Settings.read()
    states = _published_states(settings)
    pushed = {one.source_id: one for one in pushes_of(settings).read()}
    for source in read_subscriptions(settings.feeds_file):
        state = states.get(source.source_id, "never_polled") if source.enabled else "disabled"
        address = masked(source.feed_url)
        click.echo(f"{state:<13} {source.language or '--':<3} {source.name}  {address}")
        if (subscription := pushed.get(source.source_id)) is not None:
            click.echo(f"{'':<17} {said_of(subscription, datetime.now(UTC))}")


@feeds.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--into", type=click.Path(path_type=Path), help="Instead of CT_FEEDS_FILE.")
def import_feeds(files: tuple[Path, ...], into: Path | None) -> None:
    """Add the feeds of other readers' lists (OPML, RDF) to the list in force."""
    target = into or Settings.read().feeds_file
    if target.resolve().is_relative_to(PACKAGE_DIR):
        raise UserError(
            f"{target} ships with the program and would be lost with an update. Name a list of "
            "your own: --into my_feeds.opml, and set CT_FEEDS_FILE=my_feeds.opml to use it."
        )
    sources: tuple[Source, ...] = read_subscriptions(target) if target.exists() else ()
    for file in files:
        merged = merge(sources, file.read_bytes(), str(file))
        sources = merged.sources
        click.echo(f"{file}: {len(merged.added)} added, {len(merged.skipped)} left out")
        for reason in merged.skipped:
            click.echo(f"  left out: {reason}")
        for note in merged.notes:
            click.echo(f"  note: {note}")
    with replacing(target, mode=_mode_of(sources, target)) as draft:
        draft.touch(mode=OWNER_ONLY)
        draft.write_bytes(write_subscriptions(sources, with_passwords=True))
    click.echo(f"{target}: {counted(len(sources), 'feed')}")


@feeds.command(name="export")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--with-passwords", is_flag=True, help="Also the user names and passwords in addresses."
)
def export_feeds(file: Path | None, *, with_passwords: bool) -> None:
    """Write the list in force as OPML 2.0, to FILE or to the terminal."""
    sources = read_subscriptions(Settings.read().feeds_file)
    document = write_subscriptions(sources, with_passwords=with_passwords)
    left_out = [s.name for s in sources if without_user(s.feed_url) != s.feed_url]
    if left_out and not with_passwords:
        click.echo(
            f"without the user name and password of: {', '.join(left_out)} "
            "(--with-passwords writes them too)",
            err=True,
        )
    if file is None:
        click.echo(document.decode("utf-8"), nl=False)
    else:
        file.write_bytes(document)


def _mode_of(sources: Iterable[Source], target: Path) -> int:
    """A list with passwords is for its owner alone; another keeps the permissions that it has."""
    if any(without_user(source.feed_url) != source.feed_url for source in sources):
        return OWNER_ONLY
    return target.stat().st_mode & 0o777 if target.exists() else mode_in(target.parent)


def _probes(urls: Iterable[str], settings: Settings) -> Iterable[tuple[str, Probe]]:
    announced: list[Request] = []
    for response in fetch_all([probe_request(url, url) for url in urls], settings):
        found = probe_of(response, datetime.now(UTC))
        if isinstance(found, Probe):
            yield response.request.key, found
        else:
            announced.append(found)
    for response in fetch_all(announced, settings) if announced else ():
        key = response.request.key
        found = probe_of(response, datetime.now(UTC), asked_url=key)
        if isinstance(found, Probe):
            yield key, found


def _print_probe(name: str, found: Probe) -> None:
    click.echo(f"{found.state:<8} {found.status or '---'}  {masked(name)}")
    if name != found.address:
        click.echo(f"         {masked(found.address)}")
    if found.format:
        newest = f"{found.newest_at:%Y-%m-%d %H:%M} UTC" if found.newest_at else "unknown"
        rate = "" if found.entries_per_day is None else f", {found.entries_per_day:.1f} a day"
        click.echo(
            f"         {found.format}, {counted(found.entry_count, 'entry')}{rate}, "
            f"newest {newest}, language {found.language or 'not stated'}"
        )
    for problem in found.problems:
        click.echo(f"       ! {masked(problem)}")


def _published_states(settings: Settings) -> dict[str, str]:
    if not settings.snapshot_file.exists():
        return {}
    with open_for_reading(settings.snapshot_file) as connection:
        rows = connection.execute("SELECT source_id, state FROM marts.feed_health").fetchall()
    return dict(rows)
