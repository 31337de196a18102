"""Spark's results beside what one machine makes of the same texts."""

from __future__ import annotations

import shutil
from pathlib import Path

from pyspark.sql import SparkSession

from benchmarks.copies_database import NOW
from ct_pipeline.warehouse.connection import open_for_writing
from ct_pipeline.warehouse.copies.archive_files import put_results_in_force
from ct_pipeline.warehouse.copies.regrouping import regroup
from ct_pipeline_tests.cluster.one_machine import OneMachine, rows_of

FEW_PARTITIONS = {"spark.sql.shuffle.partitions": "4", "spark.default.parallelism": "4"}
LOCAL_CLUSTER = "local-cluster[2,1,1024]"
JAVA_SECONDS = 1200  # starting its processes takes long on a machine with other work


def files_of(one_machine: OneMachine, folder: Path) -> Path:
    return shutil.copytree(one_machine.files, folder / "files")


def assert_same(one_machine: OneMachine, session: SparkSession, folder: Path) -> None:
    """Spark's results in force in a database of the same texts, beside one machine's rows."""
    database = shutil.copy(one_machine.database, folder / "archive.duckdb")
    with open_for_writing(Path(database)) as connection:
        put_results_in_force(connection, folder / "files")
        regroup(connection, one_machine.links, NOW)
        rows = rows_of(connection)
    for table, expected in one_machine.rows.items():
        assert rows[table] == expected, table
    # The dispatches that Spark itself made, before anybody named them.
    made = {
        (row.article_id, row.copy_relation, row.article_id == row.canonical_article_id)
        for row in session.read.parquet(str(folder / "files" / "members")).collect()
    }
    members = one_machine.rows["dispatch_members"]
    assert made == {(row[0], row[2], row[3]) for row in members}
