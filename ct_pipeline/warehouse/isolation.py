"""What one item raises is that item's outcome: all others of its batch are stored."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import duckdb

from ct_pipeline.process import reason_of
from ct_pipeline.settings import SettingsError

Item = TypeVar("Item")
Result = TypeVar("Result")

# No item's doing: the disk, the database file, a lock, or a statement of ours that is wrong.
_OF_THE_STATION = (
    OSError,
    SettingsError,
    duckdb.IOException,
    duckdb.InternalException,
    duckdb.FatalException,
    duckdb.ConnectionException,
    duckdb.TransactionException,
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.ParserException,
)

logger = logging.getLogger(__name__)


def is_of_the_station(error: Exception) -> bool:
    """Whether an error would meet every item alike, so that none may be blamed for it."""
    return isinstance(error, _OF_THE_STATION)


def store_each(
    items: Sequence[Item],
    store: Callable[[Sequence[Item]], Result],
    quarantined: Callable[[Item, str], Item],
) -> Iterator[Result]:
    """Stores a batch; where that fails its halves, down to the item that cannot be stored.

    In that one's place `quarantined(item, reason)` is stored. Yields what each call of `store`
    returned; `store` must leave nothing behind when it raises. What is no item's doing is raised.
    """
    waiting = [items] if items else []
    while waiting:
        batch = waiting.pop()
        try:
            stored = store(batch)
        except Exception as error:
            if is_of_the_station(error):
                raise
            if len(batch) > 1:
                middle = len(batch) // 2
                waiting += [batch[middle:], batch[:middle]]
                continue
            reason = reason_of(error)
            logger.warning("one item could not be stored and is quarantined: %s", reason)
            stored = store([quarantined(batch[0], reason)])
        yield stored
