"""Libraries that open their own connections are held to the address rules all the same."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from ct_pipeline.web.addresses import RefusedAddressError
from ct_pipeline.web.connections import checked_connections


@pytest.fixture
def inside() -> Iterator[int]:
    """The port of a server on loopback that nobody named."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


def connect(host: str, port: int) -> None:
    socket.create_connection((host, port), timeout=5).close()


def test_a_private_address_is_refused_where_the_connection_is_made(inside: int) -> None:
    connect("127.0.0.1", inside)
    with checked_connections(None) as checked:
        for host in ("127.0.0.1", "localhost"):
            with pytest.raises(RefusedAddressError):
                connect(host, inside)
        assert checked.refused == "neither a web port nor one of mail"
        with pytest.raises(RefusedAddressError):
            connect("169.254.169.254", 80)
        assert checked.refused == "a link-local address"
    connect("127.0.0.1", inside)


def test_what_a_name_leads_to_is_checked_not_the_name(
    inside: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve = socket.getaddrinfo
    inner = resolve("127.0.0.1", 443, type=socket.SOCK_STREAM)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: inner)
    with checked_connections(None) as checked, pytest.raises(RefusedAddressError):
        connect("hooks.example.com", 443)
    assert checked.refused == "a loopback address"


def test_the_one_host_that_was_named_may_be_private(inside: int) -> None:
    with checked_connections(f"localhost:{inside}"):
        connect("localhost", inside)
        with pytest.raises(RefusedAddressError):
            connect("127.0.0.1", inside)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = int(other.getsockname()[1])
        with checked_connections(f"localhost:{inside}"), pytest.raises(RefusedAddressError):
            connect("localhost", port)


def test_packets_and_local_sockets_are_refused() -> None:
    with checked_connections(None), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as packets:
        with pytest.raises(RefusedAddressError):
            packets.sendto(b"x", ("127.0.0.1", 53))
        with pytest.raises(RefusedAddressError):
            packets.sendmsg([b"x"], [], 0, ("127.0.0.1", 80))
        with pytest.raises(RefusedAddressError), socket.socket(socket.AF_UNIX) as local:
            local.connect("/run/some.sock")
