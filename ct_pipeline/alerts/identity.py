"""Ids that a crash, a retry and another machine all compute alike."""

from __future__ import annotations

import hashlib


def alert_id(consumer_id: str, event_type: str, subject_id: str) -> str:
    """The id of an alert, also its `webhook-id`: a hash of consumer, type and subject."""
    return _hash(consumer_id, event_type, subject_id)


def delivery_id(alert_id: str, channel_key: str) -> str:
    """The id of one alert's delivery through one channel."""
    return _hash(alert_id, channel_key)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
