"""Where a body ends, by whatever the server says of it and does instead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.feeds.exchange import Extent, Kind, Response
from ct_pipeline.web.framing import Chunks, Framing, Length
from ct_pipeline_tests.web.hostile import Handler, held_open, hostile_server, raw
from ct_pipeline_tests.web.visits import fetch

BODY = (
    "<rss><channel><title>Été à Fès</title><item><title>فاس</title></item></channel></rss>".encode()
)
HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


def taken(framing: Framing, data: bytes, size: int = 10_000) -> bytes:
    pieces = (data[start : start + size] for start in range(0, len(data), size))
    return b"".join(framing.take(piece) for piece in pieces if not framing.is_over)


def in_chunks(
    body: bytes, *, line: bytes = b"%x\r\n", end: bytes = b"\r\n", last: bytes = b"0\r\n\r\n"
) -> bytes:
    parts = [body[start : start + 9] for start in range(0, len(body), 9)]
    return b"".join(line % len(part) + part + end for part in parts) + last


ODD_CHUNKS = {
    "as they should be": in_chunks(BODY),
    "LF alone": in_chunks(BODY, line=b"%x\n", end=b"\n", last=b"0\n\n"),
    "LF after sizes": in_chunks(BODY, line=b"%x\n"),
    "nothing after data": in_chunks(BODY, end=b""),
    "blanks around sizes": in_chunks(BODY, line=b" %x  \r\n"),
    "zeros before sizes": in_chunks(BODY, line=b"%06X\r\n"),
    "sizes as programs write them": in_chunks(BODY, line=b"0x%x\r\n"),
    "extensions": in_chunks(BODY, line=b'%x ; sum="a;b"\r\n'),
    "no empty line at the end": in_chunks(BODY, last=b"0\r\n"),
    "several zeros": in_chunks(BODY, last=b"0000\r\n\r\n"),
    "trailers that nobody can read": in_chunks(BODY, last=b"0\r\nno trailer\r\n\r\n"),
    "noise behind": in_chunks(BODY, last=b"0\r\n\r\nWarning: x in y.php"),
}


@pytest.mark.parametrize("data", ODD_CHUNKS.values(), ids=ODD_CHUNKS)
@pytest.mark.parametrize("size", [1, 2, 5, 10_000])
def test_chunks_are_read_as_they_are_written(data: bytes, size: int) -> None:
    chunks = Chunks()
    assert taken(chunks, data, size) == BODY
    assert chunks.is_over


def test_a_body_that_was_called_chunked_and_is_not_ends_with_its_connection() -> None:
    chunks = Chunks()
    assert taken(chunks, BODY, 5) == BODY
    assert (chunks.is_over, chunks.ends_by_closing) == (False, True)


def test_chunks_that_lose_their_frame_are_broken_off() -> None:
    chunks = Chunks()
    assert taken(chunks, b"3\r\nabcdef").startswith(b"abc")
    assert taken(chunks, b"not a size\r\n").endswith(b"not a size\r\n")
    assert (chunks.is_over, chunks.ends_by_closing) == (False, False)


def test_a_size_without_end_is_not_waited_for() -> None:
    chunks = Chunks()
    assert taken(chunks, b"5;" + b"x" * 5_000) != b""
    assert chunks.ends_by_closing


@given(st.lists(st.binary(min_size=1, max_size=300)), st.integers(1, 40))
def test_sound_chunks_come_out_however_they_are_cut(parts: list[bytes], size: int) -> None:
    data = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    chunks = Chunks()
    assert (taken(chunks, data, size), chunks.is_over) == (b"".join(parts), True)


@given(st.binary(max_size=300), st.integers(1, 40))
def test_noise_is_read_to_its_end(noise: bytes, size: int) -> None:
    assert len(taken(Chunks(), noise, size)) <= len(noise)


def test_a_length_that_holds_ends_the_body() -> None:
    length = Length(4, may_be_wrong=True)
    assert (taken(length, b"abcd", 1), length.is_over) == (b"abcd", True)


def test_a_length_that_counts_letters_is_too_short() -> None:
    length = Length(len(BODY.decode()), may_be_wrong=True)
    assert (length.take(BODY), length.is_over, length.ends_by_closing) == (BODY, False, True)


@pytest.mark.parametrize("behind", [b"\r\n", b"<!-- cached -->", b"HTTP/1.1 400 Bad\r\n\r\n"])
def test_what_follows_a_document_is_not_of_it(behind: bytes) -> None:
    length = Length(len(BODY), may_be_wrong=True)
    assert (length.take(BODY + behind), length.is_over) == (BODY, True)
    assert length.has_excess


def had(script: Handler, kind: Kind = Kind.FEED) -> Response:
    with hostile_server(feed=script) as server:
        return fetch(server, "/feed", kind)


@pytest.mark.parametrize(
    "script",
    [
        raw(CHUNKED + ODD_CHUNKS["LF alone"]),
        raw(CHUNKED + ODD_CHUNKS["no empty line at the end"]),
        held_open(CHUNKED + ODD_CHUNKS["noise behind"]),
        raw(CHUNKED + BODY),
        raw(HEAD + b"\r\n" + in_chunks(BODY)),
        raw(HEAD + b"Content-Length: 9999\r\n\r\n" + in_chunks(BODY)),
        raw(HEAD + b'Transfer-Encoding: "Chunked";q=1\r\n\r\n' + in_chunks(BODY)),
        raw(HEAD + b"Content-Length: 0\r\n\r\n" + BODY),
        raw(HEAD + b"Content-Length: 0\r\n\r\n", BODY, pause=0.05),
        raw(HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY.decode()) + BODY),
        raw(HEAD + b"Content-Length: 99999999999999999999\r\n\r\n" + BODY),
        raw(b"HTTP/1.0 200 OK\r\n\r\n" + BODY),
    ],
)
def test_a_whole_feed_is_had_whatever_frames_it(script: Handler) -> None:
    response = had(script)
    assert (response.status, response.body, response.extent) == (200, BODY, Extent.WHOLE)


def test_an_answer_without_body_is_over_at_once() -> None:
    assert (had(raw(HEAD + b"Content-Length: 0\r\n\r\n")).body) == b""
    assert had(held_open(b"HTTP/1.1 304 Same\r\nContent-Length: 99\r\n\r\n")).status == 304
    assert had(held_open(b"HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n")).status == 404
