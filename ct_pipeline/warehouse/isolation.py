"""What one item raises is that item's outcome: all others of its batch are stored."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import duckdb

from ct_pipeline.errors import UserError
from ct_pipeline.process import reason_of

Item = TypeVar("Item")
Result = TypeVar("Result")

# No item's doing: the disk, the database file, a lock, what a person has to mend, or a statement of
# ours that is wrong.
_OF_THE_STATION = (
    OSError,
    UserError,
    duckdb.IOException,
    duckdb.InternalException,
    duckdb.FatalException,
    duckdb.ConnectionException,
    duckdb.TransactionException,
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.ParserException,
)

MOST_FAULTS = 20  # that items of one batch may have before it is the station's

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


def work_in_portions(
    take: Callable[[int], bool],
    work: Callable[[], Result],
    settle: Callable[[str], Result],
    most: int,
) -> Iterator[Result]:
    """Works on one portion after the other, until `take(size)` finds nothing more to do.

    A portion that fails is taken again in smaller ones, down to a single item with what belongs to
    it, which `settle(reason)` puts aside. Yields what each call returned; `work` must leave nothing
    behind when it raises. What is no item's doing is raised.
    """
    size = most
    while take(size):
        try:
            result = work()
        except Exception as error:
            if is_of_the_station(error):
                raise
            if size > 1:
                size = max(size // 4, 1)
                continue
            reason = reason_of(error)
            logger.warning("what belongs to one item failed and is quarantined: %s", reason)
            result = settle(reason)
        yield result
        size = min(size * 4, most)


def leave_out_faults(
    items: Sequence[Item],
    work: Callable[[Sequence[Item]], Result],
    quarantined: Callable[[Item, str], None],
) -> Result:
    """What `work` makes of all items together, without those on which it fails.

    Of a beginning of the items that fails the last one is at fault: the shortest is sought by
    halves, so that each costs a few further tries, also where it fails beside others only. Each is
    told to `quarantined(item, reason)`. What is no item's doing is raised, and more than
    `MOST_FAULTS` are.
    """
    left = list(items)
    for _ in range(MOST_FAULTS):
        try:
            return work(left)
        except Exception as error:
            if is_of_the_station(error) or not left:
                raise
            sound, failing, reason = 0, len(left), reason_of(error)
        while failing - sound > 1:
            middle = (sound + failing) // 2
            try:
                work(left[:middle])
                sound = middle
            except Exception as error:
                failing, reason = middle, reason_of(error)
        logger.warning("one item is left out and quarantined: %s", reason)
        quarantined(left.pop(failing - 1), reason)
    return work(left)
