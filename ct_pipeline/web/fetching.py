"""Many requests at once: hosts in parallel and in turn, results as they come."""

from __future__ import annotations

import asyncio
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import replace
from threading import Thread

from ct_pipeline.feeds.exchange import Request, Response
from ct_pipeline.settings import Settings
from ct_pipeline.web.archive import Archive
from ct_pipeline.web.dispatching import Dispatcher
from ct_pipeline.web.limits import DEFAULT_LIMITS, Limits
from ct_pipeline.web.permits import Handover
from ct_pipeline.web.sessions import sent_headers
from ct_pipeline.web.turns import Hosts

NAME_LOOKUPS = 32


def fetch_all(
    requests: Iterable[Request],
    settings: Settings,
    *,
    deadline_seconds: float | None = None,
    archive: Archive | None = None,
    limits: Limits = DEFAULT_LIMITS,
    hosts: Hosts | None = None,
) -> Iterator[Response]:
    """Yields one response per request, as they come, in no promised order.

    Per host and port there is one connection at a time and `host_delay_seconds` between starts;
    different hosts run in parallel, every host gets its turn. After `deadline_seconds` (from the
    first `next`) nothing further starts: what is left is not yielded, unless its host asked for
    patience, which is then the failure. `hosts` is what hosts asked for before. Failures are
    responses with `failure` set, never exceptions. With an archive every response that has a
    status is kept before it is yielded, and `archived` says where. Closing the generator ends all
    fetches.
    """
    responses = fetch_with_pauses(
        requests,
        settings,
        pause_seconds=None,
        deadline_seconds=deadline_seconds,
        archive=archive,
        limits=limits,
        hosts=hosts,
    )
    with closing(responses):
        for response in responses:
            if response is not None:
                yield response


def fetch_with_pauses(
    requests: Iterable[Request],
    settings: Settings,
    *,
    pause_seconds: float | None,
    deadline_seconds: float | None = None,
    archive: Archive | None = None,
    limits: Limits = DEFAULT_LIMITS,
    hosts: Hosts | None = None,
) -> Generator[Response | None, None, None]:
    """As `fetch_all`; None whenever nothing came for `pause_seconds`: time to do what waits."""
    with _event_loop() as loop:
        handover = Handover()
        run = asyncio.run_coroutine_threadsafe(
            Dispatcher(
                requests, settings, limits, deadline_seconds, handover, hosts or Hosts()
            ).run(),
            loop,
        )
        try:
            while True:
                coming = asyncio.run_coroutine_threadsafe(handover.take(), loop)
                while not wait([coming], pause_seconds).done:
                    yield None
                if not (taken := coming.result()):
                    break
                for response in taken:
                    yield _kept(response, settings, archive)
            run.result()
        finally:
            run.cancel()


def _kept(response: Response, settings: Settings, archive: Archive | None) -> Response:
    if archive is None or response.status is None:
        return response
    return replace(
        response, archived=archive.keep(response, sent_headers(response.request, settings))
    )


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
