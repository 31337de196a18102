"""WARC files as they are met: every record is told, damage costs one record, memory is bounded."""

from __future__ import annotations

import gzip
import random
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path

import fsspec
import pytest

from ct_pipeline.history.captures import Capture, Record, Refused
from ct_pipeline.web.archive import open_archive
from ct_pipeline.web.archive_files import ArchiveFiles
from ct_pipeline.web.warc_files import HistoryError, list_files, open_warc, read_records
from ct_pipeline_tests.history.archives import (
    CAUGHT_AT,
    RELEVANT,
    answer,
    digest,
    info,
    packed,
    record,
    write,
    write_large,
)
from ct_pipeline_tests.web.test_archive import response

NOW = datetime(2025, 1, 1, tzinfo=UTC)
URL = "https://journal.test/a"


def read(file: Path | str, offset: int = 0) -> list[Record]:
    with open_warc(str(file)) as opened:
        return list(read_records(opened, offset, NOW))


def told(records: list[Record]) -> list[str]:
    """What each record is: its body's beginning, or why it is not read."""
    return [
        one.body[:15].decode("latin-1")
        if isinstance(one, Capture)
        else f"{one.outcome}: {one.reason}"
        for one in records
    ]


def test_a_file_of_the_news_crawl_gives_its_captures(tmp_path: Path) -> None:
    file = write(
        tmp_path / "CC-NEWS-20240305.warc.gz",
        record("request", b"GET /a HTTP/1.1\r\nHost: journal.test\r\n\r\n", URL),
        answer(URL),
    )
    note, request, capture = read(file)
    assert told([note, request]) == [
        "passed_over: a warcinfo record",
        "passed_over: a request record",
    ]
    assert isinstance(capture, Capture)
    assert (capture.url, capture.captured_at) == (URL, CAUGHT_AT)
    assert capture.body == RELEVANT.encode()
    assert capture.content_type == "text/html; charset=utf-8"


def test_records_follow_one_another_without_a_gap(tmp_path: Path) -> None:
    file = write(tmp_path / "a.warc.gz", answer(URL), answer(f"{URL}b"), answer(f"{URL}c"))
    records = read(file)
    assert [one.next_offset for one in records[:-1]] == [one.offset for one in records[1:]]
    assert records[-1].next_offset == file.stat().st_size
    assert told(read(file, records[2].offset)) == told(records[2:])


def test_a_file_that_is_not_packed_is_read_alike(tmp_path: Path) -> None:
    parts = info(), answer(URL), answer(f"{URL}b")
    plain = tmp_path / "a.warc"
    plain.write_bytes(b"".join(parts))
    assert told(read(plain)) == told(read(write(tmp_path / "a.warc.gz", *parts[1:])))
    assert read(plain)[-1].next_offset == plain.stat().st_size


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            record(
                "revisit", b"HTTP/1.1 200 OK\r\n\r\n", URL, WARC_Profile="http://netpreserve.org"
            ),
            "passed_over: a revisit record",
        ),
        (record("metadata", b"fetchTimeMs: 12\r\n", URL), "passed_over: a metadata record"),
        (answer(URL, status="404 Not Found"), "not_an_article: HTTP 404"),
        (answer(URL, status="403 Forbidden"), "blocked: HTTP 403"),
        (answer(URL, status="301 Moved"), "not_an_article: HTTP 301"),
        (
            answer(URL, WARC_Truncated="length"),
            "quarantined: only a part of the answer is there (length)",
        ),
        (
            answer(URL, WARC_Block_Digest=digest(b"other")),
            "quarantined: its bytes are not those of its digest",
        ),
        (
            record("response", b"HTTP/1.1 200 OK\r\n\r\nx", URL, WARC_Payload_Digest=digest(b"y")),
            "quarantined: its bytes are not those of its digest",
        ),
        (
            answer(URL, at=NOW + timedelta(days=1)),
            "quarantined: without a date or address that can be",
        ),
        (
            record("response", b"no head at all", "dns:journal.test"),
            "passed_over: no answer over HTTP",
        ),
        (
            answer(URL, b"\x1f\x8b\x08\x00broken", http=("Content-Encoding: gzip",)),
            "quarantined: ",
        ),
        (b"WARC/1.0\r\nnothing", "quarantined: no record: "),
    ],
)
def test_what_is_no_whole_capture_says_why(tmp_path: Path, given: bytes, expected: str) -> None:
    _, found, after = read(write(tmp_path / "a.warc.gz", given, answer(f"{URL}/next")))
    assert told([found])[0].startswith(expected)
    assert isinstance(after, Capture)


def test_bodies_come_without_their_transports_codings(tmp_path: Path) -> None:
    zipped = gzip.compress(RELEVANT.encode())
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(zipped), zipped)
    coded = ("Content-Encoding: gzip", "Content-Type: text/html")
    file = write(
        tmp_path / "a.warc.gz",
        answer(URL, zipped, http=coded),
        answer(URL, chunked, http=(*coded, "Transfer-Encoding: chunked")),
        # Some archives say gzip of what they have unpacked already.
        answer(URL, RELEVANT, http=coded),
    )
    captures = [one for one in read(file) if isinstance(one, Capture)]
    assert [one.body for one in captures] == [RELEVANT.encode()] * 3
    assert len({one.raw_id for one in captures}) == 1


def test_a_digest_of_the_body_without_its_codings_is_right_too(tmp_path: Path) -> None:
    block = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(
        b"<p>" + b"a" * 200
    )
    given = record("response", block, URL, WARC_Payload_Digest=digest(b"<p>" + b"a" * 200))
    assert isinstance(read(write(tmp_path / "a.warc.gz", given))[1], Capture)


def test_a_damaged_member_costs_itself(tmp_path: Path) -> None:
    members = [packed(one) for one in (info(), answer(URL), answer(f"{URL}b"), answer(f"{URL}c"))]
    broken = bytearray(members[2])
    broken[40:60] = b"\xff" * 20
    file = tmp_path / "a.warc.gz"
    file.write_bytes(b"".join([*members[:2], bytes(broken), members[3]]))
    records = read(file)
    assert [isinstance(one, Capture) for one in records] == [False, True, False, True]
    assert told(records)[2] == "quarantined: damaged compression"


def test_a_file_cut_off_in_a_record_says_so(tmp_path: Path) -> None:
    file = write(tmp_path / "a.warc.gz", answer(URL), answer(f"{URL}b"))
    file.write_bytes(file.read_bytes()[:-30])
    records = read(file)
    assert told(records)[-1] == "quarantined: the file ends within the record"
    assert records[-1].next_offset == file.stat().st_size


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_broken_every_byte_is_told_once(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    parts = (info(), *(answer(f"{URL}{number}") for number in range(6)))
    data = bytearray(packed(*parts) if seed % 2 else b"".join(parts))
    for _ in range(4):
        place = chance.randrange(20, len(data) - 8)
        data[place : place + chance.randrange(1, 8)] = chance.randbytes(chance.randrange(8))
    file = tmp_path / "a.warc"
    file.write_bytes(bytes(data))
    records = read(file)
    assert records[0].offset == 0
    assert [one.next_offset for one in records[:-1]] == [one.offset for one in records[1:]]
    assert records[-1].next_offset == len(data)
    assert sum(isinstance(one, Capture) for one in records) >= 2


def test_a_file_packed_as_a_whole_is_one_clear_message(tmp_path: Path) -> None:
    file = tmp_path / "a.warc.gz"
    file.write_bytes(gzip.compress(info() + answer(URL)))
    with pytest.raises(HistoryError, match="several records in one gzip member"):
        read(file)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.warc.gz", None, "is not there"),
        ("a.txt", b"hello", "is no WARC file"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_clear_message(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(HistoryError, match=message):
        read(tmp_path / name)


def test_an_address_of_an_unknown_kind_is_one_clear_message() -> None:
    with pytest.raises(HistoryError, match="gopher"):
        list_files("gopher://old.test/a.warc")


def test_folders_and_patterns_name_their_files(tmp_path: Path) -> None:
    (tmp_path / "2024").mkdir()
    one = write(tmp_path / "2024" / "a.warc.gz", answer(URL))
    two = write(tmp_path / "b.warc", answer(URL))
    (tmp_path / "notes.txt").write_text("none")
    assert list_files(str(tmp_path)) == [str(one), str(two)]
    assert list_files(f"{tmp_path}/*/*.gz") == [str(one)]
    with pytest.raises(HistoryError, match="names no WARC file"):
        list_files(f"{tmp_path}/*.nothing")


def test_any_address_of_fsspec_will_do() -> None:
    address = "memory://archive/a.warc.gz"
    with fsspec.open(address, "wb") as stream:
        stream.write(packed(info(), answer(URL)))
    (found,) = list_files("memory://archive/*.gz")
    assert isinstance(read(found)[1], Capture)
    assert told(read(found)) == told(read(address))


def test_our_own_archive_is_read_alike(tmp_path: Path) -> None:
    with open_archive(ArchiveFiles(tmp_path)) as archive:
        archive.keep(response(RELEVANT.encode(), at=CAUGHT_AT), {})
        archive.keep(response(RELEVANT.encode(), at=CAUGHT_AT + timedelta(hours=1)), {})
    (file,) = list_files(str(tmp_path))
    records = read(file)
    assert [one.body for one in records if isinstance(one, Capture)] == [RELEVANT.encode()]
    assert "passed_over: a revisit record" in told(records)


def test_a_large_file_is_read_in_little_memory(tmp_path: Path) -> None:
    file = tmp_path / "large.warc.gz"
    count = write_large(file, 100_000_000)
    tracemalloc.start()
    try:
        with open_warc(str(file)) as opened:
            seen = sum(1 for _ in read_records(opened, 0, NOW))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert seen == count
    assert peak < 60_000_000


def test_what_is_larger_than_a_page_is_passed_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ct_pipeline.web.warc_files.LARGEST_MEMBER", 20_000)
    file = write(tmp_path / "a.warc.gz", answer(URL, b"a" * 50_000), answer(f"{URL}b"))
    _, large, after = read(file)
    assert isinstance(large, Refused)
    assert large.reason == "larger than a page may be"
    assert isinstance(after, Capture)
