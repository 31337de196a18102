"""Politeness: one connection at a time per host and port, and a pause between starts.

What a host asks for counts for the host: the delay between pages of its robots.txt, and the rest
that it wants after a 429 or 503, whichever of its addresses answered so.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from ct_pipeline.feeds.host_states import HostState

MAX_SLOWDOWN_SECONDS = 60.0
MAX_DELAY_SECONDS = 86_400.0
LONGEST_REST = timedelta(hours=1)
# A delay so short counts from any request; a longer one from page to page, or the feed that is
# polled in between would put the pages off for ever.
SHORT_DELAY_SECONDS = 10.0
# So long a fetch waits for the turn of a host to which it was redirected.
PATIENCE_SECONDS = 30.0
WORTH_REMEMBERING_SECONDS = 30.0
# When each host was last asked by this process: pages keep their distance from feeds.
_LAST_STARTS: dict[str, float] = {}


class WaitsError(Exception):
    """The host's next turn comes too late for this pass. `why` is None for want of time alone."""

    def __init__(self, host: str, why: str | None, until: datetime) -> None:
        super().__init__(why or host)
        self.why = why
        self.until = until


@dataclass(slots=True)
class _Memory:
    """What is known of one host; times are those of the clock, in seconds."""

    page_asked: float | None = None
    crawl_delay: float = 0.0
    rest_until: float = 0.0
    rest_reason: str | None = None


class Hosts:
    """What hosts asked for, as long as this process lives; loaded and stored by whoever can."""

    def __init__(
        self,
        states: Iterable[HostState] = (),
        clock: Callable[[], float] = time.monotonic,
        last_starts: dict[str, float] | None = None,
    ) -> None:
        self.clock = clock
        self.last_starts = _LAST_STARTS if last_starts is None else last_starts
        self._started = datetime.now(UTC) - timedelta(seconds=clock())
        self._memories: dict[str, _Memory] = {}
        for state in states:
            self._memories[state.host] = _Memory(
                page_asked=self._seconds(state.page_asked_at) if state.page_asked_at else None,
                crawl_delay=state.crawl_delay_seconds,
                rest_until=self._seconds(state.rest_until_at) if state.rest_until_at else 0.0,
                rest_reason=state.rest_reason,
            )

    def of(self, host: str) -> _Memory:
        """What is known of one host."""
        return self._memories.setdefault(host, _Memory())

    def moment(self, seconds: float) -> datetime:
        """A time of the clock as a moment."""
        return self._started + timedelta(seconds=seconds)

    def states(self) -> list[HostState]:
        """The hosts that ask for so much patience that the next pass must know of it."""
        now = self.clock()
        return [
            HostState(
                host,
                memory.crawl_delay,
                None if memory.page_asked is None else self.moment(memory.page_asked),
                self.moment(memory.rest_until) if memory.rest_until > now else None,
                memory.rest_reason if memory.rest_until > now else None,
            )
            for host, memory in sorted(self._memories.items())
            if memory.rest_until > now or memory.crawl_delay > WORTH_REMEMBERING_SECONDS
        ]

    def _seconds(self, moment: datetime) -> float:
        return (moment - self._started).total_seconds()


@dataclass(slots=True)
class _Pause:
    """The pause between two starts, in this pass, and the right to the host's one connection."""

    seconds: float
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Turns:
    """Who may start a request when; times are those of the hosts' clock, in seconds."""

    def __init__(
        self, delay_seconds: float, *, deadline: float | None = None, hosts: Hosts | None = None
    ) -> None:
        self._delay_seconds = delay_seconds
        self._deadline = deadline
        self._hosts = hosts or Hosts()
        self._pauses: dict[str, _Pause] = {}

    def next_start(self, host: str, *, is_page: bool = False) -> float:
        """When the next request to this host may start."""
        memory, pause = self._hosts.of(host), self._pause(host)
        starts = [memory.rest_until]
        if (asked := self._hosts.last_starts.get(host)) is not None:
            is_short = is_page and memory.crawl_delay <= SHORT_DELAY_SECONDS
            starts.append(asked + max(pause.seconds, memory.crawl_delay * is_short))
        if is_page and memory.page_asked is not None:
            starts.append(memory.page_asked + memory.crawl_delay)
        return max(starts)

    def why(self, host: str, *, is_page: bool = False) -> str | None:
        """Why this host's next turn is not just the usual pause away, for people."""
        memory = self._hosts.of(host)
        until = f"{self._hosts.moment(self.next_start(host, is_page=is_page)):%Y-%m-%d %H:%M} UTC"
        if memory.rest_reason and memory.rest_until > self._hosts.clock():
            return f"{host} {memory.rest_reason}; its turn comes at {until}"
        if is_page and memory.crawl_delay > self._delay_seconds:
            delay = f"{memory.crawl_delay:g} s between two pages"
            return f"robots.txt of {host} asks for {delay}; its turn comes at {until}"
        if self._pause(host).seconds > self._delay_seconds:
            return f"{host} answered that it is asked too much; its turn comes at {until}"
        return None

    def demand(self, host: str, delay_seconds: float) -> None:
        """The host asks for at least this pause between two pages (crawl-delay)."""
        is_sound = delay_seconds > 0  # which NaN is not
        self._hosts.of(host).crawl_delay = min(delay_seconds, MAX_DELAY_SECONDS) * is_sound

    def slow_down(self, host: str) -> None:
        """Doubles the host's pause: it said that we ask too much."""
        pause = self._pause(host)
        pause.seconds = max(pause.seconds, min(pause.seconds * 2, MAX_SLOWDOWN_SECONDS))

    def rest(self, host: str, wanted: timedelta, reason: str) -> None:
        """The host asks to be left alone for so long: all its addresses are, for an hour at most.

        Hosts of many feeds say it of one; the feed itself keeps to all of it.
        """
        memory = self._hosts.of(host)
        until = self._hosts.clock() + min(wanted, LONGEST_REST).total_seconds()
        if until > memory.rest_until:
            memory.rest_until, memory.rest_reason = until, reason

    @asynccontextmanager
    async def turn(self, host: str, *, is_page: bool = False) -> AsyncIterator[None]:
        """Waits for the host's turn and holds it. Raises WaitsError where that takes too long."""
        async with self._pause(host).lock:
            now = self._hosts.clock()
            start = max(now, self.next_start(host, is_page=is_page))
            is_late = self._deadline is not None and start >= self._deadline
            if is_late or start - now > max(PATIENCE_SECONDS, self._delay_seconds):
                raise self.waits(host, is_page=is_page)
            if start > now:
                await asyncio.sleep(start - now)
            started = self._hosts.last_starts[host] = self._hosts.clock()
            if is_page:
                self._hosts.of(host).page_asked = started
            yield

    def waits(self, host: str, *, is_page: bool = False) -> WaitsError:
        """What to say of a request whose host's turn does not come in this pass."""
        start = self.next_start(host, is_page=is_page)
        return WaitsError(host, self.why(host, is_page=is_page), self._hosts.moment(start))

    def _pause(self, host: str) -> _Pause:
        return self._pauses.setdefault(host, _Pause(self._delay_seconds))
