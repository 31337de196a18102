"""A pass that is killed again and again, then run once, ends where an undisturbed one does."""

from __future__ import annotations

import random
import signal
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ct_pipeline.settings import Settings
from ct_pipeline_tests.end_to_end.passes import COMMAND_SECONDS, Workplace
from ct_pipeline_tests.press import texts
from ct_pipeline_tests.press.papers import Paper, Story, subscriptions
from ct_pipeline_tests.press.server import Site, sites
from ct_pipeline_tests.publishing.whole import lake_rows, mart_rows, rebuilt_rows

NOW = datetime.now(UTC).replace(microsecond=0)
KILLS = 3

CONTENTS = """
SELECT article_id, dispatch_id, story_id, copy_relation, relevance_grade, title, md5(body)
FROM marts.articles ORDER BY ALL
"""
MEMBERS = "SELECT dispatch_id, canonical_article_id, article_count FROM marts.dispatches ORDER BY 1"
OUTCOMES = "SELECT entry_id, outcome FROM marts.entry_outcomes ORDER BY ALL"
ALERTS = "SELECT alert_id, channel, status FROM marts.alert_deliveries ORDER BY ALL"

RUNS = "SELECT status FROM runs"


def ask_sqlite(file: Path, query: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(file) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def press() -> Iterator[list[Site]]:
    with sites(4) as opened:
        yield opened


@pytest.fixture
def settings(press: list[Site]) -> dict[str, str]:
    one, two = Paper(press[0], "Le Premier"), Paper(press[1], "Le Second", "atom")
    one.publish(
        Story("/1", "La Plateforme de Marrakech à Tanger", texts.PLATFORM, NOW),
        Story("/2", "Olives : une saison sauvée", texts.HARVEST, NOW - timedelta(hours=1)),
    )
    two.publish(
        Story("/a", "Les agences africaines réunies", texts.PLATFORM, NOW, credit="MAP"),
        Story("/b", "Une cellule démantelée", texts.CELL, NOW - timedelta(hours=2)),
    )
    return {
        "CT_ALLOWED_PRIVATE_HOSTS": ",".join(site.host for site in press),
        "CT_MIN_POLL_SECONDS": "0",
        "CT_HOST_DELAY_SECONDS": "0",
        "FEEDS": subscriptions([one, two]),
    }


def workplace(folder: Path, settings: dict[str, str]) -> Workplace:
    folder.mkdir()
    here = Workplace(folder, {name: value for name, value in settings.items() if name != "FEEDS"})
    here.settings["CT_FEEDS_FILE"] = here.write("feeds.opml", settings["FEEDS"])
    return here


def run_and_kill(here: Workplace, after_steps: int, delay: float) -> int:
    """Starts a pass in a process group of its own, kills the group; returns the steps done."""
    running = here.start("run")
    steps = 0
    for line in running.lines():
        steps += "✓" in line
        if steps >= after_steps:
            break
    time.sleep(delay)
    running.signal(signal.SIGKILL, group=True)
    running.end(COMMAND_SECONDS)
    return steps


@pytest.mark.timeout(900)
def test_killed_at_any_step_nothing_is_lost_or_doubled(
    settings: dict[str, str], tmp_path: Path
) -> None:
    calm, stormy = workplace(tmp_path / "calm", settings), workplace(tmp_path / "stormy", settings)
    calm.run_pass()

    dice = random.Random(20261121)
    for after_steps in sorted(dice.sample(range(1, 24), KILLS)):
        run_and_kill(stormy, after_steps, delay=dice.uniform(0, 0.3))
        if (stormy.data / "published" / "ct_news.duckdb").exists():
            assert stormy.rows("SELECT count(*) FROM marts.articles")
    stormy.run_pass()

    for query in (CONTENTS, MEMBERS, OUTCOMES, ALERTS):
        assert stormy.rows(query) == calm.rows(query)
    made = mart_rows(Settings(data_dir=stormy.data))
    assert lake_rows(Settings(data_dir=stormy.data)) == made
    assert rebuilt_rows(Settings(data_dir=stormy.data)) == made
    for file in (stormy.data / "dagster").rglob("*.db"):
        assert ask_sqlite(file, "PRAGMA integrity_check") == [("ok",)], file
    runs = ask_sqlite(stormy.data / "dagster" / "history" / "runs.db", RUNS)
    assert len(runs) == KILLS + 1, "a kill came before its run began"
    assert {status for (status,) in runs} == {"FAILURE", "SUCCESS"}, "a dead run looks alive"
