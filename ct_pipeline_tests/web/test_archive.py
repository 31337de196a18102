"""The raw archive: what is kept can be read again, once per body, whatever happens in between."""

from __future__ import annotations

import string
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from ct_pipeline.feeds.exchange import Kind, Request, Response
from ct_pipeline.web.archive import open_archive
from ct_pipeline.web.archive_files import ArchiveFiles
from ct_pipeline.web.fetching import fetch_all
from ct_pipeline.web.warc import ArchiveError, read_response
from ct_pipeline_tests.web.hostile import answers, hostile_server
from ct_pipeline_tests.web.visits import PAGE, settings_for

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SENT = {"User-Agent": "ct_pipeline/test"}


def response(
    body: bytes = PAGE, *, at: datetime = NOON, status: int = 200, kind: Kind = Kind.PAGE
) -> Response:
    return Response(
        request=Request("entry", "https://news.example/a?utm_source=x", kind),
        fetched_at=at,
        elapsed_ms=12,
        status=status,
        headers={"content-type": "text/html; charset=windows-1256", "content-encoding": "gzip"},
        body=body,
        final_url="https://news.example/a",
    )


def types_of(file: Path) -> list[str]:
    with file.open("rb") as stream:
        return [record.rec_type for record in ArchiveIterator(stream)]


def test_a_kept_response_is_read_back_by_file_and_offset(tmp_path: Path) -> None:
    with open_archive(ArchiveFiles(tmp_path)) as archive:
        archive.keep(response(b"another"), SENT)
        kept = archive.keep(response(), SENT)
    found = read_response(tmp_path / kept.file, kept.offset)
    assert (found.status, found.body, found.url) == (200, PAGE, "https://news.example/a")
    assert found.headers["content-type"] == "text/html; charset=windows-1256"
    assert "content-encoding" not in found.headers
    assert found.fetched_at == NOON


def test_the_files_are_ordinary_warc(tmp_path: Path) -> None:
    with open_archive(ArchiveFiles(tmp_path)) as archive:
        kept = archive.keep(response(), SENT)
    with (tmp_path / kept.file).open("rb") as stream:
        records = {record.rec_type: record for record in ArchiveIterator(stream)}
    assert set(records) == {"warcinfo", "response", "request"}
    asked = records["request"].http_headers
    assert asked.get_header("user-agent") == "ct_pipeline/test"
    assert asked.get_header("host") == "news.example"


def test_a_body_seen_again_is_not_written_again(tmp_path: Path) -> None:
    with open_archive(ArchiveFiles(tmp_path)) as archive:
        first = archive.keep(response(), SENT)
        again = archive.keep(response(at=NOON + timedelta(days=1)), SENT)
        much_later = archive.keep(response(at=NOON + timedelta(days=9)), SENT)
    assert again == first
    assert types_of(tmp_path / "2026-11" / "2026-11-22.warc.gz") == [
        "warcinfo",
        "revisit",
        "request",
    ]
    assert much_later.file == "2026-11/2026-11-30.warc.gz"


def test_the_same_bytes_under_another_status_are_another_response(tmp_path: Path) -> None:
    with open_archive(ArchiveFiles(tmp_path)) as archive:
        archive.keep(response(b""), SENT)
        gone = archive.keep(response(b"", status=410), SENT)
    assert read_response(tmp_path / gone.file, gone.offset).status == 410


def test_a_record_cut_short_by_a_kill_is_cut_off(tmp_path: Path) -> None:
    with open_archive(ArchiveFiles(tmp_path)) as archive:
        kept = archive.keep(response(), SENT)
    file = tmp_path / kept.file
    whole = file.read_bytes()
    file.write_bytes(whole + whole[:100])
    with open_archive(ArchiveFiles(tmp_path)) as archive:
        later = archive.keep(response(b"later"), SENT)
    assert read_response(file, later.offset).body == b"later"
    assert types_of(file) == ["warcinfo", "response", "request", "response", "request"]


def test_without_its_index_the_archive_goes_on_in_a_new_file(tmp_path: Path) -> None:
    with open_archive(ArchiveFiles(tmp_path)) as archive:
        first = archive.keep(response(), SENT)
    (tmp_path / "index.sqlite").unlink()
    with open_archive(ArchiveFiles(tmp_path)) as archive:
        second = archive.keep(response(), SENT)
    assert second.file == "2026-11/2026-11-21-2.warc.gz"
    assert read_response(tmp_path / first.file, first.offset).body == PAGE


def test_pages_stay_noted_until_they_are_recorded(tmp_path: Path) -> None:
    with open_archive(ArchiveFiles(tmp_path)) as archive:
        archive.keep(response(kind=Kind.FEED), SENT)
        kept = archive.keep(response(), SENT)
    with open_archive(ArchiveFiles(tmp_path)) as archive:
        (noted,) = archive.unrecorded()
        archive.confirm_recorded()
        assert archive.unrecorded() == []
    assert (noted.request.key, noted.status, noted.archived) == ("entry", 200, kept)


def test_old_days_are_pruned(tmp_path: Path) -> None:
    with open_archive(ArchiveFiles(tmp_path)) as archive:
        old = archive.keep(response(at=NOON - timedelta(days=40)), SENT)
        new = archive.keep(response(b"new"), SENT)
        assert archive.prune(date(2026, 10, 22)) > 0
        again = archive.keep(response(at=NOON - timedelta(days=39)), SENT)
    with pytest.raises(ArchiveError, match="CT_ARCHIVE_DAYS"):
        read_response(tmp_path / old.file, old.offset)
    assert read_response(tmp_path / new.file, new.offset).body == b"new"
    assert read_response(tmp_path / again.file, again.offset).body == PAGE


def test_an_offset_that_is_no_record_is_a_clear_error(tmp_path: Path) -> None:
    with open_archive(ArchiveFiles(tmp_path)) as archive:
        kept = archive.keep(response(), SENT)
    with pytest.raises(ArchiveError, match=kept.file):
        read_response(tmp_path / kept.file, kept.offset + 7)


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file is in the way")
    with (
        pytest.raises(ArchiveError, match="cannot be written"),
        open_archive(ArchiveFiles(tmp_path / "archive")),
    ):
        pass


@settings(max_examples=30, deadline=None)
@given(
    body=st.binary(max_size=200),
    value=st.text(alphabet=string.printable.strip() + "éسا 😀", max_size=30),
)
def test_any_body_and_header_survive(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, value: str
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    odd = Response(
        request=Request("k", "http://news.example/é?q=ا", Kind.PAGE),
        fetched_at=NOON,
        elapsed_ms=1,
        status=299,
        headers={"x-odd": value},
        body=body,
        final_url="http://news.example/é?q=ا",
    )
    with open_archive(ArchiveFiles(folder)) as archive:
        kept = archive.keep(odd, SENT)
    assert read_response(folder / kept.file, kept.offset).body == body


def test_fetching_keeps_what_it_yields(tmp_path: Path) -> None:
    with (
        hostile_server(page=answers(200, PAGE)) as server,
        open_archive(ArchiveFiles(tmp_path)) as archive,
    ):
        request = Request("k", server.url("/page"), Kind.FEED, {"If-None-Match": '"e"'})
        (fetched,) = fetch_all([request], settings_for(server), archive=archive)
    assert fetched.archived is not None
    found = read_response(tmp_path / fetched.archived.file, fetched.archived.offset)
    assert (found.status, found.body) == (200, PAGE)
