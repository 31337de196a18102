"""The jobs on Spark where Spark is not installed."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from ct_pipeline.definitions import defs
from ct_pipeline.defs import cluster
from ct_pipeline_tests.history.archives import answer, write


def test_without_spark_a_job_says_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda _: None)
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path / "data"))
    file = write(tmp_path / "a.warc.gz", answer("https://journal.test/a"))
    job = defs().resolve_job_def("read_archive")
    given = {"ops": {"read_files_on_spark": {"config": {"paths": [str(file)]}}}}
    with (
        dg.DagsterInstance.ephemeral() as instance,
        pytest.raises(dg.Failure, match="make cluster"),
    ):
        job.execute_in_process(run_config=given, instance=instance)
