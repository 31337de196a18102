"""How long a station may work in a pass, in all and for one source; what is left waits."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from ct_pipeline.articles.records import Origin

Item = TypeVar("Item")
Awaited = TypeVar("Awaited")


class Deadline:
    """When the time of a station in a pass is over."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._end = clock() + seconds

    @property
    def is_over(self) -> bool:
        """Whether what is left waits for the next pass."""
        return self._clock() >= self._end

    def put_off_while(self, coming: Iterable[Awaited]) -> Iterator[Awaited]:
        """What comes, in its time: waiting for it is none of the station's."""
        awaited = iter(coming)
        while True:
            began = self._clock()
            try:
                item = next(awaited)
            except StopIteration:
                return
            self._end += self._clock() - began
            yield item


class Budget:
    """The seconds of one pass; those of a source count only beyond `quick` ones for each item."""

    def __init__(
        self,
        seconds: float,
        seconds_per_source: float,
        quick: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._deadline = Deadline(seconds, clock)
        self._seconds_per_source = seconds_per_source
        self._quick = quick
        self._spent: defaultdict[str, float] = defaultdict(float)

    @property
    def is_spent(self) -> bool:
        """Whether the time of the pass is over."""
        return self._deadline.is_over

    def without_waiting(self, coming: Iterable[Awaited]) -> Iterator[Awaited]:
        """What comes, in its time: waiting for it spends nothing."""
        return self._deadline.put_off_while(coming)

    @property
    def exhausted(self) -> list[str]:
        """The sources whose time is over."""
        return sorted(name for name in self._spent if not self._has_time(name))

    def within(self, items: Iterator[tuple[Origin, Item]]) -> Iterator[tuple[Origin, Item]]:
        """The items that there is still time for, decided when each is asked for."""
        for origin, item in items:
            if self.is_spent:
                return
            if self._has_time(_source_of(origin)):
                yield origin, item

    def spend(self, origin: Origin, seconds: float) -> None:
        """Counts what an item took."""
        if seconds > self._quick:
            self._spent[_source_of(origin)] += seconds

    def _has_time(self, source: str) -> bool:
        return self._spent[source] < self._seconds_per_source


def _source_of(origin: Origin) -> str:
    return origin.source_id or ""
