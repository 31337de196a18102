"""What can happen to a running pass, and the way back from it."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline_tests.end_to_end.passes import COMMAND_SECONDS, Workplace
from ct_pipeline_tests.end_to_end.warm import Running
from ct_pipeline_tests.press import texts
from ct_pipeline_tests.press.papers import Paper, Story, subscriptions
from ct_pipeline_tests.press.server import Site, sites

NOW = datetime.now(UTC).replace(microsecond=0)
STORED = "SELECT article_id, dispatch_id, story_id, md5(body) FROM marts.articles ORDER BY ALL"
OUTLETS = "SELECT name FROM marts.sources ORDER BY name"


@pytest.fixture
def press() -> Iterator[list[Site]]:
    with sites(2) as opened:
        yield opened


@pytest.fixture
def papers(press: list[Site]) -> list[Paper]:
    one, two = Paper(press[0], "Le Premier"), Paper(press[1], "Le Second")
    one.publish(Story("/1", "La Plateforme de Marrakech à Tanger", texts.PLATFORM, NOW))
    two.publish(Story("/a", "Olives : une saison sauvée", texts.HARVEST, NOW))
    return [one, two]


@pytest.fixture
def here(settled_data: Path, press: list[Site], papers: list[Paper]) -> Workplace:
    workplace = Workplace(
        settled_data.parent,
        {
            "CT_ALLOWED_PRIVATE_HOSTS": ",".join(site.host for site in press),
            "CT_MIN_POLL_SECONDS": "0",
            "CT_HOST_DELAY_SECONDS": "0",
        },
    )
    workplace.settings["CT_FEEDS_FILE"] = workplace.write("feeds.opml", subscriptions(papers[:1]))
    return workplace


def wait_for_step(running: Running, step: str) -> None:
    if not any("✓" in line and step in line for line in running.lines()):
        pytest.fail(f"the pass ended before {step}: {running.end(COMMAND_SECONDS).stderr}")


def test_a_second_pass_and_an_edited_list_disturb_nothing(
    here: Workplace, papers: list[Paper]
) -> None:
    first = here.start("run")
    wait_for_step(first, "sources")
    second = here.command("run")
    here.write("feeds.opml", subscriptions(papers))
    completed = first.end(COMMAND_SECONDS)

    assert (second.returncode, second.stdout.strip()) == (0, "another pass is running")
    assert completed.returncode == 0, completed.stdout + completed.stderr
    assert here.rows(OUTLETS) == [("Le Premier",)]
    here.run_pass()
    assert here.rows(OUTLETS) == [("Le Premier",), ("Le Second",)]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own that a test can fill; only root may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300m", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("no disk to fill: mounting one needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """Writes until nothing more goes in; returns the file that takes the room."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(65536))
        except OSError:
            return ballast


def test_out_of_disk_in_the_middle_then_whole(here: Workplace, small_disk: Path) -> None:
    here.settings["CT_DATA_DIR"] = str(small_disk / "data")
    running = here.start("run")
    wait_for_step(running, "sources")
    ballast = fill(small_disk)
    broken = running.end(COMMAND_SECONDS)
    assert broken.returncode not in {0, 130}
    assert "Traceback" not in broken.stdout + broken.stderr

    refused = here.command("run")
    assert refused.returncode != 0
    assert "MB of free disk left" in refused.stderr

    ballast.unlink()
    here.run_pass()
    assert "6 in all" in here.command("run").stdout


def test_a_read_only_disk_is_named_and_written_to_again_when_it_may_be(
    here: Workplace, small_disk: Path
) -> None:
    here.settings["CT_DATA_DIR"] = str(small_disk / "data")
    here.run_pass()
    assert here.command("backup").returncode == 0
    remount = ["mount", "-o", "remount,ro", str(small_disk)]
    subprocess.run(remount, check=True)
    for command in ("run", "backup", "restore", "alerts status", "dev"):
        refused = here.command(*command.split())
        assert refused.returncode != 0, command
        assert "cannot be written" in refused.stderr, command
        assert "CT_DATA_DIR" in refused.stderr, command
        assert "Traceback" not in refused.stderr, command

    subprocess.run([*remount[:2], "remount,rw", str(small_disk)], check=True)
    assert "6 in all" in here.run_pass().stdout


def test_a_damaged_database_is_refused_and_restored_from_the_last_backup(here: Workplace) -> None:
    here.run_pass()
    stored = here.rows(STORED)
    assert here.command("backup").returncode == 0
    database = here.data / "warehouse" / "warehouse.duckdb"
    database.write_bytes(b"\xff" * 8192 + database.read_bytes()[8192:])

    refused = here.command("run")
    assert refused.returncode != 0
    assert "restore" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert here.rows(STORED) == stored, "readers lost what was published"

    restored = here.command("restore")
    assert restored.returncode == 0, restored.stderr
    assert "what stood there before" in restored.stdout
    here.run_pass()
    assert here.rows(STORED) == stored


def test_analysts_who_hold_the_snapshot_open_neither_wait_nor_disturb(
    here: Workplace, papers: list[Paper]
) -> None:
    here.run_pass()
    snapshot = here.data / "published" / "ct_news.duckdb"
    with duckdb.connect(str(snapshot), read_only=True) as analyst:
        before = analyst.execute(STORED).fetchall()
        papers[0].publish(Story("/2", "Une cellule démantelée", texts.CELL, NOW))
        running = here.start("run")
        asked = 0
        while running.process.is_alive():
            assert analyst.execute(STORED).fetchall() == before
            assert len(here.rows(STORED)) in {len(before), len(before) + 1}
            asked += 1
            time.sleep(0.1)
        assert running.end(COMMAND_SECONDS).returncode == 0
        assert asked > 10
        assert analyst.execute(STORED).fetchall() == before
    assert len(here.rows(STORED)) == len(before) + 1


def test_interrupted_then_whole(here: Workplace) -> None:
    running = here.start("run")
    wait_for_step(running, "polled_feeds")
    running.signal(signal.SIGINT)
    interrupted = running.end(COMMAND_SECONDS)
    assert interrupted.returncode == 130
    assert "run again to go on" in interrupted.stderr
    assert "Traceback" not in interrupted.stderr

    here.run_pass()
    assert here.rows("SELECT count(*) FROM marts.articles") == [(6,)]


def test_after_the_clock_was_set_back_feeds_are_polled_and_nothing_is_told_twice(
    here: Workplace, press: list[Site]
) -> None:
    here.settings["CT_MIN_POLL_SECONDS"] = "600"
    here.run_pass()
    told = here.rows("SELECT alert_id FROM marts.alert_deliveries ORDER BY ALL")
    with open_warehouse(here.data / "warehouse" / "warehouse.duckdb") as connection:
        connection.execute(
            "UPDATE news.feed_states SET last_polled_at = last_polled_at + INTERVAL 1 YEAR,"
            " next_poll_at = next_poll_at + INTERVAL 1 YEAR"
        )
    polled = len(press[0].requests_of("/feed"))

    here.run_pass()

    assert len(press[0].requests_of("/feed")) == polled + 1
    assert here.rows("SELECT alert_id FROM marts.alert_deliveries ORDER BY ALL") == told
