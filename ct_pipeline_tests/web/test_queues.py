"""The line of hosts: everybody has a turn, and a long line costs what a short one does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ct_pipeline.feeds.exchange import Kind, Request
from ct_pipeline.web import queues
from ct_pipeline.web.queues import Queue


def request(number: int, share: object, host: str) -> Request:
    """A page that a feed lists."""
    return Request(str(number), f"https://{host}/{number}", Kind.PAGE, share=f"feed {share}")


def work_off(requests: list[Request], places: int) -> list[tuple[str, str]]:
    """Share and domain in the order in which they started, the eldest fetch ending first."""
    queue = Queue(requests, places)
    for host in queue.lines:
        queue.line_up(host, 0.0)
    running: list[tuple[str, Request]] = []
    started: list[tuple[str, str]] = []
    most: Counter[str] = Counter()
    while queue or running:
        is_free = len(running) < places and queue.next_moment(0.0) == 0.0
        if is_free and (due := queue.pop(0.0)):
            running.append(due)
            started.append((due[1].share, queue._domains[due[0]]))
        else:
            host, done = running.pop(0)
            queue.done(done)
            if queue.lines[host]:
                queue.line_up(host, 0.0)
        now = Counter(one.share for _, one in running)
        now.update(queue._domains[host] for host, _ in running)
        most |= now
    crowd = {one.share for one in requests}, set(queue._domains.values())
    for names in crowd:
        if len(names) > 1:
            assert all(most[name] <= max(places // 2, 1) for name in names)
    return started


@given(
    pages=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6), st.integers(0, 3)), max_size=60),
    places=st.integers(1, 8),
)
@example(pages=[(0, 0, 0), (1, 0, 0), (1, 0, 1), (1, 1, 0)], places=3)
def test_every_page_has_its_turn_and_nobody_more_than_half_of_the_places(
    pages: list[tuple[int, int, int]], places: int
) -> None:
    requests = [
        request(number, share, f"h{host}.d{domain}.example")
        for number, (share, domain, host) in enumerate(pages)
    ]
    started = work_off(requests, places)
    assert Counter(share for share, _ in started) == Counter(one.share for one in requests)


@pytest.mark.parametrize(
    ("share", "host"),
    [
        (lambda number: number, lambda number: f"h{number}.example"),
        (lambda _: 0, lambda number: f"h{number}.example"),
        (lambda number: number, lambda number: f"h{number}.one.example"),
        (lambda number: number % 3, lambda number: f"h{number}.d{number % 5}.example"),
    ],
    ids=["feeds of many hosts", "a feed of many hosts", "feeds of one domain", "few of both"],
)
def test_a_turn_costs_the_same_in_a_long_line(
    share: Callable[[int], int], host: Callable[[int], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = 0
    domain_for = Queue._domain_for

    def counted(queue: Queue, name: str) -> str | None:
        nonlocal looks
        looks += 1
        return domain_for(queue, name)

    monkeypatch.setattr(Queue, "_domain_for", counted)
    monkeypatch.setattr(queues, "registered_domain", lambda pair: pair.split(".", 1)[-1])
    counts = []
    for size in (400, 800):
        looks = 0
        work_off([request(n, share(n), host(n)) for n in range(size)], 8)
        counts.append(looks)
    assert counts[1] < 2.5 * counts[0]
