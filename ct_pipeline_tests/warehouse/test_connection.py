"""Opening the writer's database: migrated, exclusive, and clear about what is wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import duckdb
import pytest

from ct_pipeline.warehouse.connection import hold_writer_lock, open_warehouse
from ct_pipeline.warehouse.errors import WarehouseError
from ct_pipeline.warehouse.migrate import Migration, migrate, read_migrations
from ct_pipeline_tests.warehouse.filling import add

HOLD = """
import sys, pathlib
from ct_pipeline.warehouse.connection import open_warehouse
with open_warehouse(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "warehouse" / "warehouse.duckdb"


def test_a_new_file_gets_the_newest_schema_and_utc(file: Path) -> None:
    with open_warehouse(file) as connection:
        versions = connection.execute("SELECT number FROM news.schema_versions ORDER BY 1")
        assert [number for (number,) in versions.fetchall()] == [
            migration.number for migration in read_migrations()
        ]
        assert connection.execute("SELECT current_setting('TimeZone')").fetchone() == ("UTC",)


def test_a_second_opening_changes_nothing(file: Path) -> None:
    with open_warehouse(file):
        pass
    with open_warehouse(file) as connection:
        assert migrate(connection) == 0


def test_a_file_in_duckdbs_older_format_is_brought_forward_with_its_rows(file: Path) -> None:
    file.parent.mkdir()
    with duckdb.connect(str(file)) as connection:
        migrate(connection)
        add(connection, "sources", source_id="s")
    with open_warehouse(file) as connection:
        add(connection, "sources", source_id="t")
    with open_warehouse(file) as connection:
        sources = connection.execute("SELECT source_id FROM news.sources ORDER BY 1").fetchall()
        databases = connection.execute("SELECT database_name, tags FROM duckdb_databases()")
        tags = dict(databases.fetchall())["warehouse"]
    assert sources == [("s",), ("t",)]
    assert tags["storage_version"] == "v1.5.0+"


def test_data_of_an_earlier_version_survives_the_next_migration(file: Path) -> None:
    first, *_ = read_migrations()
    later = Migration(2, "0002_later", "ALTER TABLE news.sources ADD COLUMN note VARCHAR")
    with open_warehouse(file) as connection:
        connection.execute("DROP SCHEMA news CASCADE")
        migrate(connection, (first,))
        connection.execute(
            "INSERT INTO news.sources (source_id, name, feed_url, enabled, is_listed)"
            " VALUES ('s', 'Un journal', 'http://a.example/feed', true, true)"
        )
        assert migrate(connection, (first, later)) == 1
        rows = connection.execute("SELECT name, note FROM news.sources").fetchall()
    assert rows == [("Un journal", None)]


def test_a_migration_that_fails_leaves_nothing_behind(file: Path) -> None:
    broken = Migration(1, "0001_broken", "CREATE TABLE news.half (a INTEGER); SELECT nonsense;")
    with open_warehouse(file) as connection:
        connection.execute("DROP SCHEMA news CASCADE")
        with pytest.raises(Exception, match="nonsense"):
            migrate(connection, (broken,))
        tables = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'news'"
        ).fetchall()
    assert tables == [("schema_versions",)]


def test_a_file_from_a_newer_program_is_refused(file: Path) -> None:
    with open_warehouse(file) as connection:
        connection.execute("INSERT INTO news.schema_versions VALUES (999, 'future', now())")
        connection.execute("UPDATE news.schema_versions SET number = 999 WHERE name = 'future'")
    with pytest.raises(WarehouseError, match="newer ct_pipeline"), open_warehouse(file):
        pass


def test_a_damaged_file_is_named_with_the_way_back(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"this is no database" * 1000)
    with pytest.raises(WarehouseError, match="Restore"), open_warehouse(file):
        pass


def test_another_process_waits_and_then_says_who_waits_for_what(file: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(WarehouseError, match="in use by another process"),
            open_warehouse(file, wait_seconds=0.1),
        ):
            pass
    finally:
        holder.communicate("")
    with open_warehouse(file, wait_seconds=5):
        pass


def test_another_thread_waits_and_the_one_that_holds_the_lock_may_open(file: Path) -> None:
    def open_soon() -> None:
        with open_warehouse(file, wait_seconds=0.1):
            pass

    with hold_writer_lock(file), ThreadPoolExecutor(1) as other:
        open_soon()
        with pytest.raises(WarehouseError, match="in use"):
            other.submit(open_soon).result()


OF_ANOTHER_PROCESS = """
import sys, duckdb
duckdb.connect(sys.argv[1]).execute(f"CREATE TABLE of_another_{sys.argv[2]} (x INTEGER)")
"""


def test_between_two_openings_other_processes_have_the_file(file: Path) -> None:
    for number in "12":
        with open_warehouse(file) as connection:
            connection.execute(f"CREATE TABLE of_this_{number} (x INTEGER)")
        subprocess.run([sys.executable, "-c", OF_ANOTHER_PROCESS, file, number], check=True)
    with open_warehouse(file) as connection:
        assert connection.execute("FROM of_this_2, of_another_1, of_another_2").fetchall() == []


def test_what_a_block_leaves_open_ends_with_it(file: Path) -> None:
    with open_warehouse(file) as connection:
        connection.execute("CREATE TEMP TABLE of_this_block (x INTEGER)")
        connection.execute("BEGIN")
        connection.execute("CREATE TABLE news.half_done (x INTEGER)")
    with open_warehouse(file) as connection:
        found = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    assert ("schema_versions",) in found
    assert not {("of_this_block",), ("half_done",)} & set(found)


@pytest.mark.timeout(30)
def test_who_is_told_to_stop_during_a_query_is_told_so(file: Path) -> None:
    class Stopped(BaseException):
        pass

    def stop(_signal: int, _frame: object) -> None:
        raise Stopped

    before = signal.signal(signal.SIGUSR1, stop)
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGUSR1)).start()
    try:
        with pytest.raises(Stopped), open_warehouse(file) as connection:
            connection.execute("SELECT count(*) FROM range(1e12::BIGINT) AS t (i) WHERE i % 7 = 3")
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_a_child_that_was_forked_opens_the_file_too(file: Path) -> None:
    with open_warehouse(file):
        pass
    child = get_context("fork").Process(target=_note, args=(file,))
    child.start()
    child.join(timeout=60)
    assert child.exitcode == 0
    with open_warehouse(file) as connection:
        assert connection.execute("FROM news.notes").fetchall() == [("from a child",)]


def _note(file: Path) -> None:
    with open_warehouse(file) as connection:
        connection.execute("CREATE TABLE news.notes AS SELECT 'from a child' AS note")
