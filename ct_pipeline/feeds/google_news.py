"""Links of Google News: the publisher's address in them, where they carry it.

The last part of such a link is a message in base64 (Protocol Buffers). Older ones hold the address
itself; since 2024 most hold a ticket that only Google's own scripts exchange for it.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator

_LINK = re.compile(
    r"https?://news\.google\.com/(?:[\w./-]*/)?(?:articles|read)/([\w-]+={0,2})(?:[?#].*)?$",
    re.IGNORECASE,
)
_TEXT_FIELD, _NUMBER_FIELD = 2, 0  # wire types


def is_google_news(url: str) -> bool:
    """Whether an address is a link of Google News to an article of somebody else."""
    return _LINK.match(url) is not None


def publisher_address(url: str) -> str | None:
    """The address that such a link carries, None where it carries none or is no such link."""
    found = _LINK.match(url)
    if found is None:
        return None
    text = found[1].rstrip("=")
    try:
        message = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        addresses = [field.decode("utf-8") for field in _texts(message)]
    except (ValueError, IndexError):
        return None
    return next((address for address in addresses if re.match(r"https?://\S+$", address)), None)


def _texts(message: bytes) -> Iterator[bytes]:
    """The fields of a message that hold text. Raises ValueError or IndexError where it is none."""
    position = 0
    while position < len(message):
        key, position = _number(message, position)
        value, position = _number(message, position)
        if key & 7 == _TEXT_FIELD:
            if position + value > len(message):
                raise ValueError("a field beyond the end")
            yield message[position : position + value]
            position += value
        elif key & 7 != _NUMBER_FIELD:
            raise ValueError(f"a field of type {key & 7}")


def _number(message: bytes, position: int) -> tuple[int, int]:
    """A number of variable length, and where it ends."""
    value = shift = 0
    while True:
        byte = message[position]
        position += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, position
