"""`ct_pipeline archive` as a user calls it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from ct_pipeline.__main__ import main
from ct_pipeline.feeds.exchange import Archived, Kind, Request, Response
from ct_pipeline.web.archive import open_archive
from ct_pipeline.web.archive_files import ArchiveFiles


def keep(folder: Path, body: bytes, days_ago: int) -> Archived:
    moment = datetime.now(UTC) - timedelta(days=days_ago)
    request = Request("k", "https://news.example/a", Kind.PAGE)
    response = Response(
        request, moment, 3, 200, {"x-paper": "Le Matin"}, body, "https://news.example/a"
    )
    with open_archive(ArchiveFiles(folder / "archive")) as opened:
        return opened.keep(response, {})


def call(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["archive", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(autouse=True)
def _data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path))


def test_an_empty_archive_has_no_size() -> None:
    assert "0 files" in call("sizes")


def test_the_sizes_are_told_by_month_with_the_retention(tmp_path: Path) -> None:
    keep(tmp_path, b"x", days_ago=0)
    output = call("sizes")
    assert f"{datetime.now(UTC):%Y-%m}" in output
    assert "kept 30 days (CT_ARCHIVE_DAYS)" in output


def test_what_is_older_than_asked_is_deleted(tmp_path: Path) -> None:
    keep(tmp_path, b"old", days_ago=12)
    keep(tmp_path, b"new", days_ago=1)
    assert "freed" in call("prune", "--days", "10")
    assert len(list(tmp_path.rglob("*.warc.gz"))) == 1


def test_one_response_is_shown(tmp_path: Path) -> None:
    kept = keep(tmp_path, b"the body", days_ago=0)
    assert "x-paper: Le Matin" in call("show", kept.file, str(kept.offset))
    assert call("show", kept.file, str(kept.offset), "--body") == "the body"


def test_a_file_that_is_gone_is_one_clear_message() -> None:
    result = CliRunner().invoke(main, ["archive", "show", "2026-01/2026-01-01.warc.gz", "0"])
    assert result.exit_code == 1
    assert "CT_ARCHIVE_DAYS" in result.output
