"""Sending one channel's messages, several at a time, each answer with the moment it came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from ct_pipeline.alerts.attempts import Answer
from ct_pipeline.warehouse.alerts.deliveries import Outgoing

AT_ONCE = 16  # requests under way together to one channel


@dataclass(frozen=True, slots=True)
class Attempt:
    """One message, what its channel answered, and when that answer came."""

    outgoing: Outgoing
    answer: Answer
    answered_at: datetime


def send_together(
    batch: Sequence[Outgoing],
    send: Callable[[Outgoing], Answer],
    now: Callable[[], datetime],
    until: datetime,
) -> list[Attempt]:
    """The attempts at these messages, started in their order; none is started from `until` on."""

    def attempt(outgoing: Outgoing) -> Attempt | None:
        return Attempt(outgoing, send(outgoing), now()) if now() < until else None

    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        return [tried for tried in pool.map(attempt, batch) if tried is not None]
