"""Speed of the copies stage: `python benchmarks/bench_copies.py [--sizes 10000] [--million]`.

Signatures per second beside datasketch's (where it is installed: requirements/benchmarks.in), a
whole archive of synthetic articles over a year, and then a thousand new articles against it.
"""

from __future__ import annotations

import argparse
import logging
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.copies_database import NOW, open_database, store
from benchmarks.wire_families import Document
from ct_pipeline.copies.normalise import normalise
from ct_pipeline.copies.sketch import sketch
from ct_pipeline.warehouse.copies.refreshing import refresh_edges
from ct_pipeline.warehouse.copies.regrouping import regroup

START = datetime(2024, 1, 1, tzinfo=UTC)
YEAR_MINUTES = 365 * 24 * 60
PARAGRAPH_WORDS = 40
BATCH = 10_000
NEW_ARTICLES = 1000


class Press:
    """Articles of pseudo-words with Zipf's frequencies; three in ten are copies of an earlier one,
    with a paragraph dropped or added."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        letters = np.array(list("aeioubcdfglmnprst"))
        lengths = self.rng.integers(3, 11, size=60_000)
        self.words = np.array(["".join(self.rng.choice(letters, length)) for length in lengths])
        weights = 1.0 / np.arange(20, 60_020)
        self.cumulative = np.cumsum(weights / weights.sum())
        self.number = 0

    def articles(self, count: int, first_minute: int, minutes: int) -> Iterator[list[Document]]:
        """Batches of articles, published in order over some minutes."""
        recent: list[list[str]] = []
        for start in range(0, count, BATCH):
            documents = []
            for place in range(start, min(start + BATCH, count)):
                minute = first_minute + minutes * place // count
                documents.append(self._article(recent, START + timedelta(minutes=minute)))
            yield documents

    def _article(self, recent: list[list[str]], published_at: datetime) -> Document:
        rng = self.rng
        if recent and rng.random() < 0.3:
            paragraphs = list(recent[rng.integers(len(recent))])
            paragraphs[rng.integers(1, len(paragraphs))] = self._paragraph()
        else:
            paragraphs = [self._paragraph() for _ in range(rng.integers(3, 8))]
            recent.append(paragraphs)
            del recent[:-100]
        self.number += 1
        return Document(
            article_id=sha256(b"%d" % self.number).hexdigest()[:16],
            title="",
            body="\n".join(paragraphs),
            language="fr",
            published_at=published_at,
            family="",
            edit="",
            relation="",
        )

    def _paragraph(self) -> str:
        places = np.searchsorted(self.cumulative, self.rng.random(PARAGRAPH_WORDS))
        return " ".join(self.words[places])


def measure_signatures(documents: list[Document]) -> None:
    """Prints signatures per CPU second, ours and datasketch's, by turns over the same texts."""
    bodies = [document.body for document in documents]
    ours = theirs = 0.0
    compared = 0
    sign_by_datasketch(bodies[:1])  # its imports are not counted
    for first in range(0, len(bodies), 1000):
        part = bodies[first : first + 1000]
        began = time.process_time()
        sketch(normalise(part))
        ours += time.process_time() - began
        began = time.process_time()
        compared += sign_by_datasketch(part[:100])
        theirs += time.process_time() - began
    rate = len(bodies) / ours
    print(f"signatures: {rate:,.0f} texts per CPU second, normalising included")
    if not compared:
        print("signatures: datasketch is not installed (requirements/benchmarks.in), no comparison")
        return
    their_rate = compared / theirs
    print(f"signatures: datasketch MinHash(128) {their_rate:,.0f}, ratio {rate / their_rate:.1f}")


def sign_by_datasketch(bodies: list[str]) -> int:
    """How many texts it signed: five words in a row, without normalising; none if not installed."""
    try:
        from datasketch import MinHash
    except ImportError:
        return 0
    for body in bodies:
        words = body.casefold().split()
        shingles = [" ".join(words[i : i + 5]).encode() for i in range(len(words) - 4)]
        MinHash(num_perm=128).update_batch(shingles)
    return len(bodies)


def measure_archive(size: int, folder: Path) -> None:
    """Prints the cost of a whole archive, and of a thousand new articles against it."""
    connection = open_database(folder / f"{size}.duckdb")
    press = Press(size)
    for documents in press.articles(size, 0, YEAR_MINUTES):
        store(connection, documents)
    began = time.perf_counter()
    counts = refresh_edges(connection)
    refreshed = time.perf_counter()
    regroup(connection, [], NOW)
    done = time.perf_counter()
    print(
        f"{size:>9,} articles: {done - began:7.1f} s "
        f"(edges {refreshed - began:.1f}, groups {done - refreshed:.1f}), "
        f"{counts.pair_count:,} pairs compared, {counts.edge_count:,} edges, "
        f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB"
    )
    for documents in press.articles(NEW_ARTICLES, YEAR_MINUTES, 24 * 60):
        store(connection, documents)
    began = time.perf_counter()
    refresh_edges(connection)
    refreshed = time.perf_counter()
    regroup(connection, [], NOW)
    done = time.perf_counter()
    print(
        f"{NEW_ARTICLES:>9,} new against {size:,}: {done - began:.2f} s "
        f"(edges {refreshed - began:.2f}, groups {done - refreshed:.2f})"
    )
    connection.close()


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000])
    parser.add_argument("--million", action="store_true", help="a million articles: 15 minutes")
    parser.add_argument("--folder", type=Path, help="where the databases go (default: temporary)")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    measure_signatures(next(Press(1).articles(5000, 0, YEAR_MINUTES)))
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        for size in [*arguments.sizes, *([1_000_000] if arguments.million else [])]:
            measure_archive(size, folder)


if __name__ == "__main__":
    main()
