"""What a job on a cluster is told before it starts."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from ct_pipeline.settings import Settings
from ct_pipeline.steps.cluster import lay_out_archive
from ct_pipeline.steps.monitor import Monitor


@pytest.mark.parametrize(("master", "is_told"), [("local[*]", False), ("spark://host:7077", True)])
def test_several_machines_are_told_that_they_need_one_folder(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, master: str, is_told: bool
) -> None:
    monitor = Monitor(Settings(data_dir=tmp_path, spark_master=master))
    with caplog.at_level(logging.WARNING):
        lay_out_archive(monitor)
    assert ("needs a JAR of Hadoop's" in caplog.text) == is_told
