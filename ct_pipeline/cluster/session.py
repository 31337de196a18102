"""The Spark session of a job: where it runs, and what a result that must be the same needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from pyspark.sql import SparkSession

from ct_pipeline.environment import ROOT

# A task that takes long is a file of an archive; an executor that dies costs what it was at.
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1000",
    "spark.ui.enabled": "false",
    "spark.executorEnv.PYTHONPATH": str(ROOT),
}


@contextmanager
def open_session(
    name: str, master: str, settings: Mapping[str, str] | None = None
) -> Iterator[SparkSession]:
    """A session on a master such as `local[*]` or `spark://host:7077`; stopped at the end.

    The machines of a cluster need this program with its extra `cluster` under the same path.
    """
    # Executors take the interpreter from here; Spark's own setting is for its launcher alone.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName(f"ct_pipeline {name}").master(master)
    for key, value in {**SETTINGS, **(settings or {})}.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()
