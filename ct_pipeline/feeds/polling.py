"""When to poll a feed, what to ask, and what the answer means: old state and answer to new state.

Pure: the time, the jitter's seed and the answer come in, the state to store comes out. So every
decision can be replayed from the stored polls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from ct_pipeline.feeds.diagnosis import detail_with_advice
from ct_pipeline.feeds.directives import fresh_seconds, retry_after
from ct_pipeline.feeds.documents import Feed
from ct_pipeline.feeds.exchange import Kind, Request, Response
from ct_pipeline.feeds.rhythm import DAY_SECONDS, JITTER, Rhythm, poll_interval, rate_of_items
from ct_pipeline.feeds.states import FeedState, State
from ct_pipeline.feeds.subscriptions import Source
from ct_pipeline.feeds.troubles import Trouble
from ct_pipeline.feeds.validators import (
    DISTRUST_TIME,
    conditional_headers,
    has_lied,
    validators_after,
)

BACK_OFF_SECONDS = 600
CLOCK_TOLERANCE = timedelta(hours=1)
GONE_WAIT = timedelta(days=7)
FAILURES_BEFORE_LISTED_ADDRESS = 3


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The feed is what it was: by its server's word (304), or because the bytes are the same."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nobody was asked: the feed's host wants to be left alone until then; `why` is for people."""

    until: datetime
    why: str


Reading = Feed | Unchanged | Trouble | Waiting


def is_due(state: FeedState, floor: int, now: datetime, *, is_pushed: bool = False) -> bool:
    """Whether a feed is to be polled now. A floor of 0 asks everyone who need not wait.

    One that its hub pushed is asked whatever the floor and its rhythm.

    A poll in the future says that the clock was set back: what was planned then is void.
    """
    if state.last_polled_at is not None and state.last_polled_at - now > CLOCK_TOLERANCE:
        return True
    may_be_asked = state.wait_until_at is None or state.wait_until_at <= now
    if floor == 0:
        return may_be_asked
    if is_pushed and may_be_asked:
        return True
    rested = state.last_polled_at is None or now - state.last_polled_at >= timedelta(seconds=floor)
    return rested and (state.next_poll_at is None or state.next_poll_at <= now)


def request_of(state: FeedState, source: Source, now: datetime) -> Request:
    """What to ask the server: conditionally where its 304 can be believed.

    An adopted address that keeps failing is tried in turn with the listed one.
    """
    address = state.address
    failures = state.consecutive_failures
    if failures >= FAILURES_BEFORE_LISTED_ADDRESS and failures % 2 and address != source.feed_url:
        return Request(source.source_id, source.feed_url, Kind.FEED)
    named_by = None if address == source.feed_url else source.feed_url
    headers = conditional_headers(state, now)
    return Request(source.source_id, address, Kind.FEED, headers, named_by)


def decide(
    state: FeedState,
    response: Response,
    reading: Reading,
    *,
    new_dates: Sequence[datetime | None],
    rhythm: Rhythm | None,
    floor: int,
    now: datetime,
    homepage: str | None = None,
) -> FeedState:
    """The state after one poll; `new_dates` are the dates of the entries that were new in it.

    `homepage` is where people look for the feed once it has died.
    """
    if isinstance(reading, Waiting):
        return replace(
            state, detail=reading.why, next_poll_at=reading.until, wait_until_at=reading.until
        )
    polled = replace(
        state,
        first_polled_at=state.first_polled_at or now,
        last_polled_at=now,
        last_new_entry_at=now if new_dates else state.last_new_entry_at,
        wait_until_at=None,
    )
    if isinstance(reading, Trouble):
        state = _after_trouble(polled, response, reading, floor, now)
        failures = state.consecutive_failures
        said = detail_with_advice(reading.detail, reading.result, failures, homepage)
        return replace(state, detail=said)
    if has_lied(state, response, new_dates):
        polled = replace(polled, distrusted_until_at=now + DISTRUST_TIME)
    return _after_success(polled, response, reading, rhythm, floor, now)


def body_hash_of(body: bytes) -> str:
    """By what two bodies are compared."""
    return sha256(body).hexdigest()


def permanent_address(response: Response) -> str:
    """The address after the leading permanent redirects (301, 308); a temporary one ends them."""
    address = response.request.url
    for hop in response.redirects:
        if hop.status not in {301, 308}:
            break
        address = hop.url
    return address


def jitter(source_id: str, now: datetime) -> float:
    """A fraction from 0 to 1 that differs between feeds and polls, the same in every replay."""
    digest = sha256(f"{source_id} {now.isoformat()}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32


def _after_trouble(
    state: FeedState, response: Response, trouble: Trouble, floor: int, now: datetime
) -> FeedState:
    score = state.failure_score + trouble.weight
    wanted = retry_after(response.headers, now) or now
    if trouble.weight:
        wanted = max(wanted, now + _back_off(state.source_id, trouble, score, floor, now))
    else:
        wanted = max(wanted, now + timedelta(seconds=floor))
    return replace(
        state,
        state=trouble.state,
        failure_score=score,
        consecutive_failures=state.consecutive_failures + 1,
        next_poll_at=wanted,
        wait_until_at=wanted if wanted > now else None,
    )


def _back_off(
    source_id: str, trouble: Trouble, score: float, floor: int, now: datetime
) -> timedelta:
    if trouble.state is State.GONE:
        return GONE_WAIT
    base = max(floor, BACK_OFF_SECONDS)
    seconds = min(base * 2 ** min(score, 10), DAY_SECONDS)
    return timedelta(seconds=max(seconds, floor) * (1 + JITTER * jitter(source_id, now)))


def _after_success(
    state: FeedState,
    response: Response,
    reading: Feed | Unchanged,
    rhythm: Rhythm | None,
    floor: int,
    now: datetime,
) -> FeedState:
    etag, last_modified = validators_after(state, response)
    observed = rhythm.present_rate(now) if rhythm else None
    state = replace(
        state,
        address=permanent_address(response),
        etag=etag,
        last_modified=last_modified,
        failure_score=0.0,
        consecutive_failures=0,
        last_success_at=now,
        last_full_at=state.last_full_at if response.status == 304 else now,
    )
    if isinstance(reading, Feed):
        state = replace(
            state,
            body_hash=body_hash_of(response.body),
            unchanged_count=0,
            item_hashes=reading.item_hashes,
            entry_count=reading.entry_count,
            entries_per_day=_first(
                observed,
                # The new items alone would look like a feed that has just begun to speak.
                rate_of_items(reading.items, now) if not reading.known_count else None,
                state.entries_per_day,
            ),
            update_seconds=reading.update_seconds,
            last_changed_at=now,
        )
    else:
        state = replace(
            state,
            unchanged_count=state.unchanged_count + 1,
            entries_per_day=_first(observed, state.entries_per_day),
        )
    asked = max(state.update_seconds or 0, fresh_seconds(response.headers, now))
    seconds = poll_interval(
        state.entries_per_day,
        asked,
        floor,
        jitter(state.source_id, now),
        entry_count=state.entry_count,
    )
    name, detail = _voice(state, reading, rhythm, now)
    return replace(state, state=name, detail=detail, next_poll_at=now + timedelta(seconds=seconds))


def _voice(
    state: FeedState,
    reading: Feed | Unchanged,
    rhythm: Rhythm | None,
    now: datetime,
) -> tuple[State, str | None]:
    if state.entry_count == 0:
        return State.SILENT, "the feed has no entries"
    silence = rhythm.broken_for(now) if rhythm and state.last_new_entry_at != now else None
    if rhythm and silence:
        hours = silence.total_seconds() / 3600
        return (
            State.SILENT,
            f"usually {rhythm.usual_rate:.1f} entries a day, none for {hours:.0f} hours",
        )
    if isinstance(reading, Unchanged):
        return State.HEALTHY, state.detail if state.state is State.HEALTHY else None
    return State.HEALTHY, reading.left_out or reading.problem


def _first(*rates: float | None) -> float | None:
    return next((rate for rate in rates if rate is not None), None)
