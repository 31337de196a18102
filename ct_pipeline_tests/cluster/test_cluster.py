"""What Spark makes of an archive is what one machine makes of it, row for row."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from pyspark.sql import SparkSession

from benchmarks.copies_database import NOW
from ct_pipeline.cluster.components import components
from ct_pipeline.cluster.read_archive import read_archive
from ct_pipeline.cluster.regroup_archive import regroup_archive
from ct_pipeline.cluster.session import open_session
from ct_pipeline.definitions import defs
from ct_pipeline.settings import Settings
from ct_pipeline.steps.history import import_file, store_results
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.warehouse.copies.regrouping import regroup
from ct_pipeline.web.read_files import list_results
from ct_pipeline_tests.cluster.comparing import (
    FEW_PARTITIONS,
    JAVA_SECONDS,
    LOCAL_CLUSTER,
    assert_same,
    files_of,
)
from ct_pipeline_tests.cluster.one_machine import OneMachine, rows_of
from ct_pipeline_tests.history.archives import IRRELEVANT, RELEVANT, answer, everything, write

pytestmark = pytest.mark.timeout(JAVA_SECONDS)


@pytest.fixture(params=("local[2]", LOCAL_CLUSTER), scope="module")
def session(request: pytest.FixtureRequest) -> Iterator[SparkSession]:
    with open_session("tests", request.param, FEW_PARTITIONS) as opened:
        yield opened


def test_components_are_those_of_a_graph(session: SparkSession) -> None:
    links = [(f"{n:03}", f"{n + 1:03}") for n in range(60) if n not in {9, 30}]
    found = components(session.createDataFrame(links, "a string, b string")).collect()
    assert {row.node: row.component for row in found} == {
        f"{n:03}": "000" if n <= 9 else "010" if n <= 30 else "031" for n in range(61)
    }


def test_an_archive_is_grouped_as_on_one_machine(
    session: SparkSession, one_machine: OneMachine, tmp_path: Path
) -> None:
    folder = files_of(one_machine, tmp_path)
    counts = regroup_archive(session, str(folder))
    assert counts["edges"] == len(one_machine.rows["copy_edges"])
    relations = {row[2] for row in one_machine.rows["dispatch_members"]}
    assert relations >= {"original", "exact_copy", "near_copy", "excerpt", "roundup"}
    assert {row[2] for row in one_machine.rows["copy_edges"]} >= {"template", "update"}
    assert_same(one_machine, session, tmp_path)


def test_what_is_whole_is_not_made_again(
    session: SparkSession, one_machine: OneMachine, tmp_path: Path
) -> None:
    folder = files_of(one_machine, tmp_path)
    first = regroup_archive(session, str(folder))
    (folder / "members" / "_SUCCESS").unlink()
    before = {path: path.stat().st_mtime_ns for path in (folder / "signed").iterdir()}
    assert regroup_archive(session, str(folder)) == first
    assert {path: path.stat().st_mtime_ns for path in (folder / "signed").iterdir()} == before


def test_files_are_read_as_on_one_machine(session: SparkSession, tmp_path: Path) -> None:
    files = [
        str(
            write(
                tmp_path / f"{name}.warc.gz",
                *(answer(f"https://{name}.test/{n}/x", RELEVANT) for n in range(5)),
                answer(f"https://{name}.test/digue", IRRELEVANT),
                answer(f"https://{name}.test/gone", status="404 Not Found"),
            )
        )
        for name in "abc"
    ]
    here = Monitor(Settings(data_dir=tmp_path / "here"), lambda: NOW)
    there = Monitor(Settings(data_dir=tmp_path / "there"), lambda: NOW)
    for file in files:
        import_file(here, file)
    counts, problems = read_archive(
        session, str(tmp_path / "results"), [*files, str(tmp_path / "missing.warc.gz")]
    )
    assert list(problems) == [str(tmp_path / "missing.warc.gz")]
    assert counts == {"passed_over": 3, "stored": 15, "counted": 3, "not_an_article": 3}
    for result in list_results(str(tmp_path / "results")):
        assert store_results(there, result).is_new
    assert everything(there) == everything(here)
    # What was read is not read again.
    again, _ = read_archive(session, str(tmp_path / "results"), files)
    assert again == counts


def test_dagster_starts_the_job_and_shows_its_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "a.warc.gz", answer("https://journal.test/a", RELEVANT))
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CT_SPARK_MASTER", "local[1]")
    job = defs().resolve_job_def("read_archive")
    given = {"ops": {"read_files_on_spark": {"config": {"paths": [str(file)]}}}}
    with dg.DagsterInstance.ephemeral() as instance:
        result = job.execute_in_process(run_config=given, instance=instance)
    (output,) = (event for event in result.all_events if event.is_successful_output)
    figures = output.step_output_data.metadata
    assert figures["read_archive"].value["stored"] == 1
    assert figures["stored_records"].value == {"passed_over": 1, "stored": 1}


def test_dagster_starts_the_regrouping_and_puts_it_in_force(
    one_machine: OneMachine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    settings.warehouse_file.parent.mkdir(parents=True)
    shutil.copy(one_machine.database, settings.warehouse_file)
    monkeypatch.setenv("CT_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("CT_SPARK_MASTER", "local[2]")
    with dg.DagsterInstance.ephemeral() as instance:
        result = defs().resolve_job_def("regroup_archive").execute_in_process(instance=instance)
    (output,) = (event for event in result.all_events if event.is_successful_output)
    edge_count = len(one_machine.rows["copy_edges"])
    figures = output.step_output_data.metadata
    assert figures["edge_count"].value == edge_count
    assert figures["regroup_archive"].value["edges"] == edge_count
    with Monitor(settings).open() as connection:
        regroup(connection, one_machine.links, NOW)
        assert rows_of(connection) == one_machine.rows
