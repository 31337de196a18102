"""A soak: 200 random hostile items among 2,000 good ones, each with hostile bytes in every field.

One pass over the good ones alone, one over both: the second must end with 0 and publish of the good
ones what the first does. Printed beside it: processor seconds and peak memory of all processes.
Run: python benchmarks/bench_soak.py [GOOD [HOSTILE [SEED]]]; without a seed one is drawn and shown.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from random import Random, SystemRandom
from typing import Any

import duckdb

from benchmarks.made_pages import page, story
from benchmarks.process_peaks import Cost, cost_of
from ct_pipeline_tests.press.hostile_items import Chance, publish_hostile
from ct_pipeline_tests.press.papers import Paper, subscriptions
from ct_pipeline_tests.press.server import Reply, Site, sites

GOOD, HOSTILE = 2_000, 200
PAPERS = 20
FORMATS = ("rss", "atom", "json", "rss")
LONGEST_FIELD = 60_000  # bytes
MOST_BYTES = 2_500_000_000  # the contract's
GOOD_ROWS = """
SELECT * EXCLUDE (first_seen_at, story_id, text_id) FROM marts.articles
WHERE publisher LIKE 'Journal %' ORDER BY article_id
"""
OUTCOMES = "SELECT outcome, count(*) FROM marts.entry_outcomes GROUP BY outcome ORDER BY outcome"
HELD_BACK = "SELECT station, item_id, reason FROM news.quarantined_items ORDER BY ALL"


def publish_good(papers: list[Paper], count: int) -> None:
    """Lays out and announces so many realistic pages."""
    now = datetime.now(UTC).replace(microsecond=0)
    for place, paper in enumerate(papers):
        told = [story(number, now) for number in range(place, count, len(papers))]
        paper.publish(*told)
        for one in told:
            body = page(one, paper.name, paper.url_of(one))
            paper.site.replies[one.path] = Reply(body=body)


def run_pass(folder: Path, feeds: str, press: list[Site]) -> Cost:
    """One pass as a user runs it, into a folder of its own."""
    folder.mkdir()
    (folder / "seeds").mkdir()
    (folder / "feeds.opml").write_text(feeds, "utf-8")
    return cost_of(
        ("-m", "ct_pipeline", "run"),
        {
            "CT_DATA_DIR": str(folder / "data"),
            "CT_SEEDS_DIR": str(folder / "seeds"),
            "CT_FEEDS_FILE": str(folder / "feeds.opml"),
            "CT_ALLOWED_PRIVATE_HOSTS": ",".join(site.host for site in press),
            "CT_MIN_POLL_SECONDS": "0",
            "CT_HOST_DELAY_SECONDS": "0",
        },
    )


def published(folder: Path, query: str, file: str = "published/ct_news.duckdb") -> list[Any]:
    """What a query finds after a pass."""
    with duckdb.connect(str(folder / "data" / file), read_only=True) as connection:
        return connection.execute(query).fetchall()


def main(good: int, hostile: int, seed: int) -> None:
    print(f"{good} good items, {hostile} hostile ones; seed {seed}")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        press = stack.enter_context(sites(PAPERS + len(FORMATS)))
        papers = [Paper(site, f"Journal {number}") for number, site in enumerate(press[:PAPERS])]
        publish_good(papers, good)
        chance = Chance(Random(seed), LONGEST_FIELD)
        bad = dict(zip((f"Lyon {number}" for number in range(4)), press[PAPERS:], strict=True))
        for number, (site, feed_format) in enumerate(zip(bad.values(), FORMATS, strict=True)):
            names = [f"{number}-{item}" for item in range(hostile // len(FORMATS))]
            publish_hostile(site, chance, names, feed_format)
        calm, soak = folder / "calm", folder / "soak"
        alone = run_pass(calm, subscriptions(papers), press)
        beside = run_pass(
            soak,
            subscriptions(papers, {name: site.url("/feed") for name, site in bad.items()}),
            press,
        )
        for name, cost in (("good alone", alone), ("with the hostile", beside)):
            print(
                f"{name:17} exit {cost.exit_code}  {cost.cpu_seconds:6.1f} s of the processor"
                f"  peak {cost.peak_bytes / 1e6:5.0f} MB"
            )
        if alone.exit_code or beside.exit_code:
            raise SystemExit(beside.said[-3_000:] or alone.said[-3_000:])
        is_same = published(calm, GOOD_ROWS) == published(soak, GOOD_ROWS)
        print(f"outcomes of all items: {dict(published(soak, OUTCOMES))}")
        held_back = published(soak, HELD_BACK, "warehouse/warehouse.duckdb")
        print(f"held back by a station: {dict(Counter(station for station, *_ in held_back))}")
        for row in held_back:
            print("  ", *row)
        print(f"good articles as without the hostile ones: {'yes' if is_same else 'NO'}")
        if not is_same or beside.peak_bytes > MOST_BYTES:
            raise SystemExit(1)


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*given, *(GOOD, HOSTILE, SystemRandom().randrange(10**6))[len(given) :])
