"""Whole passes over feeds and pages with hostile bytes in every field: all others are as without.

A property over passes: each run of the test draws a seed for some forty entries with their pages,
and says it where the pass differs. More of them, and beside more good ones, are in
`benchmarks/bench_soak.py`.
"""

from __future__ import annotations

import os
import resource
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random, SystemRandom
from typing import Any

import duckdb
import pytest

from ct_pipeline.settings import Settings
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline_tests.end_to_end.stations import run_pass
from ct_pipeline_tests.press import texts
from ct_pipeline_tests.press.hostile_items import Chance, publish_hostile
from ct_pipeline_tests.press.papers import Paper, Story, subscriptions
from ct_pipeline_tests.press.server import Site, sites

NOW = datetime.now(UTC).replace(microsecond=0)
ITEMS_PER_FEED = 12
# Bounds, not figures (benchmarks/bench_soak.py has those): what hostile items may cost beside good
# ones. The processes that read them have limits of their own.
SECONDS_PER_ITEM = 2.0
MOST_BYTES_BEYOND = 400_000_000
ALERTS = "consumers: [{id: desk, min_grade: 1, channels: [{type: feed}]}]"
# What the marts say of the good paper; the moments of a pass are its own.
OF_THE_PAPER = {
    "articles": """
        SELECT * EXCLUDE (first_seen_at, story_id, text_id) FROM marts.articles
        WHERE source_id = $paper ORDER BY article_id""",
    "entry_outcomes": """
        SELECT * EXCLUDE (first_seen_at) FROM marts.entry_outcomes
        WHERE source_id = $paper ORDER BY entry_id""",
    "mentions": """
        SELECT mentions.* EXCLUDE (first_seen_at)
        FROM marts.mentions JOIN marts.articles USING (article_id)
        WHERE source_id = $paper ORDER BY ALL""",
    "quotes": """
        SELECT quotes.* FROM marts.quotes
        JOIN marts.articles USING (article_id) WHERE source_id = $paper ORDER BY ALL""",
    "feeds": """
        SELECT state, detail FROM marts.feed_health WHERE source_id = $paper""",
    "alerts": """
        SELECT title, count(*) FROM marts.alert_deliveries
        JOIN marts.stories USING (story_id) JOIN marts.articles USING (story_id, title)
        WHERE source_id = $paper GROUP BY title ORDER BY title""",
}


@dataclass(frozen=True)
class Newsroom:
    """A good paper and three hostile ones, and a data directory in which a pass was made."""

    folder: Path
    settings: Settings
    hostile: list[Site]
    # Of the processor, and the most bytes that this process held until then, by pass.
    costs: dict[str, tuple[float, int]] = field(default_factory=dict)

    def pass_beside(self, name: str) -> dict[str, list[tuple[Any, ...]]]:
        """What is published of the good paper after a pass in a data directory of that name."""
        settings = self.settings.model_copy(update={"data_dir": self.folder / name})
        shutil.copytree(self.folder / "empty", settings.data_dir)
        before = processor_seconds()
        run_pass(Monitor(settings))
        self.costs[name] = processor_seconds() - before, peak_bytes()
        with duckdb.connect(str(settings.snapshot_file), read_only=True) as connection:
            (paper,) = connection.execute(
                "SELECT source_id FROM marts.sources WHERE name = 'Le Bon Journal'"
            ).fetchall()[0]
            published = {
                table: connection.execute(query, {"paper": paper}).fetchall()
                for table, query in OF_THE_PAPER.items()
            }
        shutil.rmtree(settings.data_dir)
        return published


def processor_seconds() -> float:
    """Of this process and of those that it started and that ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def peak_bytes() -> int:
    """The most that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    folder = tmp_path_factory.mktemp("newsroom")
    (folder / "seeds").mkdir()
    (folder / "alerts.yaml").write_text(ALERTS, "utf-8")
    (folder / "feeds.opml").write_text(subscriptions([]), "utf-8")
    with sites(4) as press:
        settings = Settings(
            data_dir=folder / "empty",
            seeds_dir=folder / "seeds",
            feeds_file=folder / "feeds.opml",
            alerts_file=folder / "alerts.yaml",
            allowed_private_hosts=frozenset(site.host for site in press),
            export_formats=frozenset({"csv", "jsonl"}),
            min_poll_seconds=0,
            host_delay_seconds=0,
        )
        run_pass(Monitor(settings))  # dbt builds the marts once
        paper = Paper(press[0], "Le Bon Journal")
        paper.publish(
            Story("/1", "La Plateforme de Marrakech à Tanger", texts.PLATFORM, NOW),
            Story("/2", "Olives : une saison sauvée", texts.HARVEST, NOW),
            Story("/3", "Une cellule démantelée à Settat", texts.CELL, NOW),
            Story("/4", "استقبال مسؤول أممي", texts.MEETING_AR, NOW, "ar"),
        )
        names = {f"Lyon {number}": site.url("/feed") for number, site in enumerate(press[1:])}
        (folder / "feeds.opml").write_text(subscriptions([paper], names), "utf-8")
        yield Newsroom(folder, settings, press[1:])


@pytest.fixture(scope="module")
def undisturbed(newsroom: Newsroom) -> dict[str, list[tuple[Any, ...]]]:
    """What is published of the good paper where no other paper answers."""
    return newsroom.pass_beside("undisturbed")


def test_every_other_item_is_stored_as_without_the_hostile_ones(
    newsroom: Newsroom, undisturbed: dict[str, list[tuple[Any, ...]]]
) -> None:
    seed = SystemRandom().randrange(2**32)
    chance = Chance(Random(seed))
    for site, feed_format in zip(newsroom.hostile, ("rss", "atom", "json"), strict=True):
        names = [f"{feed_format}{number}" for number in range(ITEMS_PER_FEED)]
        publish_hostile(site, chance, names, feed_format)
    assert undisturbed["alerts"], "the good paper is worth an alert"
    name = f"seed-{seed}"
    assert newsroom.pass_beside(name) == undisturbed, f"beside the items of seed {seed}"
    (calm_seconds, calm_peak), (seconds, peak) = (newsroom.costs[n] for n in ("undisturbed", name))
    assert seconds - calm_seconds < SECONDS_PER_ITEM * 3 * ITEMS_PER_FEED
    assert peak - calm_peak < MOST_BYTES_BEYOND
