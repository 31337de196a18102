"""What stories cost: anchors per second, and 1,000 new dispatches against a year of many.

    python benchmarks/bench_stories.py [--archive 10000 100000]

The texts are made from the invented events of the gold set: their towns, numbers and days are
exchanged, so that each tells an event of its own, or the same as a few others, in four languages.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import duckdb

from ct_pipeline.stories.anchors import Telling, find_anchors
from ct_pipeline.stories.vocabulary import load_vocabulary
from ct_pipeline.warehouse.migrate import migrate
from ct_pipeline.warehouse.stories import regroup_stories
from ct_pipeline.warehouse.story_edges import refresh_story_edges
from ct_pipeline_tests.stories.gold import GoldText, read_gold
from ct_pipeline_tests.stories.stored import store, store_lexicon

YEAR_DAYS = 365
NEW = 1_000
BACKGROUND_SENTENCES = 12
START = datetime(2025, 1, 1, tzinfo=UTC)


def make_texts(count: int, first: datetime, days: float, random: Random) -> Iterator[GoldText]:
    """Texts spread over some days from a first moment."""
    models = [text for half in ("tuning", "report") for text in read_gold(half)]
    for number in range(count):
        model = random.choice(models)
        moment = first + timedelta(days=days * number / count)
        telling = replace(vary(model.telling, random), published_from=moment, published_to=moment)
        yield replace(model, text_id=f"{first:%j}-{number}", telling=telling)


def vary(telling: Telling, random: Random) -> Telling:
    """The same text at length, with other digits; its mentions stay where they are."""
    digits = str.maketrans("123456789", "".join(random.sample("123456789", 9)))
    background = " ".join([telling.body] * BACKGROUND_SENTENCES)[:2_400]
    body = telling.body.translate(digits) + "\n" + background
    return replace(telling, title=(telling.title or "").translate(digits), body=body)


def measure_anchors(texts: list[GoldText]) -> float:
    """Texts per second of finding anchors, on one core."""
    vocabulary = load_vocabulary()
    started = time.perf_counter()
    for text in texts:
        find_anchors(text.telling, vocabulary)
    return len(texts) / (time.perf_counter() - started)


def measure_growth(archive: int) -> None:
    """Prints the time of a year's archive, then of 1,000 dispatches of its last days."""
    random = Random(7)
    with duckdb.connect(config={"memory_limit": "1GB"}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        migrate(connection)
        store_lexicon(connection)
        for start in range(0, archive, 10_000):
            share = min(10_000, archive - start)
            first = START + timedelta(days=YEAR_DAYS * start / archive)
            store(connection, make_texts(share, first, YEAR_DAYS * share / archive, random))
        filled = measure_pass(connection)
        last = START + timedelta(days=YEAR_DAYS - 3)
        store(connection, make_texts(NEW, last + timedelta(seconds=1), 3, random))
        new = measure_pass(connection)
        nothing = measure_pass(connection)
    print(
        f"archive of {archive}: filled in {filled:.1f} s; "
        f"{NEW} new dispatches in {new:.1f} s; nothing new {nothing:.2f} s"
    )


def measure_pass(connection: duckdb.DuckDBPyConnection) -> float:
    """Seconds of one pass over both assets' work."""
    started = time.perf_counter()
    counts = refresh_story_edges(connection)
    compared = time.perf_counter() - started
    regrouped = regroup_stories(connection, (), START + timedelta(days=YEAR_DAYS))
    seconds = time.perf_counter() - started
    print(f"  {counts} in {compared:.1f} s, {regrouped} in {seconds - compared:.1f} s")
    return seconds


def main() -> None:
    """Prints the measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archive", type=int, nargs="+", default=[10_000])
    options = parser.parse_args()
    texts = list(make_texts(NEW, START, 30, Random(7)))
    measure_anchors(texts[:50])
    print(f"anchors: {measure_anchors(texts):.0f} texts per second")
    for archive in options.archive:
        measure_growth(archive)


if __name__ == "__main__":
    main()
