"""`ct_pipeline history` as a user calls it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ct_pipeline.__main__ import main
from ct_pipeline_tests.history.archives import IRRELEVANT, RELEVANT, answer, write


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["history", *arguments])


@pytest.fixture(autouse=True)
def _data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path / "data"))


def test_a_folder_is_imported_file_by_file_by_workers(tmp_path: Path) -> None:
    folder = tmp_path / "crawl"
    folder.mkdir()
    write(folder / "a.warc.gz", answer("https://journal.test/a", RELEVANT))
    write(folder / "b.warc.gz", answer("https://journal.test/b", IRRELEVANT))
    first = call("import", str(folder))
    assert first.exit_code == 0, first.output
    assert "1 stored" in first.output
    assert "1 counted" in first.output
    assert "make run" in first.output
    assert (
        "was read before: 1 passed_over, 1 stored" in call("import", f"{folder}/a.warc.gz").output
    )
    files = call("files").output.splitlines()
    assert [line.endswith("  read") for line in files] == [True, True]


def test_a_file_that_cannot_be_read_does_not_keep_the_others(tmp_path: Path) -> None:
    (tmp_path / "broken.warc").write_bytes(b"no archive")
    empty = write(tmp_path / "empty.warc.gz")
    result = call("import", str(tmp_path / "broken.warc"), str(empty))
    assert result.exit_code != 0
    assert "is no WARC file" in result.output
    assert "1 passed_over" in result.output
    assert "1 of 2 files could not be read" in str(result.exception or result.output)


def test_nothing_to_import_is_one_clear_message(tmp_path: Path) -> None:
    result = call("import", str(tmp_path / "nowhere.warc.gz"))
    assert "is not there" in result.output
    assert "no file was imported yet" in call("files").output
