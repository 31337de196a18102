"""Which addresses may be reached: decided on the socket's own address, after name resolution."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from yarl import URL

from ct_pipeline.web.spelling import wire_address

WEB_PORTS = frozenset({80, 81, 443, 591, 8000, 8008, 8080, 8081, 8443, 8888})

# Never a news site, though some versions of `ipaddress` call them global: addresses that carry
# another address inside, protocol assignments, and one cloud's metadata service.
REFUSED_NETWORKS = tuple(
    ipaddress.ip_network(network)
    for network in (
        "::/96",  # IPv4-compatible
        "::ffff:0:0:0/96",  # IPv4-translated
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64, local
        "2001::/23",  # protocol assignments, Teredo among them
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fec0::/10",  # site-local
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # 6to4 relays
        "168.63.129.16/32",  # Azure's virtual machine agent
    )
)

# ISATAP puts an IPv4 address into the last 32 bits of an address under any prefix; these 32 bits
# before it say so (RFC 5214), but for the bit that tells universal from local.
ISATAP, UNIVERSAL_BIT = 0x00005EFE, 0x02000000

# The `host:port` that the present request names: name resolution hides it from the socket.
_requested: ContextVar[str] = ContextVar("requested_host", default="")


class RefusedAddressError(OSError):
    """The rules forbid this address; the text says which rule."""


def host_and_port(url: URL) -> str:
    """The pair that politeness and permissions go by, for example `example.org:443`."""
    written = url.raw_host or ""
    # Names in ASCII need no decoding, which is slow.
    host = url.host or "" if "xn--" in written.lower() or not written.isascii() else written
    return f"{host.lower()}:{url.port}"


def is_allowed_private(pair: str, allowed: frozenset[str]) -> bool:
    """Whether the user allowed exactly this host and port, spelt the same way."""
    host, _, port = pair.rpartition(":")
    return pair in allowed or f"[{host}]:{port}" in allowed


def is_named_inside(named_by: str | None, allowed: frozenset[str]) -> bool:
    """Whether an address was named by the user, or by one of the hosts that the user allowed."""
    if named_by is None:
        return True
    try:
        return is_allowed_private(host_and_port(URL(named_by)), allowed)
    except ValueError:
        return False


def parse_url(text: str, allowed: frozenset[str], named_by: str | None = None) -> URL:
    """The address to connect to. Raises RefusedAddressError for what no fetch may use.

    A host that the user allowed is for what the user or another such host named: nothing of the web
    leads there (and no kept-alive connection to it serves others).
    """
    try:
        url = URL(wire_address(text), encoded=True)
        host, port = url.host, url.port
    except ValueError as error:
        raise RefusedAddressError(f"{text[:200]!r} is not a web address: {error}") from error
    if url.scheme not in {"http", "https"}:
        raise RefusedAddressError(f"scheme {url.scheme!r} is not http or https")
    if not host:
        raise RefusedAddressError(f"{text[:200]!r} names no host")
    pair = host_and_port(url)
    if is_allowed_private(pair, allowed):
        if not is_named_inside(named_by, allowed):
            raise RefusedAddressError(f"{pair} is reached by its own feeds only, not from the web")
    elif port not in WEB_PORTS:
        raise RefusedAddressError(
            f"{url.host}:{port} is not a web port (CT_ALLOWED_PRIVATE_HOSTS allows a host of yours)"
        )
    return url


def refusal(address: str) -> str | None:
    """Why an IP address may not be reached, or None when it is an ordinary public one."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    if ip.is_loopback:
        return "a loopback address"
    if ip.is_link_local:
        return "a link-local address"
    if ip.is_multicast or not ip.is_global:
        return "not a public address"
    if any(ip in network for network in REFUSED_NETWORKS if network.version == ip.version):
        return "a reserved address"
    if ip.version == 6 and (int(ip) >> 32 & 0xFFFFFFFF & ~UNIVERSAL_BIT) == ISATAP:
        return "an address that carries another one"
    return None


@contextmanager
def requesting(url: URL) -> Iterator[None]:
    """Tells the sockets opened in this block which host and port the request names."""
    token = _requested.set(host_and_port(url))
    try:
        yield
    finally:
        _requested.reset(token)


class GuardedSockets:
    """A socket factory that refuses forbidden addresses on the very connection to be made."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed

    def __call__(self, info: tuple[Any, ...]) -> socket.socket:
        """An unconnected socket for one address. Raises RefusedAddressError."""
        family, kind, protocol, _, target = info
        reason = refusal(target[0])
        pair = _requested.get()
        if reason is not None and not is_allowed_private(pair, self._allowed):
            raise RefusedAddressError(f"{pair} is {target[0]}, {reason}")
        return socket.socket(family, kind, protocol)
