"""The time of a pass: some for each source, a limit in all, and what is left waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from ct_pipeline.articles.records import Origin
from ct_pipeline.steps.budgets import Budget

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


class Clock:
    """A clock that work moves on."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def origin(name: str, source: str | None) -> Origin:
    return Origin(name, name, name, NOON, source)


def read(budget: Budget, clock: Clock, pages: list[tuple[Origin, float]]) -> list[str]:
    """Reads pages one after the other, each in its seconds; names those that had a turn."""
    seconds = {one.raw_id: seconds for one, seconds in pages}
    done = []
    for one, _ in budget.within(iter([(one, "page") for one, _ in pages])):
        clock.now += seconds[one.raw_id]
        budget.spend(one, seconds[one.raw_id])
        done.append(one.raw_id)
    return done


def test_slow_pages_of_one_source_leave_the_others_their_time() -> None:
    clock = Clock()
    budget = Budget(600, 60, 0.5, clock)
    slow = [(origin(f"slow {number}", "s"), 20.0) for number in range(10)]
    good = [(origin(f"good {number}", "g"), 0.01) for number in range(10)]
    done = read(budget, clock, [*slow, *good])
    assert done == ["slow 0", "slow 1", "slow 2", *(f"good {number}" for number in range(10))]
    assert budget.exhausted == ["s"]


def test_many_quick_pages_of_one_source_are_all_read() -> None:
    clock = Clock()
    budget = Budget(600, 60, 0.5, clock)
    quick = [(origin(f"{number}", "s"), 0.4) for number in range(400)]
    assert len(read(budget, clock, quick)) == 400


def test_nothing_is_begun_after_the_time_of_the_pass() -> None:
    clock = Clock()
    budget = Budget(100, 60, 0.5, clock)
    pages = [(origin(f"{number}", f"source {number}"), 30.0) for number in range(10)]
    assert read(budget, clock, pages) == ["0", "1", "2", "3"]
    assert budget.is_spent


def test_waiting_for_what_is_to_be_read_spends_nothing() -> None:
    clock = Clock()
    budget = Budget(100, 60, 0.5, clock)

    def coming() -> Iterator[str]:
        for name in ("a", "b", "c", "d", "e"):
            clock.now += 500.0
            yield name

    done = [
        raw_id
        for name in budget.without_waiting(coming())
        for raw_id in read(budget, clock, [(origin(name, name), 30.0)])
    ]
    assert done == ["a", "b", "c", "d"]
