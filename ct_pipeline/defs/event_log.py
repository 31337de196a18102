"""Dagster's event log on SQLite with its connections kept open, chosen in `dagster.yaml`.

Dagster opens and closes a database for every event, 500 times in a pass: half the seconds of one
that finds nothing new (docs/decisions/0004-the-time-budget-of-a-pass.md). The files and tables are
the same, readable by Dagster's own class. What differs: up to four files of a process stay open, a
power cut may take the last events, and each event touches its run's file (see `store_event`).
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._serdes import ConfigurableClassData

# One for what spans runs, the others for runs; a webserver looks at many.
MOST_OPEN = 4
BUSY_SECONDS = 30


class KeptEventLog(SqliteEventLogStorage):
    """Dagster's event log under `$DAGSTER_HOME`, where it would lie without configuration."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: OrderedDict[str, sa.Engine] = OrderedDict()
        self._tables_seen: set[str] = set()
        super().__init__(base_dir, inst_data)

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
        """Stores an event, and touches the file of its run: the live log of the UI watches that.

        An event is committed to the `-wal` beside the file; it enters the file itself only when the
        last connection is closed, which connections that are kept put off.
        """
        super().store_event(event)
        os.utime(self.path_for_shard(event.run_id))

    def has_table(self, table_name: str) -> bool:
        """Whether a table is there; asked twice at every check, and none is ever taken away."""
        if table_name not in self._tables_seen and super().has_table(table_name):
            self._tables_seen.add(table_name)
        return table_name in self._tables_seen

    @contextmanager
    def _connect(self, shard: str) -> Iterator[sa.Connection]:
        with self._db_lock:
            engine = self._engine(shard)
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.begin() as connection:
                yield connection

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
        super().dispose()
        with self._db_lock:
            while self._engines:
                self._engines.popitem()[1].dispose()


def _commit_without_waiting(connection: Any, _: object) -> None:
    """A power cut may take the last events, never the file; a killed process takes nothing."""
    connection.execute("PRAGMA synchronous = NORMAL")
