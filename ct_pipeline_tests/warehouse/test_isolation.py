"""A batch that cannot be stored costs the items that are at fault, and no other."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.warehouse.isolation import (
    MOST_FAULTS,
    leave_out_faults,
    store_each,
    work_in_portions,
)


class Table:
    """A table into which some items do not go; all or nothing, as in a transaction."""

    def __init__(self, bad: set[str], error: Exception) -> None:
        self.bad, self.error = bad, error
        self.rows: list[str] = []
        self.calls = 0

    def store(self, items: Sequence[str]) -> int:
        self.calls += 1
        if self.bad & set(items):
            raise self.error
        self.rows += items
        return len(items)


def quarantined(item: str, reason: str) -> str:
    return f"quarantined {item}: {reason}"


@given(st.lists(st.integers(0, 30), unique=True), st.sets(st.integers(0, 30)))
def test_every_item_is_stored_once_the_bad_ones_as_quarantined(
    numbers: list[int], bad: set[int]
) -> None:
    table = Table({str(number) for number in bad}, ValueError("no good"))
    counts = list(store_each([str(number) for number in numbers], table.store, quarantined))
    assert table.rows == [
        f"quarantined {number}: ValueError: no good" if number in bad else str(number)
        for number in numbers
    ]
    assert sum(counts) == len(numbers)


def test_one_bad_item_among_many_costs_few_further_tries() -> None:
    table = Table({"700"}, ValueError("no good"))
    list(store_each([str(number) for number in range(1000)], table.store, quarantined))
    assert table.calls <= 2 * 10 + 2


@pytest.mark.parametrize(
    "error",
    [OSError("disk full"), duckdb.IOException("locked"), duckdb.CatalogException("no such table")],
)
def test_what_is_no_items_doing_is_raised(error: Exception) -> None:
    table = Table({"b"}, error)
    with pytest.raises(type(error)):
        list(store_each(["a", "b"], table.store, quarantined))
    assert table.rows == []


def test_a_reason_is_one_short_line_without_secrets_and_control_characters() -> None:
    words = "https://ana:p4ss@a.example/\n\x1b[2J" + "word " * 200
    table = Table({"a"}, ValueError(words))
    list(store_each(["a"], table.store, quarantined))
    (row,) = table.rows
    assert row.startswith("quarantined a: ValueError: https://***@a.example/ [2J")
    assert len(row) < 330


def test_nothing_is_stored_for_nothing() -> None:
    assert list(store_each([], Table(set(), ValueError()).store, quarantined)) == []


@given(st.lists(st.integers(0, 90), unique=True), st.sets(st.integers(0, 90), max_size=5))
def test_what_is_made_of_all_is_made_without_those_at_fault(
    numbers: list[int], bad: set[int]
) -> None:
    table = Table({str(number) for number in bad}, ValueError("no good"))
    left_out: dict[str, str] = {}

    def work(items: Sequence[str]) -> list[str]:
        table.store(items)
        return list(items)

    made = leave_out_faults([str(number) for number in numbers], work, left_out.__setitem__)
    assert made == [str(number) for number in numbers if number not in bad]
    assert left_out == {str(number): "ValueError: no good" for number in numbers if number in bad}


def test_two_that_fail_together_cost_one_of_them() -> None:
    left_out: dict[str, str] = {}

    def work(items: Sequence[str]) -> str:
        if {"c", "e"} <= set(items):
            raise RecursionError("they lead to one another")
        return "".join(items)

    assert leave_out_faults("abcdefg", work, left_out.__setitem__) == "abcdfg"
    assert list(left_out) == ["e"]


def test_a_work_that_always_fails_is_raised() -> None:
    table = Table({"a"}, OSError("disk full"))
    with pytest.raises(OSError, match="disk full"):
        leave_out_faults(["a", "b"], table.store, lambda *_: None)
    broken = [f"broken {number}" for number in range(2 * MOST_FAULTS)]
    table = Table(set(broken), ValueError("no good"))
    with pytest.raises(ValueError, match="no good"):
        leave_out_faults(broken, table.store, lambda *_: None)


@given(st.integers(0, 60), st.sets(st.integers(0, 60), max_size=4), st.integers(1, 70))
def test_portions_shrink_to_the_item_that_fails_and_grow_again(
    count: int, bad: set[int], most: int
) -> None:
    waiting = list(range(count))
    portion: list[int] = []
    done: list[int] = []
    settled: list[int] = []

    def take(size: int) -> bool:
        portion[:] = waiting[:size]
        return bool(portion)

    def work() -> int:
        if bad & set(portion):
            raise ValueError("no good")
        done.extend(portion)
        del waiting[: len(portion)]
        return len(portion)

    def settle(reason: str) -> int:
        assert reason == "ValueError: no good"
        settled.extend(portion)
        del waiting[: len(portion)]
        return len(portion)

    assert sum(work_in_portions(take, work, settle, most)) == count
    assert done == [number for number in range(count) if number not in bad]
    assert settled == [number for number in range(count) if number in bad]
