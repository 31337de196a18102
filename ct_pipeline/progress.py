"""A line now and then while something long goes on."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
EVERY_SECONDS = 2.0


def with_progress(
    items: Iterable[Item], what: str, total: int | None = None, *, logger: logging.Logger
) -> Iterator[Item]:
    """Passes items through; logs "<what>: 120 of 600" at most every two seconds.

    None is a pause between items, and not counted.
    """
    shown_at, count = time.monotonic(), 0
    for item in items:
        yield item
        count += item is not None
        if time.monotonic() - shown_at >= EVERY_SECONDS:
            shown_at = time.monotonic()
            logger.info("%s: %s", what, f"{count} of {total}" if total else str(count))
