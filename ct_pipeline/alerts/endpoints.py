"""Endpoints that fail: since when, and when to stop calling them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ct_pipeline.alerts.attempts import Answer

PATIENCE = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class EndpointState:
    """How one endpoint is doing; `failing_since_at` is the first failure since the last success."""

    channel_key: str
    consumer_id: str
    disabled_at: datetime | None = None
    disabled_reason: str | None = None
    failing_since_at: datetime | None = None


def after_answers(state: EndpointState, answers: Sequence[Answer], now: datetime) -> EndpointState:
    """The endpoint after these answers, which came at `now`.

    410 disables it at once; five days without a success do too. A person enables it again.
    """
    if state.disabled_at is not None:
        return state
    if any(answer.is_gone for answer in answers):
        return _disabled(state, "the receiver answered 410 Gone", now)
    if any(answer.is_success for answer in answers):
        return replace(state, failing_since_at=None)
    if not answers:
        return state
    since = min(state.failing_since_at or now, now)
    failing = replace(state, failing_since_at=since)
    if now - since >= PATIENCE:
        return _disabled(failing, f"no success since {since:%Y-%m-%d %H:%M} UTC", now)
    return failing


def _disabled(state: EndpointState, reason: str, now: datetime) -> EndpointState:
    return replace(state, disabled_at=now, disabled_reason=reason)
