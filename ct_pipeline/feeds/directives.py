"""What the headers of an answer ask of us: when to come back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from ct_pipeline.feeds.moments import http_moment

LONGEST_WAIT = timedelta(days=1)  # a server that says "in ten years" is not believed

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
# Some write "120.0" and "120 s".
_NUMBER = r"\d+(?:\.\d+)?\s*(?:s(?:ec(?:onds?)?)?)?"
_SECONDS = re.compile(rf"{_NUMBER}(?:\s*,\s*{_NUMBER})*", re.ASCII | re.IGNORECASE)


def retry_after(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """When a server wants to be asked again (Retry-After: seconds or a date), at most in a day."""
    text = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(text):
        # Stated more than once, the longest counts.
        seconds = max(int(number[:9]) for number in re.findall(r"(?<![\d.])\d+", text))
        wanted = now + timedelta(seconds=min(seconds, 10**8))
    else:
        date = http_moment(text)
        if date is None:
            return None
        wanted = date
    return min(max(wanted, now), now + LONGEST_WAIT)


def fresh_seconds(headers: Mapping[str, str], now: datetime) -> int:
    """For how long an answer says that it stays fresh: Cache-Control before Expires; else 0."""
    cache_control = headers.get("cache-control", "").lower()
    if "no-cache" in cache_control or "no-store" in cache_control:
        return 0
    age = _MAX_AGE.search(cache_control)
    if age:
        return int(age[1])
    expires = http_moment(headers.get("expires"))
    if expires is None:
        return 0
    answered = http_moment(headers.get("date")) or now
    return max(int((expires - answered).total_seconds()), 0)
