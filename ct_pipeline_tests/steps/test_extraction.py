"""Extraction in batches: in the order given, whatever order the workers finish in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.articles.outcomes import Extraction, Outcome, Rejection
from ct_pipeline.articles.records import Origin
from ct_pipeline.articles.witnesses import RawPage
from ct_pipeline.steps.extraction import PageWorkers, Texts, extract_in_batches
from ct_pipeline.steps.workers import Crash, Done, Limits

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
REFUSED = Rejection(Outcome.NOT_AN_ARTICLE, "no text")


class Shuffled(PageWorkers):
    """Workers that hold some pages at once and finish them in an order of their own."""

    def __init__(self, turns: list[int]) -> None:
        super().__init__(lambda page: Extraction(page.raw_id, REFUSED), 1, Limits(1, 1))
        self.turns = turns

    def map(self, items: Iterable[RawPage]) -> Iterator[Done[RawPage, Extraction]]:
        held: list[RawPage] = []
        waiting = iter(items)
        for turn in [*self.turns, *[0] * 99]:
            held += [page for _, page in zip(range(4 - len(held)), waiting, strict=False)]
            if held:
                page = held.pop(turn % len(held))
                yield Done(page, Extraction(page.raw_id, REFUSED), 0.5)


def texts(count: int) -> Texts:
    names = [f"page-{number}" for number in range(count)]
    return ((Origin(name, name, name, NOON), RawPage(name, b"", NOON)) for name in names)


@given(st.integers(0, 30), st.integers(1, 9), st.lists(st.integers(0, 3), max_size=30))
def test_batches_come_whole_and_in_order(count: int, size: int, turns: list[int]) -> None:
    batches = list(extract_in_batches(Shuffled(turns), texts(count), size))
    assert all(len(batch) == size for batch in batches[:-1])
    assert all(0 < len(batch) <= size for batch in batches)
    read = [(origin.raw_id, extraction.raw_id) for batch in batches for origin, extraction in batch]
    assert read == [(f"page-{number}", f"page-{number}") for number in range(count)]


@pytest.mark.parametrize("count", [30, 33])
def test_pages_behind_a_slow_one_come_in_batches_too(count: int) -> None:
    class SlowFirst(Shuffled):
        def map(self, items: Iterable[RawPage]) -> Iterator[Done[RawPage, Extraction]]:
            slow, *others = items
            for page in [*others, slow]:
                yield Done(page, Extraction(page.raw_id, REFUSED), 0.5)

    batches = list(extract_in_batches(SlowFirst([]), texts(count), 10))
    assert [len(batch) for batch in batches] == [10, 10, 10] + [3] * (count == 33)
    read = [origin.raw_id for batch in batches for origin, _ in batch]
    assert read == [f"page-{number}" for number in range(count)]


def test_a_crash_is_quarantined_with_its_reason() -> None:
    class Crashing(Shuffled):
        def map(self, items: Iterable[RawPage]) -> Iterator[Done[RawPage, Extraction]]:
            for page in items:
                yield Done(page, Crash("it died"), 20)

    [[(origin, extraction)]] = extract_in_batches(Crashing([]), texts(1), 5)
    assert origin.raw_id == extraction.raw_id == "page-0"
    assert extraction.result == Rejection(Outcome.QUARANTINED, "the extractor failed: it died")
    assert extraction.elapsed_ms == 20_000
