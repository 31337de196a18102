"""Workers that may be killed: what hangs, crashes, grows or fails costs only itself."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ct_pipeline.steps.workers import Crash, Limits, Workers


def work(task: str) -> str:
    if task == "hang":
        time.sleep(60)
    if task == "crash":
        os.abort()
    if task == "leave":
        os._exit(3)
    if task == "grow":
        return str(len(bytearray(4_000_000_000)))
    if task == "fail":
        raise ValueError("no good")
    return task.upper()


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers[str, str]]:
    with Workers(work, 2, Limits(seconds=1, memory_bytes=1_500_000_000, waits=3)) as pool:
        yield pool


@pytest.mark.parametrize(
    ("task", "reason"),
    [
        ("hang", "it took longer than 3 s by the clock"),
        ("crash", "the process died (signal 6)"),
        ("leave", "the process died (exit code 3)"),
        ("grow", "it needs more than 1430 MB"),
        ("fail", "ValueError: no good"),
    ],
)
def test_one_bad_item_costs_only_itself(workers: Workers[str, str], task: str, reason: str) -> None:
    results = {done.item: done.result for done in workers.map(["a", task, "b", "c"])}
    assert results == {"a": "A", task: Crash(reason), "b": "B", "c": "C"}


def test_no_item_is_lost_when_many_are_bad(workers: Workers[str, str]) -> None:
    tasks = [f"{number}" for number in range(20)]
    bad = ["leave", "fail"]
    done = [each.item for each in workers.map([*tasks[:10], *bad, *tasks[10:]])]
    assert sorted(done) == sorted(tasks + bad)


def test_the_seconds_of_an_item_hold_no_waiting_of_whoever_takes_the_results(
    workers: Workers[str, str],
) -> None:
    seconds = []
    for done in workers.map(["a", "b", "c", "d"]):
        seconds.append(done.seconds)
        time.sleep(0.5)
    assert max(seconds) < 0.4


def turn(_: str) -> None:
    while True:
        pass


def test_an_item_that_never_ends_costs_its_seconds_of_the_processor() -> None:
    with Workers(turn, 1, Limits(1, 1_500_000_000)) as pool:
        assert [done.result for done in pool.map(["a"])] == [Crash("it took longer than 1 s")]


def sleep(seconds: float) -> float:
    time.sleep(seconds)
    return time.process_time()


def test_an_item_that_a_busy_machine_keeps_waiting_has_its_time() -> None:
    with Workers(sleep, 1, Limits(1, 1_500_000_000)) as pool:
        (done,) = pool.map([1.5])
    assert isinstance(done.result, float)


def address_space(_: str) -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def test_what_a_worker_starts_with_is_not_its_items_doing() -> None:
    with Workers(address_space, 1, Limits(3, 2**30)) as pool:
        (start,) = [done.result for done in pool.map(["a"])]
    assert isinstance(start, int)
    less_than_it_starts_with = start // 2
    with Workers(work, 1, Limits(3, less_than_it_starts_with)) as pool:
        assert [done.result for done in pool.map(["a"])] == ["A"]


def test_nothing_is_started_for_nothing() -> None:
    with Workers(work, 2, Limits(1, 10**9)) as pool:
        assert list(pool.map([])) == []
