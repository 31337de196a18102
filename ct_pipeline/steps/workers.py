"""Processes that do one thing each at a time and may be killed: a crash costs one item.

A pool of `concurrent.futures` dies whole with one worker and cannot stop a task that hangs; here
each worker has its own pipe, a time limit per item and a memory limit for itself. Time is the
processor's: what is slow because the machine is busy is no item's fault.
"""

from __future__ import annotations

import logging
import math
import multiprocessing
import resource
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Generic, TypeVar

from ct_pipeline.process import reason_of

Item = TypeVar("Item")
Result = TypeVar("Result")

# A worker that has done this much is replaced, so that what a C library leaks stays small.
ITEMS_PER_WORKER = 2000
START_SECONDS = 300.0
STOP_SECONDS = 2.0
READY = "ready"
# What the workers of a pass need is imported once, whichever of them comes first.
PRELOADED = ("ct_pipeline.feeds.parsing", "ct_pipeline.articles.pages", "trafilatura")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one worker may use for an item.

    `seconds` of the processor, at most `waits` times as many by the clock; bytes of address space
    beyond what it starts with. What that is depends on the libraries that were imported before it
    and on the processors, for which some of them reserve room; counted in, it would leave an item
    nothing on a large machine.
    """

    seconds: float
    memory_bytes: int
    waits: float = 15.0

    @property
    def clock_seconds(self) -> float:
        """Seconds by the clock, after which an item is given up whatever it used."""
        return self.seconds * self.waits


@dataclass(frozen=True, slots=True)
class Crash:
    """Why an item has no result: it took too long, too much memory, or the process died."""

    reason: str


@dataclass(frozen=True, slots=True)
class Done(Generic[Item, Result]):
    """An item, what came of it, and the seconds that it took.

    The worker counts them, so that they hold no waiting of whoever takes the results; of an item
    that never answered they are those until that was seen.
    """

    item: Item
    result: Result | Crash
    seconds: float


class _Worker(Generic[Item, Result]):
    def __init__(self, work: Callable[[Item], Result], limits: Limits) -> None:
        # Not `fork`: the parent has threads and an open database.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([work.__module__, *PRELOADED])
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(
            target=_serve, args=(theirs, work, limits), daemon=True
        )
        self.process.start()
        theirs.close()
        # Its start is not the first item's time.
        if not self.connection.poll(START_SECONDS) or self.connection.recv() != READY:
            raise RuntimeError(f"a worker process did not start within {START_SECONDS:g} s")
        self.item: Item | None = None
        self.given_at = 0.0
        self.deadline = 0.0
        self.done = 0

    def give(self, item: Item, seconds: float) -> None:
        self.item, self.given_at = item, time.monotonic()
        self.deadline = self.given_at + seconds
        self.connection.send(item)

    def stop(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.join(STOP_SECONDS)


class Workers(Generic[Item, Result]):
    """A number of workers, started when first needed; use it in a `with` block."""

    def __init__(self, work: Callable[[Item], Result], count: int, limits: Limits) -> None:
        self._work = work
        self._count = count
        self._limits = limits
        self._workers: list[_Worker[Item, Result]] = []

    def __enter__(self) -> Workers[Item, Result]:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends all workers; whatever is given later starts new ones."""
        for worker in self._workers:
            worker.stop()
        self._workers.clear()

    def map(self, items: Iterable[Item]) -> Iterator[Done[Item, Result]]:
        """Each item with what came of it, in the order in which they are done."""
        waiting = iter(items)
        idle = list(self._workers)
        busy: dict[Connection, _Worker[Item, Result]] = {}
        while True:
            for item in _first(waiting, self._count - len(busy)):
                worker = idle.pop() if idle else self._start()
                worker.give(item, self._limits.clock_seconds)
                busy[worker.connection] = worker
            if not busy:
                return
            for worker in self._finished(busy):
                del busy[worker.connection]
                done = self._take(worker)
                if worker in self._workers:
                    idle.append(worker)
                yield done

    def _start(self) -> _Worker[Item, Result]:
        worker = _Worker(self._work, self._limits)
        self._workers.append(worker)
        return worker

    def _finished(
        self, busy: dict[Connection, _Worker[Item, Result]]
    ) -> list[_Worker[Item, Result]]:
        """The workers that have answered or died, or whose time is up."""
        next_deadline = min(worker.deadline for worker in busy.values())
        ready = wait(list(busy), timeout=max(0.0, next_deadline - time.monotonic()))
        if ready:
            return [worker for worker in busy.values() if worker.connection in ready]
        now = time.monotonic()
        return [worker for worker in busy.values() if worker.deadline <= now]

    def _take(self, worker: _Worker[Item, Result]) -> Done[Item, Result]:
        item = worker.item
        assert item is not None
        result, seconds = self._answer_of(worker)
        worker.done += 1
        if isinstance(result, Crash) or worker.done >= ITEMS_PER_WORKER:
            self._replace(worker)
        return Done(item, result, seconds)

    def _answer_of(self, worker: _Worker[Item, Result]) -> tuple[Result | Crash, float]:
        since = time.monotonic() - worker.given_at
        if not worker.connection.poll():
            seconds = f"{self._limits.clock_seconds:g} s by the clock"
            return Crash(f"it took longer than {seconds}"), since
        try:
            answer: tuple[Result | Crash, float] = worker.connection.recv()
        except (EOFError, ConnectionResetError):
            worker.process.join(STOP_SECONDS)
            if worker.process.exitcode == -signal.SIGXCPU:
                return Crash(f"it took longer than {self._limits.seconds:g} s"), since
            return Crash(f"the process died ({_why(worker.process.exitcode)})"), since
        return answer

    def _replace(self, worker: _Worker[Item, Result]) -> None:
        worker.stop()
        self._workers.remove(worker)


def _serve(connection: Connection, work: Callable[[Item], Result], limits: Limits) -> None:
    """A worker's life: take an item, do it, answer with the seconds, until the pipe closes."""
    most_bytes = _address_space() + limits.memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable(logging.CRITICAL)  # a worker answers through its pipe only
    connection.send(READY)
    while True:
        try:
            item = connection.recv()
        except (EOFError, KeyboardInterrupt):
            return
        started_at = time.monotonic()
        _end_after(limits.seconds)
        try:
            result: Result | Crash = work(item)
        except MemoryError:
            result = Crash(f"it needs more than {limits.memory_bytes // 2**20} MB")
        except Exception as error:
            result = Crash(reason_of(error))
        seconds = time.monotonic() - started_at
        with suppress(BrokenPipeError):
            try:
                connection.send((result, seconds))
            except (MemoryError, ValueError, RecursionError) as error:  # too large to be told
                connection.send((Crash(reason_of(error)), seconds))


def _end_after(seconds: float) -> None:
    """Lets the system end this process when it has used so much more of the processor."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    limit = math.ceil(time.process_time() + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (limit if most < 0 else min(limit, most), most))


def _address_space() -> int:
    """Bytes of address space that this process holds; 0 where the system has no /proc."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()


def _first(items: Iterator[Item], count: int) -> Iterator[Item]:
    for _ in range(count):
        try:
            yield next(items)
        except StopIteration:
            return


def _why(exit_code: int | None) -> str:
    if exit_code is None:
        return "no exit code"
    return f"signal {-exit_code}" if exit_code < 0 else f"exit code {exit_code}"
