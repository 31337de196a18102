"""Which request starts next: hosts wait in a heap by the time of their next turn."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import logging
import time
from collections import deque
from collections.abc import Iterable
from datetime import UTC, datetime

from yarl import URL

from ct_pipeline.feeds.exchange import Failure, Request, Response
from ct_pipeline.settings import Settings
from ct_pipeline.web.addresses import host_and_port
from ct_pipeline.web.chains import Chains
from ct_pipeline.web.limits import Limits
from ct_pipeline.web.rooms import Handover
from ct_pipeline.web.sessions import open_session
from ct_pipeline.web.turns import OutOfTimeError, Turns

logger = logging.getLogger(__name__)

# When each host and port was last asked by this process: pages keep their distance from feeds.
_LAST_STARTS: dict[str, float] = {}


class Dispatcher:
    """Starts what is due and hands on what comes back."""

    def __init__(
        self,
        requests: Iterable[Request],
        settings: Settings,
        limits: Limits,
        deadline_seconds: float | None,
        handover: Handover,
    ) -> None:
        self._settings = settings
        self._limits = limits
        self._deadline_seconds = deadline_seconds
        self._handover = handover
        self._queues = _by_host(requests)
        self._order = itertools.count()
        self._due: list[tuple[float, int, str]] = []
        self._running: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()
        self._broken: BaseException | None = None

    async def run(self) -> None:
        """Fetches everything, then closes the handover; also when it fails or is cancelled."""
        clock = time.monotonic
        deadline = None if self._deadline_seconds is None else clock() + self._deadline_seconds
        turns = Turns(
            self._settings.host_delay_seconds,
            deadline=deadline,
            clock=clock,
            last_starts=_LAST_STARTS,
        )
        for host in self._queues:
            self._line_up(host, max(clock(), turns.next_start(host)))
        try:
            async with open_session(self._settings, self._limits) as session:
                chains = Chains(session, self._settings, self._limits, turns)
                await self._dispatch(chains, turns, deadline)
        finally:
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)
            self._handover.close()

    async def _dispatch(self, chains: Chains, turns: Turns, deadline: float | None) -> None:
        clock = time.monotonic
        while self._due or self._running:
            if self._broken is not None:
                raise self._broken
            now = clock()
            if self._due and deadline is not None and now >= deadline:
                self._due.clear()
                continue
            has_slot = len(self._running) < self._limits.concurrent_fetches
            if self._due and has_slot and self._due[0][0] <= now:
                _, _, host = heapq.heappop(self._due)
                self._start(chains, turns, host)
                continue
            moments = [deadline] if self._due and deadline is not None else []
            if self._due and has_slot:
                moments.append(self._due[0][0])
            await self._wait(max(min(moments) - now, 0.0) if moments else None)
        if self._broken is not None:
            raise self._broken

    async def _wait(self, seconds: float | None) -> None:
        self._changed.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            return

    def _start(self, chains: Chains, turns: Turns, host: str) -> None:
        request = self._queues[host].popleft()
        task = asyncio.create_task(self._fetch(chains, request))
        self._running.add(task)

        def _done(done: asyncio.Task[None]) -> None:
            self._running.discard(done)
            if not done.cancelled() and done.exception() is not None:
                self._broken = done.exception()
            if self._queues[host]:
                self._line_up(host, turns.next_start(host))
            self._changed.set()

        task.add_done_callback(_done)

    async def _fetch(self, chains: Chains, request: Request) -> None:
        async with chains.room() as room:
            try:
                response = await chains.follow(request, room)
            except OutOfTimeError:
                return
            except Exception as error:
                # What nobody foresaw of one answer must not end the fetching of all others.
                logger.warning("%s: %s: %s", request.url, type(error).__name__, error)
                response = _failed(request, error)
            await self._handover.give(response)

    def _line_up(self, host: str, moment: float) -> None:
        heapq.heappush(self._due, (moment, next(self._order), host))


def _failed(request: Request, error: Exception) -> Response:
    return Response(
        request=request,
        fetched_at=datetime.now(UTC),
        elapsed_ms=0,
        final_url=request.url,
        failure=Failure.BROKEN,
        detail=f"{type(error).__name__}: {error}"[:300],
    )


def _by_host(requests: Iterable[Request]) -> dict[str, deque[Request]]:
    queues: dict[str, deque[Request]] = {}
    for request in requests:
        try:
            host = host_and_port(URL(request.url))
        except ValueError:
            host = ""  # refused when its turn comes
        queues.setdefault(host, deque()).append(request)
    return queues
