"""Many requests at once: hosts in parallel and in turn, results as they come."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from threading import Thread

from yarl import URL

from ct_pipeline.feeds.exchange import Request, Response
from ct_pipeline.settings import Settings
from ct_pipeline.web.addresses import host_and_port
from ct_pipeline.web.archive import Archive
from ct_pipeline.web.chains import Chains, open_session, sent_headers
from ct_pipeline.web.limits import DEFAULT_LIMITS, Limits
from ct_pipeline.web.turns import OutOfTimeError, Turns

# Finished responses that may wait for the caller; a slow caller slows the fetching down.
WAITING_RESPONSES = 16
NAME_LOOKUPS = 32
# When each host and port was last asked by this process: pages keep their distance from feeds.
_LAST_STARTS: dict[str, float] = {}


def fetch_all(
    requests: Iterable[Request],
    settings: Settings,
    *,
    deadline_seconds: float | None = None,
    archive: Archive | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Response]:
    """Yields one response per request, as they come, in no promised order.

    Per host and port there is one connection at a time and `host_delay_seconds` between starts;
    different hosts run in parallel, every host gets its turn. After `deadline_seconds` (from the
    first `next`) nothing further starts: what is left is not yielded. Failures are responses
    with `failure` set, never exceptions. With an archive every response that has a status is kept
    before it is yielded, and `archived` says where. Closing the generator ends all fetches.
    """
    with _event_loop() as loop:
        results: asyncio.Queue[Response | None] = asyncio.Queue(WAITING_RESPONSES)
        run = asyncio.run_coroutine_threadsafe(
            _Dispatcher(requests, settings, limits, deadline_seconds, results).run(), loop
        )
        try:
            is_over = False
            while not is_over:
                for response in asyncio.run_coroutine_threadsafe(_take(results), loop).result():
                    is_over = response is None
                    if response is not None:
                        yield _kept(response, settings, archive)
            run.result()
        finally:
            run.cancel()


async def _take(results: asyncio.Queue[Response | None]) -> list[Response | None]:
    """At least one result, and whatever else is there: crossing threads is the costly part."""
    taken = [await results.get()]
    while not results.empty():
        taken.append(results.get_nowait())
    return taken


def _kept(response: Response, settings: Settings, archive: Archive | None) -> Response:
    if archive is None or response.status is None:
        return response
    return replace(
        response, archived=archive.keep(response, sent_headers(response.request, settings))
    )


class _Dispatcher:
    """Starts what is due: hosts wait in a heap by the time of their next turn."""

    def __init__(
        self,
        requests: Iterable[Request],
        settings: Settings,
        limits: Limits,
        deadline_seconds: float | None,
        results: asyncio.Queue[Response | None],
    ) -> None:
        self._settings = settings
        self._limits = limits
        self._deadline_seconds = deadline_seconds
        self._results = results
        self._queues = _by_host(requests)
        self._order = itertools.count()
        self._due: list[tuple[float, int, str]] = []
        self._running: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()
        self._broken: BaseException | None = None

    async def run(self) -> None:
        """Fetches everything, then puts None; also when it fails or is cancelled."""
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
            await self._results.put(None)

    async def _dispatch(self, chains: Chains, turns: Turns, deadline: float | None) -> None:
        clock = time.monotonic
        while self._due or self._running:
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
        try:
            response = await chains.follow(request)
        except OutOfTimeError:
            return
        await self._results.put(response)

    def _line_up(self, host: str, moment: float) -> None:
        heapq.heappush(self._due, (moment, next(self._order), host))


def _by_host(requests: Iterable[Request]) -> dict[str, deque[Request]]:
    queues: dict[str, deque[Request]] = {}
    for request in requests:
        try:
            host = host_and_port(URL(request.url))
        except ValueError:
            host = ""  # refused when its turn comes
        queues.setdefault(host, deque()).append(request)
    return queues


@contextmanager
def _event_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop in a thread of its own, so that a busy caller breaks no timeouts."""
    loop = asyncio.new_event_loop()
    lookups = ThreadPoolExecutor(NAME_LOOKUPS, thread_name_prefix="name_lookup")
    loop.set_default_executor(lookups)
    thread = Thread(target=loop.run_forever, name="fetching", daemon=True)
    thread.start()
    try:
        yield loop
    finally:
        asyncio.run_coroutine_threadsafe(_finish_tasks(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        lookups.shutdown(wait=False, cancel_futures=True)
        loop.close()


async def _finish_tasks() -> None:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
