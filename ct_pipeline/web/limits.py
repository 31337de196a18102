"""How long, how large and how far one fetch may go."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one fetch; durations in seconds, sizes in bytes.

    `total_seconds` covers a request with all its redirects, but not the wait for a host's turn.
    """

    connect_seconds: float = 10.0
    idle_seconds: float = 15.0
    total_seconds: float = 40.0
    max_redirects: int = 8
    max_header_bytes: int = 16 * 1024
    max_header_count: int = 1_000
    max_received_bytes: int = 32 * MEGABYTE
    max_body_bytes: int = 32 * MEGABYTE  # decompressed
    # Few bodies may grow beyond this at the same time, so that memory stays bounded.
    large_body_bytes: int = 2 * MEGABYTE
    concurrent_large_bodies: int = 4
    concurrent_fetches: int = 64


DEFAULT_LIMITS = Limits()
