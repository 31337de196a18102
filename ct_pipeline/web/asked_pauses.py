"""How long a service asked to wait, which Apprise keeps to itself: by its header or in its JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from ct_pipeline.feeds.directives import retry_after

TOO_MANY = 429
LARGEST_ANSWER = 100_000  # bytes


@dataclass(slots=True)
class Asked:
    """The pause that the last answer asked for; None where it asked for none."""

    pause: timedelta | None = None


@contextmanager
def noted() -> Iterator[Asked]:
    """Notes what the answers to requests ask, for as long as the block runs in this process."""
    asked, session = Asked(), vars(requests)["Session"]
    send = session.send

    def noting(self: Any, request: Any, **options: Any) -> Any:
        response = send(self, request, **options)
        asked.pause = _pause_of(response)
        return response

    session.send = noting
    try:
        yield asked
    finally:
        session.send = send


def _pause_of(response: requests.Response) -> timedelta | None:
    now = datetime.now(UTC)
    until = retry_after({name.lower(): value for name, value in response.headers.items()}, now)
    if until is not None:
        return until - now
    if response.status_code != TOO_MANY or len(response.content) > LARGEST_ANSWER:
        return None
    try:
        said = response.json()
    except ValueError:
        return None
    if not isinstance(said, Mapping):
        return None
    parameters = said.get("parameters")  # Telegram; Discord says it at the top
    seconds = (parameters if isinstance(parameters, Mapping) else said).get("retry_after")
    return timedelta(seconds=float(seconds)) if isinstance(seconds, int | float) else None
