"""Daily digests: which morning's digest a story goes into, and when that digest is made."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOCAL_HOUR = time(8)


def digest_date(now: datetime, zone: ZoneInfo) -> date:
    """The local day of the next digest: today before 08:00 local time, else tomorrow."""
    local = now.astimezone(zone)
    return local.date() if local.time() < LOCAL_HOUR else local.date() + timedelta(days=1)


def digest_at(day: date, zone: ZoneInfo) -> datetime:
    """When the digest of a local day is made, in UTC."""
    return datetime.combine(day, LOCAL_HOUR, zone).astimezone(UTC)
