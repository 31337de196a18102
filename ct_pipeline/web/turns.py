"""Politeness: one connection at a time per host and port, and a pause between starts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

MAX_SLOWDOWN_SECONDS = 60.0


class OutOfTimeError(Exception):
    """The host's next turn comes only after the deadline."""


@dataclass(slots=True)
class _Host:
    delay_seconds: float
    next_start: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Turns:
    """Who may start a request when; times are those of `clock`, in seconds.

    `last_starts` is shared between the fetches of a process, so that the first page of a host
    keeps its distance from the host's feed.
    """

    def __init__(
        self,
        delay_seconds: float,
        *,
        deadline: float | None = None,
        clock: Callable[[], float] = time.monotonic,
        last_starts: dict[str, float] | None = None,
    ) -> None:
        self._delay_seconds = delay_seconds
        self._deadline = deadline
        self._clock = clock
        self._last_starts = {} if last_starts is None else last_starts
        self._hosts: dict[str, _Host] = {}

    def next_start(self, host: str) -> float:
        """When the next request to this host may start."""
        return self._host(host).next_start

    def demand(self, host: str, delay_seconds: float) -> None:
        """The host asks for at least this pause between two starts (crawl-delay)."""
        state = self._host(host)
        self._lengthen(state, max(state.delay_seconds, delay_seconds))

    def slow_down(self, host: str) -> None:
        """Doubles the host's pause: it said that we ask too much."""
        state = self._host(host)
        doubled = min(state.delay_seconds * 2, MAX_SLOWDOWN_SECONDS)
        self._lengthen(state, max(state.delay_seconds, doubled))

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Waits for the host's turn and holds it. Raises OutOfTimeError."""
        state = self._host(host)
        async with state.lock:
            now = self._clock()
            start = max(now, state.next_start)
            if self._deadline is not None and start >= self._deadline:
                raise OutOfTimeError(host)
            if start > now:
                await asyncio.sleep(start - now)
            self._last_starts[host] = self._clock()
            state.next_start = self._last_starts[host] + state.delay_seconds
            yield

    def _host(self, host: str) -> _Host:
        if host not in self._hosts:
            before = self._last_starts.get(host)
            next_start = 0.0 if before is None else before + self._delay_seconds
            self._hosts[host] = _Host(self._delay_seconds, next_start)
        return self._hosts[host]

    @staticmethod
    def _lengthen(state: _Host, delay_seconds: float) -> None:
        state.next_start += delay_seconds - state.delay_seconds
        state.delay_seconds = delay_seconds
