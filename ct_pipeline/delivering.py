"""Delivering what is due: read briefly, send without the database, write briefly, go on.

One process delivers at a time, by a lock that its death frees; whoever comes second waits a little
and finds less to do. A crash between sending and writing repeats a message with the same id.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from html import escape
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from ct_pipeline.alerts.attempts import Answer, Delivery, after_attempt
from ct_pipeline.alerts.consumers import Endpoint, Rules
from ct_pipeline.alerts.deliveries import readdressed
from ct_pipeline.alerts.endpoints import EndpointState, after_answers
from ct_pipeline.alerts.quiet_hours import after_quiet_hours
from ct_pipeline.alerts.rendering import as_html, as_text, subject
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.alert_deliveries import (
    Outgoing,
    next_due_at,
    read_astray,
    read_due,
    read_endpoints,
    write_deliveries,
    write_endpoint,
)
from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline.warehouse.transactions import transaction
from ct_pipeline.web.notifiers import send_apprise
from ct_pipeline.web.webhooks import Message, send_webhook

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
Opener = Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]]
Sender = Callable[[Outgoing, Endpoint, datetime], Answer]

AT_ONCE = 16  # requests under way together; also what an endpoint gets before it has answered
BATCH_SIZE = 256  # what an endpoint that answers well gets at a time
RETRY_WINDOW = timedelta(seconds=30)
AFTER_THE_WINDOW = timedelta(seconds=5)  # what fell due in its last moment is still attempted


@dataclass(frozen=True, slots=True)
class Post:
    """Where messages leave from: the database, the rules, a sender per channel, the clock."""

    open: Opener
    rules: Rules
    senders: Mapping[str, Sender]
    now: Clock
    lock_file: Path
    sleep: Callable[[float], None] = time.sleep
    tell_operator: Callable[[str], None] = logger.warning


@dataclass(slots=True)
class Round:
    """What one round of deliveries did: attempts by channel and outcome, endpoints disabled."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    disabled: list[EndpointState] = field(default_factory=list)

    @property
    def attempts(self) -> int:
        """How many attempts were made."""
        return self.outcomes.total()


def deliver_due(post: Post, *, wait_seconds: float = 0, until: datetime | None = None) -> Round:
    """Attempts everything that is due, until nothing is or the time is `until`.

    When another process is delivering, waits for it so long, then leaves the work to it.
    """
    done = Round()
    with _only_deliverer(post.lock_file, wait_seconds) as is_ours:
        if is_ours:
            _deliver(post, done, until)
    return done


def deliver_soon(post: Post, window: timedelta = RETRY_WINDOW) -> Round:
    """Waits for and attempts what falls due within the window from now; at once if nothing does."""
    until = post.now() + window
    done = Round()
    with _only_deliverer(post.lock_file, window.total_seconds()) as is_ours:
        while is_ours:
            _deliver(post, done, until + AFTER_THE_WINDOW)
            with post.open() as connection:
                due_at = next_due_at(connection)
            if due_at is None or due_at > until or post.now() >= until:
                break
            post.sleep(max((due_at - post.now()).total_seconds(), 0.05))
    return done


def _deliver(post: Post, done: Round, until: datetime | None) -> None:
    proven: set[str] = set()
    resting: set[str] = set()
    while until is None or post.now() < until:
        with post.open() as connection:
            batch = _next_batch(connection, post, proven, resting)
        if not batch:
            return
        answers = _send(post, batch)
        with post.open() as connection, transaction(connection):
            disabled = _record(connection, post, batch, answers, done)
        for state in disabled:
            post.tell_operator(
                f"alerts: the endpoint {state.channel_key} is disabled: {state.disabled_reason}. "
                f"Mend it, then run: python -m ct_pipeline alerts enable {state.consumer_id}"
            )
        logger.info("alerts: %d attempts", done.attempts)
        answered = {
            outgoing.delivery.channel_key
            for outgoing, answer in zip(batch, answers, strict=True)
            if answer.status is not None
        }
        # Where nobody answers, the rest of its messages waits for the next round, so that the
        # other endpoints' do not wait behind them.
        resting |= {outgoing.delivery.channel_key for outgoing in batch} - answered
        proven |= answered


def _next_batch(
    connection: duckdb.DuckDBPyConnection,
    post: Post,
    proven: Collection[str],
    resting: Collection[str],
) -> list[Outgoing]:
    now = post.now()
    astray = read_astray(connection, post.rules.endpoints)
    write_deliveries(connection, list(readdressed(astray, post.rules, now)))
    return read_due(connection, now, first=AT_ONCE, then=BATCH_SIZE, proven=proven, resting=resting)


def _send(post: Post, batch: Sequence[Outgoing]) -> list[Answer]:
    """The answers to a batch, in its order, with 16 requests under way at a time."""

    def attempt(outgoing: Outgoing) -> Answer:
        delivery = outgoing.delivery
        sender = post.senders[delivery.channel]
        try:
            return sender(outgoing, post.rules.endpoints[delivery.channel_key], post.now())
        except Exception as error:
            # Its words may hold an address with a password, its name does not.
            logger.warning("alert %s: %s", delivery.alert_id, type(error).__name__)
            return Answer(error=f"the channel broke: {type(error).__name__}")

    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        return list(pool.map(attempt, batch))


def _record(
    connection: duckdb.DuckDBPyConnection,
    post: Post,
    batch: Sequence[Outgoing],
    answers: Sequence[Answer],
    done: Round,
) -> list[EndpointState]:
    """Writes what came of a batch; returns the endpoints that it disabled."""
    now = post.now()
    disabled: list[EndpointState] = []
    tried: list[Delivery] = []
    by_endpoint: dict[str, list[Answer]] = {}
    for outgoing, answer in zip(batch, answers, strict=True):
        delivery = after_attempt(outgoing.delivery, answer, now)
        consumer = post.rules.consumer(delivery.consumer_id)
        if delivery.next_attempt_at and consumer:
            start = after_quiet_hours(delivery.next_attempt_at, consumer)
            delivery = replace(delivery, next_attempt_at=start)
        tried.append(delivery)
        by_endpoint.setdefault(delivery.channel_key, []).append(answer)
        done.outcomes[delivery.channel, delivery.status] += 1
    write_deliveries(connection, tried)
    known = read_endpoints(connection)
    for key, of_endpoint in by_endpoint.items():
        before = known.get(key) or EndpointState(key, post.rules.endpoints[key].consumer_id)
        after = after_answers(before, of_endpoint, now)
        if after != before:
            write_endpoint(connection, after)
        if after.disabled_at and not before.disabled_at:
            disabled.append(after)
    done.disabled += disabled
    return disabled


@contextmanager
def _only_deliverer(lock_file: Path, wait_seconds: float) -> Iterator[bool]:
    """Whether this process is the one that delivers."""
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(lock_file, timeout=wait_seconds)
    try:
        lock.acquire()
    except Timeout:
        logger.info("alerts: another process is delivering")
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def open_post(settings: Settings, rules: Rules, now: Clock) -> Post:
    """The post of this monitor, with its real channels."""

    def webhook(outgoing: Outgoing, endpoint: Endpoint, at: datetime) -> Answer:
        delivery = outgoing.delivery
        message = Message(
            delivery.alert_id, delivery.event_type, outgoing.alerted_at, outgoing.data
        )
        return send_webhook(message, endpoint, settings, at)

    def notifier(outgoing: Outgoing, endpoint: Endpoint, _: datetime) -> Answer:
        data = outgoing.data
        words = subject(data, outgoing.delivery.event_type)
        return send_apprise(words, as_text(data), as_html(data), endpoint, settings)

    def tell_operator(words: str) -> None:
        logger.warning(words)
        if rules.operator is not None:
            title = "ct_pipeline: an alert endpoint needs you"
            try:
                answer = send_apprise(title, words, escape(words), rules.operator, settings)
            except Exception as error:
                answer = Answer(error=type(error).__name__)
            if not answer.is_success:
                logger.warning("alerts: the operator could not be told: %s", answer.text)

    return Post(
        open=lambda: open_warehouse(settings.warehouse_file),
        rules=rules,
        senders={"webhook": webhook, "apprise": notifier},
        now=now,
        lock_file=settings.data_dir / "deliveries.lock",
        tell_operator=tell_operator,
    )
