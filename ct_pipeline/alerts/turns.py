"""Whose turn it is: what follows a message to one receiver never overtakes it, and what waits out
quiet hours waits for those that the file names by now.

A message about a story waits for those about it that may leave before it, its creation first of
all, and a digest for the digests before it. What is settled (delivered, dead, suppressed) holds
nothing up. An article of `per: article` is a message of its own and waits for none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ct_pipeline.alerts.attempts import Delivery
from ct_pipeline.alerts.deliveries import keeping_quiet
from ct_pipeline.alerts.outbox import DIGEST_READY
from ct_pipeline.inputs.consumers import Rules

STORY_FIRST = "an earlier message about the same story goes first"
DIGEST_FIRST = "an earlier digest goes first"
WAITS_ITS_TURN = (STORY_FIRST, DIGEST_FIRST)


@dataclass(frozen=True, slots=True)
class Queued:
    """A delivery that waits its turn, or did, or that waits untried for the end of quiet hours.

    `not_before_at` is its alert's; `held_until` the next attempt of what goes first, None where
    nothing does any more.
    """

    delivery: Delivery
    not_before_at: datetime
    held_until: datetime | None


def in_turn(queued: Sequence[Queued], rules: Rules, now: datetime) -> Iterator[Delivery]:
    """The deliveries whose next attempt moves: behind what goes first, up once that is gone, or to
    the end of other quiet hours."""
    for one in queued:
        delivery, due_at = one.delivery, one.delivery.next_attempt_at
        consumer = rules.consumer(delivery.consumer_id)
        why: str | None
        if one.held_until is not None:
            if due_at is not None and due_at > one.held_until:
                continue  # it waits longer for a reason of its own
            start = one.held_until
            why = DIGEST_FIRST if delivery.event_type == DIGEST_READY else STORY_FIRST
        elif consumer is not None:
            start, why = keeping_quiet(max(now, one.not_before_at), consumer, None)
            if due_at is not None and due_at <= start == now:
                continue  # it is due
        else:
            continue
        if (start, why) != (due_at, delivery.reason):
            yield replace(delivery, next_attempt_at=start, reason=why, scheduled_at=now)
