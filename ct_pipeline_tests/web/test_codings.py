"""Bodies packed in every way that servers pack them, honest or not."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.feeds.exchange import Failure, Kind
from ct_pipeline.web.codings import MOST_CODINGS, UndecodableBodyError, Unpacker
from ct_pipeline_tests.web.hostile import answers, hostile_server, raw
from ct_pipeline_tests.web.visits import fetch

TEXT = "".join(
    f"<item><title>Le quai n° {n}</title><link>/{n}</link></item>\n" for n in range(999)
).encode()
BROTLI = b"\x0b\x02\x80<html>\x03"


def unpacked(data: bytes, encoding: str = "", size: int = 1_000, limit: int = 10**7) -> bytes:
    unpacker = Unpacker(encoding, limit)
    content = b""
    for start in range(0, len(data), size):
        content += b"".join(unpacker.feed(data[start : start + size]))
    return content + b"".join(unpacker.close())


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def gzip_with_name(data: bytes) -> bytes:
    """With every optional field of a header: extra, name, comment, checksum."""
    head = b"\x1f\x8b\x08\x1e\0\0\0\0\0\xff" + b"\x03\0abc" + b"flux.xml\0" + b"remark\0" + b"\0\0"
    return head + raw_deflate(data) + b"\0" * 8


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("GZip", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("", gzip.compress(TEXT)),
        ("gzip", TEXT),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("deflate", gzip.compress(TEXT)),
        ("deflate", TEXT),
        ("gzip", zlib.compress(TEXT)),
        ("gzip, gzip", gzip.compress(gzip.compress(TEXT))),
        ("gzip", gzip.compress(gzip.compress(TEXT))),
        ("gzip, gzip", gzip.compress(TEXT)),
        ("deflate, gzip", gzip.compress(TEXT)),
        ("deflate, gzip", gzip.compress(zlib.compress(TEXT))),
        ("gzip, deflate", zlib.compress(gzip.compress(TEXT))),
        ("gzip", b"\n\n" + gzip.compress(TEXT)),
        ("gzip", b"Warning: late in cache.php on line 2\n" + gzip.compress(TEXT)),
        ("", b"%x\r\n%b\r\n0\r\n\r\n" % (len(TEXT), TEXT)),
        ("gzip", b"%x\n%b\n0\n\n" % (len(gzip.compress(TEXT)), gzip.compress(TEXT))),
        ("aws-chunked", b"%x;chunk-signature=%064d\r\n%b\r\n0\r\n" % (len(TEXT), 7, TEXT)),
        ("gzip,aws-chunked", gzip.compress(TEXT)),
        ("UTF-8", TEXT),
        ("none", TEXT),
        ("identity", TEXT),
        ("aws-chunked", TEXT),
        ("br", TEXT),
        ("text/xml; charset=utf-8", TEXT),
        ("utf-16", TEXT.decode().encode("utf-16")),
        ("gzip", gzip.compress(TEXT[:500]) + gzip.compress(TEXT[500:])),
        ("gzip", gzip.compress(TEXT) + b"\0" * 512),
        ("gzip", gzip_with_name(TEXT)),
    ],
)
@pytest.mark.parametrize("size", [1, 63, 100_000])
def test_the_bytes_say_how_they_are_packed(encoding: str, data: bytes, size: int) -> None:
    content = unpacked(data, encoding, size)
    assert content in {TEXT, TEXT.decode().encode("utf-16")}


@pytest.mark.parametrize(
    "data", [gzip.compress(TEXT)[:-8], gzip.compress(TEXT)[:-3], zlib.compress(TEXT)[:-4]]
)
def test_a_checksum_that_never_comes_takes_nothing_away(data: bytes) -> None:
    unpacker = Unpacker("gzip", 10**7)
    assert b"".join(unpacker.feed(data)) == TEXT[: len(TEXT)]
    assert unpacker.damage is None
    assert unpacker.is_at_end


def test_a_wrong_checksum_takes_nothing_away() -> None:
    packed = gzip.compress(TEXT)
    assert unpacked(packed[:-8] + b"12345678", "gzip") == TEXT


@pytest.mark.parametrize("name", ["br", "zstd", "compress", "gzip, br"])
def test_a_coding_that_was_not_asked_for_is_named(name: str) -> None:
    with pytest.raises(UndecodableBodyError, match="was not asked for"):
        unpacked(BROTLI, name)


def test_data_that_break_off_are_damage_and_their_beginning_is_had() -> None:
    packed = gzip.compress(TEXT)
    unpacker = Unpacker("gzip", 10**7)
    content = b"".join(unpacker.feed(packed[: len(packed) // 2]))
    assert unpacker.damage == "truncated compression"
    assert not unpacker.is_at_end
    assert content
    assert TEXT.startswith(content)


def test_data_that_are_spoilt_in_the_middle_are_damage() -> None:
    packed = bytearray(gzip.compress(TEXT))
    packed[40:60] = b"\xff" * 20
    unpacker = Unpacker("gzip", 10**7)
    list(unpacker.feed(bytes(packed)))
    assert "compression" in (unpacker.damage or "")


def test_no_coding_unpacks_beyond_the_limit_however_deep() -> None:
    bomb = gzip.compress(b"\0" * 40_000_000)
    # Beneath it the members end at once, so that nothing of it would ever be seen.
    hidden = gzip.compress(gzip.compress(TEXT) + b"\0" * 40_000_000)
    for data in (gzip.compress(bomb), hidden):
        unpacker = Unpacker("gzip", 1_000_000)
        size = 0
        for piece in unpacker.feed(data):
            size += len(piece)
        assert size <= 2_100_000
        assert "more than 1000000 bytes" in (unpacker.damage or "")


def test_what_is_packed_too_often_is_left_packed() -> None:
    data = TEXT
    for _ in range(MOST_CODINGS + 1):
        data = gzip.compress(data)
    assert unpacked(data, "gzip") == gzip.compress(TEXT)


@given(st.binary(max_size=300), st.sampled_from(["", "gzip", "deflate", "none", "br"]))
def test_any_bytes_are_unpacked_or_refused(data: bytes, encoding: str) -> None:
    try:
        whole = unpacked(data, encoding, 1000)
    except UndecodableBodyError:
        return
    assert unpacked(data, encoding, 1) == whole


@given(st.binary(max_size=3_000), st.integers(1, 400))
def test_what_was_packed_comes_out_however_it_is_cut(data: bytes, size: int) -> None:
    if not data.startswith((b"\x1f\x8b",)):
        assert unpacked(gzip.compress(data), "gzip", size) == data


def test_a_page_packed_twice_is_a_page() -> None:
    page = b"<html><body>" + b"<p>Les quais sont ouverts.</p>" * 30 + b"</body></html>"
    packed = gzip.compress(gzip.compress(page))
    first, rest = packed[:1], packed[1:]
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
    with hostile_server(page=raw(head, first, rest, pause=0.05)) as server:
        assert fetch(server, "/page").body == page


def test_a_page_in_an_unknown_coding_is_a_failure_that_names_it() -> None:
    with hostile_server(page=answers(200, BROTLI, {"Content-Encoding": "br"})) as server:
        response = fetch(server, "/page", Kind.PAGE)
    assert response.failure is Failure.BROKEN
    assert "'br'" in (response.detail or "")
