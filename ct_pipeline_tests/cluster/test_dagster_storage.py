"""Dagster's runs, events and schedules on PostgreSQL, by a setting and nothing else."""

import os
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import psycopg2
import pytest

from ct_pipeline.commands.home import prepare_home
from ct_pipeline.defs.housekeeping import forget_runs, remove_orphans
from ct_pipeline.postgres import PostgresError
from ct_pipeline.settings import Settings
from ct_pipeline_tests.cluster.servers import PASSWORD, Postgres, new_bucket
from ct_pipeline_tests.end_to_end.passes import Workplace
from ct_pipeline_tests.press.papers import subscriptions

PASS_SECONDS = 600


@pytest.fixture
def database(postgres: Postgres) -> str:
    return postgres.new_database()


@pytest.fixture
def instance(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dg.DagsterInstance]:
    for name in ("DAGSTER_HOME", "PYTHONPATH", "CT_DAGSTER_POSTGRES_URL"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
    home = prepare_home(Settings(data_dir=tmp_path / "data", dagster_postgres_url=database))
    with dg.DagsterInstance.from_config(str(home)) as opened:
        yield opened


def count(database: str, table: str) -> int:
    with closing(psycopg2.connect(database)) as connection, connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


@dg.op
def say(context: dg.OpExecutionContext) -> None:
    """A line."""
    context.log.info("said")


@dg.job
def saying() -> None:
    """One line."""
    say()


def test_a_run_and_its_events_are_in_the_database(
    instance: dg.DagsterInstance, database: str
) -> None:
    run = saying.execute_in_process(instance=instance)
    lines = [event.user_message for event in instance.all_logs(run.run_id)]
    assert "said" in lines
    assert count(database, "runs") == 1
    assert count(database, "event_logs") == len(lines)
    assert count(database, "instigators") == 0  # what schedules and sensors did
    home = Path(instance.root_directory)
    assert not list(home.rglob("*.db"))
    assert PASSWORD not in (home / "dagster.yaml").read_text("utf-8")


def test_old_runs_are_forgotten_there_too(instance: dg.DagsterInstance, database: str) -> None:
    saying.execute_in_process(instance=instance)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert forget_runs(instance, tomorrow) == 1
    assert remove_orphans(instance, tomorrow) == 0
    assert count(database, "runs") == count(database, "event_logs") == 0


@pytest.mark.parametrize("wrong", ["port", "password", "database"])
def test_a_server_that_lets_nobody_in_is_one_clear_message(
    postgres: Postgres, database: str, tmp_path: Path, wrong: str
) -> None:
    address = {
        "port": database.replace(f":{postgres.port}/", ":9/"),
        "password": database.replace("s3cret", "gu3ssed"),
        "database": f"{database}_missing",
    }[wrong]
    with pytest.raises(PostgresError) as caught:
        prepare_home(Settings(data_dir=tmp_path / "data", dagster_postgres_url=address))
    told = str(caught.value)
    assert told.startswith("CT_DAGSTER_POSTGRES_URL=postgresql://***@127.0.0.1:")
    assert "Start the server, or mend" in told
    assert "s3cret" not in told
    assert "gu3ssed" not in told
    assert not (tmp_path / "data").exists()


@pytest.mark.timeout(PASS_SECONDS)
def test_a_pass_leaves_nothing_shared_on_its_own_disk(
    postgres: Postgres, s3: Mapping[str, str], aws: None, tmp_path: Path
) -> None:
    database, bucket = postgres.new_database(), new_bucket()
    here = Workplace(
        tmp_path,
        {
            "CT_DAGSTER_POSTGRES_URL": database,
            "CT_STORAGE_URL": bucket,
            "CT_EXPORT_FORMATS": "parquet,csv",
        },
    )
    here.settings["CT_FEEDS_FILE"] = here.write("feeds.opml", subscriptions([]))
    here.run_pass()
    assert count(database, "runs") == 1
    assert count(database, "event_logs") > 100
    assert count(database, "ct_lake.ducklake_data_file") > 0
    names = Settings(data_dir=here.data, storage_url=bucket).storage.sizes("published")
    assert {name.split("/")[1] for name in names} == {"parquet", "csv", "manifest.json"}
    assert not list((here.data / "dagster").rglob("*.db"))
    assert not (here.data / "published" / "parquet").exists()
    secrets = (PASSWORD.encode(), s3["AWS_SECRET_ACCESS_KEY"].encode())
    for file in here.data.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not [secret for secret in secrets if secret in content], file
