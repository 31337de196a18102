"""Moments as machines write them, in feeds and in headers: text in, aware UTC out, or None."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def iso_moment(text: str | None) -> datetime | None:
    """An ISO 8601 moment; one without a zone is taken as UTC."""
    try:
        return _in_utc(datetime.fromisoformat(text.strip())) if text else None
    except (ValueError, OverflowError):
        return None


def http_moment(text: str | None) -> datetime | None:
    """A moment in a form that HTTP allows (RFC 9110, 5.6.7)."""
    try:
        return _in_utc(parsedate_to_datetime(text)) if text else None
    except (ValueError, TypeError, OverflowError):
        return None


def unix_moment(text: str | None) -> datetime | None:
    """Seconds, or milliseconds, since 1970, as far as they fall within this century."""
    digits = (text or "").partition(".")[0]
    if not digits.isdecimal() or len(digits) not in {10, 13}:
        return None
    return datetime.fromtimestamp(int(digits[:10]), UTC)


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
