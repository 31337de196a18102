"""What hubs were asked and what they pushed, in a small file that listener and passes share.

Not in the writer's database, which the listener could not open while a pass works. Where the file
is lost or damaged, the hubs are asked anew.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from ct_pipeline.feeds.hubs import Hub, PushSubscription

logger = logging.getLogger(__name__)

WAIT_SECONDS = 10.0
COLUMNS = (
    "source_id, hub_url, topic_url, named_by, token, secret, ask_at, attempts, lease_until, reason"
)
SCHEMA = f"""
CREATE TABLE IF NOT EXISTS subscriptions (
    {COLUMNS}, pushed_at, PRIMARY KEY (source_id), UNIQUE (token)
)
"""


class Pushes:
    """The subscriptions at hubs, one a feed, and which feeds a hub pushed since they were taken."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> list[PushSubscription]:
        """Every subscription."""
        if not self._file.exists():
            return []
        with self._open() as database:
            rows = database.execute(f"SELECT {COLUMNS} FROM subscriptions ORDER BY source_id")
            return [_subscription(*row) for row in rows]

    def find(self, token: str) -> PushSubscription | None:
        """The subscription that the address of a callback names."""
        with self._open() as database:
            row = database.execute(
                f"SELECT {COLUMNS} FROM subscriptions WHERE token = ?", [token]
            ).fetchone()
        return _subscription(*row) if row else None

    def store(self, subscription: PushSubscription) -> None:
        """Writes one subscription; a push that was noted for it stays noted."""
        hub, until = subscription.hub, subscription.lease_until
        values = [
            subscription.source_id,
            *(hub.url, hub.topic, hub.named_by),
            *(subscription.token, subscription.secret),
            subscription.ask_at.isoformat(),
            subscription.attempts,
            until.isoformat() if until else None,
            subscription.reason,
        ]
        updates = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS.split(", ")[1:])
        with self._open() as database:
            database.execute(
                f"INSERT INTO subscriptions ({COLUMNS}) VALUES ({', '.join('?' * len(values))})"
                f" ON CONFLICT (source_id) DO UPDATE SET {updates}",
                values,
            )

    def forget(self, source_id: str) -> None:
        """Its hub is told, at the next push, that nobody is here any more."""
        with self._open() as database:
            database.execute("DELETE FROM subscriptions WHERE source_id = ?", [source_id])

    def note(self, token: str, now: datetime) -> None:
        """A hub pushed: the feed has something new."""
        with self._open() as database:
            database.execute(
                "UPDATE subscriptions SET pushed_at = ? WHERE token = ?", [now.isoformat(), token]
            )

    def any_noted(self) -> bool:
        """Whether a hub pushed since `take`."""
        if not self._file.exists():
            return False
        with self._open() as database:
            found = database.execute("SELECT 1 FROM subscriptions WHERE pushed_at IS NOT NULL")
            return found.fetchone() is not None

    def take(self) -> frozenset[str]:
        """The ids of the feeds that hubs pushed; from now on they count as seen to."""
        if not self._file.exists():
            return frozenset()
        with self._open() as database:
            rows = database.execute(
                "UPDATE subscriptions SET pushed_at = NULL WHERE pushed_at IS NOT NULL"
                " RETURNING source_id"
            ).fetchall()
        return frozenset(source_id for (source_id,) in rows)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        database = self._connected()
        try:
            with database:
                yield database
        finally:
            database.close()

    def _connected(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._file, timeout=WAIT_SECONDS)
        try:
            database.execute(SCHEMA)
        except sqlite3.OperationalError:
            database.close()
            raise
        except sqlite3.DatabaseError as error:
            database.close()
            logger.warning("%s is damaged (%s): hubs are asked anew", self._file, error)
            self._file.unlink()
            return self._connected()
        return database


def _subscription(
    source_id: str,
    hub_url: str,
    topic_url: str,
    named_by: str,
    token: str,
    secret: str,
    ask_at: str,
    attempts: int,
    lease_until: str | None,
    reason: str | None,
) -> PushSubscription:
    return PushSubscription(
        source_id,
        Hub(hub_url, topic_url, named_by),
        token,
        secret,
        datetime.fromisoformat(ask_at),
        attempts,
        datetime.fromisoformat(lease_until) if lease_until else None,
        reason,
    )
