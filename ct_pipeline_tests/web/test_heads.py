"""Heads of responses with a flaw: what is meant is read, what is dangerous is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.feeds.exchange import Failure, Kind, Request
from ct_pipeline.web.fetching import fetch_all
from ct_pipeline.web.heads import MAX_HEAD_BYTES, mended_head
from ct_pipeline_tests.web.hostile import HostileServer, Script, Visit, hostile_server, raw
from ct_pipeline_tests.web.visits import LIMITS, fetch, settings_for

BODY = b"<rss><channel><title>Le Quai</title></channel></rss>"


def lines(head: bytes) -> list[bytes]:
    return mended_head(head).split(b"\r\n")


def test_a_sound_head_is_left_as_it_is() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: 52"
    assert mended_head(head) == head


@pytest.mark.parametrize(
    "line",
    [
        b"X Cache Info: caching",
        b"no colon at all",
        b": no name",
        b"Ent\xeate: non-ASCII name",
        b"(comment): x",
        b"X-Policy: " + b"x" * 20_000,
        b"",
    ],
)
def test_a_line_that_nobody_can_read_is_skipped(line: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\n" + line + b"\r\nETag: 1"
    assert lines(head) == [b"HTTP/1.1 200 OK", b"ETag: 1"]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        (b"Content-Type : text/xml", b"Content-Type: text/xml"),
        (b"ETag:1", b"ETag: 1"),
        (b"Server:\tnginx\t", b"Server: nginx"),
        (b"Set-Cookie: a=\x01b\x00c", b"Set-Cookie: a= b c"),
        (b"X-Folded: one\r\n  two\r\n\tthree", b"X-Folded: one two three"),
    ],
)
def test_a_line_that_can_be_read_is(line: bytes, meant: bytes) -> None:
    assert lines(b"HTTP/1.1 200 OK\r\n" + line) == [b"HTTP/1.1 200 OK", meant]


@pytest.mark.parametrize(
    ("stated", "meant"),
    [
        ([b"Content-Length: 7", b"content-length: 7"], [b"Content-Length: 7"]),
        ([b"Content-Length: 7, 7"], [b"Content-Length: 7"]),
        ([b"Content-Length: seven"], []),
        ([b"Content-Length:"], []),
        ([b"Content-Length: -1"], []),
        ([b"Content-Length: " + b"9" * 5000], []),
        ([b"Transfer-Encoding: chunked", b"Content-Length: 7"], [b"Transfer-Encoding: chunked"]),
        ([b"Transfer-Encoding: Chunked, chunked"], [b"Transfer-Encoding: chunked"]),
        ([b"Transfer-Encoding: identity", b"Content-Length: 7"], [b"Content-Length: 7"]),
    ],
)
def test_the_length_that_is_meant_is_stated_once(stated: list[bytes], meant: list[bytes]) -> None:
    assert lines(b"\r\n".join([b"HTTP/1.1 200 OK", *stated])) == [b"HTTP/1.1 200 OK", *meant]


def test_two_lengths_that_differ_are_left_for_the_parser_to_refuse() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\nContent-Length: 9\r\n\r\n"
    with hostile_server(feed=raw(head + b"x" * 9)) as server:
        assert fetch(server, "/feed", Kind.FEED).failure is Failure.BROKEN


@given(st.binary(max_size=200))
def test_any_bytes_give_a_head_of_readable_lines(noise: bytes) -> None:
    status, *fields = mended_head(b"HTTP/1.1 200 OK\r\n" + noise).split(b"\r\n")
    assert status.startswith(b"HTTP/1.1 200 OK")
    for field in fields:
        name, colon, value = field.partition(b": ")
        assert (bool(name), colon) == (True, b": ")
        assert b" " not in name
        assert not any(byte < 0x20 and byte != 0x09 for byte in value)


@pytest.mark.parametrize("line_end", [b"\r\n", b"\n"])
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_a_head_is_mended_however_it_is_cut_into_packets(line_end: bytes, size: int) -> None:
    head = line_end.join(
        [
            b"HTTP/1.1 200 OK",
            b"X Cache: hit",
            b"Content-Length: 52",
            b"Content-Length: 52",
            b"",
            b"",
        ]
    )
    answer = head + BODY
    pieces = [answer[start : start + size] for start in range(0, len(answer), size)]
    with hostile_server(feed=raw(*pieces)) as server:
        response = fetch(server, "/feed", Kind.FEED)
    assert (response.status, response.body, response.detail) == (200, BODY, None)


def test_an_interim_answer_comes_before_the_real_one() -> None:
    answer = (
        b"HTTP/1.1 103 Early Hints\r\nX Link: x\r\n\r\nHTTP/1.1 200 OK\r\nX Y: 1\r\n\r\n" + BODY
    )
    with hostile_server(feed=raw(answer)) as server:
        response = fetch(server, "/feed", Kind.FEED)
    assert (response.status, response.body) == (200, BODY)


def test_a_head_without_end_is_refused() -> None:
    head = b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * (MAX_HEAD_BYTES // 8 + 10)
    with hostile_server(feed=raw(head)) as server:
        assert fetch(server, "/feed", Kind.FEED).failure is Failure.BROKEN


class TwoOnOneConnection(HostileServer):
    """Keeps a connection for a second request, as most servers do."""

    async def _serve(self, reader: object, writer: object) -> None:
        for _ in range(2):
            head = await reader.readuntil(b"\r\n\r\n")  # type: ignore[attr-defined]
            path = head.split(b" ")[1].decode()
            self.visits.append(Visit("GET", path, {}, b"", self._loop.time()))
            async for piece in self.scripts[path](self.visits[-1]):
                writer.write(piece)  # type: ignore[attr-defined]
        writer.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("announced", "sent"),
    [
        (len(BODY), BODY + b"\n\n"),
        (len(BODY), BODY + b"<!-- 0.3 s -->"),
        (len(BODY), BODY + b"HTTP/1.1 400 Bad Request\r\n\r\n"),
    ],
)
def test_what_a_server_sends_beyond_its_length_spoils_no_later_answer(
    announced: int, sent: bytes
) -> None:
    async def longer_than_announced(visit: Visit) -> Script:
        yield b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % announced + sent

    with TwoOnOneConnection({"/a": longer_than_announced, "/b": longer_than_announced}) as server:
        requests = [Request(path, server.url(path), Kind.FEED) for path in ("/a", "/b")]
        responses = list(fetch_all(requests, settings_for(server), limits=LIMITS))
    assert [(r.status, r.body) for r in responses] == [(200, BODY)] * 2


@pytest.mark.parametrize(
    "status",
    [
        b"HTTP/2 200",
        b"http/1.1 200 ok",
        b"HTTP/1.1  200  OK",
        b"HTTP/1.1\t200",
        b"HTTP 200 OK",
        b"HTTP/1.1 200OK",
        b"ICY 200 OK",
        b"HTTP/1.0 200 R\xe9ussi",
        b"\xef\xbb\xbfHTTP/1.1 200 OK",
    ],
)
def test_a_status_is_read_however_it_is_written(status: bytes) -> None:
    answer = status + b"\r\r\nContent-Length: %d\r\r\n\r\r\n" % len(BODY) + BODY
    with hostile_server(feed=raw(answer)) as server:
        response = fetch(server, "/feed", Kind.FEED)
    assert (response.status, response.body, response.detail) == (200, BODY, None)


def test_many_headers_are_only_many_headers() -> None:
    fields = b"".join(b"X-Rule-%d: %b\r\n" % (number, b"x" * 150) for number in range(600))
    with hostile_server(feed=raw(b"HTTP/1.1 200 OK\r\n" + fields + b"\r\n" + BODY)) as server:
        assert fetch(server, "/feed", Kind.FEED).body == BODY
