"""What goes wrong before an answer comes is said in plain words.

The certificates of the fixtures serve this test alone; their authority's key was thrown away.
"""

from __future__ import annotations

import errno
import http.server
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest

from ct_pipeline.feeds.exchange import Failure, Kind, Request, Response
from ct_pipeline.web.failures import explained
from ct_pipeline.web.fetching import fetch_all
from ct_pipeline_tests.web.visits import LIMITS, settings_for

CERTIFICATES = Path(__file__).parent.parent / "fixtures" / "certificates"


class Greeting(http.server.BaseHTTPRequestHandler):
    """Answers 204 to all."""

    def do_GET(self) -> None:
        self.send_response(204)
        self.end_headers()

    def log_message(self, *arguments: Any) -> None:
        """Keeps quiet."""


@contextmanager
def tls_server(certificate: str) -> Iterator[str]:
    """A web server on loopback that shows this certificate; its host and port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{certificate}.pem")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Greeting) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def greet(host: str) -> Response:
    settings = settings_for(allowed_private_hosts=frozenset({host}))
    request = Request("one", f"https://{host}/feed", Kind.FEED)
    (response,) = fetch_all([request], settings, limits=LIMITS)
    return response


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine knows the authority of the fixtures."""
    context = ssl.create_default_context()
    context.load_verify_locations(CERTIFICATES / "authority.pem")
    monkeypatch.setattr(aiohttp.connector, "_SSL_CONTEXT_VERIFIED", context)


@pytest.mark.usefixtures("trusted")
def test_a_sound_certificate_is_accepted() -> None:
    with tls_server("sound") as host:
        assert greet(host).status == 204


@pytest.mark.parametrize(
    ("certificate", "words"),
    [
        ("expired", "has expired"),
        ("not_yet_valid", "not valid yet"),
        ("other_host", "for another host"),
        ("incomplete", "chain of certificates is incomplete"),
        ("self_signed", "signed by nobody but the server itself"),
    ],
)
@pytest.mark.usefixtures("trusted")
def test_a_bad_certificate_is_a_reason_in_plain_words(certificate: str, words: str) -> None:
    with tls_server(certificate) as host:
        response = greet(host)
    assert response.failure is Failure.TLS
    assert words in (response.detail or "")
    assert "_ssl.c" not in (response.detail or "")


def test_an_authority_that_is_unknown_here_is_said_so() -> None:
    with tls_server("sound") as host:
        assert "unknown here" in (greet(host).detail or "")


def connection_error(number: int, text: str) -> aiohttp.ClientConnectorError:
    key: Any = SimpleNamespace(host="e.example", port=443, is_ssl=True, ssl=True)
    return aiohttp.ClientConnectorError(key, OSError(number, text))


def test_a_host_with_ipv6_alone_is_said_so_where_this_machine_has_none() -> None:
    ipv6 = "Connect call failed ('2001:db8::1', 443, 0, 0)"
    both = f"Multiple exceptions: {ipv6}, Connect call failed ('192.0.2.1', 443)"
    stopped = explained(connection_error(errno.ENETUNREACH, ipv6), LIMITS)
    assert (stopped.failure, "IPv6 only" in stopped.detail) == (Failure.CONNECT, True)
    assert "IPv6 only" not in explained(connection_error(errno.ENETUNREACH, both), LIMITS).detail
    assert "IPv6 only" not in explained(connection_error(errno.ECONNREFUSED, ipv6), LIMITS).detail


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (socket.EAI_NONAME, "no such host"),
        (socket.EAI_AGAIN, "did not answer"),
        (socket.EAI_NODATA, "IPv6 only, perhaps"),
        (socket.EAI_FAIL, "not to be had"),
    ],
)
def test_a_name_that_cannot_be_resolved_is_explained(number: int, words: str) -> None:
    key: Any = SimpleNamespace(host="e.example", port=443, is_ssl=True, ssl=True)
    error = aiohttp.ClientConnectorDNSError(key, socket.gaierror(number, "not to be had"))
    stopped = explained(error, LIMITS)
    assert stopped.failure is Failure.DNS
    assert words in stopped.detail


def test_a_server_that_only_listens_on_ipv6_is_reached() -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")

    class Server(http.server.ThreadingHTTPServer):
        address_family = socket.AF_INET6

    with Server(("::1", 0), Greeting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host = f"[::1]:{server.server_address[1]}"
        settings = settings_for(allowed_private_hosts=frozenset({host}))
        request = Request("one", f"http://{host}/feed", Kind.FEED)
        (response,) = fetch_all([request], settings, limits=LIMITS)
        server.shutdown()
    assert response.status == 204
