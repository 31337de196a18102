"""Polling: the list is followed; feeds that are due are asked with the database closed."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from ct_pipeline.feeds.exchange import Request, Response
from ct_pipeline.feeds.polling import is_due, request_of
from ct_pipeline.feeds.subscriptions import read_subscriptions
from ct_pipeline.feeds.troubles import trouble_of_crash
from ct_pipeline.progress import with_progress
from ct_pipeline.settings import SettingsError
from ct_pipeline.steps.feed_reading import (
    Answered,
    ReadAll,
    open_feed_workers,
    read_here,
    read_in,
)
from ct_pipeline.steps.monitor import Clock, Monitor
from ct_pipeline.steps.pushing import subscribe_at_hubs, take_pushed
from ct_pipeline.warehouse.connection import OpenWarehouse
from ct_pipeline.warehouse.feeds.hosts import read_hosts, store_hosts
from ct_pipeline.warehouse.feeds.polls import (
    Answer,
    Polled,
    Subscription,
    store_answers,
    subscriptions,
    sync_sources,
)
from ct_pipeline.warehouse.isolation import store_each
from ct_pipeline.web.archive import open_archive
from ct_pipeline.web.archive_files import archive_of
from ct_pipeline.web.fetching import fetch_all
from ct_pipeline.web.turns import Hosts

logger = logging.getLogger(__name__)

# What is written in one transaction, held in memory until then, and lost when a pass is killed.
BATCH_POLLS = 200
BATCH_BYTES = 20_000_000
LONG_AGO = datetime.min.replace(tzinfo=UTC)

Fetch = Callable[[list[Request]], Iterable[Response]]


def follow_list(monitor: Monitor) -> Counter[str]:
    """Makes the sources say what the subscription list says; counts what is listed and changed.

    Raises SettingsError where the list cannot be used.
    """
    listed = read_subscriptions(monitor.settings.feeds_file)
    with monitor.open() as connection:
        return sync_sources(connection, listed)


def poll_feeds(monitor: Monitor, only: str = "") -> Iterator[Polled]:
    """Polls what is due (or `only` one feed) and archives it; see `poll_due_feeds`."""
    settings = monitor.settings
    with monitor.open() as connection:
        hosts = Hosts(read_hosts(connection))
    with open_archive(archive_of(settings)) as archive, open_feed_workers() as workers:
        fetch = partial(
            fetch_all,
            settings=settings,
            archive=archive,
            hosts=hosts,
            deadline_seconds=settings.pass_seconds,
        )
        floor = settings.min_poll_seconds
        pushed, named = take_pushed(settings), {}
        read = partial(read_in, workers)
        due = poll_due_feeds(floor, monitor.open, monitor.now, fetch, only, read, pushed)
        for polled in due:
            if polled.hub is not None:
                named[polled.source.source_id] = polled.hub
            yield polled
    with monitor.open() as connection:
        store_hosts(connection, hosts.states())
        followed = {one.source.source_id for one in subscriptions(connection, monitor.now())}
    subscribe_at_hubs(monitor, named, followed)


def poll_due_feeds(
    floor: int,
    open_warehouse: OpenWarehouse,
    clock: Clock,
    fetch: Fetch,
    only: str = "",
    read: ReadAll = read_here,
    pushed: Collection[str] = (),
) -> Iterator[Polled]:
    """Polls every feed that is due; yields what each poll came to once it is written.

    A feed that cannot be read or stored costs itself: it is failing, with its reason.

    `floor` is the least number of seconds between two polls of one feed. `only` names one feed by
    its id, name or address, which is polled now, due or not; raises SettingsError for an unknown
    one. `pushed` are the ids of feeds whose hub says that they have something new.
    """
    now = clock()
    with open_warehouse() as connection:
        everyone = subscriptions(connection, now)
    if only:
        due = _named(everyone, only)
    else:
        due = [
            one
            for one in everyone
            if is_due(one.state, floor, now, is_pushed=one.source.source_id in pushed)
        ]
        # Whose turn did not come in the time of the last pass is asked first.
        due.sort(key=lambda one: one.state.last_polled_at or LONG_AGO)
    logger.info("feeds: %s of %s are due", len(due), len(everyone))

    def store(batch: Sequence[Answer]) -> list[Polled]:
        with open_warehouse() as connection:
            return store_answers(connection, batch, floor, clock())

    for batch in _batches(_answers(due, fetch, now, read)):
        for polled in store_each(batch, store, _failed):
            yield from polled


def _failed(answer: Answer, reason: str) -> Answer:
    """What is stored of a feed whose content cannot be."""
    return replace(answer, reading=trouble_of_crash(reason))


def _named(everyone: list[Subscription], name: str) -> list[Subscription]:
    named = [
        one
        for one in everyone
        if name in {one.source.source_id, one.source.name, one.source.feed_url}
    ]
    if not named:
        raise SettingsError(
            f"No feed that is listed and enabled has the id, name or address {name!r}: "
            "`python -m ct_pipeline feeds list` shows them."
        )
    return named


def _batches(answers: Iterable[Answer]) -> Iterator[list[Answer]]:
    batch: list[Answer] = []
    size = 0
    for answer in answers:
        batch.append(answer)
        size += len(answer.response.body)
        if len(batch) >= BATCH_POLLS or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _answers(
    due: list[Subscription], fetch: Fetch, now: datetime, read: ReadAll
) -> Iterator[Answer]:
    """An answer for each feed; where a page announces a feed, that feed's answer instead."""
    by_id = {one.source.source_id: one for one in due}
    requests = [request_of(one.state, one.source, now) for one in due]
    announced: list[Request] = []
    responses = with_progress(fetch(requests), "feeds", len(requests), logger=logger)
    first = (Answered(by_id[one.request.key].state, one) for one in responses)
    for answered, reading in read(first):
        if isinstance(reading, Request):
            announced.append(reading)
        else:
            yield Answer(by_id[answered.state.source_id], answered.response, reading)
    second = (
        Answered(by_id[one.request.key].state, one, follows_pages=False)
        for one in (fetch(announced) if announced else ())
    )
    for answered, reading in read(second):
        if not isinstance(reading, Request):
            yield Answer(by_id[answered.state.source_id], answered.response, reading)
