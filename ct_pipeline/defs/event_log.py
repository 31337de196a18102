"""Dagster's event log on SQLite with its connections kept open, chosen in `dagster.yaml`.

Dagster opens and closes a database for every event, 500 times in a pass: half the seconds of one
that finds nothing new (docs/decisions/0004-the-time-budget-of-a-pass.md). The files and tables are
the same, readable by Dagster's own class. What differs: up to four files of a process stay open, a
power cut may take the last events, events touch their run's file (see `store_event_batch`), and
what comes together is stored together: what a run intends to make (`DAGSTER_EVENT_BATCH_SIZE`,
`commands/home.py`), and what came of a step, with the beginning of the next.
"""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path
from threading import RLock
from typing import Any, Self

import sqlalchemy as sa
from dagster._core.events import (
    ASSET_CHECK_EVENTS,
    ASSET_EVENTS,
    EVENT_TYPE_TO_PIPELINE_RUN_STATUS,
    DagsterEventType,
)
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.event_log import SqlEventLogStorageTable, SqliteEventLogStorage
from dagster._serdes import ConfigurableClassData

# One for what spans runs, the others for runs; a webserver looks at many.
MOST_OPEN = 4
BUSY_SECONDS = 30
# What a step says of its results, all at once and when its work is done: these wait for the event
# after them, at most so long that somebody who looks does not notice.
RESULTS = frozenset(
    {
        DagsterEventType.STEP_OUTPUT,
        DagsterEventType.ASSET_MATERIALIZATION,
        DagsterEventType.ASSET_OBSERVATION,
        DagsterEventType.ASSET_CHECK_EVALUATION,
        DagsterEventType.STEP_SUCCESS,
    }
)
MOST_SECONDS = 0.5
# What Dagster keeps in the file that spans runs too.
MIRRORED = ASSET_EVENTS | ASSET_CHECK_EVENTS | EVENT_TYPE_TO_PIPELINE_RUN_STATUS.keys()


class KeptEventLog(SqliteEventLogStorage):
    """Dagster's event log under `$DAGSTER_HOME`, where it would lie without configuration."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: OrderedDict[str, sa.Engine] = OrderedDict()
        self._seen: set[tuple[str, str]] = set()  # of which kind, and its name
        self._batch: ExitStack | None = None
        self._in_batch: dict[str, sa.Connection] = {}
        self._results: list[EventLogEntry] = []
        self._results_since = 0.0
        super().__init__(base_dir, inst_data)
        self._db_lock: Any = RLock()  # a batch holds it over its events

    @classmethod
    def config_type(cls) -> dict[str, Any]:
        """Nothing to choose."""
        return {}

    @classmethod
    def from_config_value(
        cls,
        inst_data: ConfigurableClassData | None,
        config_value: Mapping[str, Any],  # noqa: ARG003
    ) -> Self:
        """The event log in its usual folder."""
        return cls(str(Path(os.environ["DAGSTER_HOME"], "history", "runs")), inst_data)

    def store_event(self, event: EventLogEntry) -> None:
        """Stores an event; a step's result with those that follow at once."""
        with self._db_lock:
            if not self._results:
                self._results_since = time.monotonic()
            self._results.append(event)
            is_old = time.monotonic() - self._results_since > MOST_SECONDS
            if is_old or event.step_key is None or event.dagster_event_type not in RESULTS:
                self._store_results()

    def _store_results(self) -> None:
        events, self._results = self._results, []
        if events:
            self.store_event_batch(events)

    def store_event_batch(self, events: Sequence[EventLogEntry]) -> None:
        """Stores events in one transaction a file, and touches the files of their runs.

        The live log of the UI watches those. What is committed lies in the `-wal` beside a file; it
        enters the file itself only when the last connection is closed, which connections that are
        kept put off.
        """
        rows = [self._event_to_row(event) for event in events]
        run_ids = dict.fromkeys(row["run_id"] for row in rows)
        with self._db_lock, ExitStack() as stack:
            self._batch = stack
            try:
                for run_id in run_ids:
                    with self.run_connection(run_id) as connection:
                        of_run = [row for row in rows if row["run_id"] == run_id]
                        connection.execute(SqlEventLogStorageTable.insert(), of_run)
                for event, row in zip(events, rows, strict=True):
                    if event.is_dagster_event and event.dagster_event_type in MIRRORED:
                        self._mirror(event, row)
            finally:
                self._batch = None
                self._in_batch.clear()
        for run_id in run_ids:
            os.utime(self.path_for_shard(run_id))

    def _mirror(self, event: EventLogEntry, row: Mapping[str, Any]) -> None:
        """What Dagster's own `store_event` does with the file that spans runs."""
        with self.index_connection() as connection:
            stored: Any = connection.execute(SqlEventLogStorageTable.insert(), row)
            event_id = stored.inserted_primary_key[0]
            if event.dagster_event_type in ASSET_EVENTS:
                self._store_asset_event_tags(connection, [event], [event_id])
                self._store_asset_event(connection, event, event_id)
        if event.dagster_event_type in ASSET_CHECK_EVENTS:
            self.store_asset_check_event(event, event_id)

    def has_table(self, table_name: str) -> bool:
        """Whether a table is there; asked twice at every check, and none is ever taken away."""
        return self._is_seen("table", table_name, super().has_table)

    def has_secondary_index(self, name: str) -> bool:
        """Whether a migration was made, likewise."""
        return self._is_seen("migration", name, super().has_secondary_index)

    def _has_asset_key_col_on_connection(self, conn: sa.Connection, column_name: str) -> bool:
        look = partial(super()._has_asset_key_col_on_connection, conn)
        return self._is_seen("column", column_name, look)

    def has_asset_key_col(self, column_name: str) -> bool:
        """Whether the table of assets has a column, likewise."""
        return self._is_seen("column", column_name, super().has_asset_key_col)

    def _is_seen(self, kind: str, name: str, look: Callable[[str], bool]) -> bool:
        if (kind, name) not in self._seen and look(name):
            self._seen.add((kind, name))
        return (kind, name) in self._seen

    @contextmanager
    def _connect(self, shard: str) -> Iterator[sa.Connection]:
        with self._db_lock:
            if self._batch is None:
                self._store_results()  # who asks is to find them
                with self._begin(shard) as connection:
                    yield connection
                return
            if shard not in self._in_batch:
                self._in_batch[shard] = self._batch.enter_context(self._begin(shard))
            yield self._in_batch[shard]

    def _begin(self, shard: str) -> AbstractContextManager[sa.Connection]:
        engine = self._engine(shard)
        if shard not in self._initialized_dbs:
            self._initdb(engine)
            self._initialized_dbs.add(shard)
        return engine.begin()

    def _engine(self, shard: str) -> sa.Engine:
        """The engine of one file, which pools its connection; the caller holds the lock."""
        engine = self._engines.pop(shard, None)
        if engine is None:
            engine = sa.create_engine(
                self.conn_string_for_shard(shard), connect_args={"timeout": BUSY_SECONDS}
            )
            sa.event.listen(engine, "connect", _commit_without_waiting)
        self._engines[shard] = engine
        while len(self._engines) > MOST_OPEN:
            _, oldest = self._engines.popitem(last=False)
            oldest.dispose()
        return engine

    def dispose(self) -> None:
        """Closes what is open."""
        with self._db_lock:
            self._store_results()
            super().dispose()
            while self._engines:
                self._engines.popitem()[1].dispose()


def _commit_without_waiting(connection: Any, _: object) -> None:
    """A power cut may take the last events, never the file; a killed process takes nothing."""
    connection.execute("PRAGMA synchronous = NORMAL")
