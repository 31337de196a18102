"""Delivering what is due: read briefly, send without the database, write briefly, go on.

One process delivers at a time, by a lock that its death frees; whoever comes second waits a little
and finds less to do. A crash between sending and writing repeats a message with the same id.
Within it each channel goes on as fast as it answers, and waits for no other.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from ct_pipeline.alerts.attempts import Answer, Delivery, after_attempt
from ct_pipeline.alerts.deliveries import keeping_quiet, readdressed
from ct_pipeline.alerts.endpoints import EndpointState, after_answers
from ct_pipeline.alerts.turns import in_turn
from ct_pipeline.inputs.alert_rules import read_alert_rules
from ct_pipeline.inputs.consumers import Rules
from ct_pipeline.language.counting import counted
from ct_pipeline.steps import due_note
from ct_pipeline.steps.alerting import make_digests, next_work_at
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.steps.post import Post, open_post
from ct_pipeline.steps.publishing import publish_alert_feeds
from ct_pipeline.steps.rechecking import recheck
from ct_pipeline.steps.sending import AT_ONCE, Attempt, send_together
from ct_pipeline.warehouse.alerts.deliveries import (
    Outgoing,
    next_due_at,
    read_due,
    read_endpoints,
    read_queued,
    read_unroutable,
    write_deliveries,
    write_endpoint,
)
from ct_pipeline.warehouse.alerts.operations import (
    Trouble,
    count_statuses,
    read_dead_letters,
)
from ct_pipeline.warehouse.alerts.renaming import rename_consumers
from ct_pipeline.warehouse.transactions import transaction

logger = logging.getLogger(__name__)

FIRST_ATTEMPTS_SECONDS = 60.0
LOCK_WAIT_SECONDS = 30.0
FIRST_RETRY = timedelta(seconds=6)  # five, and its jitter
DEAD_LETTER_DAYS = timedelta(days=30)

CHANNELS_AT_ONCE = 64
BATCH_SIZE = 256  # what a channel that answers gets at a time; before it has, as many as AT_ONCE
BATCH_TIME = timedelta(seconds=15)  # then what a slow channel took is written down
SHORTEST_WAIT = 0.1  # seconds
RETRY_WINDOW = timedelta(seconds=30)
AFTER_THE_WINDOW = timedelta(seconds=5)  # what fell due in its last moment is still attempted


@dataclass(slots=True)
class Round:
    """What one round of deliveries did: attempts by channel and outcome, endpoints disabled."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    disabled: list[EndpointState] = field(default_factory=list)

    @property
    def attempts(self) -> int:
        """How many attempts were made."""
        return self.outcomes.total()


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a step of deliveries did, how all deliveries stand, and those that are dead."""

    round: Round
    statuses: dict[tuple[str, str], int]
    dead_letters: list[Trouble]


def deliver_first(monitor: Monitor) -> Delivered:
    """First attempts of what is new, whatever else is due, and the retry five seconds later.

    The database is free meanwhile; the retry is made here so that the marts know what came of it.
    """
    rules = read_alert_rules(monitor.settings)
    post = open_post(monitor.settings, rules, monitor.now)
    until = monitor.now() + timedelta(seconds=FIRST_ATTEMPTS_SECONDS)
    done = deliver_due(post, wait_seconds=LOCK_WAIT_SECONDS, until=until)
    done.outcomes += deliver_soon(post, FIRST_RETRY).outcomes
    return _delivered(monitor, rules, done)


def deliver_retries(monitor: Monitor) -> Delivered:
    """The attempts that fall due within 30 seconds of the pass's end."""
    rules = read_alert_rules(monitor.settings)
    return _delivered(monitor, rules, deliver_soon(open_post(monitor.settings, rules, monitor.now)))


def deliver_between_passes(monitor: Monitor) -> None:
    """Makes the digests whose hour has come, then every attempt that is due."""
    rules = read_alert_rules(monitor.settings)
    post = open_post(monitor.settings, rules, monitor.now)
    with monitor.open() as connection:
        made = make_digests(connection, rules, monitor.now())
    if made:
        publish_alert_feeds(monitor, rules)
    logger.info("%d digests, %d attempts", made.total(), deliver_due(post).attempts)
    with monitor.open() as connection:
        due_note.note(monitor.settings, next_work_at(connection, rules))


def _delivered(monitor: Monitor, rules: Rules, done: Round) -> Delivered:
    with monitor.open() as connection:
        statuses = count_statuses(connection)
        due_note.note(monitor.settings, next_work_at(connection, rules))
        letters = read_dead_letters(connection, monitor.now() - DEAD_LETTER_DAYS)
    return Delivered(done, statuses, letters)


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
    finished: list[list[Attempt]] = []
    under_way: dict[Future[list[Attempt]], str] = {}
    with closing(post), ThreadPoolExecutor(max_workers=CHANNELS_AT_ONCE) as pool:
        while True:
            disabled: list[EndpointState] = []
            batches: dict[str, list[Outgoing]] = {}
            due_at = None
            with post.open() as connection:
                for attempts in finished:
                    with transaction(connection):
                        disabled += _record(connection, post, attempts, done)
                if until is None or post.now() < until:
                    away = resting | set(under_way.values())
                    batches = _next_batches(connection, post, proven, away)
                    due_at = next_due_at(connection, besides=away | batches.keys())
            for key, batch in batches.items():
                under_way[pool.submit(_send, post, batch, until)] = key
            for state in disabled:
                _tell_of(post, state)
            if not under_way:
                return
            finished = []
            for future in _first_done(under_way, post, due_at):
                key, attempts = under_way.pop(future), future.result()
                finished.append(attempts)
                if any(attempt.answer.status is not None for attempt in attempts):
                    proven.add(key)
                elif attempts:
                    # Nobody answers there: the rest of its messages waits for the next round.
                    resting.add(key)


def _first_done(
    under_way: Collection[Future[list[Attempt]]], post: Post, due_at: datetime | None
) -> set[Future[list[Attempt]]]:
    """The channels that are through with their batches, as soon as one is or at `due_at`."""
    seconds = None
    if due_at is not None:
        seconds = max((due_at - post.now()).total_seconds(), SHORTEST_WAIT)
    return wait(under_way, seconds, return_when=FIRST_COMPLETED).done


def _next_batches(
    connection: duckdb.DuckDBPyConnection,
    post: Post,
    proven: Collection[str],
    away: Collection[str],
) -> dict[str, list[Outgoing]]:
    """What is due for each channel, but for those that are away; by channel key."""
    now = post.now()
    with transaction(connection):
        rename_consumers(connection, post.rules)
    unroutable = read_unroutable(connection, post.rules.endpoints)
    write_deliveries(connection, list(readdressed(unroutable, post.rules, now)))
    queued = read_queued(connection)
    write_deliveries(connection, list(in_turn(queued, post.rules, now)))
    due = read_due(
        connection,
        now,
        first=AT_ONCE,
        then=BATCH_SIZE,
        proven=proven,
        resting=away,
        held=[one.delivery.delivery_id for one in queued if one.held_until],
    )
    batches: dict[str, list[Outgoing]] = defaultdict(list)
    for outgoing in recheck(connection, due, post.rules, now):
        batches[outgoing.delivery.channel_key].append(outgoing)
    return batches


def _send(post: Post, batch: Sequence[Outgoing], until: datetime | None) -> list[Attempt]:
    """The attempts at one channel's batch."""

    def send(outgoing: Outgoing) -> Answer:
        delivery = outgoing.delivery
        sender = post.senders[delivery.channel]
        try:
            return sender(outgoing, post.rules.endpoints[delivery.channel_key], post.now())
        except Exception as error:
            # Its words may hold an address with a password, its name does not.
            logger.warning("alert %s: %s", delivery.alert_id, type(error).__name__)
            return Answer(error=f"the channel broke: {type(error).__name__}")

    stop = post.now() + BATCH_TIME
    return send_together(batch, send, post.now, min(stop, until) if until else stop)


def _record(
    connection: duckdb.DuckDBPyConnection, post: Post, attempts: Sequence[Attempt], done: Round
) -> list[EndpointState]:
    """Writes what came of one channel's batch; returns the endpoint if that disabled it."""
    if not attempts:
        return []
    tried: list[Delivery] = []
    for attempt in attempts:
        delivery = after_attempt(attempt.outgoing.delivery, attempt.answer, attempt.answered_at)
        consumer = post.rules.consumer(delivery.consumer_id)
        if delivery.next_attempt_at and consumer:
            start, why = keeping_quiet(delivery.next_attempt_at, consumer, delivery.reason)
            delivery = replace(delivery, next_attempt_at=start, reason=why)
        tried.append(delivery)
        done.outcomes[delivery.channel, delivery.status] += 1
    write_deliveries(connection, tried)
    logger.info("alerts: %s", counted(done.attempts, "attempt"))
    key = tried[0].channel_key
    before = read_endpoints(connection).get(key)
    before = before or EndpointState(key, post.rules.endpoints[key].consumer_id)
    after = after_answers(before, [attempt.answer for attempt in attempts], post.now())
    if after != before:
        write_endpoint(connection, after)
    disabled = [after] if after.disabled_at and not before.disabled_at else []
    done.disabled += disabled
    return disabled


def _tell_of(post: Post, state: EndpointState) -> None:
    post.tell_operator(
        f"alerts: the endpoint {state.channel_key} is disabled: {state.disabled_reason}. "
        f"Mend it, then run: python -m ct_pipeline alerts enable {state.consumer_id}"
    )


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
