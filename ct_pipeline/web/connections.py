"""The address rules for code that opens its own connections: checked where Python makes them.

Libraries resolve names and connect by themselves, so a check of the name beforehand proves nothing:
by the time of the connection the name may lead elsewhere. Python announces every resolution and
every connection to its audit hooks (PEP 578), and a hook that raises prevents it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from ct_pipeline.web.addresses import WEB_PORTS, RefusedAddressError, refusal

MAIL_PORTS = frozenset({25, 465, 587, 2525})


@dataclass(slots=True)
class Checked:
    """What the rules are, and what they refused: the reason, without the address."""

    permitted: str | None
    asked: str = ""
    refused: str | None = None

    def resolve(self, host: object, port: object) -> None:
        """A name is looked up; what it leads to is what is connected to next."""
        self.asked = f"{host}:{port}".lower()

    def connect(self, address: object) -> None:
        """A connection is to be made, or a packet sent. Raises RefusedAddressError."""
        reason = self._refusal(address)
        if reason is not None:
            self.refused = reason
            raise RefusedAddressError(reason)

    def _refusal(self, address: object) -> str | None:
        if not isinstance(address, tuple) or len(address) < 2:
            return "not an address of the internet"
        host, port = str(address[0]), int(address[1])
        if self.permitted is not None and self.asked == self.permitted:
            return None if self.permitted.endswith(f":{port}") else "another port than was named"
        if port not in WEB_PORTS | MAIL_PORTS:
            return "neither a web port nor one of mail"
        try:
            return refusal(host)
        except ValueError:
            return "a name, not an address"


# Of the whole process, threads that a library starts included: a process does one thing at a time.
_in_force: Checked | None = None


@contextmanager
def checked_connections(permitted: str | None) -> Iterator[Checked]:
    """In this block no connection of this process leads to a forbidden address or port.

    `permitted` is the one `host:port` that may be a private address or another port.
    """
    global _in_force
    _install()
    _in_force = Checked(permitted)
    try:
        yield _in_force
    finally:
        _in_force = None


@cache
def _install() -> None:
    sys.addaudithook(_audit)


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if _in_force is None or not event.startswith("socket."):
        return
    if event == "socket.getaddrinfo":
        _in_force.resolve(arguments[0], arguments[1])
    elif event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        address = arguments[1]
        if address is not None:  # of a packet on a connection that was checked
            _in_force.connect(address)
