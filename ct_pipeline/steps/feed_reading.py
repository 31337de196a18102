"""Answers of feeds read where a hostile one costs itself only: in processes that may be killed."""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ct_pipeline.feeds.answers import read_answer
from ct_pipeline.feeds.exchange import Request, Response
from ct_pipeline.feeds.polling import Reading, body_hash_of
from ct_pipeline.feeds.states import FeedState
from ct_pipeline.feeds.troubles import trouble_of_crash
from ct_pipeline.process import reason_of
from ct_pipeline.steps.workers import Crash, Limits, Workers

# A feed takes 20 ms, the largest that is read whole a second.
SECONDS_PER_FEED = 20.0
WORKER_BYTES = 380_000_000  # about 600 MB with what a worker starts with
MOST_WORKERS = 2
SMALL_BODY = 100_000  # bytes of a known body that may wait here for its turn

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with the state of the feed that it is for; whether a page may lead to a feed."""

    state: FeedState
    response: Response
    follows_pages: bool = True


Read: TypeAlias = tuple[Answered, Reading | Request]
ReadAll: TypeAlias = Callable[[Iterable[Answered]], Iterator[Read]]
FeedWorkers: TypeAlias = Workers[Answered, Reading | Request]


def open_feed_workers() -> FeedWorkers:
    """Workers for `read_in`, one per processor that we may use, at most two."""
    usable = len(os.sched_getaffinity(0))
    return Workers(read, min(usable, MOST_WORKERS), Limits(SECONDS_PER_FEED, WORKER_BYTES))


def read(answered: Answered) -> Reading | Request:
    """What one answer says."""
    return read_answer(answered.state, answered.response, follows_pages=answered.follows_pages)


def read_here(answers: Iterable[Answered]) -> Iterator[Read]:
    """What each answer says, read in this process; what the reader fails on is a trouble."""
    for answered in answers:
        try:
            yield answered, read(answered)
        except Exception as error:
            yield answered, _failed(answered, reason_of(error))


def read_in(workers: FeedWorkers, answers: Iterable[Answered]) -> Iterator[Read]:
    """What each answer says; bodies that must be parsed are read by the workers."""
    plain: deque[Answered] = deque()

    def to_parse() -> Iterator[Answered]:
        for answered in answers:
            if _is_plain(answered):
                plain.append(answered)
            else:
                yield answered

    def read_plain() -> Iterator[Read]:
        while plain:
            yield from read_here([plain.popleft()])

    for done in workers.map(to_parse()):
        yield from read_plain()
        result = done.result
        if isinstance(result, Crash):
            result = _failed(done.item, result.reason)
        yield done.item, result
    yield from read_plain()


def _is_plain(answered: Answered) -> bool:
    """Whether nothing is to be parsed: no body, or the one that is known."""
    body = answered.response.body
    return not body or (len(body) <= SMALL_BODY and body_hash_of(body) == answered.state.body_hash)


def _failed(answered: Answered, reason: str) -> Reading:
    logger.warning("feed %s: the reader failed on it: %s", answered.state.source_id, reason)
    return trouble_of_crash(reason)
