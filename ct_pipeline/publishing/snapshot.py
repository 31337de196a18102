"""The DuckDB file that readers open, the edition: made beside, put in place in one step.

The pass never waits for a reader and a reader never sees half a pass: who has the former file
open keeps it, because it is replaced, never written to. What that costs follows what the edition
holds (edition.py): docs/decisions/0091-the-edition.md.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from ct_pipeline.files import READ_ONLY, mode_in, replacing
from ct_pipeline.publishing import change_log
from ct_pipeline.publishing.dbt_command import MartsError, readers_file
from ct_pipeline.publishing.described import definition
from ct_pipeline.publishing.drafting import Edition, make_draft
from ct_pipeline.publishing.edition import edition_since
from ct_pipeline.publishing.lake.catalogs import attach_line
from ct_pipeline.publishing.marts import built
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.connection import (
    hold_writer_lock,
    open_for_reading,
    open_for_writing,
)

# A scheduled pass that brought nothing relevant leaves an edition that is younger.
MOST_AGE = timedelta(hours=1)


def publish_snapshot(settings: Settings, *, now: datetime, is_scheduled: bool = False) -> bool:
    """Makes the edition of the marts and puts it in place; whether that was necessary.

    The same build with the same macros is not published twice, unless a client that forgot
    `read_only` may have changed it; a scheduled pass that changed nothing of grade 1 and more
    leaves an edition that is younger than an hour. When anything fails the former one stays. Raises
    MartsError when the marts have not been built.
    """
    attach = attach_line(settings)
    edition = _edition(built(settings), settings.edition_days, attach)
    log = _log_of(settings.snapshot_file)
    for file in (settings.snapshot_file, log):
        if file.is_dir():
            raise MartsError(
                f"{file} is a folder: the edition belongs there. Move the folder away."
            )
    published = None if log.exists() else read_about(settings.snapshot_file)
    if published and published[0] == edition:
        return False
    with hold_writer_lock(settings.warehouse_file):
        marts = readers_file(settings)
        is_relevant = _has_relevant_news(marts)
        age = now - published[1] if published else MOST_AGE
        if is_scheduled and not is_relevant and timedelta(0) <= age < MOST_AGE:
            return False
        since = edition_since(settings.edition_days, now)
        # Readers open it; nobody edits it, a client that forgets `read_only` included.
        mode = mode_in(settings.snapshot_file.parent, READ_ONLY)
        with replacing(settings.snapshot_file, mode=mode) as draft:
            former = settings.snapshot_file if published else None
            make_draft(draft, marts, former, Edition(edition, now, since, attach))
            # Changes to the former file would be replayed into this one at its first opening.
            log.unlink(missing_ok=True)
        # Whoever still writes to the former file may have begun another log meanwhile.
        log.unlink(missing_ok=True)
        with open_for_writing(marts) as connection:
            change_log.follow(connection, edition)
    return True


def _log_of(snapshot: Path) -> Path:
    """Where DuckDB keeps what a client changed in a file and has not put into it yet."""
    return snapshot.with_name(snapshot.name + ".wal")


def _edition(build_id: str, days: int, attach: str | None) -> str:
    told = f"{build_id} {definition()} {days} {attach}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def read_about(snapshot: Path) -> tuple[str, datetime] | None:
    """Which edition a file is and when it was made; None where it is none that can be read."""
    if not snapshot.exists():
        return None
    try:
        with open_for_reading(snapshot) as connection:
            row = connection.execute("SELECT edition, published_at FROM marts.about").fetchone()
    except duckdb.Error:
        return None
    return (str(row[0]), row[1]) if row else None


def published_edition(snapshot: Path) -> str | None:
    """What a snapshot was made of; None where there is none, or none that can be read."""
    about = read_about(snapshot)
    return about[0] if about else None


def _has_relevant_news(marts: Path) -> bool:
    with open_for_writing(marts) as connection:
        change_log.prepare_log(connection)
        return change_log.is_relevant(connection)
