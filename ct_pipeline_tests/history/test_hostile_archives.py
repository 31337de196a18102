"""Archives as nobody should make them: foreign names, cut and glued files, records made to harm."""

from __future__ import annotations

import gzip
import os
import struct
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import fsspec
import pytest

from ct_pipeline.history.captures import Capture, ReadRecord
from ct_pipeline.history.reading import CaptureToRead
from ct_pipeline.settings import Settings
from ct_pipeline.steps import history
from ct_pipeline.steps.history import import_file
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.steps.workers import Crash
from ct_pipeline.web import warc_members
from ct_pipeline.web.warc_files import HistoryError, WarcFile, list_files, open_warc, read_records
from ct_pipeline_tests.history.archives import (
    IRRELEVANT,
    RELEVANT,
    SameProcess,
    answer,
    info,
    packed,
    record,
    write,
)

NOW = datetime(2025, 1, 1, tzinfo=UTC)
URL = "https://journal.test/atelier"


@pytest.fixture
def monitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Monitor:
    """A monitor that reads in this process."""
    monkeypatch.setattr(history, "open_capture_workers", SameProcess)
    return Monitor(Settings(data_dir=tmp_path / "data"), now=lambda: NOW)


def outcomes(monitor: Monitor) -> list[tuple[object, ...]]:
    """What each file's records came to."""
    with monitor.open() as connection:
        return connection.execute("FROM news.history_outcomes ORDER BY ALL").fetchall()


@pytest.mark.parametrize("make", [packed, lambda *records: b"".join(records)])
def test_a_file_imported_while_it_arrives_comes_to_what_the_whole_does(
    monitor: Monitor, tmp_path: Path, make: object
) -> None:
    assert callable(make)
    data: bytes = make(info(), answer(URL), answer(f"{URL}2", IRRELEVANT), answer(f"{URL}3"))
    arriving, whole = tmp_path / "arriving.warc.gz", tmp_path / "whole.warc.gz"
    for size in (*range(20, len(data), len(data) // 9), len(data)):
        arriving.write_bytes(data[:size])
        import_file(monitor, str(arriving))
    arrived = [row[1:] for row in outcomes(monitor)]
    arriving.unlink()
    with monitor.open() as connection:
        connection.execute("DELETE FROM news.history_files; DELETE FROM news.history_outcomes")
    whole.write_bytes(data)
    import_file(monitor, str(whole))
    assert arrived == [row[1:] for row in outcomes(monitor)]


def test_a_file_under_two_names_is_counted_once(monitor: Monitor, tmp_path: Path) -> None:
    first = write(tmp_path / "a.warc.gz", answer(URL))
    copy, link = tmp_path / "b.warc.gz", tmp_path / "c.warc.gz"
    copy.write_bytes(first.read_bytes())
    link.symlink_to(first)
    imported = [import_file(monitor, str(file)) for file in (first, copy, link)]
    assert [(one.file, one.is_new) for one in imported] == [
        (str(first), True),
        (str(first), False),
        (str(first), False),
    ]
    assert {row[0] for row in outcomes(monitor)} == {str(first)}


def test_a_file_written_since_is_read_again_where_its_size_is_the_same(
    monitor: Monitor, tmp_path: Path
) -> None:
    file = tmp_path / "a.warc.gz"
    beginning = packed(info(), *(answer(f"{URL}{number}") for number in range(20)))
    rest = packed(answer(f"{URL}-late"))
    assert len(beginning) > 4096, "longer than what tells files apart"
    file.write_bytes(beginning + bytes(len(rest)))  # room reserved by what downloads it
    os.utime(file, (1, 1))
    assert import_file(monitor, str(file)).outcomes["stored"] == 20
    file.write_bytes(beginning + rest)
    again = import_file(monitor, str(file))
    assert (again.is_new, again.outcomes["stored"], again.outcomes["quarantined"]) == (True, 21, 0)


def test_two_imports_of_a_file_at_once_count_it_once(
    monitor: Monitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "a.warc.gz", answer(URL))

    class Meanwhile(SameProcess):
        def read(self, item: CaptureToRead) -> ReadRecord | Crash:
            monkeypatch.setattr(history, "open_capture_workers", SameProcess)
            import_file(monitor, str(file))
            return super().read(item)

    monkeypatch.setattr(history, "open_capture_workers", Meanwhile)
    with pytest.raises(HistoryError, match="being read by another import"):
        import_file(monitor, str(file))
    assert import_file(monitor, str(file)).outcomes == {"passed_over": 1, "stored": 1}


def test_files_of_any_name_are_found_read_and_told_in_one_line(
    monitor: Monitor, tmp_path: Path
) -> None:
    folder = tmp_path / "a b\nc[1]"
    folder.mkdir()
    names = (
        b"x [2024].warc.gz",
        b"red\x1b[31m\n.WARC.GZ",
        b"\xff\xfe.warc",
        "\u202eفِلم.warc".encode(),
    )
    for number, name in enumerate(names):
        one = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
        one.write_bytes(packed(info(), answer(f"{URL}{number}")))
    (folder / "loop").symlink_to(folder)
    files = list_files(str(folder))
    assert len(files) == len(names)
    told = [import_file(monitor, file).file for file in files]
    assert all(one.isprintable() for one in told)
    assert len(set(told)) == len(names)
    assert list_files(files[0]) == [files[0]]


def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.warc.gz")
    (tmp_path / "empty.warc.gz").touch()
    for name, message in (
        ("a.warc.gz", "is no file"),
        ("empty.warc.gz", "it is empty"),
        ("", "is no file"),
    ):
        with pytest.raises(HistoryError, match=message), open_warc(str(tmp_path / name)):
            pass


def test_a_bucket_without_its_package_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None:
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr(fsspec, "url_to_fs", missing)
    with pytest.raises(HistoryError, match="`make storage` adds it") as caught:
        list_files("s3://user:secret@news/a.warc.gz")
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (packed(answer(URL) + answer(URL)), "several records in one gzip member"),
        (
            packed(
                answer(URL).replace(b"\r\nContent-Length: ", b"\r\nContent-Length: 10\r\nX: ", 1)
            ),
            "longer than its record says",
        ),
        (packed(answer(URL, WARC_Date="0001-01-01T00:00:00Z")), "without a date or address"),
        (
            packed(answer(URL, WARC_Block_Digest="", WARC_Payload_Digest="sha1:z")),
            "its digest is none",
        ),
        (packed(answer(URL, status="2OO OK")), "HTTP without a status"),
        (packed(record("\x1b[31m" + "x" * 5000, b"")), r"a \x1b[31mxxx"),
        (packed(answer(URL, http=(f"Content-Type: \x1b[31m{'x' * 5000}",))), "the response is "),
        (packed(answer(URL, WARC_Truncated="\x1b[31m" * 999)), "only a part of the answer"),
        (gzip.compress(b"", mtime=0), "no record"),
        (b"\0" * 999, "damaged compression"),
        (packed(packed(answer(URL))), "packed twice"),
        (packed(answer(URL, WARC_Date="9999-12-31T23:59:59-23:00")), "without a date or address"),
    ],
)
def test_what_is_made_to_harm_costs_itself_and_says_why(data: bytes, told: str) -> None:
    file = packed(info()) + data + packed(answer(f"{URL}/next", RELEVANT))
    _, found, after = read_records(WarcFile("a", BytesIO(file), len(file), ""), 0, NOW)
    assert not isinstance(found, Capture)
    assert told in found.reason
    assert found.reason.isprintable()
    assert len(found.reason) <= 120
    assert isinstance(after, Capture)


def test_a_file_that_is_packed_twice_names_the_mend() -> None:
    file = packed(packed(info()) + packed(answer(URL)))
    with pytest.raises(HistoryError, match=r"packed twice .`gzip -d` once mends it"):
        list(read_records(WarcFile("a", BytesIO(file), len(file), ""), 0, NOW))


def test_an_address_may_be_written_large_and_is_told_to_nobody(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    large, odd = "HTTPS://PAPER.TEST:443/a", "https://u:pw@paper.test/\x1b[31mred x?token=SECRET1"
    file = packed(info()) + packed(answer(large, RELEVANT)) + packed(answer(odd, RELEVANT))
    _, found, _ = read_records(WarcFile("a", BytesIO(file), len(file), ""), 0, NOW)
    assert isinstance(found, Capture)
    assert found.url == large
    assert "SECRET1" not in caplog.text + "".join(capfd.readouterr())


class _CountedBytes(BytesIO):
    count = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.count += len(data)
        return data


def test_records_that_lie_in_one_another_cost_no_more_than_their_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(warc_members, "LEAST_TRIED", 0)
    monkeypatch.setattr(warc_members, "LONGEST_HEAD", 512)
    # Each unit is a gzip head and the length of stored bytes, which end with the next one's head.
    head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
    stored = b"WARC/1.0\r\n" + b"x" * 200 + head
    unit = b"\x00" + struct.pack("<HH", len(stored), len(stored) ^ 0xFFFF) + stored
    data = head + unit * 1000
    stream = _CountedBytes(data)
    told = list(warc_members.read_members(stream, 0, len(data), 10**6))
    assert len(told) < 30
    assert told[-1].next_offset == len(data)
    assert stream.count < 20 * len(data)
