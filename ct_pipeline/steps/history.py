"""History: the captures of others' archives become articles of the beat, file by file.

A file is read in rounds, each stored with the place where to go on, so that a stop costs a round.
The database is held for moments: a pass may go on beside it.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from typing import TypeAlias

import duckdb

from ct_pipeline.articles.host_profiles import HostProfile
from ct_pipeline.articles.records import TextRow
from ct_pipeline.feeds.identity import article_id_of_url, canonical_url
from ct_pipeline.history.captures import Capture, ReadRecord, Record, RecordOutcome, Refused
from ct_pipeline.history.reading import CaptureToRead, read_capture, unread
from ct_pipeline.steps.extraction import SECONDS_PER_PAGE, WORKER_BYTES, worker_count
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.steps.workers import Crash, Limits, Workers
from ct_pipeline.warehouse.articles.changes import write_changes
from ct_pipeline.warehouse.articles.profiles import profiles_for
from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline.warehouse.history.captures import write_captures
from ct_pipeline.warehouse.history.files import (
    HistoryFile,
    begin_file,
    count_outcomes,
    finish_file,
    write_progress,
)
from ct_pipeline.warehouse.isolation import store_each
from ct_pipeline.warehouse.relevance.grades import UngradedText, write_graded
from ct_pipeline.warehouse.transactions import transaction
from ct_pipeline.web.limits import MEGABYTE
from ct_pipeline.web.read_files import ReadHead, head_of, open_results
from ct_pipeline.web.warc_files import HistoryError, WarcFile, open_warc, read_records

ROUND = 400  # records that are read and stored together
ROUND_BYTES = 64 * MEGABYTE  # of their bodies, which are held in memory
# A step of a pass may hold the database for long after a large import.
WAIT_SECONDS = 3600.0

CaptureWorkers: TypeAlias = Workers[CaptureToRead, ReadRecord]
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What a file came to: records by outcome, of all its readings; whether any were new."""

    file: str
    outcomes: Counter[str]
    is_new: bool


def import_file(monitor: Monitor, address: str, *, keeps_all: bool = False) -> ImportedFile:
    """Reads a WARC file from where that stopped before; nothing where it was read to its end.

    Articles of grade 1 or more are stored, the others counted, unless all are to be kept. Raises
    HistoryError where the file cannot be read.
    """
    with open_warc(address) as file:
        begun = _begin(monitor, head_of(file, keeps_all=keeps_all))
        if begun.finished_at is None:
            _read_on(monitor, file, begun)
    return _imported(monitor, begun)


def store_results(monitor: Monitor, address: str) -> ImportedFile:
    """Stores what another machine read of a WARC file (web/read_files.py), as if read here.

    Raises HistoryError for what is no such file.
    """
    head, records = open_results(address)
    begun = _begin(monitor, head)
    if begun.finished_at is None:
        unstored = (record for record in records if record.offset >= begun.next_offset)
        while group := list(islice(unstored, ROUND)):
            _store_round(monitor, begun, group)
        _finish(monitor, begun)
    return _imported(monitor, begun)


def _begin(monitor: Monitor, head: ReadHead) -> HistoryFile:
    """Where to go on with a file."""
    with _open(monitor) as connection:
        return begin_file(connection, HistoryFile(**asdict(head), begun_at=monitor.now()))


def _imported(monitor: Monitor, begun: HistoryFile) -> ImportedFile:
    """What a file came to, of which there was something to read unless it was read to its end."""
    with _open(monitor) as connection:
        counts = count_outcomes(connection, begun.file)
    return ImportedFile(begun.file, counts, is_new=begun.finished_at is None)


def _read_on(monitor: Monitor, file: WarcFile, begun: HistoryFile) -> None:
    records = read_records(file, begun.next_offset, monitor.now())
    counts: Counter[str] = Counter()
    with open_capture_workers() as workers:
        for group in rounds(records):
            read = _read(monitor, workers, group, keeps_all=begun.keeps_all)
            _store_round(monitor, begun, read)
            counts.update(str(record.outcome) for record in read)
            share = 100 * group[-1].next_offset // max(file.size, 1)
            logger.info("%s: %d %% read, %s", begun.file, share, shown(counts))
    _finish(monitor, begun)


def _finish(monitor: Monitor, file: HistoryFile) -> None:
    with _open(monitor) as connection:
        write_changes(connection)
        finish_file(connection, file.file, monitor.now())


def open_capture_workers() -> CaptureWorkers:
    """Workers that read captures, one per processor that we may use."""
    return Workers(read_capture, worker_count(), Limits(SECONDS_PER_PAGE, WORKER_BYTES))


def rounds(records: Iterator[Record]) -> Iterator[list[Record]]:
    """Records in groups that fit into memory."""
    group: list[Record] = []
    held = 0
    for record in records:
        group.append(record)
        held += len(record.body) if isinstance(record, Capture) else 0
        if len(group) >= ROUND or held >= ROUND_BYTES:
            yield group
            group, held = [], 0
    if group:
        yield group


def _read(
    monitor: Monitor, workers: CaptureWorkers, records: Sequence[Record], *, keeps_all: bool
) -> list[ReadRecord]:
    """What came of each record, in the file's order."""
    captures = [record for record in records if isinstance(record, Capture)]
    profiles = _profiles(monitor, captures)
    given = (CaptureToRead(one, profiles.get(one.url), keeps_all) for one in captures)
    read = {
        done.item.capture.offset: unread(done.item.capture, done.result.reason)
        if isinstance(done.result, Crash)
        else done.result
        for done in workers.map(given)
    }
    return [
        ReadRecord.of_refused(record) if isinstance(record, Refused) else read[record.offset]
        for record in records
    ]


def _profiles(monitor: Monitor, captures: Sequence[Capture]) -> dict[str, HostProfile]:
    """The profile to read each address with: its article's, else its host's newest."""
    urls = {one.url: url for one in captures if (url := canonical_url(one.url))}
    ids = {address: article_id_of_url(url) for address, url in urls.items()}
    with _open(monitor) as connection:
        profiles = profiles_for(connection, [(ids[address], address) for address in urls])
    return {address: profiles[key] for address, key in ids.items() if key in profiles}


def _store_round(monitor: Monitor, file: HistoryFile, records: Sequence[ReadRecord]) -> None:
    for _ in store_each(records, partial(_store, monitor, file), _quarantined):
        pass


def _store(monitor: Monitor, file: HistoryFile, records: Sequence[ReadRecord]) -> None:
    """The articles, their grades and where to go on, all or nothing."""
    now = monitor.now()
    with _open(monitor) as connection, transaction(connection):
        texts = [record.text for record in records if record.text]
        stored = write_captures(connection, texts, now)
        graded = [(_as_graded(row), one) for row, one in stored.grades]
        write_graded(connection, graded, file.ruleset_version, now)
        if not write_progress(connection, file.file, records):
            raise HistoryError(
                f"{file.file} is being read by another import, which goes on; import it again when "
                "that has ended."
            )


def _as_graded(row: TextRow) -> UngradedText:
    return UngradedText(
        row.text_id, row.article_id, row.title, row.body, row.language, is_stale=False
    )


def _quarantined(record: ReadRecord, reason: str) -> ReadRecord:
    """What is stored of a record whose article cannot be."""
    outcome, why = RecordOutcome.QUARANTINED, f"it cannot be stored: {reason}"
    return ReadRecord(
        record.offset, record.next_offset, outcome, why, record.host, record.day, record.language
    )


def shown(outcomes: Counter[str]) -> str:
    """Counts by outcome in one line, the most frequent first."""
    most_first = sorted(outcomes.items(), key=lambda counted: (-counted[1], counted[0]))
    return ", ".join(f"{count} {outcome}" for outcome, count in most_first)


def _open(monitor: Monitor) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    return open_warehouse(monitor.settings.warehouse_file, wait_seconds=WAIT_SECONDS)
