"""Which request starts next, and what is said of those whose turn does not come."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from datetime import UTC, datetime

from ct_pipeline.feeds.exchange import Failure, Kind, Request, Response
from ct_pipeline.settings import Settings
from ct_pipeline.web.chains import Chains
from ct_pipeline.web.limits import Limits
from ct_pipeline.web.permits import Handover
from ct_pipeline.web.queues import Queue
from ct_pipeline.web.sessions import open_session
from ct_pipeline.web.turns import Hosts, Turns, WaitsError

# So long in all a pass waits for hosts that ask for long pauses, when nothing else is left to do.
IDLE_SECONDS = 30.0


logger = logging.getLogger(__name__)


class Dispatcher:
    """Starts what is due and hands on what comes back."""

    def __init__(
        self,
        requests: Iterable[Request],
        settings: Settings,
        limits: Limits,
        deadline_seconds: float | None,
        handover: Handover,
        hosts: Hosts,
    ) -> None:
        self._settings = settings
        self._limits = limits
        self._clock = hosts.clock
        self._handover = handover
        self._queue = Queue(requests, limits.concurrent_fetches)
        self._deadline = None if deadline_seconds is None else hosts.clock() + deadline_seconds
        self._turns = Turns(settings.host_delay_seconds, deadline=self._deadline, hosts=hosts)
        self._running: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()
        self._broken: BaseException | None = None
        self._idled_seconds = 0.0

    async def run(self) -> None:
        """Fetches everything, then closes the handover; also when it fails or is cancelled."""
        for host in self._queue.lines:
            self._line_up(host)
        try:
            async with open_session(self._settings, self._limits) as session:
                chains = Chains(session, self._settings, self._limits, self._turns)
                await self._dispatch(chains)
            await self._explain_waits()
        finally:
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)
            self._handover.close()

    async def _dispatch(self, chains: Chains) -> None:
        while self._queue or self._running:
            if self._broken is not None:
                raise self._broken
            now = self._clock()
            if self._deadline is not None and now >= self._deadline:
                self._queue.clear()
            moment = self._queue.next_moment(now)
            if len(self._running) >= self._limits.concurrent_fetches or moment is None:
                await self._wait(None if not self._queue else self._deadline)
            elif moment <= now:
                self._start(chains, now)
            elif self._running or self._is_worth_waiting(moment - now):
                await self._wait(moment if self._deadline is None else min(moment, self._deadline))
            else:
                self._queue.clear()
        if self._broken is not None:
            raise self._broken

    def _is_worth_waiting(self, seconds: float) -> bool:
        """Whether a pass with nothing else to do waits so long for the next turn."""
        if seconds <= max(self._settings.host_delay_seconds, 1.0):
            return True
        self._idled_seconds += seconds
        return self._idled_seconds <= IDLE_SECONDS

    async def _wait(self, until: float | None) -> None:
        """Until then, or until a fetch ends."""
        if not self._running and until is None:
            return
        self._changed.clear()
        try:
            async with asyncio.timeout(None if until is None else max(until - self._clock(), 0.0)):
                await self._changed.wait()
        except TimeoutError:
            return

    def _start(self, chains: Chains, now: float) -> None:
        due = self._queue.pop(now)
        if due is None:
            return
        host, request = due
        task = asyncio.create_task(self._fetch(chains, request))
        self._running.add(task)

        def _done(done: asyncio.Task[None]) -> None:
            self._running.discard(done)
            self._queue.done(request)
            if not done.cancelled() and done.exception() is not None:
                self._broken = done.exception()
            if self._queue.lines[host]:
                self._line_up(host)
            self._changed.set()

        task.add_done_callback(_done)

    async def _fetch(self, chains: Chains, request: Request) -> None:
        async with chains.permit() as permit:
            try:
                response = await chains.follow(request, permit)
            except WaitsError as waits:
                await self._say_why(request, waits)
                return
            except Exception as error:
                # What nobody foresaw of one answer must not end the fetching of all others.
                logger.warning("%s: %s: %s", request.url, type(error).__name__, error)
                response = _failed(request, error)
            await self._handover.give(response)

    async def _explain_waits(self) -> None:
        """Says of what was never started why, where its host asked for it."""
        for host, line in self._queue.lines.items():
            while line:
                is_page = line.first.kind is Kind.PAGE
                await self._say_why(line.pop(), self._turns.waits(host, is_page=is_page))

    async def _say_why(self, request: Request, waits: WaitsError) -> None:
        if waits.why is not None:
            await self._handover.give(
                Response(
                    request=request,
                    fetched_at=datetime.now(UTC),
                    elapsed_ms=0,
                    failure=Failure.HOST_WAITS,
                    detail=waits.why,
                    retry_at=waits.until,
                )
            )

    def _line_up(self, host: str) -> None:
        is_page = self._queue.lines[host].first.kind is Kind.PAGE
        self._queue.line_up(host, max(self._clock(), self._turns.next_start(host, is_page=is_page)))


def _failed(request: Request, error: Exception) -> Response:
    return Response(
        request=request,
        fetched_at=datetime.now(UTC),
        elapsed_ms=0,
        final_url=request.url,
        failure=Failure.BROKEN,
        detail=f"{type(error).__name__}: {error}"[:300],
    )
