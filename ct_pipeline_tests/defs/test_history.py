"""A WARC file as a partition of the UI."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from ct_pipeline.definitions import defs
from ct_pipeline.settings import Settings
from ct_pipeline.steps import history
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline_tests.history.archives import RELEVANT, SameProcess, answer, write


def test_a_partition_is_a_file_and_its_run_says_what_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "open_capture_workers", SameProcess)
    file = write(tmp_path / "a.warc.gz", answer("https://journal.test/a", RELEVANT))
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path / "data"))
    job = defs().resolve_job_def("import_history")
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions("warc_files", [str(file)])
        result = job.execute_in_process(instance=instance, partition_key=str(file))
    assert result.success
    (reported,) = (
        event.metadata["stored"].value
        for event in result.get_asset_materialization_events()
        if "stored" in event.materialization.metadata
        for event in [event.materialization]
    )
    assert reported == 1
    with Monitor(Settings(data_dir=tmp_path / "data")).open() as connection:
        assert connection.execute("SELECT count(*) FROM news.articles").fetchall() == [(1,)]


def test_a_pass_reads_no_archive() -> None:
    job = defs().resolve_job_def("monitor_news")
    keys = {key.to_user_string() for key in job.asset_layer.executable_asset_keys}
    assert "marts/history_counts" in keys
    assert "news/history_counts" not in keys
