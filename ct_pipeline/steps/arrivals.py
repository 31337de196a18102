"""What tells the reading that pages were recorded, and when none will follow."""

from __future__ import annotations

from collections.abc import Iterator
from queue import SimpleQueue


class AbandonedError(Exception):
    """Nobody waits for the reading any more."""


class Arrivals:
    """Pages that arrive while others are still fetched, for one reader in another thread.

    The pages themselves lie in the archive and in the writer's database, so nothing is lost with
    whoever reads them. Iterating waits for the next ones.
    """

    def __init__(self) -> None:
        self._news: SimpleQueue[bool] = SimpleQueue()  # whether more may follow
        self._are_abandoned = False

    def announce(self) -> None:
        """Some pages were recorded."""
        self._news.put(item=True)

    def close(self) -> None:
        """No more will be."""
        self._news.put(item=False)

    def abandon(self) -> None:
        """Nobody waits for the reading any more."""
        self._are_abandoned = True
        self.close()

    def check(self) -> None:
        """Raises AbandonedError where nobody waits any more."""
        if self._are_abandoned:
            raise AbandonedError

    def __iter__(self) -> Iterator[None]:
        """At once for what was recorded before; then for all that were since the last time, and the
        last time when all are."""
        yield
        may_follow = True
        while may_follow:
            may_follow = self._news.get()
            while may_follow and not self._news.empty():
                may_follow = self._news.get()
            yield


def all_arrived() -> Arrivals:
    """What a reader gets where nothing is fetched beside it: what was recorded before."""
    arrivals = Arrivals()
    arrivals.close()
    return arrivals
