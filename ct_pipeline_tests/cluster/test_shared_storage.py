"""Lake, catalog and exports on storage that several machines share, found as `about` says."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path

import duckdb
import fsspec
import psycopg2
import pytest

from ct_pipeline.publishing.exports.publish import publish_exports
from ct_pipeline.publishing.lake.catalogs import SCHEMA
from ct_pipeline.publishing.lake.extensions import load_extension, open_buckets, quoted
from ct_pipeline.publishing.lake.publish import publish_lake, tidy_lake
from ct_pipeline.publishing.snapshot import publish_snapshot
from ct_pipeline.storage import LAKE, PARQUET, StorageError
from ct_pipeline_tests.cluster.servers import PASSWORD, Postgres, new_bucket
from ct_pipeline_tests.publishing.newsroom import Newsroom, later
from ct_pipeline_tests.publishing.whole import Rows, database_rows, mart_rows

PLACES = ("bucket", "bucket and server", "folder", "folder and server", "server")


@pytest.fixture(params=PLACES)
def room(
    request: pytest.FixtureRequest, published: Newsroom, tmp_path: Path, aws: None
) -> Newsroom:
    """A newsroom whose archive lies elsewhere, with six articles in a lake."""
    settings = {}
    if "bucket" in request.param:
        settings["storage_url"] = new_bucket()
    if "folder" in request.param:
        settings["storage_url"] = f"file://{tmp_path / 'mounted'}"
    if "server" in request.param:
        postgres: Postgres = request.getfixturevalue("postgres")
        settings["dagster_postgres_url"] = postgres.new_database()
    data = shutil.copytree(published.settings.data_dir, tmp_path / "data")
    room = Newsroom(data, edition_days=30, export_formats="csv", **settings)
    publish(room, later(days=1))
    return room


def publish(room: Newsroom, now: datetime) -> bool:
    is_written = publish_lake(room.settings, now=now)
    publish_snapshot(room.settings, now=now)
    return is_written


def found(room: Newsroom) -> Rows:
    """The lake's rows, for a reader who has the edition, keys and a password."""
    with duckdb.connect() as reader:
        for name in ("ducklake", "postgres_scanner"):
            load_extension(reader, name)
        open_buckets(reader)
        reader.execute(f"CREATE SECRET (TYPE postgres, PASSWORD {quoted(PASSWORD)})")
        reader.execute("SET TimeZone = 'UTC'")
        reader.execute(f"ATTACH {quoted(room.settings.snapshot_file)} AS edition (READ_ONLY)")
        (line,) = reader.execute("SELECT attach_archive FROM edition.marts.about").fetchone() or ()
        assert PASSWORD not in line
        reader.execute(line)
        return database_rows(reader, "archive")


def test_readers_find_every_row_by_the_line_of_about(room: Newsroom) -> None:
    assert found(room) == mart_rows(room.settings)
    room.add_article("new", seen_at=later(days=2))
    room.build()
    assert publish(room, later(days=2))
    assert found(room) == mart_rows(room.settings)
    assert not publish(room, later(days=3))


def test_files_lie_there_and_nowhere_else(room: Newsroom) -> None:
    storage, local = room.settings.storage, room.settings.published_dir
    files = storage.sizes(PARQUET)
    assert any(name.startswith(f"{PARQUET}/articles/") for name in files)
    assert storage.exists(LAKE) == (not room.settings.postgres_url)
    if room.settings.storage_url:
        assert not (local / "parquet").exists()
        assert not (local / "archive.ducklake").exists()


def test_exports_lie_there_with_their_manifest(room: Newsroom) -> None:
    storage = room.settings.storage
    written = publish_exports(room.settings, now=later(days=1))
    assert written > 20
    assert publish_exports(room.settings, now=later(days=1)) == 0
    with storage.open("published/manifest.json") as manifest:
        paths = {f"published/{file['path']}" for file in json.load(manifest)["files"]}
    assert paths == set(storage.sizes("published/csv"))
    with storage.open("published/csv/articles/2026-11.csv") as csv:
        assert "Rabat accueille une réunion".encode() in csv.read()
    unwished = room.settings.model_copy(update={"export_formats": frozenset({"parquet"})})
    publish_exports(unwished, now=later(days=1))
    assert storage.sizes("published/csv") == {}


def test_tidying_leaves_every_row(room: Newsroom) -> None:
    for day in range(2, 4):
        room.add_article(f"n{day}", seen_at=later(days=day))
        room.build()
        publish(room, later(days=day))
    files = len(room.settings.storage.sizes(PARQUET))
    tidy_lake(room.settings, now=later(days=400))
    assert found(room) == mart_rows(room.settings)
    assert len(room.settings.storage.sizes(PARQUET)) < files


def test_what_is_lost_is_made_again(room: Newsroom) -> None:
    storage = room.settings.storage
    storage.remove(next(iter(storage.sizes(f"{PARQUET}/articles"))))
    assert publish(room, later(days=2))
    assert found(room) == mart_rows(room.settings)


def test_a_catalog_moves_to_the_server_with_the_setting(
    published: Newsroom, postgres: Postgres, tmp_path: Path
) -> None:
    data = shutil.copytree(published.settings.data_dir, tmp_path / "data")
    at_home = Newsroom(data, edition_days=30)
    publish(at_home, later(days=1))
    assert at_home.settings.storage.exists(LAKE)
    url = postgres.new_database()
    moved = Newsroom(data, edition_days=30, dagster_postgres_url=url)
    assert publish(moved, later(days=1))
    assert found(moved) == mart_rows(moved.settings)
    assert not moved.settings.storage.exists(LAKE)
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(f"SELECT table_name FROM {SCHEMA}.ducklake_table WHERE end_snapshot IS NULL")
        tables = {name for (name,) in cursor.fetchall() if not name.startswith("search_")}
    assert tables == mart_rows(moved.settings).keys() | {"about"}
    # And back.
    assert publish(at_home, later(days=2)) or at_home.settings.storage.exists(LAKE)


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9", "cannot be used"),
        ("AWS_PROFILE", "nobody", "cannot be used"),
    ],
)
def test_a_server_that_does_not_answer_is_one_clear_message(
    aws: None, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, told: str
) -> None:
    monkeypatch.setenv(variable, value)
    fsspec.filesystem("s3").clear_instance_cache()
    settings = Newsroom(Path("data"), storage_url="s3://press/monitor").settings
    with pytest.raises(StorageError, match=f"s3://press/monitor {told}.*AWS_ENDPOINT_URL"):
        settings.storage.check()


def test_a_bucket_that_is_not_there_is_one_clear_message(aws: None) -> None:
    settings = Newsroom(Path("data"), storage_url="s3://missing/monitor").settings
    with pytest.raises(StorageError, match="there is no bucket missing"):
        settings.storage.check()
