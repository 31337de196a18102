"""What another machine reads is stored as if it were read here."""

from __future__ import annotations

from pathlib import Path

import pytest

from ct_pipeline.settings import Settings
from ct_pipeline.steps import history
from ct_pipeline.steps.cluster import results_folder, store_all_results
from ct_pipeline.steps.history import import_file
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.web.read_files import list_results, open_results, read_file_to
from ct_pipeline.web.warc_files import HistoryError
from ct_pipeline_tests.history.archives import (
    IRRELEVANT,
    RELEVANT,
    SameProcess,
    answer,
    everything,
    write,
)
from ct_pipeline_tests.history.test_import import NOW, URL


def test_results_from_elsewhere_give_the_same_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "open_capture_workers", SameProcess)
    here, there = (
        Monitor(Settings(data_dir=tmp_path / name), lambda: NOW) for name in ("here", "there")
    )
    file = str(
        write(
            tmp_path / "a.warc.gz",
            answer(URL, RELEVANT),
            answer(f"{URL}2", IRRELEVANT),
            answer(f"{URL}3", status="404 Not Found"),
        )
    )
    import_file(here, file)
    counts = read_file_to(str(results_folder(there)), file, NOW)
    assert store_all_results(there) == counts
    assert everything(there) == everything(here)
    # Neither is done twice.
    assert read_file_to(str(results_folder(there)), file, NOW) == counts
    assert len(list_results(str(results_folder(there)))) == 1
    assert not store_all_results(there)


def test_a_file_that_holds_no_results_is_one_clear_message(tmp_path: Path) -> None:
    file = tmp_path / "a.read.gz"
    file.write_bytes(b"\x1f\x8b")
    with pytest.raises(HistoryError, match="no results"):
        open_results(str(file))
