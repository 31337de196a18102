"""Which addresses a fetch may reach."""

from __future__ import annotations

import ipaddress
import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_pipeline.web.addresses import (
    GuardedSockets,
    RefusedAddressError,
    parse_url,
    refusal,
    requesting,
)

NONE: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.192",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "203.0.113.5",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:0:10.0.0.1",
        "2a00:1450::5efe:10.0.0.1",
        "2a00:1450::200:5efe:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "3fff:fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
    ],
)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert refusal(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "196.12.203.1", "2a00:1450::1", "::ffff:1.1.1.1"])
def test_a_public_address_is_not(address: str) -> None:
    assert refusal(address) is None


@settings(max_examples=50, deadline=None)
@given(st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=4, network="127.0.0.0/8"))
def test_no_ipv6_dress_hides_a_private_address(ip: ipaddress.IPv4Address) -> None:
    for dress in ("::ffff:{}", "::{}", "64:ff9b::{}", "::ffff:0:{}", "2a00:1450::5efe:{}"):
        assert refusal(dress.format(ip))


@pytest.mark.parametrize(
    "text",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://example.org:80/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org/",
        "example.org",
        "",
        "http://",
        "http:///path",
        "http://[::1",
        "http://example.org:99999/",
        "http://example.org:22/",
        "http://example.org:6379/",
        "https://example.org:25/",
    ],
)
def test_what_is_no_web_address_is_refused(text: str) -> None:
    with pytest.raises(RefusedAddressError):
        parse_url(text, NONE)


@pytest.mark.parametrize(
    "text", ["http://example.org", "https://example.org:8443/x", "http://ar.example/خبر?q=ع#a"]
)
def test_web_addresses_are_not(text: str) -> None:
    assert parse_url(text, NONE).host


def open_socket(url: str, address: str, *allowed: str) -> None:
    permissions = frozenset(allowed)
    parsed = parse_url(url, permissions)
    with requesting(parsed):
        info = (socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, parsed.port))
        GuardedSockets(permissions)(info).close()


def test_the_address_behind_a_name_counts_not_the_name() -> None:
    with pytest.raises(RefusedAddressError, match=r"news\.example:80 is 10\.0\.0\.1"):
        open_socket("http://news.example/", "10.0.0.1")


def test_a_permission_is_for_exactly_that_host_and_port() -> None:
    open_socket("http://127.0.0.1:8080/", "127.0.0.1", "127.0.0.1:8080")
    open_socket("http://intranet:9999/", "10.0.0.1", "intranet:9999")
    for url in ("http://127.0.0.1/", "http://localhost:8080/", "http://0x7f.1:8080/"):
        with pytest.raises(RefusedAddressError):
            open_socket(url, "127.0.0.1", "127.0.0.1:8080")


def test_an_ipv6_permission_may_be_written_with_brackets_or_without() -> None:
    for permission in ("[::1]:8080", "::1:8080"):
        allowed = frozenset({permission})
        url = parse_url("http://[::1]:8080/", allowed)
        with requesting(url):
            info = (socket.AF_INET6, socket.SOCK_STREAM, 0, "", ("::1", 8080, 0, 0))
            GuardedSockets(allowed)(info).close()


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        url = parse_url(text, NONE)
    except RefusedAddressError:
        return
    assert url.scheme in {"http", "https"}
    assert url.host
