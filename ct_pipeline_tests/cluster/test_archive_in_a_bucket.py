"""The raw archive in a bucket: files go there when their day is over or they are large."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import fsspec
import pytest

from ct_pipeline.feeds.exchange import Archived
from ct_pipeline.history.captures import Capture
from ct_pipeline.settings import Settings
from ct_pipeline.steps.cluster import results_folder, store_all_results
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.storage import Bucket, StorageError
from ct_pipeline.web import archive_files
from ct_pipeline.web.archive import open_archive
from ct_pipeline.web.archive_files import ArchiveFiles
from ct_pipeline.web.read_files import read_file_to
from ct_pipeline.web.warc import ArchiveError
from ct_pipeline.web.warc_files import list_files, open_warc, read_records
from ct_pipeline_tests.cluster.servers import new_bucket
from ct_pipeline_tests.web.test_archive import NOON, PAGE, response

YESTERDAY, TODAY = NOON, NOON + timedelta(days=1)


@pytest.fixture
def files(aws: None, tmp_path: Path) -> ArchiveFiles:
    return ArchiveFiles(tmp_path, Bucket(new_bucket()))


def keep(files: ArchiveFiles, body: bytes, at: datetime) -> Archived:
    with open_archive(files) as archive:
        kept = archive.keep(response(body, at=at), {})
        archive.hand_over(TODAY.date())
    return kept


def test_a_day_that_is_over_is_in_the_bucket_alone_and_read_from_there(
    files: ArchiveFiles,
) -> None:
    kept = keep(files, PAGE, YESTERDAY)
    today = keep(files, b"<p>today", TODAY)
    assert not (files.folder / kept.file).exists()
    assert (files.folder / today.file).exists()
    assert list(files.sizes()) == [kept.file, today.file]
    assert files.read(kept.file, kept.offset).body == PAGE
    assert files.read(today.file, today.offset).body == b"<p>today"
    # A body that is there already is not written again.
    assert keep(files, PAGE, TODAY) == kept


def test_what_comes_late_for_a_day_gets_a_file_of_its_own(files: ArchiveFiles) -> None:
    first = keep(files, PAGE, YESTERDAY)
    late = keep(files, b"<p>late", YESTERDAY)
    assert late.file != first.file
    assert files.read(first.file, first.offset).body == PAGE
    assert files.read(late.file, late.offset).body == b"<p>late"


def test_a_large_file_goes_before_its_day_is_over(
    files: ArchiveFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_files, "FULL_BYTES", 1000)
    kept = [keep(files, f"<p>{n}".encode() * 500, TODAY) for n in range(4)]
    assert len({one.file for one in kept}) > 1
    assert not (files.folder / kept[0].file).exists()
    assert [files.read(one.file, one.offset).body[:4] for one in kept] == [
        f"<p>{n}".encode() for n in range(4)
    ]


def test_nothing_there_is_overwritten_when_the_index_is_lost(files: ArchiveFiles) -> None:
    first = keep(files, PAGE, YESTERDAY)
    for file in files.folder.glob("index.sqlite*"):
        file.unlink()
    again = keep(files, b"<p>another", YESTERDAY)
    assert files.read(first.file, first.offset).body == PAGE
    assert files.read(again.file, again.offset).body == b"<p>another"


def test_pruning_reaches_the_bucket(files: ArchiveFiles) -> None:
    old, new = keep(files, PAGE, YESTERDAY), keep(files, b"<p>new", TODAY)
    with open_archive(files) as archive:
        assert archive.prune(TODAY.date()) > 0
    assert list(files.sizes()) == [new.file]
    with pytest.raises(ArchiveError, match="retention is over"):
        files.read(old.file, old.offset)


def test_while_the_server_is_away_files_wait_and_none_is_given_up(
    files: ArchiveFiles,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    away = ArchiveFiles(files.folder, Bucket("s3://missing-bucket/monitor"))
    kept = keep(away, PAGE, YESTERDAY)
    assert "its files wait" in caplog.text
    assert away.read(kept.file, kept.offset).body == PAGE
    assert files.hand_over(TODAY.date()) == 1
    assert files.read(kept.file, kept.offset).body == PAGE
    # A page that cannot be reached for now is not said to be gone.
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    fsspec.filesystem("s3").clear_instance_cache()
    with pytest.raises(StorageError, match="cannot be used"):
        files.read(kept.file, kept.offset)


def test_other_machines_import_it_from_there(files: ArchiveFiles) -> None:
    keep(files, PAGE, YESTERDAY)
    assert files.bucket is not None
    (address,) = list_files(files.bucket.address("archive"))
    with open_warc(address) as file:
        records = list(read_records(file, 0, TODAY))
    assert [record.body for record in records if isinstance(record, Capture)] == [PAGE]


def test_what_a_cluster_read_of_it_lies_beside_it(files: ArchiveFiles, tmp_path: Path) -> None:
    keep(files, PAGE, YESTERDAY)
    assert files.bucket is not None
    settings = Settings(data_dir=tmp_path / "central", storage_url=files.bucket.url)
    central = Monitor(settings, lambda: TODAY)
    folder = results_folder(central)
    assert folder == files.bucket.address("cluster/read")
    (warc,) = list_files(files.bucket.address("archive"))
    counts = read_file_to(folder, warc, TODAY)
    assert read_file_to(folder, warc, TODAY) == counts
    assert store_all_results(central) == counts
